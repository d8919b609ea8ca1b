import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { build } from 'esbuild';
import { planRows, type RowEvent, type RunEvent } from '../../invite/engine.mts';
import { type Integration, loadIntegration } from '../../invite/integration.mts';
import { type Sandbox, startSandbox } from '../../sandbox/index.mts';
import { examplesFor } from './support/examples.ts';
import type { Job } from './support/killable.ts';

// A machine may be busy with other tests.
jest.setTimeout(300_000);

const root = join(__dirname, '../..');
/** How many runs are to be killed, of all products together. */
const KILLS = 200;
/** Several sheets for each product: who is uncertain is looked for in each run again, so that a long history costs its square. */
const SHEETS = 4;
const PEOPLE = 25;

/** When a run is killed: as a step begins, once it was carried out, once its end was told, or after some milliseconds. */
const MOMENTS = ['before', 'after', 'told', 'time'] as const;

/** Numbers that are the same each time (mulberry32), so that a failure comes again. */
function randomFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
}

/** How many runs were really killed: some have ended before their moment comes. */
let killed = 0;
let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
	sandbox = await startSandbox();
	folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kills-'));
	// In one file, it starts in a fraction of the time.
	await build({
		entryPoints: [join(__dirname, 'support/killable.ts')],
		outfile: join(folder, 'killable.mjs'),
		bundle: true,
		platform: 'node',
		target: 'node22',
		format: 'esm',
		logLevel: 'error',
	});
});
afterAll(() => {
	sandbox.stop();
	rmSync(folder, { recursive: true });
});

interface Kill {
	moment: (typeof MOMENTS)[number];
	/** At which step of the run, from 1. */
	step: number;
	milliseconds: number;
}

/** Starts a run, and kills it if told to. Returns what it told until then. */
async function start(integration: Integration, job: Job, kill?: Kill): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	const child: ChildProcess = fork(join(folder, 'killable.mjs'), {
		execPath: process.execPath,
		execArgv: ['--disable-warning=ExperimentalWarning'],
		env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
	});
	const timer = kill?.moment === 'time' ? setTimeout(() => child.kill('SIGKILL'), kill.milliseconds) : undefined;
	let steps = 0;
	child.on('message', async (message: { event: RunEvent } | { id: number; method: string; bundle: { authData: object } }) => {
		if ('event' in message) {
			events.push(message.event);
			return;
		}
		const { id, method, bundle } = message;
		const doomed = method.startsWith('creates.') && method.endsWith('.perform') && ++steps === kill?.step ? kill.moment : undefined;
		if (doomed === 'before') {
			child.kill('SIGKILL');
			return;
		}
		if (child.killed) return;
		const { error, ...execution } = await integration.execute(method, bundle as never);
		if (doomed === 'after') child.kill('SIGKILL');
		if (!child.connected || child.killed) return;
		child.send({ id, execution: { ...execution, ...(error && { failure: { name: error.name, message: error.message } }) } }, () => {
			if (doomed === 'told') child.kill('SIGKILL');
		});
	});
	child.send({ job });
	const [[code, signal]] = await Promise.all([
		once(child, 'exit'),
		// Only then has all been read that it told.
		once(child, 'disconnect'),
	]);
	clearTimeout(timer);
	if (code) throw new Error(`The run ended with ${code}`);
	if (signal === 'SIGKILL') killed++;
	return events;
}

test('kill -9 at random moments: nobody is sent twice, nobody is lost', async () => {
	const products = sandbox.apis.map(({ key }) => key);
	const kills = Math.ceil(KILLS / products.length / SHEETS);
	const uncertain = products.map(async (product, index) => {
		let count = 0;
		for (let sheet = 0; sheet < SHEETS; sheet++) count += await chain(product, `${product}${sheet}`, kills, index * SHEETS + sheet + 1);
		return count;
	});
	// Otherwise nothing was interrupted in the middle.
	for (const count of await Promise.all(uncertain)) expect(count).toBeGreaterThan(0);
	expect(killed).toBeGreaterThanOrEqual(KILLS / 2);
});

/** A product's integration without what no run here uses: Zapier's handler copies the whole definition for each step. */
function alone(product: string): string {
	const file = join(folder, `${product}.cjs`);
	const code = `const app = require(${JSON.stringify(join(root, `.builds/${product}/index.js`))}).default;
exports.default = { ...app, triggers: {}, searchOrCreates: {}, creates: { invite_user: app.creates.invite_user } };`;
	writeFileSync(file, code);
	return file;
}

/** Kills runs over one sheet. Returns how many rows were uncertain at the end. */
async function chain(product: string, name: string, kills: number, seed: number): Promise<number> {
	const random = randomFrom(seed);
	const integration = await loadIntegration(alone(product));
	const authData = sandbox.apis.find(({ key }) => key === product)?.connection ?? {};
	const emails = Array.from({ length: PEOPLE }, (_, index) => `p${index}@${name.replaceAll('_', '-')}.example`);
	const sheet = join(folder, `${name}.csv`);
	const lines = emails.map((email, index) => `${email},First ${index},Last ${index},First Last ${index}`);
	writeFileSync(sheet, ['Email,First Name,Last Name,Full Name', ...lines].join('\n'));
	const { missing } = await planRows(integration, authData, ['Email', 'First Name', 'Last Name', 'Full Name']);
	const set = examplesFor(
		product,
		missing.map(({ key }) => key),
	);
	const [journal, results] = [join(folder, `${name}.journal`), join(folder, `${name}.results.csv`)];
	const job = { definition: integration.definition, authData, sheet, journal, results, set, retryUncertain: false };

	for (let time = 0; time < kills; time++) {
		const moment = MOMENTS[random(MOMENTS.length)] ?? 'before';
		await start(integration, job, { moment, step: 1 + random(3), milliseconds: 50 + random(150) });
	}
	const rows = rowsIn(await start(integration, job));

	const times = () => {
		const sent = sandbox.requests.filter(({ api, method }) => api === product && method !== 'GET').map(({ rawBody }) => rawBody);
		const found = sent.flatMap((body) => body.match(/p\d+@[a-z0-9-]+\.example/g) ?? []);
		return Map.groupBy(
			found.filter((email) => emails.includes(email)),
			(email) => email,
		);
	};
	const before = times();
	expect([...before].filter(([, all]) => all.length > 1)).toEqual([]);
	expect(rows.map(({ person }) => person)).toEqual(emails);
	const uncertain = rows.filter(({ outcome }) => outcome === 'uncertain').map(({ person }) => person);
	expect(rows.filter(({ person, outcome }) => outcome !== 'uncertain' && !before.has(person))).toEqual([]);
	expect(rows.filter(({ outcome }) => !['done', 'skipped', 'uncertain'].includes(outcome))).toEqual([]);

	const last = rowsIn(await start(integration, { ...job, retryUncertain: true }));
	expect(last.filter(({ outcome }) => !['done', 'skipped'].includes(outcome))).toEqual([]);
	expect([...times().keys()].sort()).toEqual([...emails].sort());
	const written = parse(readFileSync(results), { bom: true, from: 2 }) as string[][];
	expect(written.map(([, person]) => person).sort()).toEqual([...emails].sort());
	return uncertain.length;
}

function rowsIn(events: RunEvent[]): RowEvent[] {
	return events.filter((event): event is RowEvent => event.type === 'row').sort((a, b) => a.row - b.row);
}
