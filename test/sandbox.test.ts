import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../sandbox/body.mts';
import { type Sandbox, startSandbox } from '../sandbox/index.mts';

const contracts = join(__dirname, '../contracts');

let sandbox: Sandbox;

// Each test has its own: setupFilesAfterEnv takes all interceptors away after each.
beforeEach(async () => {
	sandbox = await startSandbox({ contracts });
});

afterEach(() => sandbox.stop());

interface Reply {
	status: number;
	text: string;
	body: unknown;
}

async function send(method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
	const json = body === undefined ? {} : { 'content-type': 'application/json' };
	const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
	const response = await fetch(url, { method, headers: { ...json, ...headers }, ...sent });
	const text = await response.text();
	return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
}

function connectionOf(key: string): Record<string, string> {
	const api = sandbox.apis.find((candidate) => candidate.key === key);
	if (!api) throw new Error(`no sandbox of ${key}`);
	return api.connection;
}

const portkey = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.portkey.ai/v1${path}`, { 'x-portkey-api-key': connectionOf('portkey').api_key ?? '' }, body);
const kantata = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.mavenlink.com/api/v1${path}`, { authorization: `Bearer ${connectionOf('kantata').access_token}` }, body);
const atomicwork = (method: string, path: string, body?: unknown) =>
	send(method, `https://sandbox-acme.atomicwork.com/api/v1${path}`, { 'x-api-key': connectionOf('atomicwork').api_key ?? '' }, body);
const haystack = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.cloud.deepset.ai/api/v1${path}`, { authorization: `Bearer ${connectionOf('haystack').api_key}` }, body);
const magicMealKits = (method: string, path: string, body?: unknown) => {
	const { deployment, api_key = '', notion_token = '' } = connectionOf('magic_meal_kits');
	const keys = { 'x-api-key': api_key, 'x-notion-token': notion_token };
	return send(method, `https://${deployment}${path}`, { ...keys, 'x-notion-space-id': 'space', 'x-notion-user-id': 'user' }, body);
};

const inviteToPortkey = (email: string) =>
	portkey('POST', '/admin/users/invites', { email, role: 'admin', workspaces: [{ id: 'ws-shared-1a2b3c', role: 'member' }] });
const inviteToKantata = (email_address: string, workspace = 123) =>
	kantata('POST', `/workspaces/${workspace}/invite`, { invitation: { full_name: 'Nora Quist', email_address, invitee_role: 'maven' } });
const inviteToHaystack = (email: string) =>
	haystack('POST', '/workspaces/default/invitation', { given_name: 'Nora', family_name: 'Quist', email, role: 'EDITOR' });
const inviteToNotion = (email: string) => magicMealKits('POST', '/api/v1/notion/workspace-invite', { email, role: 'editor' });

describe('the connection', () => {
	test('there is a sandbox of each contract', () => {
		expect(sandbox.apis.map(({ key }) => key)).toEqual(['atomicwork', 'haystack', 'kantata', 'magic_meal_kits', 'portkey']);
	});

	test.each([
		['Portkey', 'https://api.portkey.ai/v1/admin/workspaces', 'x-portkey-api-key', ''],
		['Kantata', 'https://api.mavenlink.com/api/v1/users/me', 'authorization', 'Bearer '],
		['Atomicwork', 'https://sandbox-acme.atomicwork.com/api/v1/workspaces?page=1', 'x-api-key', ''],
		['Haystack', 'https://api.cloud.deepset.ai/api/v1/me', 'authorization', 'Bearer '],
		['Magic Meal Kits', 'https://magic-meal-kits-sandbox.run.app/version', 'x-api-key', ''],
	])('%s answers 401 to a wrong key, and to none', async (_name, url, header, scheme) => {
		expect(await send('GET', url, { [header]: `${scheme}wrong` })).toMatchObject({ status: 401 });
		expect(await send('GET', url, {})).toMatchObject({ status: 401 });
	});

	test('Magic Meal Kits needs both of its keys', async () => {
		const { deployment, api_key = '' } = connectionOf('magic_meal_kits');
		expect(await send('GET', `https://${deployment}/version`, { 'x-api-key': api_key })).toMatchObject({ status: 401 });
		expect(await magicMealKits('GET', '/version')).toMatchObject({ status: 200, body: { version: '1.0.0' } });
	});

	test('an unknown path is answered as the provider answers 404', async () => {
		expect(await portkey('GET', '/admin/nothing')).toMatchObject({ status: 404, body: { data: { errorCode: 'AB08' } } });
		expect(await haystack('GET', '/nothing')).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
		expect(await send('GET', 'https://api.portkey.ai/elsewhere', {})).toMatchObject({ status: 404 });
	});

	test('a method that the path does not have is a 404 as well', async () => {
		expect(await portkey('DELETE', '/admin/users')).toMatchObject({ status: 404 });
	});
});

describe('a request that is not as documented', () => {
	test.each([
		['Portkey', () => inviteToPortkey('nora.quist'), 400, 'data.message', 'email'],
		[
			'Kantata',
			() => kantata('POST', '/workspaces/123/invite', { invitation: { full_name: 'Nora' } }),
			422,
			'errors.0.field',
			'email_address',
		],
		['Atomicwork', () => atomicwork('POST', '/users/invite', { type: 'ROBOT' }), 400, 'error', 'type'],
		['Haystack', () => haystack('POST', '/workspaces/default/invitation', { given_name: 'Nora' }), 422, 'detail.0.loc.1', 'family_name'],
	])('%s answers with its own error, which names the field', async (_name, ask, status, where, field) => {
		const reply = await ask();
		expect(reply.status).toBe(status);
		expect(reply.body).toHaveProperty(where, expect.stringContaining(field));
	});

	test('a header that is missing is one too', async () => {
		const { deployment, api_key = '', notion_token = '' } = connectionOf('magic_meal_kits');
		const keys = { 'x-api-key': api_key, 'x-notion-token': notion_token };
		expect(await send('POST', `https://${deployment}/api/v1/notion/workspace-invite`, keys, { email: 'a@example.com' })).toMatchObject({
			status: 400,
			body: { success: false, error: expect.stringMatching(/x-notion-space-id.* is required/i) },
		});
	});

	test('a query parameter that is missing, or not allowed', async () => {
		expect(await atomicwork('GET', '/workspaces')).toMatchObject({ status: 400, body: { error: 'page is required' } });
		expect(await atomicwork('GET', '/workspaces?page=1&per_page=101')).toMatchObject({ status: 400 });
	});

	test('a body that is not JSON', async () => {
		expect(await portkey('POST', '/admin/users/invites', '{"email":')).toMatchObject({
			status: 400,
			body: { data: { message: 'body is not valid JSON' } },
		});
	});
});

describe('an invitation', () => {
	test.each([
		['Portkey', inviteToPortkey, 200, 409],
		['Kantata', inviteToKantata, 200, 422],
		['Haystack', inviteToHaystack, 201, 409],
		['Magic Meal Kits', inviteToNotion, 200, 400],
	])('%s accepts the first of an address, and answers the second with the documented conflict', async (_name, invite, first, second) => {
		expect(await invite('nora.quist@example.com')).toMatchObject({ status: first });
		expect(await invite('Nora.Quist@example.com')).toMatchObject({ status: second, text: expect.stringMatching(/already/i) });
		expect(await invite('omar.reyes@example.com')).toMatchObject({ status: first });
	});

	test('to another workspace is no conflict', async () => {
		expect(await inviteToKantata('nora.quist@example.com', 123)).toMatchObject({ status: 200 });
		expect(await inviteToKantata('nora.quist@example.com', 456)).toMatchObject({ status: 200 });
	});

	test('has an id and a link of its own', async () => {
		const [first, second] = [await inviteToPortkey('a@example.com'), await inviteToPortkey('b@example.com')];
		expect(first).toMatchObject({ body: { id: expect.any(String), invite_link: expect.any(String) } });
		expect(at(first, '/body/id')).not.toBe(at(second, '/body/id'));
		expect(at(first, '/body/invite_link')).not.toBe(at(second, '/body/invite_link'));
	});

	test('speaks of what was sent', async () => {
		const { body } = await inviteToKantata('nora.quist@example.com');
		const id = String(at(body, '/results/0/id'));
		expect(at(body, '/workspace_invitations')).toEqual({
			[id]: { full_name: 'Nora Quist', email_address: 'nora.quist@example.com', invitee_role: 'maven' },
		});
	});

	test('is in the list of invitations from then on, as its first', async () => {
		const { body } = await inviteToPortkey('nora.quist@example.com');
		const { body: list } = await portkey('GET', '/admin/users/invites?status=pending');
		expect(list).toMatchObject({
			total: 3,
			data: [{ id: at(body, '/id'), email: 'nora.quist@example.com', role: 'admin', status: 'pending' }, {}, {}],
		});
	});

	test('can be cancelled once, and not sent again after that', async () => {
		const { body } = await inviteToPortkey('nora.quist@example.com');
		const path = `/admin/users/invites/${at(body, '/id')}`;
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({ status: 200, body: { inviteLink: expect.any(String) } });
		expect(await portkey('DELETE', path)).toMatchObject({ status: 200, body: {} });
		expect(await portkey('GET', '/admin/users/invites?email=nora.quist@example.com')).toMatchObject({
			body: { data: [{ status: 'cancelled' }] },
		});
		expect(await portkey('DELETE', path)).toMatchObject({ status: 404 });
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({ status: 404 });
	});

	test('that was accepted, or never was, can not be cancelled', async () => {
		expect(await portkey('DELETE', '/admin/users/invites/00000000-0000-4000-8000-000000000203')).toMatchObject({ status: 404 });
		expect(await portkey('DELETE', '/admin/users/invites/none')).toMatchObject({ status: 404 });
	});
});

describe('a list', () => {
	const all = async () => at(await portkey('GET', '/admin/users'), '/body/data') as { email: string }[];

	test('is whole without parameters', async () => {
		const { body } = await portkey('GET', '/admin/users');
		expect(body).toMatchObject({ total: 4, data: [{}, {}, {}, {}] });
	});

	test('is filtered by equality, in whatever case', async () => {
		const [first] = await all();
		const { body } = await portkey('GET', `/admin/users?email=${first?.email.toUpperCase()}`);
		expect(body).toMatchObject({ total: 1, data: [first] });
		expect(await portkey('GET', '/admin/users?email=nobody@example.com')).toMatchObject({ status: 200, body: { total: 0, data: [] } });
	});

	test('is searched by what a value contains', async () => {
		const { body } = await atomicwork('GET', '/workspaces?page=1&search_key=engin');
		expect(body).toEqual({ data: [{ id: 58, name: 'Engineering' }], total_pages: 1 });
	});

	test('is paged from 0 where the contract says so', async () => {
		const users = await all();
		const { body } = await portkey('GET', '/admin/users?pageSize=1&currentPage=1');
		expect(body).toMatchObject({ total: users.length, data: [users[1]] });
		expect(await portkey('GET', `/admin/users?pageSize=1&currentPage=${users.length}`)).toMatchObject({ body: { data: [] } });
		expect(await portkey('GET', '/admin/workspaces?page_size=1&current_page=0')).toMatchObject({ body: { data: [{}] } });
	});

	test('is paged from 1 otherwise, with what the example counts', async () => {
		const { body: first } = await haystack('GET', '/users?limit=3');
		const { body: second } = await haystack('GET', '/users?limit=3&page_number=2');
		expect(first).toMatchObject({ has_more: true, total: 4 });
		expect(second).toMatchObject({ has_more: false, total: 4 });
		const { body: whole } = await haystack('GET', '/users');
		expect([at(first, '/data'), at(second, '/data')].flat()).toEqual(at(whole, '/data'));
		expect(await atomicwork('GET', '/workspaces?page=2&per_page=3')).toMatchObject({ body: { data: [{}], total_pages: 2 } });
	});

	test("of Kantata's keeps its map of objects in step", async () => {
		const { body } = await kantata('GET', '/users?by_email_address=jane.doe@example.com');
		expect(body).toMatchObject({ count: 1, meta: { count: 1, page_count: 1, page_number: 1 } });
		const id = String(at(body, '/results/0/id'));
		expect(at(body, '/users')).toEqual({ [id]: expect.objectContaining({ email_address: 'jane.doe@example.com' }) });

		const { body: page } = await kantata('GET', '/users?page=2&per_page=3');
		expect(page).toMatchObject({ count: 4, meta: { count: 4, page_count: 2, page_number: 2, page_size: 3 } });
		expect(at(page, '/results')).toEqual(Object.keys(at(page, '/users') ?? {}).map((key) => ({ key: 'users', id: key })));
	});

	test('is not spoiled by being asked for', async () => {
		const before = await all();
		await portkey('GET', '/admin/users?email=nobody@example.com');
		expect(await all()).toEqual(before);
	});

	test('sends large ids digit for digit', async () => {
		const { text } = await atomicwork('GET', '/workspaces?page=1');
		expect(text).toContain('"id":9007199254740993,');
		expect((await atomicwork('GET', '/users/jane.doe%40example.com/email-lookup')).text).toContain('"id":9007199254740995,');
	});
});

test('one thing is found by what the path says, or is a 404', async () => {
	expect(await atomicwork('GET', '/users/JANE.DOE%40example.com/email-lookup')).toMatchObject({ status: 200 });
	expect(await atomicwork('GET', '/users/nora.quist%40example.com/email-lookup')).toMatchObject({
		status: 404,
		body: { code: 'NOT_FOUND' },
	});
});

test('a form is read too', async () => {
	const form = {
		client_id: 'id',
		client_secret: 'secret',
		grant_type: 'authorization_code',
		code: 'code',
		redirect_uri: 'https://zapier.com/',
	};
	const response = await fetch('https://app.mavenlink.com/oauth/token', { method: 'POST', body: new URLSearchParams(form) });
	expect(await response.json()).toMatchObject({ access_token: connectionOf('kantata').access_token });
	expect(sandbox.requests).toMatchObject([{ api: 'kantata', operationId: 'exchangeCode', body: form }]);
});

test('requests are kept as they came', async () => {
	await inviteToPortkey('nora.quist@example.com');
	await portkey('GET', '/admin/nothing?page=1');
	expect(sandbox.requests).toMatchObject([
		{
			api: 'portkey',
			method: 'POST',
			path: '/v1/admin/users/invites',
			operationId: 'inviteUser',
			body: { email: 'nora.quist@example.com' },
			rawBody: expect.stringContaining('"email":"nora.quist@example.com"'),
			status: 200,
		},
		{ api: 'portkey', method: 'GET', path: '/v1/admin/nothing', operationId: undefined, body: undefined, rawBody: '', status: 404 },
	]);
});

test('a reset forgets requests, invitations and what came of them', async () => {
	const { body: first } = await inviteToPortkey('nora.quist@example.com');
	sandbox.reset();
	expect(sandbox.requests).toEqual([]);
	expect((await portkey('GET', '/admin/users/invites?email=nora.quist@example.com')).body).toMatchObject({ total: 0, data: [] });
	expect(await inviteToPortkey('nora.quist@example.com')).toMatchObject({ status: 200, body: first });
});

test('once stopped, it answers nothing; nor does anything else', async () => {
	sandbox.stop();
	expect(await portkey('GET', '/admin/users')).toMatchObject({ body: { code: 'ERR_NOCK_NO_MATCH' } });
	expect(sandbox.requests).toEqual([]);
	await expect(fetch('https://example.com/')).rejects.toThrow();
});

test('a security scheme must say which value is right', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
	const contract = {
		openapi: '3.1.0',
		info: { title: 'Broken', version: '1' },
		paths: {},
		components: { securitySchemes: { Key: { type: 'apiKey' } } },
	};
	writeFileSync(join(folder, 'broken.openapi.yaml'), JSON.stringify(contract));
	await expect(startSandbox({ contracts: folder })).rejects.toThrow('broken: x-auth-field of Key must name a field');
	rmSync(folder, { recursive: true });
});
