import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import nock from 'nock';
import { planRows } from '../../invite/engine.mts';
import { loadIntegration } from '../../invite/integration.mts';
import { startPreview } from '../../preview/drive/preview.mts';
import type { SheetStart } from '../../preview/protocol.mts';
import { loadApis } from '../../sandbox/index.mts';
import { Driver } from '../preview/support/driver.ts';
import { examplesFor } from './support/examples.ts';

/*
 * The command as it is, without the sandbox in its process: its requests arrive at a server here, which knows who was invited.
 */

// A machine may be busy with other tests.
jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const [product = ''] = readdirSync(join(root, '.builds')).filter(
	(name) => name !== 'all' && existsSync(join(root, '.builds', name, 'index.js')),
);
const PEOPLE = 12;

let folder: string;
let environment: Record<string, string>;
/** Bodies of what would change something, as far as it was carried out. */
let carriedOut: string[];
/** What becomes of the next request that would change something. */
let meet: () => 'kill' | 'carry out and kill' | 'answer and kill' | 'throttle' | undefined;
let kill: () => void;
let emails: string[];
let sheet: string;
let set: string[];

const server = createServer(async (request, response) => {
	const rawBody = Buffer.concat(await request.toArray()).toString();
	const { method = 'GET', headers } = request;
	const url = `https://${headers.host}${request.url}`;
	const met = method === 'GET' ? undefined : meet();
	if (met === 'kill') return kill();
	if (met === 'throttle') return response.writeHead(429, { 'retry-after': '1' }).end();
	const { origin } = new URL(url);
	const api = apis.find((candidate) => candidate.origins.includes(origin));
	const answer = await api?.answer({ method, url, headers: headers as Record<string, string>, rawBody });
	if (method !== 'GET') carriedOut.push(rawBody);
	if (met === 'carry out and kill') return kill();
	response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json', ...answer?.headers }).end(answer?.text);
	if (met === 'answer and kill') response.once('finish', kill);
});
let apis: Awaited<ReturnType<typeof loadApis>>;

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(async () => {
	apis = await loadApis({ apis: [product] });
	carriedOut = [];
	meet = () => undefined;
	folder = mkdtempSync(join(tmpdir(), 'live-'));
	sheet = join(folder, 'people.csv');
	emails = Array.from({ length: PEOPLE }, (_, index) => `person${index}@live.example`);
	const lines = emails.map((email, index) => `${email},First ${index},Last ${index},First Last ${index}`);
	const columns = ['Email', 'First Name', 'Last Name', 'Full Name'];
	writeFileSync(sheet, [columns.join(','), ...lines].join('\n'));
	const integration = await loadIntegration(join(root, `.builds/${product}/index.js`));
	const { missing } = await planRows(integration, {}, columns);
	const keys = missing.map(({ key }) => key);
	set = examplesFor(product, keys).flatMap(({ field, value }) => ['--set', `${field}=${value}`]);
	environment = {
		NODE_OPTIONS: `--require ${join(root, 'bench/toLocalServer.cjs')}`,
		BENCH_PORT: `${(server.address() as AddressInfo).port}`,
		...Object.fromEntries(Object.entries(apis[0]?.connection ?? {}).map(([field, value]) => [`authData_${field}`, value])),
	};
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command. Returns how it ended, and what it printed. */
async function invite(...options: string[]): Promise<{ code: number | null; signal: string | null; out: string }> {
	const args = ['--disable-warning=ExperimentalWarning', join(root, 'scripts/invite.mts'), product, sheet, '--yes', ...set, ...options];
	const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
	kill = () => child.kill('SIGKILL');
	let out = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (text) => {
			out += text;
		});
	}
	const [code, signal] = await once(child, 'close');
	return { code, signal, out };
}

/** How often each person was sent. */
function times(): number[] {
	const sent = carriedOut.join('\n');
	return emails.map((email) => sent.split(email).length - 1);
}

test('killed in the middle of requests, the command sends nobody twice and loses nobody', async () => {
	for (const moment of ['answer and kill', 'kill', 'carry out and kill', 'kill', 'answer and kill'] as const) {
		let changes = 0;
		meet = () => (++changes === 2 ? moment : undefined);
		const { signal } = await invite('--concurrency', '2', '--batch', '1');
		expect(signal).toBe('SIGKILL');
		expect(Math.max(...times())).toBe(1);
	}
	meet = () => undefined;
	const before = await invite('--batch', '1');
	expect(Math.max(...times())).toBe(1);
	const rows = parse(readFileSync(join(folder, `people.${product}.results.csv`)), { bom: true, columns: true }) as Record<string, string>[];
	expect(rows.map(({ Person }) => Person).sort()).toEqual([...emails].sort());
	const uncertain = rows.filter(({ Status }) => Status === 'uncertain').map(({ Person = '' }) => Person);
	expect(before.code).toBe(uncertain.length ? 1 : 0);
	const counts = times();
	expect(emails.filter((email, index) => !counts[index] && !uncertain.includes(email))).toEqual([]);
	expect((await invite('--retry-uncertain')).code).toBe(0);
	expect(times().filter((count) => count === 0)).toEqual([]);
});

test('asked to slow down, the command waits, and sends everybody once', async () => {
	let changes = 0;
	meet = () => (++changes === 3 ? 'throttle' : undefined);
	const begun = Date.now();
	const { code, out } = await invite('--batch', '1');
	expect(out).toContain('Asked to slow down: going on in 1 s.');
	expect(Date.now() - begun).toBeGreaterThan(1000);
	expect(code).toBe(0);
	expect(times()).toEqual(emails.map(() => 1));
});

test('the command goes on with a journal of the page, but not with other credentials', async () => {
	nock.enableNetConnect('127.0.0.1');
	Object.assign(process.env, environment);
	const driver = new Driver(await startPreview('--no-build', '--live', '--sheets', folder), product);
	try {
		const { authentication } = await driver.call('open', {});
		const names = authentication?.fields.map(({ key }) => key) ?? [];
		driver.connection = (await driver.call('connect', { authData: {}, fromEnvironment: names })).id;
		await driver.drop('people.csv', readFileSync(sheet, 'utf8'));
		const { sources } = await driver.plan('invite_user');
		const fixed = set
			.filter((word) => word !== '--set')
			.map((word) => ({ field: word.split('=')[0] ?? '', value: word.split('=')[1] ?? '' }));
		const start: Omit<SheetStart, 'integration'> = { action: 'invite_user', kind: 'run', sources: [...sources, ...fixed] };
		expect((await driver.run(start)).outcomes).toEqual({ done: PEOPLE });
		const [results = ''] = readdirSync(folder).filter((name) => name.endsWith('.results.csv'));
		await driver.preview.stop();

		const { out, code } = await invite('--results', join(folder, results));
		expect(out).toContain(`${PEOPLE} done before, skipped`);
		expect(code).toBe(0);
		expect(times()).toEqual(emails.map(() => 1));

		const [secret = ''] = authentication?.fields.filter(({ isNoSecret }) => !isNoSecret).map(({ key }) => key) ?? [];
		environment[`authData_${secret}`] += '-of-another-account';
		const other = await invite('--dry-run', '--results', join(folder, results));
		expect(other.out).toContain('add --same-account');
		expect(other.code).toBe(2);
		expect(times()).toEqual(emails.map(() => 1));
	} finally {
		for (const name of Object.keys(environment)) delete process.env[name];
		await driver.preview.stop();
	}
});
