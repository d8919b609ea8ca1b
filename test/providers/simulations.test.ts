import tls from 'node:tls';
import { type SandboxFault, type Snapshot, startSandbox } from '../../sandbox/index.mts';
import { exampleOf, loadContract, successOf } from '../support/contract.ts';
import { send } from '../support/send.ts';
import {
	atomicwork,
	clients,
	connectionOf,
	contracts,
	haystack,
	inviteToPortkey,
	kantata,
	keys,
	magicMealKits,
	portkey,
	products,
	replace,
	restart,
	sandbox,
	type Values,
} from './simulations.ts';

describe('the connection', () => {
	test('or of those that are wanted', async () => {
		await restart({ apis: ['kantata'] });
		expect(sandbox.apis.map(({ key }) => key)).toEqual(['kantata']);
		expect(() => sandbox.organization('portkey')).toThrow('The sandbox has no API portkey');
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

	test.each([
		['an unknown path', 'portkey', 'POST', '/admin/nothing', 'The contract portkey has no POST /v1/admin/nothing'],
		['a method that the path does not have', 'portkey', 'DELETE', '/admin/users', 'The contract portkey has no DELETE /v1/admin/users'],
		['another unknown path', 'haystack', 'GET', '/nothing', 'The contract haystack has no GET /api/v1/nothing'],
	] as const)('the sandbox itself answers %s', async (_what, key, method, path, message) => {
		expect(await clients[key](method, path)).toMatchObject({ status: 501, body: { message } });
	});

	test('a path beside the base URL is unknown too', async () => {
		expect(await send('GET', 'https://api.portkey.ai/elsewhere', {})).toMatchObject({
			status: 501,
			body: { message: 'The contract portkey has no GET /elsewhere' },
		});
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

describe('at the start', () => {
	test.each([
		['portkey', 'testConnection', '/admin/workspaces'],
		['portkey', 'listUsers', '/admin/users'],
		['portkey', 'listInvitations', '/admin/users/invites'],
		['portkey', 'getInvitation', '/admin/users/invites/00000000-0000-4000-8000-000000000201'],
		['portkey', 'getUser', '/admin/users/00000000-0000-4000-8000-000000000102'],
		['portkey', 'listWorkspaceUsers', '/admin/workspaces/ws-shared-1a2b3c/users'],
		['kantata', 'testConnection', '/users/me'],
		['kantata', 'getWorkspace', '/workspaces/456'],
		['kantata', 'listParticipations', '/participations?workspace_id=123&include=user'],
		['kantata', 'listAccountMemberships', '/account_memberships?by_user_id=111&include=user'],
		['kantata', 'listUsers', '/users'],
		['kantata', 'listWorkspaces', '/workspaces'],
		['atomicwork', 'testConnection', '/workspaces?page=1'],
		['atomicwork', 'listUsers', '/users/list?page=1'],
		['atomicwork', 'listWorkspaceMembers', '/workspaces/58/members?page=1'],
		['atomicwork', 'getUser', '/users/1003'],
		['atomicwork', 'listAgentGroups', '/workspaces/42/agent-groups?page=1'],
		['atomicwork', 'lookUpUser', '/users/jane.doe%40example.com/email-lookup'],
		['haystack', 'testConnection', '/me'],
		['haystack', 'listWorkspaces', '/workspaces'],
		['haystack', 'listUsers', '/users'],
		['haystack', 'listRoles', '/organization/00000000-0000-4000-8000-000000000002/roles'],
		['magic_meal_kits', 'testConnection', '/version'],
	] as const)("%s's %s is the contract's example", async (key, operationId, path) => {
		const operation = (await loadContract(key)).operations.find((candidate) => candidate.operationId === operationId);
		if (!operation) throw new Error(`${key} has no ${operationId}`);
		const { status, body } = await clients[key]('GET', path);
		expect(status).toBe(200);
		expect(body).toEqual(exampleOf(operation, successOf(operation).status));
	});

	test.each(keys)("%s's organization has the same people", (key) => {
		const { users }: Snapshot = sandbox.snapshot(key);
		expect(users.map(({ name }) => name).toSorted()).toEqual(['Alex Admin', 'Jane Doe', 'Maria Rossi', 'Sam Lee']);
	});
});

describe.each(keys)('an invitation to %s', (key) => {
	const { invite, success, already, seats, plan } = products[key];

	test('gives access once accepted, or at once', async () => {
		expect(await invite('Nora.Quist@example.com')).toMatchObject({ status: success });
		const organization = sandbox.organization(key);
		if (organization.pendingOf('nora.quist@example.com').length) organization.accept('nora.quist@example.com');
		const user = organization.user('nora.quist@example.com');
		if (!user) throw new Error('Nora is no user');
		expect(user).toMatchObject({ firstName: 'Nora', lastName: 'Quist', email: 'nora.quist@example.com', status: 'active' });
		expect(organization.membershipsOf(user)).toHaveLength(1);
		expect(organization.pendingOf('nora.quist@example.com')).toEqual([]);
	});

	test(already ? 'is refused the second time, in any case of letters' : 'changes nothing the second time', async () => {
		expect(await invite('nora.quist@example.com')).toMatchObject({ status: success });
		const before = sandbox.snapshot(key);
		const second = await invite('Nora.Quist@example.com');
		expect(second).toMatchObject(already ? { status: already[0], text: expect.stringContaining(already[1]) } : { status: success });
		expect(sandbox.snapshot(key)).toEqual(before);
		expect(await invite('omar.reyes@example.com')).toMatchObject({ status: success });
	});

	test('is refused when all seats are taken, those of invited people included', async () => {
		const organization = sandbox.organization(key);
		organization.settings.seats = organization.users.size + (key === 'portkey' ? 2 : 0) + 1;
		expect(await invite('nora.quist@example.com')).toMatchObject({ status: success });
		const before = sandbox.snapshot(key);
		expect(await invite('omar.reyes@example.com')).toMatchObject({ status: seats, text: expect.stringMatching(/already (reached|used)/) });
		expect(sandbox.snapshot(key)).toEqual(before);
	});

	if (plan) {
		test('is refused where the plan has none', async () => {
			sandbox.organization(key).settings.mayInvite = false;
			expect(await invite('nora.quist@example.com')).toMatchObject({ status: plan });
			expect(sandbox.organization(key).user('nora.quist@example.com')).toBeUndefined();
		});
	}

	test('is refused to addresses of a blocked domain', async () => {
		sandbox.organization(key).settings.blockedDomains = ['blocked.example'];
		const before = sandbox.snapshot(key);
		expect(await invite('nora.quist@Blocked.example')).toMatchObject({
			status: key === 'kantata' || key === 'haystack' ? 422 : 400,
			text: expect.stringMatching(/may not be invited|can't be invited/),
		});
		expect(sandbox.snapshot(key)).toEqual(before);
		expect(await invite('nora.quist@example.com')).toMatchObject({ status: success });
	});

	test('is forgotten by a reset, and ids begin anew', async () => {
		const first = await invite('nora.quist@example.com');
		sandbox.reset();
		expect(sandbox.requests).toEqual([]);
		expect(sandbox.organization(key).user('nora.quist@example.com')).toBeUndefined();
		expect(await invite('nora.quist@example.com')).toMatchObject({ status: success, text: first.text });
	});
});

describe('an invitation to a workspace', () => {
	test.each([
		['portkey', 'ws-nothing', 404, 'Resource not found'],
		['kantata', '4711', 404, 'not found'],
		['atomicwork', '4711', 404, 'Workspace 4711 not found'],
		['haystack', 'nothing', 404, 'workspace was not found'],
	] as const)('%s: of a workspace that is not there', async (key, id, status, text) => {
		expect(await products[key].invite('nora.quist@example.com', id)).toMatchObject({ status, text: expect.stringContaining(text) });
		expect(sandbox.organization(key).user('nora.quist@example.com')).toBeUndefined();
	});

	test.each([
		['portkey', 'ws-shared-1a2b3c', 'ws-shared-1a2b3c', 409, 'Workspace is archived'],
		['kantata', '123', '123', 422, 'Workspace is archived'],
		['atomicwork', '42', '42', 400, 'Workspace is archived'],
		['haystack', 'default', '00000000-0000-4000-8000-000000000011', 404, 'not found'],
	] as const)('%s: of one that is archived', async (key, name, id, status, text) => {
		sandbox.organization(key).archive(id);
		expect(await products[key].invite('nora.quist@example.com', name)).toMatchObject({ status, text: expect.stringContaining(text) });
		expect(sandbox.organization(key).user('nora.quist@example.com')).toBeUndefined();
	});
});

describe.each([
	['portkey', (number: number, size: number) => `/admin/users?pageSize=${size}&currentPage=${number - 1}`],
	['kantata', (number: number, size: number) => `/users?on_my_account=true&per_page=${size}&page=${number}`],
	['atomicwork', (number: number, size: number) => `/users/list?per_page=${size}&page=${number}`],
	['haystack', (number: number, size: number) => `/users?limit=${size}&page_number=${number}`],
] as const)("%s's list of users", (key, path) => {
	/** The names before the @ on a page, which is counted from 1. */
	async function names(number: number, size: number): Promise<(string | undefined)[]> {
		const { body } = await clients[key]('GET', path(number, size));
		const { data, results, users } = body as { data: Values[]; results: { id: string }[]; users: Record<string, Values> };
		const items = data ?? results.map(({ id }) => users[id]);
		return items.map(({ email, email_address }) => String(email ?? email_address).split('@')[0]);
	}

	test('comes in the order that is set, whole over its pages', async () => {
		const organization = replace(key, {
			users: [{ id: '1', email: 'alex.admin@example.com', createdAt: '2026-01-01T00:00:00Z' }],
			invitations: [],
		});
		organization.populate(5);
		const oldest = ['alex.admin', 'user1', 'user2', 'user3', 'user4', 'user5'];
		expect(await names(1, 50)).toEqual(oldest);
		organization.settings.order = 'newest_first';
		expect([...(await names(1, 4)), ...(await names(2, 4))]).toEqual(oldest.toReversed());
		organization.settings.order = 'mixed';
		const mixed = [...(await names(1, 4)), ...(await names(2, 4))];
		expect(mixed.toSorted()).toEqual(oldest.toSorted());
		expect(mixed).not.toEqual(oldest);
		organization.addUser({ email: 'zoe@example.com' });
		expect((await names(1, 50)).filter((name) => name !== 'zoe')).toEqual(mixed);
	});

	test('gives fewer on a page than asked for, where the server does', async () => {
		const organization = sandbox.organization(key);
		organization.settings.pageSize = 3;
		expect(await names(1, 50)).toHaveLength(3);
		expect(await names(2, 50)).toHaveLength(1);
		expect(await names(3, 50)).toEqual([]);
	});

	test('follows who joins and leaves', async () => {
		const organization = sandbox.organization(key);
		organization.addUser({ email: 'nora.quist@example.com' });
		organization.removeUser('jane.doe@example.com');
		expect((await names(1, 50)).toSorted()).toEqual(['alex.admin', 'maria.rossi', 'nora.quist', 'sam.lee']);
	});

	test('is refused to whoever may not list', async () => {
		sandbox.organization(key).settings.mayList = false;
		expect(await clients[key]('GET', path(1, 50))).toMatchObject({ status: 403 });
	});

	test('holds 100,000 users', async () => {
		const organization = replace(key, { invitations: [] });
		organization.populate(100_000);
		organization.settings.order = 'newest_first';
		expect((await names(1, 3)).slice(0, 2)).toEqual(['user100000', 'user99999']);
		expect((await names(1001, 100)).slice(-1)).toEqual(['alex.admin']);
	});
});

describe('a fault', () => {
	const refusal: SandboxFault['answer'] = {
		status: 429,
		headers: { 'retry-after': '30', link: '<https://example.com/>; rel="next"' },
		body: { message: 'Slow down' },
	};

	test('before keeps the API from seeing the request', async () => {
		sandbox.fault({ when: 'before', answer: refusal });
		expect(await inviteToPortkey('nora.quist@example.com')).toMatchObject({
			status: 429,
			body: { message: 'Slow down' },
			headers: { 'retry-after': '30', link: '<https://example.com/>; rel="next"' },
		});
		expect(sandbox.organization('portkey').pendingOf('nora.quist@example.com')).toEqual([]);
		expect(sandbox.requests).toMatchObject([{ status: 429, received: false, operationId: 'inviteUser' }]);
	});

	test('after comes when the request was carried out', async () => {
		sandbox.fault({ when: 'after', answer: { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' } });
		expect(await inviteToPortkey('nora.quist@example.com')).toMatchObject({ status: 502, text: '<html>' });
		expect(sandbox.organization('portkey').pendingOf('nora.quist@example.com')).toHaveLength(1);
		expect(sandbox.requests).toMatchObject([{ status: 502, received: true }]);
	});

	test.each([
		['refused', 'before', 'ECONNREFUSED', 0],
		['reset', 'after', 'ECONNRESET', 1],
	] as const)('can leave the connection %s', async (error, when, code, invited) => {
		sandbox.fault({ when, error });
		await expect(inviteToPortkey('nora.quist@example.com')).rejects.toMatchObject({ cause: { code } });
		expect(sandbox.organization('portkey').pendingOf('nora.quist@example.com')).toHaveLength(invited);
		expect(sandbox.requests).toMatchObject([{ status: undefined, received: invited === 1 }]);
	});

	test('can leave the request without an answer', async () => {
		const received = new Promise((resolve) => {
			sandbox.fault({ when: 'after', error: 'timeout', matches: () => Boolean(setImmediate(resolve)) });
		});
		const controller = new AbortController();
		const answer = fetch('https://api.portkey.ai/v1/admin/users', {
			headers: { 'x-portkey-api-key': connectionOf('portkey').api_key ?? '' },
			signal: controller.signal,
		});
		await received;
		controller.abort();
		await expect(answer).rejects.toThrow(/abort/);
		expect(sandbox.requests).toMatchObject([{ status: undefined, received: true }]);
	});

	test('happens as often as is said, to what it matches, until it is cleared', async () => {
		sandbox.fault({ when: 'before', answer: { status: 503 }, times: 1, matches: ({ operationId }) => operationId === 'listUsers' });
		expect(await portkey('GET', '/admin/workspaces')).toMatchObject({ status: 200 });
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 503, text: '' });
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 200 });
		sandbox.fault({ when: 'before', answer: { status: 503 } });
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 503 });
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 503 });
		sandbox.fault();
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 200 });
	});

	test('ends with a reset', async () => {
		sandbox.fault({ when: 'before', answer: { status: 503 } });
		sandbox.reset();
		expect(await portkey('GET', '/admin/users')).toMatchObject({ status: 200 });
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
		{ api: 'portkey', method: 'GET', path: '/v1/admin/nothing', operationId: undefined, body: undefined, rawBody: '', status: 501 },
	]);
});

test('two sandboxes of the same contracts have a state each, and compile them once', async () => {
	await inviteToPortkey('nora.quist@example.com');
	const other = await startSandbox({ contracts, apis: ['portkey'] });
	expect(other.snapshot('portkey').invitations).toHaveLength(5);
	expect(other.apis[0]?.document).toBe(sandbox.apis.find(({ key }) => key === 'portkey')?.document);
	expect(sandbox.snapshot('portkey').invitations).toHaveLength(6);
	other.stop();
});

test('with a clock, everything is as old as it was declared', async () => {
	await restart({ apis: ['portkey'], clock: () => Date.parse('2030-01-01T10:30:00Z') });
	const { items } = sandbox.organization('portkey').users.select({ by: ({ createdAt }) => createdAt, offset: 3, size: 1 });
	expect(items).toMatchObject([{ email: 'maria.rossi@example.com', createdAt: '2029-12-19T13:37:00.000Z' }]);
	await inviteToPortkey('nora.quist@example.com');
	expect(sandbox.organization('portkey').pendingOf('nora.quist@example.com')).toMatchObject([{ createdAt: '2030-01-01T10:30:00.000Z' }]);
});

test('connections share a secure context while it runs, and only then', async () => {
	const other = await startSandbox({ contracts, apis: ['portkey'] });
	expect(tls.createSecureContext()).toBe(tls.createSecureContext());
	expect(tls.createSecureContext({ ca: [] })).not.toBe(tls.createSecureContext());
	other.stop();
	other.stop();
	expect(tls.createSecureContext()).toBe(tls.createSecureContext());
	sandbox.stop();
	expect(tls.createSecureContext()).not.toBe(tls.createSecureContext());
});

test('once stopped, it answers nothing; nor does anything else', async () => {
	sandbox.stop();
	await expect(portkey('GET', '/admin/users').then(({ text }) => text)).resolves.toContain('ERR_NOCK_NO_MATCH');
	expect(sandbox.requests).toEqual([]);
	await expect(fetch('https://example.com/')).rejects.toThrow();
});
