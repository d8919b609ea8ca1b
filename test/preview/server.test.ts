import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import nock from 'nock';
import { type RunningPreview, startPreview } from '../../preview/drive/preview.mts';

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

test('a live preview offers what the environment has, and tells nobody what it is', async () => {
	nock.enableNetConnect('127.0.0.1');
	process.env.authData_password = 'a-password-of-the-environment';
	const preview = await startPreview(join(__dirname, 'fixtures/ticket-desk'), '--live');
	const call = async (method: string, body: object) => {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(`${preview.url}api/${method}`, { method: 'POST', headers, body: JSON.stringify(body) });
		return answer.text();
	};
	try {
		const opened = await call('open', { integration: 'ticket-desk' });
		expect(JSON.parse(opened)).toMatchObject({ network: 'live', environment: ['password'], faults: [] });
		const authData = { email: 'ada@example.com' };
		const connected = await call('connect', { integration: 'ticket-desk', authData, fromEnvironment: ['password'] });
		expect(JSON.parse(connected)).toMatchObject({ label: 'Desk of ada@example.com' });
		expect(opened + connected).not.toContain('a-password-of-the-environment');
	} finally {
		delete process.env.authData_password;
		await preview.stop();
	}
});

test.each([
	['a folder that isn’t there', ['no/such/folder'], /no\/such\/folder is no folder/],
	['two folders', ['test', 'docs'], /One folder is enough/],
	['a port that is none', ['--port', 'x'], /--port must be a number/],
])('says what is wrong with %s', async (_what, args, message) => {
	await expect(startPreview(...args)).rejects.toThrow(message);
});
