import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import nock from 'nock';
import { type RunningPreview, startPreview, startPreviewIn } from '../../preview/drive/preview.mts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

interface Asked {
	path?: string;
	method?: string;
	headers?: Record<string, string>;
	body?: string;
}

describe('the preview’s server', () => {
	let preview: RunningPreview;
	let base: URL;

	beforeAll(async () => {
		preview = await startPreview(join(__dirname, 'fixtures/ticket-desk'));
		base = new URL(preview.url);
	});
	afterAll(() => preview.stop());
	// It is a process of its own, on this machine.
	beforeEach(() => nock.enableNetConnect('127.0.0.1'));

	function ask({ path = base.pathname, method = 'GET', headers = {}, body = '' }: Asked) {
		return new Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
			const asked = request({ host: '127.0.0.1', port: base.port, path, method, headers }, (response) => {
				let text = '';
				response.on('data', (chunk) => {
					text += chunk;
				});
				response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
			});
			asked.on('error', reject);
			asked.end(body);
		});
	}

	const call = (method: string, body: object, headers: Record<string, string> = {}) =>
		ask({
			path: `${base.pathname}api/${method}`,
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});

	test('is at an address that nobody can guess, and gives the page there', async () => {
		expect(base.hostname).toBe('127.0.0.1');
		expect(base.pathname).toMatch(/^\/[\w-]{32}\/$/);
		const page = await ask({});
		expect(page.status).toBe(200);
		expect(page.text).toContain('<div id="root">');
		expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(page.headers['referrer-policy']).toBe('no-referrer');
	});

	test('answers its page', async () => {
		const { status, text } = await call('open', { integration: 'ticket-desk' });
		expect(status).toBe(200);
		expect(JSON.parse(text)).toMatchObject({ title: 'ticket-desk', network: 'offline' });
	});

	const token = () => base.pathname;
	const refused: [string, () => Asked, number][] = [
		['no token', () => ({ path: '/' }), 403],
		['another token', () => ({ path: `/${'x'.repeat(32)}/` }), 403],
		['the token in another place', () => ({ path: `/?token=${token().slice(1, -1)}` }), 403],
		['another host', () => ({ headers: { host: 'evil.example' } }), 421],
		['another host at the same port', () => ({ headers: { host: `evil.example:${base.port}` } }), 421],
		['the name of this machine', () => ({ headers: { host: `localhost:${base.port}` } }), 421],
		['another origin', () => ({ headers: { origin: 'https://evil.example' } }), 403],
		['no origin at all', () => ({ headers: { origin: 'null' } }), 403],
		['another port’s origin', () => ({ headers: { origin: 'http://127.0.0.1:1' } }), 403],
		['a path that leads out', () => ({ path: `${token()}../../../../package.json` }), 403],
		['an encoded path that leads out', () => ({ path: `${token()}%2e%2e/%2e%2e/package.json` }), 403],
		['a path that leads out of the files', () => ({ path: `${token()}assets/..%2f..%2f..%2fpackage.json` }), 404],
		['a file beside the assets', () => ({ path: `${token()}index.html` }), 404],
		['a hidden file', () => ({ path: `${token()}assets/.env` }), 404],
		['a call by GET', () => ({ path: `${token()}api/integrations` }), 405],
		[
			'a call by a form',
			() => ({ path: `${token()}api/reset`, method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }),
			415,
		],
		['another method for a file', () => ({ method: 'DELETE' }), 405],
	];
	test.each(refused)('refuses %s', async (_what, asked, status) => {
		const answer = await ask(asked());
		expect(answer.status).toBe(status);
		expect(answer.text).not.toContain('root');
		expect(answer.text).not.toContain(base.pathname.slice(1, -1));
	});

	test.each([
		['a call that isn’t there', 'constructor', {}, /no call “constructor”/],
		['an integration that isn’t there', 'open', { integration: '../tickets' }, /no integration/],
		[
			'a connection that isn’t there',
			'fields',
			{ integration: 'ticket-desk', connection: 'x', step: {}, inputData: {}, data: {} },
			/connect again/,
		],
	])('says that there is no such thing: %s', async (_what, method, body, message) => {
		const { status, text } = await call(method, body);
		expect(status).toBe(500);
		expect(JSON.parse(text).failure.message).toMatch(message);
	});

	test('keeps credentials to itself', async () => {
		const secret = 'a-password-of-ada';
		const connected = await call('connect', { integration: 'ticket-desk', authData: { email: 'ada@example.com', password: secret } });
		const { id, label } = JSON.parse(connected.text);
		expect(label).toBe('Desk of ada@example.com');
		expect(connected.text).not.toContain(secret);
		await call('fault', { integration: 'ticket-desk', fault: 'object', onlyChanges: false });
		const step = { kind: 'creates', key: 'open_ticket' };
		const inputData = { title: `my password is ${secret}`, project: 'p1' };
		const run = await call('run', { integration: 'ticket-desk', connection: id, step, inputData, data: {} });
		expect(JSON.parse(run.text)).toMatchObject({ data: { title: 'my password is ••••••' }, exchange: [{ status: 200 }] });
		expect(run.text).not.toContain(secret);
	});
});

test('a folder without an integration is said to be one', async () => {
	nock.enableNetConnect('127.0.0.1');
	const preview = await startPreview(join(__dirname, 'fixtures'));
	try {
		const answer = await fetch(`${preview.url}api/open`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ integration: 'fixtures' }),
		});
		expect(await answer.text()).toContain('has no index.js');
	} finally {
		await preview.stop();
	}
});

test('an integration is where its package.json says, and has the name that it gives', async () => {
	nock.enableNetConnect('127.0.0.1');
	const folder = mkdtempSync(join(tmpdir(), 'desk-'));
	const main = join(__dirname, 'fixtures/ticket-desk/index.js');
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'the-desk', main }));
	const preview = await startPreview(folder);
	try {
		const answer = await fetch(`${preview.url}api/open`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ integration: basename(folder) }),
		});
		expect(await answer.json()).toMatchObject({ title: 'the-desk' });
	} finally {
		await preview.stop();
		rmSync(folder, { recursive: true });
	}
});

describe('a live preview', () => {
	const desk = join(__dirname, 'fixtures/ticket-desk');
	const secret = 'a-password-of-the-environment';
	const variables = ['email', 'password', 'provider'].map((field) => `authData_${field}`);
	let folder: string;
	let preview: RunningPreview;
	beforeEach(() => {
		nock.enableNetConnect('127.0.0.1');
		folder = mkdtempSync(join(tmpdir(), 'env-'));
		process.env.authData_password = secret;
	});
	afterEach(async () => {
		for (const name of variables) delete process.env[name];
		await preview.stop();
		rmSync(folder, { recursive: true });
	});

	async function call(method: string, body: object) {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(`${preview.url}api/${method}`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ integration: 'ticket-desk', ...body }),
		});
		const text = await answer.text();
		expect(text).not.toContain(secret);
		return JSON.parse(text);
	}

	test('offers what the environment has, and tells nobody what it is; .env wins', async () => {
		process.env.authData_email = 'shell@example.com';
		writeFileSync(join(folder, '.env'), 'authData_email=file@example.com\n');
		preview = await startPreviewIn(folder, desk, '--live');
		const opened = await call('open', {});
		expect(opened).toMatchObject({ network: 'live', faults: [] });
		expect(opened.environment.fields.sort()).toEqual(['email', 'password']);
		const connected = await call('connect', { authData: {}, fromEnvironment: ['email', 'password'] });
		expect(connected).toMatchObject({ label: 'Desk of file@example.com' });
		expect(await call('connect', { authData: { email: 'ada@example.com' }, fromEnvironment: ['password'] })).toMatchObject({
			label: 'Desk of ada@example.com',
		});
	});

	test('offers and takes nothing that is another product’s', async () => {
		process.env.authData_provider = 'somebody_else';
		process.env.authData_email = 'ada@example.com';
		preview = await startPreviewIn(folder, desk, '--live');
		expect((await call('open', {})).environment).toEqual({ fields: [], provider: 'somebody_else' });
		const connected = await call('connect', { authData: {}, fromEnvironment: ['email', 'password'] });
		expect(JSON.stringify(connected)).not.toContain('ada@example.com');
	});

	test('has no sandbox to reset, with which who was sent would be forgotten', async () => {
		writeFileSync(join(folder, 'people.journal'), '');
		preview = await startPreviewIn(folder, desk, '--live', '--sheets', folder);
		expect((await call('reset', {})).failure.message).toBe('There is no sandbox here.');
		expect(readdirSync(folder)).toContain('people.journal');
	});
});

test('the browser is opened by a file, so that no list of processes shows the address', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'opened-'));
	const told = join(folder, 'told');
	const opener = `#!/bin/sh\n{ echo "$*"; ls -l "$1"; cat "$1"; } >${told}.new && mv ${told}.new ${told}\n`;
	for (const name of ['xdg-open', 'open']) writeFileSync(join(folder, name), opener, { mode: 0o755 });
	const { PATH } = process.env;
	process.env.PATH = `${folder}:${PATH}`;
	const preview = await startPreview(join(__dirname, 'fixtures/ticket-desk'), '--open').finally(() => {
		process.env.PATH = PATH;
	});
	try {
		while (!existsSync(told)) await setTimeout(50);
		const [args = '', list = '', ...page] = readFileSync(told, 'utf8').split('\n');
		expect(args).not.toContain(new URL(preview.url).pathname.slice(1, -1));
		expect(list).toMatch(/^-rw-------/);
		expect(page.join('\n')).toContain(`url=${preview.url}`);
		await preview.stop();
		expect(existsSync(args)).toBe(false);
	} finally {
		await preview.stop();
		rmSync(folder, { recursive: true });
	}
});

test('a download that is given up, or has no file, ends nothing but itself', async () => {
	nock.enableNetConnect('127.0.0.1');
	const folder = mkdtempSync(join(tmpdir(), 'results-'));
	const file = join(folder, 'results.csv');
	writeFileSync(file, '');
	truncateSync(file, 100_000_000);
	const script = `
		import { serve } from ${JSON.stringify(join(__dirname, '../../preview/server/http.mts'))};
		const results = async () => ({ path: ${JSON.stringify(file)}, name: 'results.csv' });
		console.log((await serve('.', { results })).url);`;
	const server = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
	try {
		const [url] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
		const address = `${url.trim()}results/any`;
		await new Promise<void>((resolve, reject) => {
			get(address, (response) => {
				response.once('data', () => response.destroy());
				response.once('close', resolve);
			}).on('error', reject);
		});
		rmSync(file);
		const [answer, again] = [await fetch(address), await fetch(address)];
		expect([answer.status, await answer.text(), again.status]).toEqual([404, 'The file of the results is no longer there.', 404]);
		expect(server.exitCode).toBeNull();
	} finally {
		server.kill();
		rmSync(folder, { recursive: true });
	}
});

test.each([
	['a folder that isn’t there', ['no/such/folder'], /no\/such\/folder is no folder/],
	['two folders', ['test', 'docs'], /One folder is enough/],
	['a port that is none', ['--port', 'x'], /--port must be a number/],
])('says what is wrong with %s', async (_what, args, message) => {
	await expect(startPreview(...args)).rejects.toThrow(message);
});
