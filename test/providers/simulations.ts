import { join } from 'node:path';
import { type InitialOrganization, type Organization, type Sandbox, startSandbox } from '../../sandbox/index.mts';
import { send } from '../support/send.ts';

/* What the tests of the simulations share: a sandbox for each test, and how each product is asked and answers. */

export const contracts = join(__dirname, '../../contracts');

/** The sandbox of the test that runs. */
export let sandbox: Sandbox;

// Each test has its own: setupFilesAfterEnv takes all interceptors away after each.
beforeEach(async () => {
	sandbox = await startSandbox({ contracts });
});

afterEach(() => sandbox.stop());

/** Starts another one in its place. */
export async function restart(options: Parameters<typeof startSandbox>[0]): Promise<void> {
	sandbox.stop();
	sandbox = await startSandbox({ contracts, ...options });
}

export type Values = Record<string, unknown>;

export function connectionOf(key: string): Record<string, string> {
	const api = sandbox.apis.find((candidate) => candidate.key === key);
	if (!api) throw new Error(`no sandbox of ${key}`);
	return api.connection;
}

export const portkey = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.portkey.ai/v1${path}`, { 'x-portkey-api-key': connectionOf('portkey').api_key ?? '' }, body);
export const kantata = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.mavenlink.com/api/v1${path}`, { authorization: `Bearer ${connectionOf('kantata').access_token}` }, body);
export const atomicwork = (method: string, path: string, body?: unknown) =>
	send(method, `https://sandbox-acme.atomicwork.com/api/v1${path}`, { 'x-api-key': connectionOf('atomicwork').api_key ?? '' }, body);
export const haystack = (method: string, path: string, body?: unknown) =>
	send(method, `https://api.cloud.deepset.ai/api/v1${path}`, { authorization: `Bearer ${connectionOf('haystack').api_key}` }, body);
export const magicMealKits = (method: string, path: string, body?: unknown) => {
	const { deployment, api_key = '', notion_token = '' } = connectionOf('magic_meal_kits');
	const keys = { 'x-api-key': api_key, 'x-notion-token': notion_token };
	return send(method, `https://${deployment}${path}`, { ...keys, 'x-notion-space-id': 'space', 'x-notion-user-id': 'user' }, body);
};

export const clients = { portkey, kantata, atomicwork, haystack, magic_meal_kits: magicMealKits };
export type Key = keyof typeof clients;

export const person = { given_name: 'Nora', family_name: 'Quist', role: 'EDITOR' };
export const inviteToPortkey = (email: string, id = 'ws-shared-1a2b3c') =>
	portkey('POST', '/admin/users/invites', { email, role: 'admin', workspaces: [{ id, role: 'member' }] });
export const inviteToKantata = (email_address: string, workspace = '123') =>
	kantata('POST', `/workspaces/${workspace}/invite`, { invitation: { full_name: 'Nora Quist', email_address, invitee_role: 'maven' } });
export const inviteToAtomicwork = (email: string, id = '42') =>
	atomicwork('POST', '/users/invite', `{"emails":["${email}"],"workspaces":[{"id":${id},"roles":[3]}]}`);
export const inviteToHaystack = (email: string, workspace = 'default') =>
	haystack('POST', `/workspaces/${encodeURIComponent(workspace)}/invitation`, { ...person, email });
const inviteToNotion = (email: string) => magicMealKits('POST', '/api/v1/notion/workspace-invite', { email, role: 'editor' });

/** What all products have, and how they answer. */
export const products = {
	portkey: { invite: inviteToPortkey, success: 200, already: [409, 'AB07'], seats: 400, plan: 402 },
	kantata: { invite: inviteToKantata, success: 200, already: [422, 'already been invited'], seats: 400, plan: undefined },
	atomicwork: { invite: inviteToAtomicwork, success: 200, already: undefined, seats: 400, plan: undefined },
	haystack: { invite: inviteToHaystack, success: 201, already: [409, 'already belongs'], seats: 402, plan: 402 },
	magic_meal_kits: { invite: inviteToNotion, success: 200, already: [400, 'already a member'], seats: 400, plan: 400 },
} as const;
export const keys = Object.keys(products) as Key[];

/** Puts another organization behind an API, and gives it. */
export function replace(key: Key, changes: Partial<InitialOrganization> = {}): Organization {
	const organization = sandbox.newOrganization(key, changes);
	sandbox.replace(key, organization);
	return organization;
}
