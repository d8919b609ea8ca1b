import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PlanError } from './columns.mts';
import { accountOf, connectionFrom, loadEnvFile, secretOf, testConnection } from './connection.mts';
import { actionsOf, planRows, type RowEvent, runRows } from './engine.mts';
import { type Integration, limitTo, loadIntegration, type StepRequest, type Values } from './integration.mts';
import { Journal, type JournalAbout, JournalError, OtherCredentialsError } from './journal.mts';
import { Progress } from './progress.mts';
import { openSheet, type Sheet, SheetError } from './readers/index.mts';
import { Results } from './results.mts';
import type { RowPlan } from './rows.mts';
import { describeColumns, describeRequest, describeRow, describeSummary, ProgressBar } from './terminal.mts';

/** Where the person is who runs it: npm runs its scripts in the project's folder. */
const here = (process.env.npm_lifecycle_event === 'invite' && process.env.INIT_CWD) || process.cwd();

/** How the command ends. */
const EXIT = { done: 0, rowsFailed: 1, notStarted: 2, disconnected: 3, interrupted: 130 } as const;

const root = fileURLToPath(new URL('..', import.meta.url));
const builds = join(root, '.builds');

interface Options {
	action?: string;
	map?: { column: string; field: string }[];
	set?: { field: string; value: string }[];
	dryRun?: boolean;
	show: number;
	sandbox?: boolean;
	yes?: boolean;
	results?: string;
	retryUncertain?: boolean;
	sameAccount?: boolean;
	concurrency: number;
	batch: number;
	encoding?: string;
	sheet?: string;
}

/** `npm run invite -- <product> <file>`. Returns the exit code. */
export async function invite(argv: string[]): Promise<number> {
	let code: number = EXIT.done;
	const program = commandLine(async (product, file, options) => {
		code = await run(product, file, options);
	});
	try {
		await program.parseAsync(argv, { from: 'user' });
	} catch (error) {
		if (error instanceof PlanError || error instanceof SheetError || error instanceof JournalError) {
			console.error(error.message);
			return EXIT.notStarted;
		}
		throw error;
	}
	return code;
}

function commandLine(action: (product: string, file: string, options: Options) => Promise<void>): Command {
	const products = existsSync(builds)
		? readdirSync(builds).filter((name) => name !== 'all' && existsSync(join(builds, name, 'index.js')))
		: [];
	const list =
		<Item,>(read: (text: string) => Item) =>
		(text: string, before: Item[] | undefined) => [...(before ?? []), read(text)];
	return new Command('npm run invite --')
		.description('Invites the people of a sheet: each row runs through the action that a Zap would use.')
		.argument('<product>', `one of: ${products.join(', ')}`, (text) => {
			if (!products.includes(text)) throw new InvalidArgumentError(`The products: ${products.join(', ')}.`);
			return text;
		})
		.argument('<file>', 'the sheet: .csv, .tsv, .xlsx, .json (a list of objects, or one a line); - reads it from a pipe')
		.option('--dry-run', 'check every row and show the requests; send nothing')
		.option('--sandbox', 'try it without an account: nothing leaves this machine')
		.option('--map <column=field>', 'fill a field from a column, or from several, or none; may be repeated', list(readMap))
		.option('--set <field=value>', 'fill a field with the same value in every row; may be repeated', list(readSet))
		.option('--action <key>', 'run another action of the product than the one that invites')
		.option('-y, --yes', 'do not ask before the first row is sent; needed where nobody can be asked')
		.addOption(new Option('--concurrency <number>', 'how many requests run at once').argParser(readCount).default(4))
		.addOption(
			new Option('--batch <number>', 'how many people go in one request, where the product takes several').argParser(readCount).default(50),
		)
		.option('--retry-uncertain', 'also send those again who may have been sent by an earlier run')
		.option('--same-account', 'go on with what earlier runs did, though the credentials of the account were changed since')
		.option('--results <file>', 'where the results go; beside the sheet if left out')
		.addOption(new Option('--show <number>', 'how many requests a dry run shows').argParser(readCount).default(10))
		.option('--encoding <name>', 'how the text is encoded, if it isn’t UTF-8 or UTF-16')
		.option('--sheet <name>', 'which sheet of a workbook; the first one if left out')
		.helpOption('-h, --help', 'show this')
		.addHelpText('after', () => EXAMPLES)
		.showHelpAfterError('Add --help for the options.')
		.exitOverride((error) => {
			process.exit(error.exitCode === 0 ? EXIT.done : EXIT.notStarted);
		})
		.action(action);
}

const EXAMPLES = `
Examples (PRODUCT is one of the above):
  npm run invite -- PRODUCT people.csv --dry-run
  npm run invite -- PRODUCT people.csv --dry-run --show 1000
  npm run invite -- PRODUCT people.csv --sandbox
  npm run invite -- PRODUCT people.csv --map "Work email=email" --map "First + Last=full_name"
  npm run invite -- PRODUCT people.csv --map "Notes="                 leave a column out
  npm run invite -- PRODUCT people.csv --set role=member
  npm run invite -- PRODUCT leavers.xlsx --action cancel_invitation --sheet "Left in May"
  npm run invite -- PRODUCT people.csv --yes --concurrency 1
  npm run invite -- PRODUCT people.csv --batch 1
  npm run invite -- PRODUCT people.csv --retry-uncertain
  npm run invite -- PRODUCT people.csv --same-account                 after the account got a new key
  npm run invite -- PRODUCT people.csv --results invited/march.csv
  npm run invite -- PRODUCT people.csv --encoding windows-1252
  export-people | npm run invite -- PRODUCT - --yes

Credentials come from .env or the environment: authData_FIELD, as for zapier-platform invoke. See .env.example.
A second run over the same sheet skips those who are done, and goes on where the first one ended.

Exit codes: 0 all rows are done; 1 some failed or are uncertain; 2 nothing was started; 3 the credentials aren't accepted;
130 interrupted.
See docs/invite.md.`;

function readMap(text: string) {
	const at = text.lastIndexOf('=');
	if (at < 1) throw new InvalidArgumentError('Write COLUMN=FIELD, such as "Work email=email".');
	return { column: text.slice(0, at), field: text.slice(at + 1).trim() };
}

function readSet(text: string) {
	const at = text.indexOf('=');
	if (at < 1) throw new InvalidArgumentError('Write FIELD=VALUE, such as role=member.');
	return { field: text.slice(0, at).trim(), value: text.slice(at + 1) };
}

function readCount(text: string): number {
	if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1.');
	return Number(text);
}

async function run(product: string, file: string, options: Options): Promise<number> {
	const { dryRun = false, sandbox = false, yes = false } = options;
	const canAsk = process.stdin.isTTY && file !== '-';
	if (!yes && !canAsk && !sandbox && !dryRun) {
		throw new PlanError('Nobody can be asked whether to go on, as the input is no terminal. Try it with --dry-run, then add --yes.');
	}
	const piped = file === '-' ? await savedPipe() : undefined;
	try {
		const sheet = await openSheet(piped?.file ?? existing(resolve(here, file)), options);
		const loaded = await loadIntegration(join(builds, product, 'index.js'));
		const authData = await connectionOf(loaded, product, options);
		const integration = dryRun ? limitTo(options.sandbox ? 'reads' : 'none', loaded) : loaded;
		if (dryRun && !options.sandbox) await refuseNetwork();

		const plan = await planRows(integration, authData, sheet.columns, {
			action: options.action,
			map: options.map ?? [],
			set: options.set ?? [],
		});
		const label = actionsOf(integration).find(({ key }) => key === plan.action)?.label ?? plan.action;
		console.log(`${file === '-' ? 'The piped sheet' : file}: ${rows(sheet.count)}. ${label} (${product}):\n`);
		console.log(describeColumns(plan));
		if (plan.missing.length) {
			const [first] = plan.missing;
			const names = plan.missing.map(({ label, key }) => `${label} (${key})`).join(', ');
			throw new PlanError(
				`No column fills ${names}, which every row needs. Name one, such as --map "Column=${first?.key}", or a value for all: --set ${first?.key}=…`,
			);
		}

		const results = resolve(here, options.results ?? defaultResults(file, product, plan, options));
		if (!dryRun || options.results) mkdirSync(dirname(results), { recursive: true });
		const about: JournalAbout = {
			product,
			action: plan.action,
			account: sandbox ? 'sandbox' : accountOf(integration.definition, authData),
		};
		if (!sandbox) about.secret = secretOf(integration.definition, authData);
		const ask = canAsk && !yes ? askOnTerminal : undefined;
		const journalFile = `${results}.journal`;
		if (dryRun) {
			const journal = await openJournal((how) => Journal.scratch(journalFile, about, how), options, ask);
			return await go({ integration, plan, sheet, authData, journal, options, results: options.results && results });
		}

		about.label = await connect(integration, authData);
		console.log(sandbox ? 'Connected to the sandbox: nothing leaves this machine.' : `Connected: ${about.label}.`);
		const journal = await openJournal((how) => new Journal(journalFile, about, how), options, ask);
		const { done, failed, uncertain } = journal.counts();
		if (done + failed + uncertain) console.log(`Of earlier runs: ${done} done, ${failed} failed, ${uncertain} uncertain.`);
		if (ask && !(await ask(`${label}: go through ${rows(sheet.count)}${sandbox ? ' in the sandbox' : ''}?`))) {
			journal.close();
			console.log('Nothing was sent.');
			return EXIT.notStarted;
		}
		return await go({ integration, plan, sheet, authData, journal, options, results });
	} catch (error) {
		if (error instanceof Disconnected) {
			console.error(`The connection isn't accepted, so nothing was sent. ${error.message}`);
			return EXIT.disconnected;
		}
		throw error;
	} finally {
		piped?.remove();
	}
}

interface Going {
	integration: Integration;
	plan: RowPlan;
	sheet: Sheet;
	authData: Values;
	journal: Journal;
	options: Options;
	results: string | undefined;
}

async function go({ integration, plan, sheet, authData, journal, options, results: resultsFile }: Going): Promise<number> {
	const { dryRun = false } = options;
	const results = resultsFile === undefined ? undefined : await Results.create(resultsFile);
	const progress = new Progress(sheet.count);
	const bar = new ProgressBar(progress);
	const running = runRows({
		integration,
		plan,
		rows: sheet.rows(),
		authData,
		journal,
		concurrency: options.concurrency,
		batchSize: options.batch,
		retryUncertain: options.retryUncertain ?? false,
	});
	const ask = () => {
		process.once('SIGINT', () => process.exit(EXIT.interrupted));
		bar.say('Stopping: what is on its way is waited for. Ctrl-C again ends at once.');
		running.stop();
	};
	process.once('SIGINT', ask).once('SIGTERM', ask);

	const shown = new Set<StepRequest>();
	let end: { stopped: 'asked' | 'disconnected' | undefined; message: string } = { stopped: undefined, message: '' };
	bar.start();
	try {
		for await (const event of running.events) {
			progress.take(event);
			if (event.type === 'end') end = event;
			else if (event.type === 'slowed') bar.slowed(event.seconds);
			else {
				await results?.write(event);
				bar.update();
				if (['failed', 'uncertain', 'duplicate'].includes(event.outcome)) bar.say(describeRow(event));
				if (dryRun) showRequests(event, shown, options.show, bar);
			}
		}
	} finally {
		bar.end();
		process.off('SIGINT', ask).off('SIGTERM', ask);
		await results?.close();
		journal.close();
	}
	console.log(
		describeSummary(progress, { dryRun, sandbox: options.sandbox ?? false, results: resultsFile && relative(here, resultsFile), end }),
	);
	if (end.stopped === 'disconnected') return EXIT.disconnected;
	if (end.stopped === 'asked') return EXIT.interrupted;
	return progress.outcomes.failed || progress.outcomes.uncertain ? EXIT.rowsFailed : EXIT.done;
}

/** A batch has the same requests for each of its people: they are shown once. */
function showRequests({ row, requests, message }: RowEvent, shown: Set<StepRequest>, most: number, bar: ProgressBar): void {
	for (const request of requests) {
		if (shown.has(request) || shown.size >= most) continue;
		shown.add(request);
		bar.say(describeRequest(row, request, message));
	}
}

class Disconnected extends Error {}

async function connectionOf(integration: Integration, product: string, { sandbox }: Options): Promise<Values> {
	if (!sandbox) {
		loadEnvFile(join(root, '.env'), process.env);
		return connectionFrom(process.env, integration.definition, product);
	}
	const { startSandbox } = await import('../sandbox/index.mts');
	const [api] = (await startSandbox({ apis: [product] })).apis;
	if (!api) throw new PlanError(`There is no sandbox of ${product}.`);
	return api.connection;
}

/** Beside the integration's requests, which a dry run turns back, nothing else of this process may leave. */
async function refuseNetwork(): Promise<void> {
	const { default: nock } = await import('nock');
	nock.disableNetConnect();
}

/** Returns how the account is listed. */
async function connect(integration: Integration, authData: Values): Promise<string> {
	try {
		return await testConnection(integration, authData);
	} catch (error) {
		throw new Disconnected((error as Error).message);
	}
}

type Ask = (question: string) => Promise<boolean>;

/** Opens the journal. Whether other credentials are of the same account, only a person can tell. */
async function openJournal(
	open: (how: { isSameAccount: boolean }) => Journal,
	{ sameAccount = false }: Options,
	ask: Ask | undefined,
): Promise<Journal> {
	try {
		return open({ isSameAccount: sameAccount });
	} catch (error) {
		if (!(error instanceof OtherCredentialsError) || !ask) throw error;
		const of = error.label && `, of “${error.label}”`;
		if (!(await ask(`Earlier runs used other credentials${of}. Is this the same account?`))) throw error;
		return open({ isSameAccount: true });
	}
}

/** On the terminal, wherever the output goes. */
async function askOnTerminal(question: string): Promise<boolean> {
	const prompt = createInterface({ input: process.stdin, output: process.stderr });
	const abort = new AbortController();
	prompt.once('close', () => abort.abort());
	try {
		return /^\s*y(es)?\s*$/i.test(await prompt.question(`\n${question} (y/N) `, { signal: abort.signal }));
	} catch {
		return false;
	} finally {
		prompt.close();
	}
}

function existing(file: string): string {
	if (!existsSync(file)) throw new SheetError(`There is no file ${relative(here, file)}.`);
	return file;
}

/** A pipe can be read once, and a sheet is read twice. The copy is readable by nobody else, and removed at the end. */
async function savedPipe(): Promise<{ file: string; remove(): void }> {
	const folder = mkdtempSync(join(tmpdir(), 'invite-'));
	const file = join(folder, 'sheet');
	const remove = () => rmSync(folder, { recursive: true, force: true });
	process.once('exit', remove);
	await writeFile(file, process.stdin, { mode: 0o600 });
	return { file, remove };
}

/** `people.csv` of one product: `people.PRODUCT.results.csv`, with the action if it isn't the one that invites. */
function defaultResults(file: string, product: string, plan: RowPlan, { sandbox }: Options): string {
	const [folder, name] = file === '-' ? ['.', 'sheet'] : [dirname(file), basename(file, extname(file))];
	const parts = [name, product, ...(plan.invites ? [] : [plan.action]), ...(sandbox ? ['sandbox'] : []), 'results', 'csv'];
	return join(folder, parts.join('.'));
}

function rows(count: number): string {
	return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}
