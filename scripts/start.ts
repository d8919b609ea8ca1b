import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { parse } from 'csv-parse/sync';
import spinner from 'yocto-spinner';
import { type Sandbox, type SandboxRequest, startSandbox } from '../sandbox/index.ts';

/*
 * `npm start`: the main job, tried without any account. Every Zap of examples/zaps.json invites the person of a form
 * answer, and those of a spreadsheet, through the built integration, run as Zapier runs it; the sandbox answers.
 */

/** What a Zap maps, as its builder would, and how its runs end. Unless said otherwise, the person is invited. */
interface Zap {
	inputData: Record<string, unknown>;
	/** The field of the result that the next step would use. */
	show?: string;
	otherwise?: Ending[];
}

interface Ending {
	/** The row of the spreadsheet, counted as the spreadsheet does: its head is row 1. */
	row?: number;
	status?: string;
	/** Words of the message that the Zap's builder sees. */
	refused?: string;
	/** Was a request sent? */
	sent?: boolean;
}

interface Person {
	name: string;
	/** Undefined for the form. */
	row: number | undefined;
	answers: Record<string, string>;
}

interface Run {
	provider: string;
	person: Person;
	status: string | undefined;
	/** What Zapier shows where there is no status. */
	refusal: string | undefined;
	shown: string;
	request: SandboxRequest | undefined;
	/** What the examples say of it, where it went otherwise. */
	expected: string | undefined;
}

interface Definition {
	authentication: { fields: { key: string; choices?: Record<string, string> }[]; connectionLabel: string };
}

type Handler = (event: object) => Promise<{ results: unknown }>;
/** Runs one function of the integration, as Zapier does. */
type Execute = (method: string, bundle: { authData: object; inputData?: unknown }) => Promise<unknown>;

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
// The types of zapier-platform-core leave out the handler, which is what Zapier calls.
const { createAppHandler } = require('zapier-platform-core') as { createAppHandler(app: object): Handler };

async function main(): Promise<boolean> {
	const sandbox = await startSandbox();
	const handler = createAppHandler(require('../index.js') as object);
	// As `zapier-platform invoke` does. Without the mark, Zapier's core prints what its servers want to know of each run.
	const ask = async (event: object) => (await handler({ ...event, calledFromCli: true })).results;
	const execute: Execute = (method, bundle) => ask({ command: 'execute', method, bundle });
	const { authentication } = (await ask({ command: 'definition' })) as Definition;
	const providers = authentication.fields.find(({ key }) => key === 'provider')?.choices;
	if (!providers) throw new Error('This needs the integration of all providers: unset PROVIDER and build again.');
	const zaps = readJson('zaps.json') as Record<string, Zap>;
	const people = [...formAnswer(), ...spreadsheetRows()];

	console.log(
		`No account is needed: the ${sandbox.apis.length} APIs are in this process, made from contracts/. Nothing leaves this machine.\n`,
	);
	const progress = process.stdout.isTTY ? spinner({ stream: process.stdout }).start() : undefined;
	const labels: string[] = [];
	const runs: Run[] = [];
	try {
		for (const [key, provider] of Object.entries(providers)) {
			if (progress) progress.text = `Connecting ${provider}`;
			const connection = sandbox.apis.find((api) => api.key === key)?.connection;
			if (!connection) throw new Error(`contracts/ has no ${key}.openapi.yaml, so there is no sandbox of ${provider} to connect to.`);
			const authData = { provider: key, ...connection };
			const test = await execute('authentication.test', { authData });
			labels.push(authentication.connectionLabel.replace(/\{\{bundle\.inputData\.(\w+)\}\}/g, (_, name) => textOf(test, name)));
			const zap = zaps[key];
			if (!zap) {
				console.log(`examples/zaps.json has no Zap for ${provider}, so nobody is invited there.\n`);
				continue;
			}
			for (const [index, person] of people.entries()) {
				if (progress) progress.text = `${provider}: ${person.name} (${index + 1} of ${people.length})`;
				runs.push(await invite(execute, sandbox, { key, provider, authData, zap, person }));
			}
		}
	} finally {
		progress?.stop();
	}

	console.log(`Connected, as Zapier lists the connections:\n${labels.map((label) => `  ${label}`).join('\n')}\n`);
	console.log(`${tableOf(runs)}\n`);
	return conclude(labels.length, runs);
}

/** Runs a Zap's action for one person. */
async function invite(
	execute: Execute,
	{ requests }: Sandbox,
	{ key, provider, authData, zap, person }: { key: string; provider: string; authData: object; zap: Zap; person: Person },
): Promise<Run> {
	const before = requests.length;
	const run: Run = { provider, person, status: undefined, refusal: undefined, shown: '', request: undefined, expected: undefined };
	try {
		const inputData = fillIn(zap.inputData, person.answers);
		const result = await execute(`creates.${key}_invite_user.operation.perform`, { authData, inputData });
		run.status = textOf(result, 'status');
		run.shown = zap.show ? textOf(result, zap.show) : '';
	} catch (error) {
		run.refusal = refusalOf(error);
	}
	run.request = requests[before];
	const { status = 'invited', refused, sent = true } = zap.otherwise?.find(({ row }) => row === person.row) ?? {};
	const asExpected = refused ? run.refusal?.includes(refused) : run.status === status;
	if (!asExpected) run.expected = refused ?? status;
	else if (requests.length - before !== (sent ? 1 : 0)) run.expected = sent ? 'one request' : 'nothing sent';
	return run;
}

/** Puts a person's answers in place of {{their names}}, as Zapier does before it runs a step. */
function fillIn(mapped: unknown, answers: Record<string, string>): unknown {
	if (Array.isArray(mapped)) return mapped.map((item) => fillIn(item, answers));
	if (mapped !== null && typeof mapped === 'object') {
		return Object.fromEntries(Object.entries(mapped).map(([key, value]) => [key, fillIn(value, answers)]));
	}
	if (typeof mapped !== 'string') return mapped;
	return mapped.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
		const answer = answers[name];
		if (answer === undefined) throw new Error(`examples/zaps.json maps {{${name}}}, which the example doesn't have`);
		return answer;
	});
}

function formAnswer(): Person[] {
	const answers = readJson('form-submission.json') as Record<string, string>;
	return [{ name: answers['Full Name'] ?? '', row: undefined, answers }];
}

function spreadsheetRows(): Person[] {
	const rows = parse<Record<string, string>>(readExample('people.csv'), { columns: true, bom: true });
	return rows.map((answers, index) => ({ name: answers['Full Name'] ?? '', row: index + 2, answers }));
}

function readJson(file: string): unknown {
	try {
		return JSON.parse(readExample(file));
	} catch (error) {
		throw new Error(`examples/${file} can't be read: ${messageOf(error)}`);
	}
}

function readExample(file: string): string {
	return readFileSync(`${root}examples/${file}`, 'utf8');
}

function textOf(value: unknown, key: string): string {
	return String((value as Record<string, unknown>)[key] ?? '');
}

/** How Zapier ends the run, and the message that it shows. */
function refusalOf(error: unknown): string {
	return `${(error as Error).name === 'HaltedError' ? 'Halted' : 'Error'}: ${messageOf(error)}`;
}

/** Some of Zapier's errors carry their message in JSON. */
function messageOf(error: unknown): string {
	const { message } = error as Error;
	try {
		return (JSON.parse(message) as { message: string }).message;
	} catch {
		return message;
	}
}

function tableOf(runs: Run[]): string {
	// With the borders, 120 columns.
	const colWidths = [13, 17, 19, 26, 39];
	const line = colWidths.map((width) => ({
		content: '─'.repeat(width),
		style: { 'padding-left': 0, 'padding-right': 0 },
		chars: { left: '├', middle: '┼', right: '┤' },
	}));
	const table = new Table({
		head: ['Provider', 'Person', 'Result', 'ID or link', 'Request sent'],
		colWidths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const [index, run] of runs.entries()) {
		const { provider, status, refusal, shown, request } = run;
		const first = provider !== runs[index - 1]?.provider;
		if (first && index > 0) table.push(line);
		const sent = request ? `${request.method} ${new URL(request.url).host}${request.path}` : 'nothing sent';
		const result = refusal ? [{ content: refusal, colSpan: 2 }] : [status, addressCell(shown || '–')];
		table.push([first ? provider : '', personOf(run), ...result, addressCell(sent)]);
	}
	return table.toString();
}

function personOf({ person: { name, row } }: Run): string {
	return `${name} (${row === undefined ? 'form' : `row ${row}`})`;
}

/** An address has no spaces to wrap at: its path goes on a line of its own. */
function addressCell(text: string) {
	return { content: text.replace(/(?<=[^/])\/(?=[^/])/, '\n/'), wrapOnWordBoundary: false };
}

/** Says how it went. Returns whether all went as the examples expect. */
function conclude(connected: number, runs: Run[]): boolean {
	const expected = runs.filter((run) => run.expected === undefined);
	for (const run of runs.filter((candidate) => !expected.includes(candidate))) {
		console.log(`Not as expected: ${run.provider}, ${personOf(run)}: ${run.status ?? run.refusal} Expected: ${run.expected}.`);
	}
	const invited = expected.filter(({ status }) => status === 'invited').length;
	const refused = expected.filter(({ refusal }) => refusal).length;
	const there = expected.length - invited - refused;
	const rest = runs.length - expected.length;
	console.log(
		`${connected} providers connected, ${invited} invitations sent, ${there} already there, ${refused} refused as expected${rest ? `, ${rest} NOT as expected` : ''}.`,
	);
	return rest === 0;
}

try {
	process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
