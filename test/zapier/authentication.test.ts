import nock from 'nock';
import type { Bundle } from 'zapier-platform-core';
import { accountOf, authField, authFields, connectionLabel } from '../../src/zapier/authentication.ts';
import { InputError } from '../../src/zapier/errors/stepError.ts';
import { optional } from '../../src/zapier/fields/inputField.ts';
import { perform } from '../../src/zapier/perform.ts';
import { choice } from '../../src/zapier/schemas/choice.ts';
import { secret } from '../../src/zapier/schemas/credential.ts';
import { multilineText, text } from '../../src/zapier/schemas/text.ts';
import { ACME, acmeAuthentication, acmeConnection, placeAcme } from '../support/acme.ts';
import { failure } from '../support/integration.ts';
import { withZ } from '../support/zapier.ts';

const authentication = acmeAuthentication();
const headers = { 'x-api-key': 'my-secret-key', 'x-user': 'jane' };

describe('what a person filled in', () => {
	test('is trimmed of what was copied along', () => {
		expect(authentication.read({ api_key: ' my-secret-key\n', user: ' jane ', base_url: '', other: 'x' })).toStrictEqual(acmeConnection);
	});

	test.each([
		[{}, 'Fill in API Key and User.'],
		[{ ...acmeConnection, base_url: 'http://acme.example' }, 'Base URL must begin with https://.'],
		[
			{ ...acmeConnection, api_key: 'a b' },
			"API Key holds a space or a character that keys don't have. Copy it again, without anything around it.",
		],
	])('may be refused: %j', (authData, message) => {
		expect(() => authentication.read(authData)).toThrow(new InputError(message));
	});

	test('has secrets, which Zapier hides, as they are and trimmed', () => {
		expect(authentication.secretsOf({ ...acmeConnection, api_key: ' k ', second_key: 'other' })).toStrictEqual([' k ', 'k', 'other']);
		expect(authentication.secretsOf({})).toStrictEqual([]);
	});
});

describe('the headers of a raw API request', () => {
	const own = { ...acmeConnection, base_url: 'https://acme.example.org:8443/v1' };

	test.each([`${ACME}/v1/me`, `${ACME}/other`, 'https://API.acme.example', `${ACME}:443/v1`])('go to %s', (url) => {
		expect(authentication.headersForUrl(url, acmeConnection)).toStrictEqual(headers);
	});

	test.each([
		'https://acme.example/v1',
		'https://evil.example/v1',
		'https://api.acme.example.evil.example/v1',
		'https://api.acme.example@evil.example/v1',
		'http://api.acme.example/v1',
		'https://api.acme.example:8443/v1',
	])('don’t go to %s', (url) => {
		expect(authentication.headersForUrl(url, acmeConnection)).toStrictEqual({});
	});

	test.each([
		['https://acme.example.org:8443/x', headers],
		['https://acme.example.org/x', {}],
		[`${ACME}/v1`, {}],
	])('follow the host that the connection names: %s', (url, expected) => {
		expect(authentication.headersForUrl(url, own)).toStrictEqual(expected);
	});

	test.each([{}, { api_key: 'my-key' }, { user: 'jane' }, { api_key: '', user: 'jane' }, { base_url: ACME }])(
		'are none while a credential is missing: %j',
		(incomplete) => {
			expect(authentication.headersForUrl(`${ACME}/v1`, incomplete)).toStrictEqual({});
		},
	);

	test('are none that a header can’t hold', () => {
		expect(() => authentication.headersForUrl(ACME, { ...acmeConnection, api_key: 'a\r\nx-evil: 1' })).toThrow(InputError);
	});

	test('show their shape where Zapier asks with placeholders, for a host of its own', () => {
		const placeholders = { api_key: '__placeholder_auth__api_key__', user: '__placeholder_auth__user__' };
		expect(
			authentication.headersForUrl('https://zapier.example/', { ...placeholders, base_url: '__placeholder_auth__base_url__' }),
		).toStrictEqual({
			'x-api-key': placeholders.api_key,
			'x-user': placeholders.user,
		});
	});

	test.each([
		{ api_key: 'my-key', user: '__placeholder_auth__user__' },
		{ api_key: 'my-key', user: 'x__placeholder_auth__' },
		{ api_key: '__placeholder_auth__api_key__', user: 'jane' },
	])('never leave with a real credential beside a placeholder: %j', (mixed) => {
		expect(authentication.headersForUrl('https://evil.example/', mixed)).toStrictEqual({});
	});
});

test.each([
	[acmeConnection, { host: 'api.acme.example', hostLabel: undefined }],
	[
		{ ...acmeConnection, base_url: 'https://own.example:8443/v1' },
		{ host: 'own.example:8443', hostLabel: 'Base URL' },
	],
	[
		{ ...acmeConnection, base_url: 'nonsense' },
		{ host: 'Acme', hostLabel: 'Base URL' },
	],
	[{}, { host: 'Acme', hostLabel: undefined }],
])('messages say of the account of %j: %j', (authData, expected) => {
	expect(accountOf(placeAcme().provider, authData)).toStrictEqual({
		provider: 'Acme',
		keyLink: '[Acme](https://acme.example/keys)',
		keyLabel: 'API Key',
		...expected,
	});
});

test('a form becomes Zapier’s fields, in order', () => {
	const form = {
		api_key: secret({ label: 'API Key', helpText: 'Find it there.' }),
		base_url: optional(text({ label: 'Base URL', placeholder: 'https://acme.example', default: 'https://api.acme.example' })),
		region: choice({ eu: 'Europe', us: 'United States' }, { label: 'Region' }),
		notes: optional(multilineText({ label: 'Notes' })),
	};
	expect(authFields(form).map((field) => ({ ...field }))).toStrictEqual([
		{ key: 'api_key', label: 'API Key', required: true, type: 'password', isNoSecret: false, helpText: 'Find it there.' },
		{
			key: 'base_url',
			label: 'Base URL',
			required: false,
			type: 'string',
			isNoSecret: true,
			placeholder: 'https://acme.example',
			default: 'https://api.acme.example',
		},
		{ key: 'region', label: 'Region', required: true, type: 'string', isNoSecret: true, choices: { eu: 'Europe', us: 'United States' } },
		{ key: 'notes', label: 'Notes', required: false, type: 'string', isNoSecret: true },
	]);
});

test('an empty default is a default', () => {
	expect(authField('region', { label: 'Region', default: '' }, false)).toHaveProperty('default', '');
});

describe('the test of a connection', () => {
	const testing = (test: Parameters<typeof acmeAuthentication>[0] = {}) => {
		const authentication = acmeAuthentication(test);
		const place = placeAcme({ authentication });
		return withZ((zapier) => perform(zapier, { authData: acmeConnection } as unknown as Bundle, place, authentication.testStep));
	};

	test('fills its label from the response, which Zapier shows', async () => {
		expect(connectionLabel).toBe('{{bundle.inputData.label}}');
		nock(ACME).get('/v1/me').reply(200, '{"name":"my-secret-key"}');
		expect(await testing()).toStrictEqual({ label: 'jane: 200 {"name":"[hidden]"}' });
	});

	test('may accept a status that proves as much as any answer', async () => {
		nock(ACME).get('/v1/me').reply(404, '{"name":"x"}');
		expect(await testing({ acceptStatus: 404 })).toStrictEqual({ label: 'jane: 404 undefined' });
	});

	test.each<[status: number, body: string, test: Parameters<typeof acmeAuthentication>[0], expected: object]>([
		[401, '{}', {}, { name: 'AppError', code: 'unauthorized', message: expect.stringContaining('Copy the API Key again') }],
		[403, '{}', { advice: { 403: 'Ask Jane.' } }, { message: expect.stringContaining('Ask Jane.') }],
		[403, '{}', { acceptStatus: 404 }, { code: 'forbidden' }],
		[404, '{}', {}, { code: 'not_found' }],
		[200, '<html></html>', {}, { code: 'unreadable' }],
		[200, '<html></html>', { acceptStatus: 404 }, { code: 'unreadable' }],
		[200, '<html></html>', { acceptStatus: 200 }, { code: 'unreadable' }],
	])('fails after %i %s with %j', async (status, body, test, expected) => {
		nock(ACME).get('/v1/me').reply(status, body);
		expect(await failure(testing(test))).toMatchObject(expected);
	});
});
