import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import type { InitialOrganization, Organization, Sandbox, SandboxFault, Snapshot } from '../sandbox/index.mts';
import { startSandbox } from '../sandbox/index.mts';
import { exampleOf, loadContract, successOf } from './support/contract.ts';
import { providers } from './support/integration.ts';

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
	headers: Record<string, string>;
	body: unknown;
}

type Values = Record<string, unknown>;

async function send(method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
	const json = body === undefined ? {} : { 'content-type': 'application/json' };
	const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
	const response = await fetch(url, { method, headers: { ...json, ...headers }, ...sent });
	const text = await response.text();
	const isJson = response.headers.get('content-type') === 'application/json';
	return { status: response.status, text, headers: Object.fromEntries(response.headers), body: isJson ? JSON.parse(text) : undefined };
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

const clients = { portkey, kantata, atomicwork, haystack, magic_meal_kits: magicMealKits };
type Key = keyof typeof clients;

const person = { given_name: 'Nora', family_name: 'Quist', role: 'EDITOR' };
const inviteToPortkey = (email: string, id = 'ws-shared-1a2b3c') =>
	portkey('POST', '/admin/users/invites', { email, role: 'admin', workspaces: [{ id, role: 'member' }] });
const inviteToKantata = (email_address: string, workspace = '123') =>
	kantata('POST', `/workspaces/${workspace}/invite`, { invitation: { full_name: 'Nora Quist', email_address, invitee_role: 'maven' } });
const inviteToAtomicwork = (email: string, id = '42') =>
	atomicwork('POST', '/users/invite', `{"emails":["${email}"],"workspaces":[{"id":${id},"roles":[3]}]}`);
const inviteToHaystack = (email: string, workspace = 'default') =>
	haystack('POST', `/workspaces/${encodeURIComponent(workspace)}/invitation`, { ...person, email });
const inviteToNotion = (email: string) => magicMealKits('POST', '/api/v1/notion/workspace-invite', { email, role: 'editor' });

/** What all products have, and how they answer. */
const products = {
	portkey: { invite: inviteToPortkey, success: 200, already: [409, 'AB07'], seats: 400, plan: 402 },
	kantata: { invite: inviteToKantata, success: 200, already: [422, 'already been invited'], seats: 400, plan: undefined },
	atomicwork: { invite: inviteToAtomicwork, success: 200, already: undefined, seats: 400, plan: undefined },
	haystack: { invite: inviteToHaystack, success: 201, already: [409, 'already belongs'], seats: 402, plan: 402 },
	magic_meal_kits: { invite: inviteToNotion, success: 200, already: [400, 'already a member'], seats: 400, plan: 400 },
} as const;
const keys = Object.keys(products) as Key[];

/** Puts another organization behind an API, and gives it. */
function replace(key: Key, changes: Partial<InitialOrganization> = {}): Organization {
	const organization = sandbox.newOrganization(key, changes);
	sandbox.replace(key, organization);
	return organization;
}

describe('the connection', () => {
	test('there is a sandbox of each contract', () => {
		expect(sandbox.apis.map(({ key }) => key)).toEqual(providers.map(({ key }) => key).toSorted());
	});

	test('or of those that are wanted', async () => {
		sandbox.stop();
		sandbox = await startSandbox({ contracts, apis: ['kantata'] });
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

describe('Portkey', () => {
	const invitations = async (query = '') =>
		(await portkey('GET', `/admin/users/invites${query}`)).body as { total: number; data: Values[] };

	test('keeps the invitation until it is accepted', async () => {
		const { body } = await inviteToPortkey('nora.quist@example.com');
		expect(body).toEqual({ id: '00000000-0000-4000-8000-000000001001', invite_link: 'https://app.portkey.ai/invite/sandbox-1001' });
		expect(await invitations('?status=pending&email=nora.quist@example.com')).toMatchObject({
			total: 1,
			data: [
				{
					id: '00000000-0000-4000-8000-000000001001',
					role: 'admin',
					status: 'pending',
					created_at: '2026-09-03 10:30:01',
					expires_at: '2026-09-10 10:30:01',
					accepted_at: null,
					invited_by: '00000000-0000-4000-8000-000000000101',
					workspaces: [{ workspace_id: 'ws-shared-1a2b3c', role: 'member' }],
				},
			],
		});
		expect((await portkey('GET', '/admin/users?email=nora.quist@example.com')).body).toMatchObject({ total: 0, data: [] });

		sandbox.organization('portkey').accept('nora.quist@example.com');
		expect(await invitations('?email=nora.quist@example.com')).toMatchObject({
			data: [{ status: 'accepted', accepted_at: '2026-09-03 10:30:02' }],
		});
		expect((await portkey('GET', '/admin/users?email=nora.quist@example.com')).body).toMatchObject({ total: 1, data: [{ role: 'admin' }] });
		expect(await inviteToPortkey('nora.quist@example.com')).toMatchObject({ status: 409, body: { data: { errorCode: 'AB07' } } });
	});

	test('refuses members and pending invitees, and takes those whose invitation is over', async () => {
		expect(await inviteToPortkey('jane.doe@example.com')).toMatchObject({ status: 409 });
		expect(await inviteToPortkey('john.smith@example.com')).toMatchObject({ status: 409 });
		expect(await inviteToPortkey('lee.wong@example.com')).toMatchObject({ status: 200 });
		sandbox.organization('portkey').removeUser('jane.doe@example.com');
		expect(await inviteToPortkey('jane.doe@example.com')).toMatchObject({ status: 200 });
	});

	test('takes an invitation without workspaces, and one that names a workspace by its UUID', async () => {
		expect(await portkey('POST', '/admin/users/invites', { email: 'a@example.com', role: 'member', workspaces: [] })).toMatchObject({
			status: 200,
		});
		expect(await inviteToPortkey('b@example.com', '00000000-0000-4000-8000-000000000012')).toMatchObject({ status: 200 });
		expect(sandbox.organization('portkey').pendingOf('b@example.com')[0]?.workspaces).toEqual([{ id: 'ws-engine-7a8b9c', role: 'member' }]);
	});

	test('does not say AB07 for an archived workspace', async () => {
		sandbox.organization('portkey').archive('ws-shared-1a2b3c');
		expect((await inviteToPortkey('nora.quist@example.com')).text).not.toContain('AB07');
	});

	test('cancels an invitation once, and sends it again only before that', async () => {
		const path = '/admin/users/invites/00000000-0000-4000-8000-000000000201';
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({
			status: 200,
			body: { inviteLink: 'https://app.portkey.ai/invite/sandbox-201' },
		});
		expect(sandbox.organization('portkey').pendingOf('john.smith@example.com')[0]?.sent).toBe(2);
		expect(await portkey('DELETE', path)).toMatchObject({ status: 200, body: {} });
		expect(await invitations('?email=john.smith@example.com')).toMatchObject({ data: [{ status: 'cancelled' }] });
		expect(await portkey('DELETE', path)).toMatchObject({ status: 404 });
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({ status: 404 });
	});

	test('does not cancel what was accepted, or never was', async () => {
		expect(await portkey('DELETE', '/admin/users/invites/00000000-0000-4000-8000-000000000203')).toMatchObject({
			status: 400,
			text: expect.stringContaining('already accepted'),
		});
		expect(await portkey('DELETE', '/admin/users/invites/none')).toMatchObject({ status: 404 });
		expect(sandbox.snapshot('portkey').invitations.filter(({ status }) => status === 'cancelled')).toEqual([]);
	});

	test('ends invitations after a week', async () => {
		await inviteToPortkey('nora.quist@example.com');
		sandbox.organization('portkey').advance({ days: 6.9 });
		expect((await invitations('?status=pending')).data).toMatchObject([{ email: 'nora.quist@example.com' }]);
		sandbox.organization('portkey').advance({ days: 0.1 });
		expect((await invitations('?status=pending')).data).toEqual([]);
		expect((await invitations('?status=expired')).total).toBe(4);
		expect(() => sandbox.organization('portkey').accept('nora.quist@example.com')).toThrow('waits for an answer');
	});

	test.each([
		['minds case', true, 0],
		['does not', false, 1],
	])('its filter by address %s, as is set', async (_what, caseSensitive, total) => {
		sandbox.organization('portkey').settings.caseSensitive = caseSensitive;
		expect((await portkey('GET', '/admin/users?email=Jane.Doe@example.com')).body).toMatchObject({ total });
		expect((await portkey('GET', '/admin/workspaces?name=PROD')).body).toMatchObject({ total });
		expect((await portkey('GET', '/admin/workspaces?name=Prod')).body).toMatchObject({ total: 1 });
	});

	test('filters by role and status', async () => {
		expect((await portkey('GET', '/admin/users?role=member')).body).toMatchObject({ total: 2 });
		expect((await invitations('?role=admin')).total).toBe(1);
		sandbox.organization('portkey').archive('ws-produc-4d5e6f');
		expect((await portkey('GET', '/admin/workspaces?status=active')).body).toMatchObject({ total: 3 });
		expect((await portkey('GET', '/admin/workspaces?status=archived')).body).toMatchObject({ data: [{ name: 'Production' }] });
	});

	describe('users of a workspace', () => {
		const path = '/admin/workspaces/ws-shared-1a2b3c/users';
		const [alex, jane, sam, maria] = [101, 102, 103, 104].map((n) => `00000000-0000-4000-8000-000000000${n}`);
		const list = async (query = '') => {
			const { body } = await portkey('GET', `${path}${query}`);
			const { data, total } = body as { data: { email: string; role: string }[]; total: number };
			return { total, users: data.map(({ email, role }) => `${email.split('@')[0]}: ${role}`) };
		};

		test('are added, get another role, and are taken out', async () => {
			const users = [
				{ id: sam, role: 'member' },
				{ id: maria, role: 'manager' },
			];
			expect(await portkey('POST', path, { users })).toMatchObject({ status: 200, body: {} });
			expect(await list()).toEqual({
				total: 4,
				users: ['alex.admin: ws-admin', 'jane.doe: manager', 'sam.lee: ws-member', 'maria.rossi: manager'],
			});
			expect(await portkey('PUT', `${path}/${maria}`, { role: 'admin' })).toMatchObject({ status: 200, body: {} });
			expect(await portkey('DELETE', `${path}/${jane}`)).toMatchObject({ status: 200, body: {} });
			expect(await list()).toEqual({ total: 3, users: ['alex.admin: ws-admin', 'sam.lee: ws-member', 'maria.rossi: admin'] });
			expect(await portkey('DELETE', `${path}/${jane}`)).toMatchObject({ status: 404 });
			expect(await portkey('PUT', `${path}/${jane}`, { role: 'admin' })).toMatchObject({ status: 404 });
		});

		test('are all added, or none', async () => {
			const before = sandbox.snapshot('portkey');
			const add = (id: string | undefined) =>
				portkey('POST', path, {
					users: [
						{ id: sam, role: 'member' },
						{ id, role: 'member' },
					],
				});
			expect(await add(jane)).toMatchObject({ status: 409, body: { data: { errorCode: 'AB07' } } });
			expect(await add('nobody')).toMatchObject({ status: 404 });
			sandbox.organization('portkey').archive('ws-shared-1a2b3c');
			expect(await add(maria)).toMatchObject({ status: 409, text: expect.stringContaining('archived') });
			expect(sandbox.snapshot('portkey')).toEqual(before);
		});

		test('come by page, by role with its prefix or without, and by address', async () => {
			expect(await list('?page_size=1&current_page=1')).toEqual({ total: 2, users: ['jane.doe: manager'] });
			expect(await list('?role=ws-admin')).toEqual({ total: 1, users: ['alex.admin: ws-admin'] });
			expect(await list('?role=manager')).toEqual({ total: 1, users: ['jane.doe: manager'] });
			expect(await list('?email=jane.doe@example.com')).toMatchObject({ total: 1 });
			expect(await list('?email=Jane.Doe@example.com')).toMatchObject({ total: 0 });
			sandbox.organization('portkey').settings.caseSensitive = false;
			expect(await list('?email=Jane.Doe@example.com')).toMatchObject({ total: 1 });
			sandbox.organization('portkey').settings.order = 'newest_first';
			expect((await list()).users).toEqual(['jane.doe: manager', 'alex.admin: ws-admin']);
			sandbox.organization('portkey').settings.pageSize = 1;
			expect((await list('?page_size=50')).users).toHaveLength(1);
			sandbox.organization('portkey').settings.mayList = false;
			expect(await portkey('GET', path)).toMatchObject({ status: 403 });
		});

		test('are those of the same workspace by its UUID', async () => {
			const { body } = await portkey('GET', '/admin/workspaces/00000000-0000-4000-8000-000000000001/users');
			expect(body).toMatchObject({ total: 2, data: [{ id: alex, workspace_id: 'ws-shared-1a2b3c' }, { id: jane }] });
		});
	});

	describe('a user', () => {
		const path = '/admin/users/00000000-0000-4000-8000-000000000102';

		test('gets another role, but not the one they have', async () => {
			expect(await portkey('PUT', path, { role: 'admin' })).toMatchObject({ status: 200, body: {} });
			expect(sandbox.organization('portkey').user('jane.doe@example.com')?.role).toBe('admin');
			expect(await portkey('PUT', path, { role: 'admin' })).toMatchObject({
				status: 400,
				text: expect.stringContaining('this role already'),
			});
			expect(await portkey('PUT', path, { role: 'owner' })).toMatchObject({ status: 400, text: expect.stringContaining('role must be') });
		});

		test('is removed once, from all workspaces', async () => {
			expect(await portkey('DELETE', path)).toMatchObject({ status: 200, body: {} });
			expect(sandbox.snapshot('portkey').workspaces[0]?.members.map(({ name }) => name)).toEqual(['Alex Admin']);
			expect(await portkey('GET', path)).toMatchObject({ status: 404 });
			expect(await portkey('DELETE', path)).toMatchObject({ status: 404 });
		});

		test('who owns the organization stays as they are', async () => {
			const before = sandbox.snapshot('portkey');
			const owner = '/admin/users/00000000-0000-4000-8000-000000000101';
			expect(await portkey('DELETE', owner)).toMatchObject({ status: 403, text: expect.stringContaining('owner') });
			expect(await portkey('PUT', owner, { role: 'member' })).toMatchObject({ status: 403, text: expect.stringContaining('owner') });
			expect(sandbox.snapshot('portkey')).toEqual(before);
		});
	});

	test.each([
		['GET', '/admin/users/invites/none', undefined],
		['DELETE', '/admin/users/invites/none', undefined],
		['POST', '/admin/users/invites/none/resend', undefined],
		['GET', '/admin/users/none', undefined],
		['PUT', '/admin/users/none', { role: 'admin' }],
		['DELETE', '/admin/users/none', undefined],
		['GET', '/admin/workspaces/none/users', undefined],
		['POST', '/admin/workspaces/none/users', { users: [] }],
		['PUT', '/admin/workspaces/ws-shared-1a2b3c/users/none', { role: 'admin' }],
		['DELETE', '/admin/workspaces/none/users/00000000-0000-4000-8000-000000000102', undefined],
	])('what is not there is not found, or forbidden where that is set: %s %s', async (method, path, body) => {
		expect(await portkey(method, path, body)).toMatchObject({ status: 404, body: { data: { errorCode: 'AB08' } } });
		sandbox.organization('portkey').settings.missing = 'forbidden';
		expect(await portkey(method, path, body)).toMatchObject({ status: 403, body: { data: { errorCode: 'AB03' } } });
	});
});

describe('Kantata OX', () => {
	const users = async (query: string) => {
		const { body } = await kantata('GET', `/users?${query}`);
		const { results, users: byId } = body as { results: { id: string }[]; users: Record<string, { email_address: string }> };
		expect(Object.keys(byId).toSorted()).toEqual(results.map(({ id }) => id).toSorted());
		return results.map(({ id }) => byId[id]?.email_address);
	};

	test('puts those who are users on the project at once', async () => {
		expect(await users('participant_in=123')).not.toContain('jane.doe@example.com');
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({
			status: 200,
			body: { results: [{ key: 'workspace_invitations' }] },
		});
		expect(await users('participant_in=123')).toContain('jane.doe@example.com');
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({ status: 422 });
	});

	test('lets others wait, for each project', async () => {
		expect(await inviteToKantata('nora.quist@example.com', '123')).toMatchObject({ status: 200 });
		expect(await inviteToKantata('nora.quist@example.com', '456')).toMatchObject({ status: 200 });
		expect(await users('search=nora')).toEqual([]);
		sandbox.organization('kantata').accept('nora.quist@example.com');
		expect(await users('search=nora&participant_in=456')).toEqual(['nora.quist@example.com']);
		expect(sandbox.organization('kantata').user('nora.quist@example.com')).toMatchObject({ firstName: 'Nora', lastName: 'Quist' });
	});

	test('speaks of what was sent, under an id of its own', async () => {
		expect((await inviteToKantata('Nora.Quist@example.com')).body).toMatchObject({
			results: [{ key: 'workspace_invitations', id: '987' }],
			workspace_invitations: {
				987: { full_name: 'Nora Quist', email_address: 'Nora.Quist@example.com', invitee_role: 'maven' },
			},
		});
		expect((await inviteToKantata('omar.reyes@example.com')).body).toMatchObject({ results: [{ id: '988' }] });
	});

	test('takes a user who needs no seat even when all are taken', async () => {
		sandbox.organization('kantata').settings.seats = 0;
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({ status: 200 });
		expect(await inviteToKantata('nora.quist@example.com')).toMatchObject({ status: 400 });
	});

	test('refuses invitations to a project where one may not invite', async () => {
		expect(await inviteToKantata('nora.quist@example.com', '789')).toMatchObject({ status: 403 });
	});

	test('hides members of the account who are in no project, unless asked for the account; clients the other way round', async () => {
		const organization = sandbox.organization('kantata');
		organization.addUser({ email: 'ines.costa@example.com' });
		organization.addUser({ email: 'client@example.org', external: true, workspaces: { 456: 'buyer' } });
		expect(await users('by_email_address=ines.costa@example.com')).toEqual([]);
		expect(await users('by_email_address=ines.costa@example.com&on_my_account=true')).toEqual(['ines.costa@example.com']);
		expect(await users('by_email_address=client@example.org')).toEqual(['client@example.org']);
		expect(await users('by_email_address=client@example.org&on_my_account=true')).toEqual([]);
	});

	test('adds a user to a project once', async () => {
		const add = (workspace_id: number, user_id: number) =>
			kantata('POST', '/participations', { participation: { workspace_id, user_id, role: 'buyer' } });
		const { body } = await add(456, 111);
		const [{ id }] = (body as { results: [{ id: string }] }).results;
		expect(body).toMatchObject({ participations: { [id]: { id, workspace_id: '456', user_id: '111', role: 'buyer' } } });
		expect(await add(456, 111)).toMatchObject({ status: 422, text: expect.stringContaining('already a participant') });
		expect(await add(456, 222)).toMatchObject({ status: 200 });
		expect(await add(456, 4711)).toMatchObject({ status: 422, body: { errors: [{ field: 'user_id' }] } });
		expect(await add(4711, 111)).toMatchObject({ status: 404 });
		expect(sandbox.snapshot('kantata').workspaces.find(({ id }) => id === '456')?.members).toEqual([
			{ email: 'alex.admin@example.com', name: 'Alex Admin', role: 'Consultant' },
			{ email: 'jane.doe@example.com', name: 'Jane Doe', role: 'Client' },
			{ email: 'sam.lee@example.com', name: 'Sam Lee', role: 'Client' },
		]);
	});

	test('counts pages in meta, and keeps its map of objects in step', async () => {
		expect((await kantata('GET', '/users?page=2&per_page=3')).body).toEqual({
			count: 4,
			meta: { count: 4, page_count: 2, page_number: 2, page_size: 3 },
			results: [{ key: 'users', id: '222' }],
			users: { 222: { id: '222', full_name: 'Sam Lee', email_address: 'sam.lee@example.com' } },
		});
	});

	test.each([
		['search=engin', ['123']],
		['search=456', ['456']],
		['matching=relaunch', ['456']],
		['archived=only', ['1001']],
		['archived=include&order=title:desc', ['1001', '456', '789', '123']],
		['order=title:asc', ['123', '789', '456']],
	])('lists projects by %s', async (query, ids) => {
		sandbox.organization('kantata').archive('1001');
		const { body } = await kantata('GET', `/workspaces?${query}`);
		expect((body as { results: { id: string }[] }).results.map(({ id }) => id)).toEqual(ids);
	});

	/** The ids of an answer, in order. */
	const ids = async (path: string) => ((await kantata('GET', path)).body as { results: { id: string }[] }).results.map(({ id }) => id);

	test('lists participations by project and by user, in the order and the pages that are set', async () => {
		expect(await ids('/participations?workspace_id=123')).toEqual(['5501', '5507']);
		expect(await ids('/participations?workspace_id=123&by_user=222')).toEqual(['5507']);
		expect(await ids('/participations?by_user=111')).toEqual(['5505']);
		expect((await kantata('GET', '/participations?by_user=111')).body).not.toHaveProperty('users');
		sandbox.organization('kantata').settings.order = 'newest_first';
		sandbox.organization('kantata').settings.pageSize = 1;
		expect((await kantata('GET', '/participations?workspace_id=123&include=user')).body).toEqual({
			count: 2,
			meta: { count: 2, page_count: 2, page_number: 1, page_size: 1 },
			results: [{ key: 'participations', id: '5507' }],
			participations: { 5507: { id: '5507', workspace_id: '123', user_id: '222', role: 'maven' } },
			users: { 222: { id: '222', full_name: 'Sam Lee', email_address: 'sam.lee@example.com' } },
		});
	});

	test('takes somebody out of a project, once', async () => {
		expect(await kantata('DELETE', '/participations/5507')).toMatchObject({ status: 204, text: '' });
		expect(await users('participant_in=123')).toEqual(['alex.admin@example.com']);
		expect(await kantata('DELETE', '/participations/5507')).toMatchObject({ status: 404 });
	});

	test('shows a project, archived or not', async () => {
		sandbox.organization('kantata').archive('456');
		expect((await kantata('GET', '/workspaces/456')).body).toMatchObject({ workspaces: { 456: { archived: true } } });
		expect(await kantata('GET', '/workspaces/4711')).toMatchObject({ status: 404 });
	});

	test('disables and enables a user, who then is on no project', async () => {
		expect(await kantata('PUT', '/account_memberships/9222/disable')).toMatchObject({
			status: 200,
			body: { results: [{ key: 'account_memberships', id: '9222' }], account_memberships: { 9222: { user_id: '222', disabled: true } } },
		});
		expect(await users('on_my_account=true&search=sam')).toEqual([]);
		expect(await ids('/participations?by_user=222')).toEqual([]);
		expect(await ids('/account_memberships?only_inactive=true')).toEqual(['9222']);
		expect(await ids('/account_memberships?only_active=true')).toEqual(['99', '9111', '9333']);
		expect(await ids('/account_memberships')).toEqual(['99', '9111', '9333', '9222']);
		expect(await kantata('PUT', '/account_memberships/9222/disable')).toMatchObject({ status: 200 });
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({
			status: 200,
			body: { account_memberships: { 9222: { disabled: false } } },
		});
		expect(await users('on_my_account=true&search=sam')).toEqual(['sam.lee@example.com']);
	});

	test('does not disable oneself or who is not on the account, nor enable whom there is no room for', async () => {
		const organization = sandbox.organization('kantata');
		organization.addUser({ id: '77', email: 'client@example.org', external: true });
		expect(await kantata('PUT', '/account_memberships/99/disable')).toMatchObject({
			status: 422,
			text: expect.stringContaining('yourself'),
		});
		expect(await kantata('PUT', '/account_memberships/977/disable')).toMatchObject({ status: 404 });
		expect(await kantata('PUT', '/account_memberships/222/disable')).toMatchObject({ status: 404 });
		organization.removeUser('222');
		organization.settings.seats = organization.activeUsers.size;
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({ status: 400, text: expect.stringContaining('seat') });
		organization.settings.seats = 100;
		organization.addUser({ email: 'sam.lee@example.com' });
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({ status: 422, text: expect.stringContaining('taken') });
	});

	test('invites to the account, sends the invitation again, and lists those that wait', async () => {
		const invite = (email_address: string) =>
			kantata('POST', '/account_invitations', { account_invitation: { full_name: 'Nora Quist', email_address } });
		const operation = (await loadContract('kantata')).operations.find(({ operationId }) => operationId === 'inviteUserToAccount');
		if (!operation) throw new Error('no inviteUserToAccount');
		const organization = sandbox.organization('kantata');
		expect((await invite('nora.quist@example.com')).body).toEqual(exampleOf(operation, 200));
		expect(await invite('Nora.Quist@example.com')).toMatchObject({ status: 422, text: expect.stringContaining('already been invited') });
		expect(await invite('jane.doe@example.com')).toMatchObject({ status: 422, text: expect.stringContaining('already a member') });
		await inviteToKantata('omar.reyes@example.com');
		expect(await ids('/account_invitations?only_pending=true')).toEqual(['987']);
		expect(await ids('/account_invitations?search=quist@example')).toEqual(['987']);
		expect(await ids('/account_invitations?search=omar')).toEqual([]);
		expect(await kantata('PUT', '/account_invitations/987/resend')).toMatchObject({ status: 200, body: { results: [{ id: '987' }] } });
		expect(organization.pendingOf('nora.quist@example.com')).toMatchObject([{ sent: 2 }]);
		expect(await kantata('PUT', '/account_invitations/988/resend')).toMatchObject({ status: 404 });
		organization.accept('nora.quist@example.com');
		expect(await users('search=nora&on_my_account=true')).toEqual(['nora.quist@example.com']);
		expect(await ids('/account_invitations?only_pending=true')).toEqual([]);
		expect(await ids('/account_invitations')).toEqual(['987']);
		expect(await kantata('PUT', '/account_invitations/987/resend')).toMatchObject({
			status: 422,
			text: expect.stringContaining('no longer pending'),
		});
		organization.settings.seats = 0;
		expect(await invite('zoe@example.com')).toMatchObject({ status: 400 });
		expect(organization.pendingOf('zoe@example.com')).toEqual([]);
	});
});

describe('Atomicwork', () => {
	const list = async (query: string) => {
		const { body } = await atomicwork('GET', `/users/list?page=1&${query}`);
		return (body as { data: { email: string }[] }).data.map(({ email }) => email.split('@')[0]);
	};

	test('invites several at once, and sends nothing where that is wanted', async () => {
		const invite = (emails: string[], more = {}) => atomicwork('POST', '/users/invite', { emails, ...more });
		expect(await invite(['nora.quist@example.com', 'omar.reyes@example.com', 'jane.doe@example.com'])).toMatchObject({
			status: 200,
			text: '{}',
		});
		expect(await invite(['quiet@example.com'], { send_email: false })).toMatchObject({ status: 200 });
		expect(await list('invitation_status=EMAIL_INVITE_SENT')).toEqual(['sam.lee', 'nora.quist', 'omar.reyes']);
		expect(await list('invitation_status=ADDED')).toEqual(['maria.rossi', 'quiet']);
		sandbox.organization('atomicwork').accept('nora.quist@example.com');
		expect(await list('invitation_status=ACCEPTED')).toEqual(['alex.admin', 'jane.doe', 'nora.quist']);
	});

	test('gives each workspace its own roles, or all the same', async () => {
		await atomicwork('POST', '/users/invite', {
			emails: ['nora.quist@example.com'],
			org_roles: [101],
			workspaces: [{ id: 42, roles: [3, 7] }],
			workspace_ids: [58],
			workspace_roles: [9],
		});
		const organization = sandbox.organization('atomicwork');
		const nora = organization.user('nora.quist@example.com');
		if (!nora) throw new Error('Nora is no user');
		expect(nora.role).toBe('101');
		expect(Object.fromEntries(organization.membershipsOf(nora).map(({ workspaceId, role }) => [workspaceId, role]))).toEqual({
			42: '3, 7',
			58: '9',
		});
		expect(sandbox.snapshot('atomicwork').workspaces[0]?.members.at(-1)).toEqual({
			email: 'nora.quist@example.com',
			name: 'Nora Quist',
			role: 'Agent, Approver',
		});
	});

	test('knows ids digit for digit', async () => {
		expect(await inviteToAtomicwork('nora.quist@example.com', '9007199254740993')).toMatchObject({ status: 200 });
		expect(await inviteToAtomicwork('omar.reyes@example.com', '9007199254740992')).toMatchObject({ status: 404 });
		const invited = await atomicwork('POST', '/users/invite', '{"emails":["pia@example.com"],"workspace_ids":[9007199254740993]}');
		expect(invited.status).toBe(200);
		expect((await atomicwork('GET', '/workspaces?page=1')).text).toContain('"id":9007199254740993,');
		expect((await atomicwork('GET', '/users/nora.quist%40example.com/email-lookup')).text).toContain('"id":9007199254740997,');
	});

	test.each([
		['in the organization', { org_roles: [5] }, 'Role 5 not found'],
		['in a workspace', { workspace_ids: [42], workspace_roles: [101] }, 'Role 101 not found'],
	])('refuses an unknown role %s', async (_where, roles, message) => {
		expect(await atomicwork('POST', '/users/invite', { emails: ['nora.quist@example.com'], ...roles })).toMatchObject({
			status: 404,
			body: { error: message },
		});
		expect(sandbox.organization('atomicwork').user('nora.quist@example.com')).toBeUndefined();
	});

	test.each([
		['CREATED_AT_DESC', ['maria.rossi', 'sam.lee', 'jane.doe', 'alex.admin']],
		['CREATED_AT_ASC', ['alex.admin', 'jane.doe', 'sam.lee', 'maria.rossi']],
		['NAME_EMAIL_ASC', ['alex.admin', 'jane.doe', 'maria.rossi', 'sam.lee']],
		['NAME_EMAIL_DESC', ['sam.lee', 'maria.rossi', 'jane.doe', 'alex.admin']],
	])('sorts users by %s, in whatever order they come otherwise', async (order, names) => {
		sandbox.organization('atomicwork').settings.order = 'mixed';
		expect(await list(`sort_order=${order}`)).toEqual(names);
	});

	test('searches, pages, and tells apart who was removed', async () => {
		expect((await atomicwork('GET', '/workspaces?page=1&search_key=engin')).body).toEqual({
			data: [{ id: 58, name: 'Engineering' }],
			total_pages: 1,
		});
		expect((await atomicwork('GET', '/workspaces?page=2&per_page=3')).body).toMatchObject({ data: [{}], total_pages: 2 });
		sandbox.organization('atomicwork').populate(30);
		expect(await list('')).toHaveLength(25);
		sandbox.organization('atomicwork').removeUser('jane.doe@example.com');
		expect(await list('search_key=jane')).toEqual([]);
		expect(await list('search_key=jane&user_status=INACTIVE')).toEqual(['jane.doe']);
		expect(await list('search_key=jane&user_status=ALL')).toEqual(['jane.doe']);
	});

	test('looks an address up in any case, and answers 404 where nobody has it', async () => {
		expect(await atomicwork('GET', '/users/JANE.DOE%40example.com/email-lookup')).toMatchObject({ status: 200 });
		expect(await atomicwork('GET', '/users/1001/email-lookup')).toMatchObject({ status: 404 });
		expect(await atomicwork('GET', '/users/nora.quist%40example.com/email-lookup')).toMatchObject({
			status: 404,
			body: { code: 'NOT_FOUND' },
		});
	});

	describe('an invitation to workspaces', () => {
		const invite = (body: object) => atomicwork('POST', '/users/workspaces/invite', body);
		const members = async (query = '') => {
			const { body } = await atomicwork('GET', `/workspaces/58/members?page=1${query}`);
			return (body as { data: { email: string; roles: number[] }[] }).data.map(({ email, roles }) => [email.split('@')[0], ...roles]);
		};

		test('takes users and others, and leaves the roles of users in the organization', async () => {
			const workspaces = [{ id: 58, roles: [2, 7] }, { id: 42 }];
			expect(
				await invite({
					emails: ['maria.rossi@example.com'],
					users: [{ email: 'nora@example.com', first_name: 'Nora', last_name: 'Quist' }],
					user_ids: [1001],
					org_roles: [101],
					workspaces,
				}),
			).toMatchObject({ status: 200, text: '{}' });
			expect(await members()).toEqual([
				['alex.admin', 2, 7],
				['sam.lee', 3, 7],
				['maria.rossi', 2, 7],
				['nora', 2, 7],
			]);
			const organization = sandbox.organization('atomicwork');
			expect(organization.user('nora@example.com')).toMatchObject({ firstName: 'Nora', lastName: 'Quist', role: '101' });
			expect(organization.user('maria.rossi@example.com')?.role).toBe('205');
			expect(organization.pendingOf('nora@example.com')).toHaveLength(1);
			expect(await list('search_key=nora&expand=WORKSPACES')).toEqual(['nora']);
			expect((await atomicwork('GET', '/users/list?page=1&search_key=nora&expand=WORKSPACES')).body).toMatchObject({
				data: [
					{
						workspaces: [
							{ id: 42, name: 'IT Support', roles: [5] },
							{ id: 58, name: 'Engineering', roles: [2, 7] },
						],
					},
				],
			});
		});

		test('knows the ids of users digit for digit', async () => {
			expect(
				await atomicwork('POST', '/users/workspaces/invite', '{"user_ids":[9007199254740995],"workspaces":[{"id":58}]}'),
			).toMatchObject({
				status: 200,
			});
			expect(await members('&search_key=jane')).toEqual([['jane.doe', 5]]);
		});

		test.each([
			['user', { user_ids: [4711], workspaces: [{ id: 58 }] }, 'User 4711 not found'],
			['workspace', { emails: ['nora@example.com'], workspaces: [{ id: 58 }, { id: 4711 }] }, 'Workspace 4711 not found'],
			['role', { emails: ['nora@example.com'], workspaces: [{ id: 58, roles: [101] }] }, 'Role 101 not found'],
			['role in the organization', { emails: ['nora@example.com'], org_roles: [3] }, 'Role 3 not found'],
		])('refuses an unknown %s, and changes nothing', async (_what, body, error) => {
			const before = sandbox.snapshot('atomicwork');
			expect(await invite(body)).toMatchObject({ status: 404, body: { error } });
			expect(sandbox.snapshot('atomicwork')).toEqual(before);
		});

		test('members come sorted, by page and to whom may list', async () => {
			const organization = sandbox.organization('atomicwork');
			expect(await members('&sort_order=NAME_EMAIL_DESC')).toEqual([
				['sam.lee', 3, 7],
				['alex.admin', 9],
			]);
			organization.settings.order = 'newest_first';
			organization.settings.pageSize = 1;
			expect(await members('&per_page=50')).toEqual([['sam.lee', 3, 7]]);
			organization.settings.mayList = false;
			expect(await atomicwork('GET', '/workspaces/58/members?page=1')).toMatchObject({ status: 403 });
			expect(await atomicwork('GET', '/workspaces/4711/members?page=1')).toMatchObject({ status: 404 });
		});
	});

	describe.each([
		['to the organization', '/users/invite'],
		['to workspaces', '/users/workspaces/invite'],
	])('an invitation %s of several, of whom some can not be invited', (_what, path) => {
		const emails = ['nora.quist@example.com', 'omar.reyes@blocked.example'];
		const error = "Addresses at blocked.example can't be invited";
		const invite = (addresses = emails) => atomicwork('POST', path, { emails: addresses });
		const invited = () => emails.filter((email) => sandbox.organization('atomicwork').user(email));

		beforeEach(() => {
			sandbox.organization('atomicwork').settings.blockedDomains = ['blocked.example'];
		});

		test('is refused as a whole', async () => {
			expect(await invite()).toMatchObject({ status: 400, body: { error, code: 'BAD_REQUEST' } });
			expect(invited()).toEqual([]);
		});

		test.each([
			[
				'multi_status',
				207,
				{
					data: [
						{ email: emails[0], status: 200 },
						{ email: emails[1], status: 400, error, code: 'BAD_REQUEST' },
					],
				},
			],
			['failed_list', 200, { invited: [emails[0]], failed: [{ email: emails[1], error, code: 'BAD_REQUEST' }] }],
			['error_list', 200, { errors: [{ email: emails[1], message: error }] }],
		] as const)('or reaches the others, where that is set: %s', async (partialFailure, status, body) => {
			sandbox.organization('atomicwork').settings.partialFailure = partialFailure;
			const answer = await invite();
			expect(answer.status).toBe(status);
			expect(answer.body).toEqual(body);
			expect(invited()).toEqual(['nora.quist@example.com']);
			expect(await invite(['omar.reyes@blocked.example'])).toMatchObject({ status: 400, body: { error } });
			expect(await invite(['nora.quist@example.com'])).toMatchObject({ status: 200, text: '{}' });
		});

		test('counts those who have no seat too', async () => {
			const organization = sandbox.organization('atomicwork');
			organization.settings.partialFailure = 'failed_list';
			organization.settings.seats = organization.activeUsers.size + 1;
			expect((await invite(['nora.quist@example.com', 'zoe@example.com'])).body).toMatchObject({
				failed: [{ email: 'zoe@example.com', error: 'The organization has already used all licenses' }],
			});
			expect(organization.user('zoe@example.com')).toBeUndefined();
		});
	});

	test('lists those who were removed, and those who were not', async () => {
		sandbox.organization('atomicwork').removeUser('jane.doe@example.com');
		expect(await list('is_deleted=true')).toEqual(['jane.doe']);
		expect(await list('is_deleted=false')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi']);
		expect(await list('is_deleted=true&user_status=ACTIVE')).toEqual([]);
	});

	describe('a user', () => {
		const jane = '/users/9007199254740995';
		const userJane = () => sandbox.organization('atomicwork').users.get('9007199254740995');

		test('is made, with an email or without', async () => {
			const make = (query: string, body: object) => atomicwork('POST', `/users${query}`, body);
			expect(
				await make('?send_email=false', {
					first_name: 'Nora',
					last_name: 'Quist',
					email: 'Nora@example.com',
					org_roles: [101],
					workspaces: [{ id: 42, roles: [3] }],
				}),
			).toMatchObject({ status: 200, body: { data: { name: 'Nora Quist', email: 'nora@example.com', invitation_status: 'ADDED' } } });
			expect(await make('', { email: 'omar.reyes@example.com' })).toMatchObject({
				body: { data: { name: 'Omar Reyes', invitation_status: 'EMAIL_INVITE_SENT' } },
			});
			expect(sandbox.organization('atomicwork').user('nora@example.com')?.role).toBe('101');
			expect(sandbox.snapshot('atomicwork').workspaces[0]?.members.at(-1)).toMatchObject({ email: 'nora@example.com', role: 'Agent' });
			const before = sandbox.snapshot('atomicwork');
			expect(await make('', { email: 'NORA@example.com' })).toMatchObject({ status: 400, text: expect.stringContaining('already exists') });
			expect(await make('', { email: 'zoe@example.com', workspaces: [{ id: 4711 }] })).toMatchObject({ status: 404 });
			expect(await make('', { email: 'zoe@example.com', org_roles: [3] })).toMatchObject({ status: 404 });
			expect(sandbox.snapshot('atomicwork')).toEqual(before);
		});

		test('gets other names and roles, and keeps the rest', async () => {
			expect(await atomicwork('PUT', jane, { last_name: 'Roe', org_roles: [101, 205] })).toMatchObject({
				status: 200,
				body: { data: { name: 'Jane Roe' } },
			});
			expect(userJane()).toMatchObject({ firstName: 'Jane', role: '101, 205', status: 'active' });
			expect(await atomicwork('PUT', jane, { first_name: 'Joan', org_roles: [3] })).toMatchObject({
				status: 404,
				text: expect.stringContaining('Role 3'),
			});
			expect(userJane()?.firstName).toBe('Jane');
			expect(await list('sort_order=UPDATED_AT_DESC')).toEqual(['jane.doe', 'maria.rossi', 'sam.lee', 'alex.admin']);
		});

		test.each([
			['by id', 'DELETE', undefined, `${jane}/restore`, 'PATCH', {}],
			['by address', 'DELETE', undefined, '/users/Jane.Doe%40example.com/restore-by-email', 'PATCH', {}],
			['by a change', 'PUT', { is_deleted: true }, jane, 'PUT', { is_deleted: false }],
		])('is removed from everywhere, and restored %s', async (_how, method, body, path, restore, again) => {
			expect(await atomicwork(method, jane, body)).toMatchObject({ status: 200 });
			expect(sandbox.snapshot('atomicwork').workspaces[2]?.members).toEqual([]);
			expect(await atomicwork('GET', jane)).toMatchObject({ body: { data: { user_status: 'INACTIVE' } } });
			expect(await atomicwork('DELETE', jane)).toMatchObject({ status: 404 });
			expect(await atomicwork('PUT', jane, { first_name: 'Joan' })).toMatchObject({ status: 404 });
			expect(await atomicwork(restore, path, again)).toMatchObject({ status: 200 });
			expect(userJane()).toMatchObject({ status: 'active', firstName: 'Jane' });
			expect(await atomicwork(restore, path, again)).toMatchObject({ status: 200 });
		});

		test.each([
			[
				'whose address another has by now',
				() => sandbox.organization('atomicwork').addUser({ email: 'jane.doe@example.com' }),
				'already exists',
			],
			['for whom there is no licence', () => Object.assign(sandbox.organization('atomicwork').settings, { seats: 3 }), 'all licenses'],
		])('%s is not restored', async (_what, change, text) => {
			sandbox.organization('atomicwork').removeUser('9007199254740995');
			change();
			const refused = { status: 400, text: expect.stringContaining(text) };
			expect(await atomicwork('PATCH', `${jane}/restore`, {})).toMatchObject(refused);
			expect(await atomicwork('PUT', jane, { is_deleted: false, first_name: 'Joan' })).toMatchObject(refused);
			expect(userJane()).toMatchObject({ status: 'removed', firstName: 'Jane' });
		});

		test('does not remove themselves', async () => {
			const refused = { status: 400, text: expect.stringContaining('yourself') };
			expect(await atomicwork('DELETE', '/users/1001')).toMatchObject(refused);
			expect(await atomicwork('PUT', '/users/1001', { is_deleted: true })).toMatchObject(refused);
			expect(sandbox.organization('atomicwork').user('1001')?.status).toBe('active');
		});
	});

	describe('an agent group', () => {
		const path = '/workspaces/42/agent-groups/501/members';
		const members = () => sandbox.organization('atomicwork').groups.get('501')?.memberIds;

		test('takes users by address and by id, all or none, and lets them go', async () => {
			expect(await atomicwork('POST', path, '{"emails":["SAM.LEE@example.com"],"user_ids":[9007199254740995,1001]}')).toMatchObject({
				status: 200,
				text: '{}',
			});
			expect(members()).toEqual(['1001', '9007199254740995', '1003']);
			expect(await atomicwork('POST', path, { emails: ['maria.rossi@example.com', 'nobody@example.com'] })).toMatchObject({ status: 404 });
			expect(members()).toHaveLength(3);
			expect(await atomicwork('DELETE', `${path}/9007199254740995`)).toMatchObject({ status: 200, text: '{}' });
			expect(await atomicwork('DELETE', `${path}/9007199254740995`)).toMatchObject({ status: 404 });
			expect(members()).toEqual(['1001', '1003']);
			sandbox.organization('atomicwork').removeUser('sam.lee@example.com');
			expect(members()).toEqual(['1001']);
		});

		test('is found in its own workspace only, and listed by name and page', async () => {
			const names = async (query: string) => {
				const { body } = await atomicwork('GET', `/workspaces/42/agent-groups?page=1${query}`);
				return (body as { data: { name: string }[] }).data.map(({ name }) => name);
			};
			expect(await atomicwork('POST', '/workspaces/58/agent-groups/501/members', { user_ids: [1003] })).toMatchObject({ status: 404 });
			expect(await atomicwork('GET', '/workspaces/4711/agent-groups?page=1')).toMatchObject({ status: 404 });
			expect(await names('&search_key=DESK')).toEqual(['Service desk']);
			const { settings } = sandbox.organization('atomicwork');
			settings.caseSensitive = true;
			expect(await names('&search_key=DESK')).toEqual([]);
			Object.assign(settings, { order: 'newest_first', pageSize: 1 });
			expect(await names('')).toEqual(['Onboarding']);
		});
	});
});

describe('Haystack', () => {
	const organizationId = '00000000-0000-4000-8000-000000000002';
	const inviteToOrganization = (values: object) =>
		haystack('POST', `/organization/${organizationId}/invitation`, { ...person, email: 'nora.quist@example.com', ...values });

	test('answers 201 with an empty body, and makes the user at once', async () => {
		expect(await inviteToHaystack('nora.quist@example.com', 'Support & Sales')).toMatchObject({ status: 201, text: '' });
		expect((await haystack('GET', '/users?limit=100')).body).toMatchObject({
			total: 5,
			data: [{}, {}, {}, {}, { given_name: 'Nora', family_name: 'Quist', email: 'nora.quist@example.com' }],
		});
		expect(sandbox.snapshot('haystack').workspaces.at(-1)?.members).toEqual([
			{ email: 'nora.quist@example.com', name: 'Nora Quist', role: 'EDITOR' },
		]);
	});

	test('refuses whoever belongs to the organization, and leaves their access as it is', async () => {
		expect(await inviteToHaystack('jane.doe@example.com', 'Engineering')).toMatchObject({ status: 409 });
		expect(sandbox.snapshot('haystack').workspaces[1]?.members.map(({ email }) => email)).toEqual(['sam.lee@example.com']);
	});

	test('refuses an unknown role, and names the field', async () => {
		expect(await inviteToOrganization({ role: 'Editor' })).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'role'], msg: 'role Editor does not exist' }] },
		});
		expect(await inviteToOrganization({ role: 'Prompt engineer' })).toMatchObject({ status: 201 });
	});

	test('invites to the organization with several workspaces, or with none', async () => {
		const workspace_ids = ['00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-000000000012'];
		expect(await inviteToOrganization({ workspace_ids: ['00000000-0000-4000-8000-000000000099'] })).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'workspace_ids'] }] },
		});
		expect(await inviteToOrganization({ workspace_ids })).toMatchObject({ status: 201 });
		expect(await inviteToOrganization({ email: 'omar.reyes@example.com' })).toMatchObject({ status: 201 });
		const organization = sandbox.organization('haystack');
		const workspacesOf = (email: string) => {
			const user = organization.user(email);
			return user && organization.membershipsOf(user).map(({ workspaceId }) => workspaceId);
		};
		expect(workspacesOf('nora.quist@example.com')).toEqual(workspace_ids);
		expect(workspacesOf('omar.reyes@example.com')).toEqual([]);
		expect(await haystack('POST', '/organization/another/invitation', { ...person, email: 'a@example.com' })).toMatchObject({
			status: 404,
		});
	});

	test('lists those who were removed, and those from outside, where that is asked for', async () => {
		const emails = async (query: string) => {
			const { body } = await haystack('GET', `/users?limit=100${query}`);
			return (body as { data: { email: string }[] }).data.map(({ email }) => email.split('@')[0]);
		};
		const organization = sandbox.organization('haystack');
		organization.removeUser('jane.doe@example.com');
		organization.addUser({ email: 'guest@example.org', external: true });
		expect(await emails('')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi']);
		expect(await emails('&include_deleted=true')).toEqual(['alex.admin', 'jane.doe', 'sam.lee', 'maria.rossi']);
		expect(await emails('&include_external=true')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi', 'guest']);
		expect(await haystack('GET', '/users?page_number=0')).toMatchObject({ status: 422 });
	});

	test('pages users, and cuts roles off', async () => {
		expect((await haystack('GET', '/users?limit=3')).body).toMatchObject({ has_more: true, total: 4, data: [{}, {}, {}] });
		expect((await haystack('GET', '/users?limit=3&page_number=2')).body).toMatchObject({ has_more: false, total: 4, data: [{}] });
		expect((await haystack('GET', `/organization/${organizationId}/roles?limit=2`)).body).toMatchObject({
			has_more: true,
			total: 3,
			data: [{ name: 'EDITOR' }, { name: 'ADMIN' }],
		});
		expect(await haystack('GET', '/organization/another/roles')).toMatchObject({ status: 404 });
	});
});

describe('Magic Meal Kits', () => {
	test('takes any object that names an address', async () => {
		const invite = (body: object) => magicMealKits('POST', '/api/v1/notion/workspace-invite', body);
		expect(await invite({ email: 'nora.quist@example.com', role: 'anything', any_other_key: 1 })).toMatchObject({
			status: 200,
			body: { success: true },
		});
		expect(sandbox.snapshot('magic_meal_kits').workspaces[0]?.members.at(-1)).toMatchObject({ name: 'Nora Quist', role: 'anything' });
		expect(await invite({ role: 'editor' })).toMatchObject({ status: 400, body: { success: false, error: 'email is not valid' } });
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
	sandbox.stop();
	sandbox = await startSandbox({ contracts, apis: ['portkey'], clock: () => Date.parse('2030-01-01T10:30:00Z') });
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

describe('another provider', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'contracts-'));
		sandbox.stop();
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	const paths = {
		'/people': {
			post: {
				operationId: 'inviteUser',
				responses: {
					'200': {
						description: 'Done',
						headers: { Link: { example: '</people?page=2>; rel="next"' } },
						content: { 'application/json': { examples: { documented: { value: { id: 'p-1' } } } } },
					},
					'409': { description: 'There', content: { 'application/json': { examples: { already: { value: { message: 'There' } } } } } },
				},
			},
		},
	};
	const securitySchemes = { Key: { type: 'apiKey', in: 'header', name: 'x-key', 'x-auth-field': 'key' } };

	/** Starts a sandbox of one contract, and of what stands beside it. */
	async function start(contract: object, simulation?: string): Promise<void> {
		mkdirSync(join(folder, 'other'));
		const document = { openapi: '3.1.0', info: { title: 'Other', version: '1' }, servers: [{ url: 'https://other.example' }], ...contract };
		writeFileSync(join(folder, 'other/openapi.yaml'), JSON.stringify(document));
		if (simulation) writeFileSync(join(folder, 'other/simulation.mts'), simulation);
		sandbox = await startSandbox({ contracts: folder });
	}

	const simulation = (handlers: string) => `
		export const simulation = {
			organization: {
				name: 'Other',
				connected: 'a@example.com',
				users: [{ email: 'a@example.com' }],
				workspaces: [],
				roles: { organization: [{ id: 'reader', name: 'Reader' }], workspace: [] },
			},
			ids: { user: (n: number) => String(n), workspace: String, membership: String, invitation: String },
			handlers: { ${handlers} },
		};`;

	test('answers as documented from its contract alone', async () => {
		await start({ paths });
		const invite = () => send('POST', 'https://other.example/people', {});
		expect(await invite()).toMatchObject({ status: 200, body: { id: 'p-1' }, headers: { link: '</people?page=2>; rel="next"' } });
		expect(await invite()).toMatchObject({ status: 200, body: { id: 'p-1' } });
		expect(() => sandbox.organization('other')).toThrow('contracts/other has no simulation.mts');
	});

	test('has a state with a few lines more', async () => {
		await start(
			{ paths },
			simulation(`inviteUser: ({ organization, headers }: any) => {
				headers['x-ratelimit-reset'] = '60';
				return { id: organization.addUser({ email: 'b' + organization.users.size + '@example.com' }).id };
			}`),
		);
		expect(await send('POST', 'https://other.example/people', {})).toMatchObject({
			body: { id: '2' },
			headers: { 'x-ratelimit-reset': '60' },
		});
		expect(await send('POST', 'https://other.example/people', {})).toMatchObject({ body: { id: '3' } });
		expect(sandbox.snapshot('other').users).toHaveLength(3);
	});

	test('must handle operations that its contract has', async () => {
		await expect(start({ paths }, simulation('inviteUsr: () => ({})'))).rejects.toThrow(
			'other: the contract has no operation inviteUsr, which the simulation handles',
		);
	});

	test('must say which credential is right', async () => {
		const broken = { Key: { ...securitySchemes.Key, 'x-auth-field': 'another' } };
		await expect(start({ paths, components: { securitySchemes: broken } })).rejects.toThrow('other: x-auth-field of Key must name a field');
	});
});
