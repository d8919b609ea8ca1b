import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import nock from 'nock';
import { startPreview } from '../../preview/drive/preview.mts';
import type { SheetRun } from '../../preview/protocol.mts';
import { Driver } from './support/driver.ts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

const TOKEN = 'token-of-acme';

/** The API of the badges: who has one, and what was asked for, in order. */
class Badges {
	granted: string[] = [];
	posted: { email: string; level?: unknown }[] = [];
	/** What is done before a request is carried out, and after. */
	before: (email: string) => unknown = () => {};
	after: (email: string) => unknown = () => {};
	/** What answers, once it was carried out. */
	status = 201;
	readonly #server: Server;

	constructor() {
		this.#server = createServer(async (incoming, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of incoming) chunks.push(chunk as Buffer);
			const answer = (status: number, body: object) =>
				response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
			if (incoming.method === 'GET') {
				const email = new URL(incoming.url ?? '', 'http://x').searchParams.get('email') ?? '';
				return answer(200, this.granted.includes(email) ? [{ id: `badge-of-${email}` }] : []);
			}
			const asked = JSON.parse(Buffer.concat(chunks).toString()) as { email: string };
			this.posted.push(asked);
			await this.before(asked.email);
			this.granted.push(asked.email);
			await this.after(asked.email);
			return answer(this.status, { id: this.granted.length, status: 'granted', email: asked.email });
		});
	}

	/** From now on, requests wait before they are carried out, until they are released. */
	hold(): { arrived: Promise<void>; release(): void } {
		const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		this.before = () => {
			arrived.resolve();
			return released.promise;
		};
		return { arrived: arrived.promise, release: released.resolve };
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}
}

const badgesFolder = join(__dirname, 'fixtures/badges');
const sheetOf = (...emails: string[]) => ['Email,Level', ...emails.map((email) => `${email},3`)].join('\n');
const statuses = ({ rows }: SheetRun) => rows.map(({ status }) => status);

describe('a sheet of an integration that isn’t ours, live', () => {
	let badges: Badges;
	let folder: string;
	let driver: Driver;

	async function begin(): Promise<void> {
		nock.enableNetConnect('127.0.0.1');
		driver = new Driver(await startPreview(badgesFolder, '--live', '--sheets', folder), 'badges');
		await driver.connect({ token: TOKEN });
	}
	beforeAll(async () => {
		badges = new Badges();
		process.env.BADGES_API = await badges.listen();
		folder = mkdtempSync(join(tmpdir(), 'sheets-'));
		await begin();
	});
	afterAll(async () => {
		delete process.env.BADGES_API;
		await driver?.preview.stop();
		badges.close();
		rmSync(folder, { recursive: true });
	});
	beforeEach(() => {
		nock.enableNetConnect('127.0.0.1');
		Object.assign(badges, { granted: [], posted: [], before: () => {}, after: () => {}, status: 201 });
	});

	test('is checked without sending anything: what would be sent, what is wrong, who is there', async () => {
		badges.granted.push('b@x.com');
		const sheet = await driver.drop('checked.csv', `${sheetOf('a@x.com', 'b@x.com', 'a@x.com')}\n"=HYPERLINK(""x"")",3\n`);
		expect(sheet).toMatchObject({ name: 'checked.csv', count: 4, columns: ['Email', 'Level'] });
		const plan = await driver.plan('grant_badge');
		expect(plan).toMatchObject({ missing: [], unused: [], person: 'Email', canLookUp: true });
		const sources = [
			{ field: 'email', columns: ['Email'] },
			{ field: 'level', value: '7' },
			{ field: 'names', entry: 'both', columns: ['Email', 'Level'] },
			{ field: 'names', entry: '', value: 'of an entry that has no name yet' },
		];
		const run = await driver.run({ action: 'grant_badge', sources, kind: 'check', lookUp: true });
		expect(run).toMatchObject({ done: 4, outcomes: { ready: 1, done: 1, duplicate: 1, failed: 1 }, statuses: { already_there: 1 } });
		expect(run.rows.map(({ row, status, message }) => [row, status, message])).toEqual([
			[2, 'ready', ''],
			[3, 'already_there', 'A search found this person. Nothing was sent.'],
			[4, 'duplicate', expect.stringContaining('The same person as in row 2')],
			[5, 'failed', expect.stringContaining('holds a formula')],
		]);
		expect(JSON.parse(run.rows[0]?.requests.at(-1)?.body ?? '')).toEqual({ email: 'a@x.com', level: 7, names: { both: 'a@x.com 3' } });
		expect(badges.posted).toEqual([]);
		// What a spreadsheet would calculate is quoted.
		const results = parse(await driver.results(), { bom: true }) as string[][];
		expect(results.map(([, person]) => person)).toContain(`'=HYPERLINK("x")`);
		const { run: failed } = await driver.call('sheet', { show: 'failed' });
		expect(failed?.rows.map(({ row }) => row)).toEqual([5]);
	});

	test('goes on after a crash: nobody twice, nobody lost, also if the sheet was corrected and downloaded again', async () => {
		const people = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@crash.com`);
		await driver.drop('crash.csv', sheetOf(...people.slice(0, 3)));
		// The first is answered. The second is carried out, and the third isn't, when everything ends.
		const arrived = Promise.withResolvers<void>();
		const never = new Promise(() => {});
		badges.after = (email) => (email === people[1] ? never : undefined);
		badges.before = (email) => {
			if (email !== people[2]) return undefined;
			arrived.resolve();
			return never;
		};
		await driver.start({ action: 'grant_badge', kind: 'run', concurrency: 3 });
		await arrived.promise;
		await driver.until(({ done }) => done === 1);
		await driver.preview.crash();
		badges.after = () => {};
		badges.before = () => {};

		await begin();
		await driver.drop('crash (1).csv', sheetOf(...people));
		expect((await driver.plan('grant_badge')).earlier).toMatchObject({ uncertain: 2 });
		const run = await driver.run({ action: 'grant_badge', kind: 'run' });
		expect(statuses(run)).toEqual(['granted', 'already_there', 'granted', 'granted', 'granted']);
		expect(run.outcomes).toEqual({ done: 4, skipped: 1 });
		expect(run.rows[0]?.message).toMatch(/^Done by an earlier run at .*, from row 2\. Nothing was sent now\.$/);
		expect([...badges.granted].sort()).toEqual(people);
		for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(TOKEN)).toBe(false);
	});

	test.each(['SIGTERM', 'SIGHUP'] as const)('is ended by %s when what is on its way was answered', async (signal) => {
		await driver.drop('ended.csv', sheetOf('a@end.com', 'b@end.com'));
		const held = badges.hold();
		await driver.start({ action: 'grant_badge', kind: 'run', concurrency: 1 });
		await held.arrived;
		const stopped = driver.preview.stop(signal);
		await driver.until(({ state }) => state === 'stopping');
		held.release();
		await stopped;
		expect(badges.granted).toEqual(['a@end.com']);

		await begin();
		await driver.drop('ended.csv', sheetOf('a@end.com', 'b@end.com'));
		const run = await driver.run({ action: 'grant_badge', kind: 'run' });
		expect(run.rows.map(({ outcome }) => outcome)).toEqual(['skipped', 'done']);
		await driver.call('forgetSheet', { action: 'grant_badge', connection: driver.connection });
		expect((await driver.run({ action: 'grant_badge', kind: 'run' })).outcomes).toEqual({ done: 2 });
		await driver.call('forgetSheet', { action: 'grant_badge', connection: driver.connection });
	});

	test('is paused, resumed and stopped; a test of a step meanwhile has its own requests alone', async () => {
		const people = Array.from({ length: 6 }, (_, index) => `p${index}@pause.com`);
		await driver.drop('paused.csv', sheetOf(...people));
		const held = badges.hold();
		await driver.start({ action: 'grant_badge', kind: 'run', concurrency: 1 });
		await held.arrived;
		await driver.call('pauseSheet', {});
		held.release();
		expect(await driver.until(({ done }) => done === 1)).toMatchObject({ state: 'paused', total: 6 });
		const step = { kind: 'searches', key: 'find_badge' } as const;
		const tested = await driver.call('run', { step, connection: driver.connection, inputData: { email: 'p0@pause.com' }, data: {} });
		expect(tested).toMatchObject({ exchange: [{ method: 'GET' }], finding: 'found' });
		expect(badges.posted).toHaveLength(1);
		await expect(driver.start({ action: 'grant_badge', kind: 'check' })).rejects.toThrow('is going through its rows already');

		const second = badges.hold();
		await driver.call('resumeSheet', {});
		await second.arrived;
		await driver.call('stopSheet', {});
		second.release();
		expect(await driver.until(({ state }) => state === 'ended')).toMatchObject({ stopped: 'asked', done: 2 });
		expect((await driver.run({ action: 'grant_badge', kind: 'run' })).outcomes).toEqual({ skipped: 2, done: 4 });
		expect(badges.granted).toEqual(people);
	});

	test('leaves who is uncertain alone until they are to be sent again', async () => {
		await driver.drop('uncertain.csv', sheetOf('a@maybe.com'));
		badges.status = 500;
		const start = { action: 'revoke_badge', kind: 'run' } as const;
		expect(statuses(await driver.run(start))).toEqual(['uncertain']);
		badges.status = 201;
		expect(statuses(await driver.run(start))).toEqual(['uncertain']);
		expect(badges.posted).toHaveLength(1);
		expect(statuses(await driver.run({ ...start, retryUncertain: true }))).toEqual(['granted']);
		expect(badges.posted).toHaveLength(2);
	});

	test('asks whether other credentials are of the same account, and keeps those of another one apart', async () => {
		const start = { action: 'grant_badge', kind: 'run' } as const;
		await driver.drop('accounts.csv', sheetOf('a@one.com'));
		expect((await driver.run(start)).outcomes).toEqual({ done: 1 });

		await driver.connect({ token: 'token-of-another-account' });
		const plan = await driver.plan('grant_badge');
		expect(plan).toMatchObject({ earlier: { done: 0 }, accounts: [{ label: 'The badges of Acme' }] });
		await expect(driver.start(start)).rejects.toThrow('Say first whether they are of the same account.');
		const settle = (same?: string) => driver.call('settleAccount', { action: 'grant_badge', connection: driver.connection, same });
		expect((await settle('../of-nobody.results.csv')).failure?.message).toContain('no longer there');
		expect((await driver.plan('grant_badge')).accounts).toHaveLength(1);
		await settle();
		expect((await driver.run(start)).outcomes).toEqual({ done: 1 });
		expect(badges.granted).toEqual(['a@one.com', 'a@one.com']);

		await driver.connect({ token: 'new-token-of-acme' });
		const { accounts } = await driver.plan('grant_badge');
		expect(accounts).toHaveLength(2);
		await settle(accounts.map(({ id }) => id).sort((a, b) => b.length - a.length)[1]);
		expect(await driver.plan('grant_badge')).toMatchObject({ earlier: { done: 1 }, accounts: [] });
		expect((await driver.run(start)).outcomes).toEqual({ skipped: 1 });
		await driver.connect({ token: 'token-of-another-account' });
		expect((await driver.run(start)).outcomes).toEqual({ skipped: 1 });

		// Without the first journal, the second is found all the same.
		await driver.connect({ token: 'new-token-of-acme' });
		await driver.call('forgetSheet', { action: 'grant_badge', connection: driver.connection });
		await driver.connect({ token: 'token-of-another-account' });
		expect(await driver.plan('grant_badge')).toMatchObject({ earlier: { done: 1 }, accounts: [] });
		await driver.connect({ token: TOKEN });
	});

	test('shows the first rows of a large one, and counts them all', async () => {
		const people = Array.from({ length: 300 }, (_, index) => `p${index}@large.com`);
		await driver.drop('large.csv', sheetOf(...people));
		const run = await driver.run({ action: 'grant_badge', kind: 'check' });
		expect(run).toMatchObject({ total: 300, done: 300, outcomes: { ready: 300 } });
		expect(run.rows).toHaveLength(100);
		expect(parse(await driver.results(), { bom: true, from: 2 })).toHaveLength(300);
	});

	test.each([
		['a field that nothing fills', 'Email\na@x.com', 'Nothing fills Level, which every row needs.'],
		['columns that no field has', 'Colour,Level\nblue,3', 'Nothing fills Email, which every row needs.'],
	])('starts nothing with %s', async (_what, content, message) => {
		await driver.drop('wrong.csv', content);
		await expect(driver.start({ action: 'grant_badge', kind: 'run' })).rejects.toThrow(message);
		expect(badges.posted).toEqual([]);
	});

	test.each([
		['an empty one', '', 'The file is empty.'],
		['a quote that is never closed', 'Email\n"a@x.com\n', 'a quote (") is opened and never closed'],
		['a PDF', '%PDF-1.7', 'This is a PDF, not a sheet.'],
	])('says why it can’t be read: %s', async (_what, content, message) => {
		expect((await driver.drop('unreadable.csv', content)).failure?.message).toContain(message);
	});

	test('is refused if it is larger than the page says', async () => {
		// From a process of its own: what intercepts the requests of this one waits for the end of the body.
		const script = `
			const asked = require('node:http').request(process.argv[1], { method: 'PUT', headers: { 'content-length': 50_000_001 } });
			asked.on('response', (response) => {
				response.setEncoding('utf8').on('data', (text) => console.log(response.statusCode, text));
				response.on('end', () => process.exit());
			});
			asked.flushHeaders();`;
		const { stdout: answer } = spawnSync(process.execPath, ['-e', script, `${driver.preview.url}sheets/large.csv`], { encoding: 'utf8' });
		expect(answer).toContain('413 The page takes sheets of up to 50 MB');
	});
});

test('an integration that nothing is sent for says so of each row, which has certainly not been sent', async () => {
	nock.enableNetConnect('127.0.0.1');
	const driver = new Driver(await startPreview(join(__dirname, 'fixtures/ticket-desk')), 'ticket-desk');
	try {
		await driver.connect({ email: 'ada@example.com', password: 'a-secret-of-ada' });
		expect((await fetch(`${driver.preview.url}results/ticket-desk`)).status).toBe(404);
		await driver.drop('Pasted rows.tsv', 'Title\tProject\tPoints\tAddress\nIt is broken\tp1\t5\tacme\n');
		const run = await driver.run({ action: 'open_ticket', kind: 'run' });
		expect(run.rows).toMatchObject([
			{ outcome: 'failed', message: expect.stringContaining('The preview sends nothing for this integration.') },
		]);
		await driver.call('fault', { fault: 'object', onlyChanges: false });
		const again = await driver.run({ action: 'open_ticket', kind: 'run' });
		expect(again.rows).toMatchObject([{ outcome: 'done', status: 'done' }]);
		expect(JSON.parse(again.rows[0]?.requests[0]?.body ?? '')).toMatchObject({ points: 5, address: 'https://acme.desk.example.com' });
	} finally {
		await driver.preview.stop();
	}
});

test('a sandbox that is reset has forgotten the run, and keeps the fault', async () => {
	nock.enableNetConnect('127.0.0.1');
	const builds = join(__dirname, '../../.builds');
	const [product = ''] = readdirSync(builds).filter((name) => name !== 'all' && existsSync(join(builds, name, 'index.js')));
	const driver = new Driver(await startPreview('--no-build'), product);
	try {
		const { authData = {} } = await driver.call('sandboxConnection', { authData: {} });
		await driver.connect(authData);
		await driver.drop('people.csv', 'Email\nada@example.com\n');
		const { failure, sources, fields } = await driver.plan('invite_user');
		expect(failure).toBeUndefined();
		const filled = fields.flatMap(({ field }) =>
			field.required && !sources.some((source) => source.field === field.key) ? [{ field: field.key, value: 'x' }] : [],
		);
		await driver.call('fault', { fault: '503', onlyChanges: false });
		await driver.run({ action: 'invite_user', kind: 'check', sources: [...sources, ...filled] });
		expect((await driver.results()).split('\n').length).toBeGreaterThan(1);
		await driver.call('reset', {});
		expect(await driver.call('sheet', {})).toEqual({ sheet: expect.objectContaining({ name: 'people.csv' }) });
		expect((await fetch(`${driver.preview.url}results/${product}`)).status).toBe(404);
		expect((await driver.call('open', {})).fault).toEqual({ fault: '503', onlyChanges: false });
		expect((await driver.call('connect', { authData })).exchange[0]).toMatchObject({ status: 503 });
	} finally {
		await driver.preview.stop();
	}
});
