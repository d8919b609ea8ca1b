import { type BeforeRequestMiddleware, type Bundle, version as platformVersion, type ZObject } from 'zapier-platform-core';
import { version } from '../../package.json';
import { type App, assemble } from '../../src/zapier/app.ts';
import { defineAuthentication } from '../../src/zapier/authentication.ts';
import { defineCreate } from '../../src/zapier/creates.ts';
import { defineDropdown } from '../../src/zapier/dropdowns.ts';
import { optional } from '../../src/zapier/fields/inputField.ts';
import { plainText } from '../../src/zapier/fields/outputField.ts';
import { path } from '../../src/zapier/http.ts';
import type { Provider } from '../../src/zapier/provider.ts';
import { headerValue, secret } from '../../src/zapier/schemas/credential.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import { defineSearch } from '../../src/zapier/searches.ts';
import type { Session } from '../../src/zapier/session.ts';
import { defineTrigger } from '../../src/zapier/triggers.ts';
import { ACME, acmeConnection, placeAcme } from '../support/acme.ts';
import { failure } from '../support/integration.ts';
import { zObject } from '../support/zapier.ts';

const output = { id: plainText };
const sample = { id: '1' };
const effect = { noun: 'the invitation', done: 'sent' };
const loadChoices = jest.fn(async () => ({ admin: 'Admin' }));

const declaration = {
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites a user.',
	effect,
	input: {
		name: text({ label: 'Name', group: 'User' }),
		role: optional(text({ label: 'Role', group: 'Access', loadChoices })),
	},
	output,
	sample,
	wireNames: { full_name: 'name' },
	perform: async ({ name }: { name: string }, { auth }: Session) => ({ id: `${name} by ${auth.user}` }),
};

const { provider: acme } = placeAcme({
	creates: [defineCreate(declaration)],
	searches: [
		defineSearch({
			key: 'find_user',
			noun: 'user',
			label: 'Find User',
			description: 'Finds a user.',
			input: { name: text({ label: 'Name' }) },
			output,
			sample,
			perform: async () => [],
			orCreate: { create: 'invite_user', label: 'Find or Invite User', description: 'Finds or invites a user.' },
		}),
	],
	triggers: [
		defineTrigger({
			key: 'new_user',
			noun: 'user',
			label: 'New User',
			description: 'Triggers when a user is new.',
			output,
			sample,
			list: async () => [],
		}),
	],
	dropdowns: [defineDropdown({ key: 'users', noun: 'user', output, sample, list: async () => ({ items: [{ id: '1' }], raw: [1] }) })],
});

/** Has no actions, and a connection that shares one field with the other. */
const beta: Provider = {
	key: 'beta',
	name: 'Beta Notes',
	description: 'Beta Notes is another product.',
	creates: [],
	authentication: defineAuthentication({
		fields: {
			api_key: secret({ label: 'Token', helpText: 'From Beta.', placeholder: 'b-1', default: 'b-0' }),
			region: headerValue({ label: 'Beta Region', helpText: 'Where it runs.', placeholder: 'eu' }),
			plan: optional(headerValue({ label: 'Plan', helpText: 'What you pay for.' })),
		},
		baseUrl: () => 'https://beta.example',
		headers: ({ api_key }) => ({ authorization: api_key }),
		keyField: 'api_key',
		keyLink: '[Beta](https://beta.example/keys)',
		test: { method: 'GET', path: path`/me` },
		label: () => 'Beta account',
	}),
};

const alone = assemble([acme]);
const both = assemble([acme, beta]);
const inBoth = { ...acmeConnection, provider: 'acme' };

type Perform = (zapier: ZObject, bundle: Bundle) => Promise<unknown>;
const bundleOf = (authData: object | undefined, inputData: object = {}) => ({ authData, inputData }) as unknown as Bundle;

const testIn = (app: App) => app.authentication?.test as unknown as Perform;

/** Zapier's `z`, whose requests are answered with a user. */
async function answering(): Promise<ZObject> {
	const headers = { get: () => null };
	return { ...(await zObject()), request: async () => ({ status: 200, headers, text: async () => '{"id":7}' }) } as unknown as ZObject;
}

describe('the definition', () => {
	test('repeats no field and no sample', () => {
		const { creates, searches, triggers } = both;
		const operations = [...Object.values(creates), ...Object.values(searches), ...Object.values(triggers)].map(
			({ operation }) => operation,
		);
		const parts = operations.flatMap(({ inputFields = [], outputFields = [], sample: example }) => [
			...inputFields,
			...outputFields,
			example,
		]);
		const constants = parts.filter((part) => part && typeof part !== 'function');
		expect(constants.length).toBeGreaterThan(8);
		expect(new Set(constants).size).toBe(new Set(constants.map((part) => JSON.stringify(part))).size);
	});

	test.each([alone, both])('says which versions it is of, and that all responses are judged here', (app) => {
		expect(app).toMatchObject({
			version,
			platformVersion,
			flags: { skipThrowForStatus: true, throwForThrottlingEarly: false, cleanInputData: false },
		});
		expect(app.beforeRequest).toHaveLength(1);
	});

	test.each<[app: App, prefix: string, suffix: string]>([
		[alone, '', ''],
		[both, 'acme_', ' in Acme'],
	])('has every step under its key', ({ creates, searches, triggers, searchOrCreates }, prefix, suffix) => {
		expect(Object.keys(creates)).toEqual([`${prefix}invite_user`]);
		expect(creates[`${prefix}invite_user`]).toMatchObject({
			key: `${prefix}invite_user`,
			noun: 'invitation',
			display: { label: `Invite User${suffix}`, description: 'Invites a user.' },
			operation: {
				inputFields: [{ key: 'name', label: 'Name', required: true, group: 'user' }, expect.any(Function)],
				inputFieldGroups: [
					{ key: 'user', label: 'User' },
					{ key: 'access', label: 'Access' },
				],
				outputFields: [{ key: 'id', label: 'ID', type: 'string' }],
				sample,
			},
		});
		expect(Object.keys(searches)).toEqual([`${prefix}find_user`]);
		expect(searches[`${prefix}find_user`]?.operation).not.toHaveProperty('inputFieldGroups');
		expect(Object.keys(triggers)).toEqual([`${prefix}new_user`, `${prefix}users`]);
		expect(searchOrCreates).toMatchObject({
			[`${prefix}find_user`]: { display: { label: `Find or Invite User${suffix}` }, create: `${prefix}invite_user` },
		});
	});

	test('of a provider without steps has none', () => {
		expect(assemble([beta])).toMatchObject({ creates: {}, searches: {}, triggers: {}, searchOrCreates: {} });
	});
});

describe('the connection', () => {
	test('of one provider alone is its own', async () => {
		expect(alone.authentication).toMatchObject({
			type: 'custom',
			connectionLabel: '{{bundle.inputData.label}}',
			fields: [{ key: 'api_key', label: 'API Key' }, { key: 'second_key' }, { key: 'user' }, { key: 'base_url' }],
		});
		const label = { label: 'jane: 200 {"id":7}' };
		expect(await testIn(alone)(await answering(), bundleOf(acmeConnection))).toEqual(label);
	});

	test('by OAuth has no fields', () => {
		const oauth2 = { authorizeUrl: 'https://acme.example/a', tokenUrl: 'https://acme.example/t', scope: 'x' } as never;
		const { authentication } = assemble([{ ...acme, authentication: { ...acme.authentication, oauth2 } }]);
		expect(authentication).toMatchObject({ type: 'oauth2', connectionLabel: '{{bundle.inputData.label}}' });
		expect(authentication).not.toHaveProperty('fields');
		expect(authentication).toHaveProperty('oauth2Config');
	});

	test('of several asks for the provider, and for each field once', () => {
		expect(both.authentication).toMatchObject({ type: 'custom', connectionLabel: '{{bundle.inputData.label}}' });
		expect(both.authentication?.fields?.map((field) => ({ ...field }))).toEqual([
			{
				key: 'provider',
				label: 'Provider',
				required: true,
				type: 'string',
				isNoSecret: true,
				choices: { acme: 'Acme', beta: 'Beta Notes' },
				helpText: 'The product whose account you connect. Fill in only the fields below that name it.',
			},
			expect.objectContaining({
				key: 'api_key',
				label: 'API Key (Acme, Beta Notes)',
				required: false,
				type: 'password',
				helpText: '**Acme** **Beta Notes**: From Beta.',
			}),
			expect.objectContaining({ key: 'second_key', label: 'Acme Second Key', helpText: '**Acme** (optional)' }),
			expect.objectContaining({ key: 'user', label: 'Acme User' }),
			expect.objectContaining({ key: 'base_url', label: 'Acme Base URL' }),
			expect.objectContaining({ key: 'region', label: 'Beta Region', placeholder: 'eu', helpText: '**Beta Notes**: Where it runs.' }),
			expect.objectContaining({ key: 'plan', label: 'Beta Notes Plan', helpText: '**Beta Notes** (optional): What you pay for.' }),
		]);
		for (const app of [both, assemble([beta, acme])]) {
			const fields = app.authentication?.fields ?? [];
			for (const key of ['api_key', 'second_key']) {
				const field = fields.find((one) => one.key === key);
				expect(field).not.toHaveProperty('placeholder');
				expect(field).not.toHaveProperty('default');
			}
		}
	});

	test.each([
		[inBoth, 'Acme: jane: 200 {"id":7}'],
		[{ provider: 'beta', api_key: 'my-secret-key', region: 'eu' }, 'Beta Notes: Beta account'],
	])('of %j is labelled with its product', async (authData, label) => {
		expect(await testIn(both)(await answering(), bundleOf(authData))).toEqual({ label });
	});

	test.each([[{}], [{ provider: 'gamma' }]])('of no provider is refused: %j', async (authData) => {
		expect(await failure(testIn(both)(await answering(), bundleOf(authData)))).toMatchObject({
			message: 'Choose the Provider whose account you connect.',
			code: 'invalid_input',
		});
	});
});

describe('an action', () => {
	test('is declared with what its messages need', () => {
		expect(acme.creates[0]).toMatchObject({ stage: 'running', effect, advice: {} });
		expect(acme.creates[0]?.labels()).toMatchObject({ name: 'Name', full_name: 'Name' });
		const advised = defineCreate({ ...declaration, advice: { 404: 'Look.' } });
		expect(advised.advice).toEqual({ 404: 'Look.' });
	});

	const performIn = (app: App, key: string) => app.creates[key]?.operation.perform as Perform;

	test.each([
		[alone, 'invite_user', acmeConnection],
		[both, 'acme_invite_user', inBoth],
	])('runs with its connection', async (app, key, authData) => {
		expect(await performIn(app, key)(await answering(), bundleOf(authData, { name: 'Ana' }))).toEqual({ id: 'Ana by jane' });
	});

	test.each([
		[{ ...acmeConnection, provider: 'beta' }, 'is for Beta Notes'],
		[acmeConnection, "doesn't say which provider it is for"],
	])('refuses that of %j', async (authData, says) => {
		expect(await failure(performIn(both, 'acme_invite_user')(await answering(), bundleOf(authData, { name: 'Ana' })))).toMatchObject({
			message: `This step needs a Acme connection, but the chosen one ${says}. Choose or add a Acme connection for this step.`,
			code: 'wrong_connection',
		});
	});

	test('loads choices with what is filled in so far, right or not', async () => {
		const [, load] = alone.creates.invite_user?.operation.inputFields ?? [];
		expect(await (load as unknown as Perform)(await answering(), bundleOf(acmeConnection, { name: '' }))).toMatchObject([
			{ key: 'role', choices: [{ value: 'admin', label: 'Admin' }] },
		]);
		expect(loadChoices).toHaveBeenCalledWith(expect.objectContaining({ auth: expect.objectContaining({ user: 'jane' }) }), { name: '' });
		await (load as unknown as Perform)(await answering(), { authData: acmeConnection } as unknown as Bundle);
		expect(loadChoices).toHaveBeenLastCalledWith(expect.anything(), {});
	});
});

describe('a raw API request', () => {
	const HEADERS = { 'x-api-key': 'my-secret-key', 'x-user': 'jane' };
	const prepared = ({ beforeRequest }: App, request: object, authData?: object) =>
		([beforeRequest].flat()[0] as BeforeRequestMiddleware)(request as never, {} as ZObject, (authData && bundleOf(authData)) as Bundle);

	test.each([
		[alone, acmeConnection],
		[both, inBoth],
	])('gets the headers of the connection at its own host, and follows no redirect with them', (app, authData) => {
		const request = { url: `${ACME}/v1/things`, method: 'GET', headers: { accept: 'text/plain' } };
		expect(prepared(app, request, authData)).toEqual({ ...request, headers: { accept: 'text/plain', ...HEADERS }, redirect: 'manual' });
	});

	test.each<[app: App, url: string, authData: object | undefined]>([
		[alone, 'https://evil.example/', acmeConnection],
		[both, 'https://evil.example/', inBoth],
		[both, `${ACME}/v1`, acmeConnection],
		[both, `${ACME}/v1`, { ...inBoth, provider: 'gamma' }],
		[both, 'https://beta.example/', inBoth],
		[both, `${ACME}/v1`, undefined],
		[alone, `${ACME}/v1`, undefined],
	])('gets none elsewhere, or of another connection', (app, url, authData) => {
		const request = { url, headers: { accept: 'text/plain' } };
		expect(prepared(app, request, authData)).toEqual(request);
	});

	test('of a step has its headers already', () => {
		const request = { url: `${ACME}/v1`, headers: {}, authenticated: true };
		expect(prepared(alone, request, acmeConnection)).toBe(request);
	});
});
