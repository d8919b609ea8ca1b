import * as z from 'zod';
import { path } from '../../src/zapier/api.ts';
import { defineConnection } from '../../src/zapier/connection.ts';
import { field } from '../../src/zapier/field.ts';
import { baseUrl, credential } from '../../src/zapier/hosts.ts';
import { InputError } from '../../src/zapier/input.ts';

const connection = defineConnection({
	form: z.object({
		api_key: credential().register(field, { label: 'API Key', type: 'password' }),
		user: z.string().register(field, { label: 'User' }),
		base_url: baseUrl().optional().register(field, { label: 'Base URL' }),
	}),
	baseUrl: ({ base_url = 'https://api.acme.example/v1' }) => base_url,
	headers: ({ api_key, user }) => ({ 'x-api-key': api_key, 'x-user': user }),
	keyField: 'api_key',
	hostField: 'base_url',
	keyPage: '[Acme](https://acme.example/keys)',
	statusOfCode: { A1: 400 },
	test: { method: 'GET', path: path`/me`, label: ({ body }, { user }) => `${user}: ${body}` },
});
const authData = { api_key: 'my-key', user: 'jane' };
const headers = { 'x-api-key': 'my-key', 'x-user': 'jane' };

describe('opening a connection', () => {
	test('tells where it leads, and whose it is', () => {
		const opened = connection.open({ ...authData, base_url: 'acme.example.org/api/', other: 'x' });
		expect(opened.baseUrl).toBe('https://acme.example.org/api');
		expect(opened.label({ status: 200, body: 'Acme' })).toBe('jane: Acme');
		expect(connection.open(authData).baseUrl).toBe('https://api.acme.example/v1');
		expect(connection.open({ ...authData, base_url: '' }).baseUrl).toBe('https://api.acme.example/v1');
	});

	test('refuses what is missing or wrong', () => {
		expect(() => connection.open({})).toThrow(new InputError('Fill in API Key and User.'));
		expect(() => connection.open({ ...authData, base_url: 'http://acme.example' })).toThrow(
			new InputError('Base URL must begin with https://.'),
		);
		expect(() => connection.open({ ...authData, api_key: 'a b' })).toThrow(InputError);
	});

	test('trims what was copied with spaces', () => {
		expect(connection.headersFor('https://api.acme.example/', { api_key: ' my-key\n', user: ' jane ' })).toStrictEqual(headers);
	});
});

describe('the headers', () => {
	test.each([
		'https://api.acme.example/v1/me',
		'https://api.acme.example/other',
		'https://API.acme.example',
		'https://api.acme.example:443/v1',
	])('go to %s', (url) => {
		expect(connection.headersFor(url, authData)).toStrictEqual(headers);
	});

	test.each([
		'https://acme.example/v1',
		'https://evil.example/v1',
		'https://api.acme.example.evil.example/v1',
		'https://api.acme.example@evil.example/v1',
		'http://api.acme.example/v1',
		'https://api.acme.example:8443/v1',
	])('don’t go to %s', (url) => {
		expect(connection.headersFor(url, authData)).toStrictEqual({});
	});

	test('follow the host that the connection names', () => {
		const own = { ...authData, base_url: 'https://acme.example.org:8443/v1' };
		expect(connection.headersFor('https://acme.example.org:8443/x', own)).toStrictEqual(headers);
		expect(connection.headersFor('https://acme.example.org/x', own)).toStrictEqual({});
		expect(connection.headersFor('https://api.acme.example/v1', own)).toStrictEqual({});
	});

	test.each([{}, { api_key: 'my-key' }, { user: 'jane' }, { api_key: '', user: 'jane' }, { base_url: 'https://api.acme.example' }])(
		'are none while a credential is missing: %j',
		(incomplete) => {
			expect(connection.headersFor('https://api.acme.example/v1', incomplete)).toStrictEqual({});
		},
	);

	test('are none that a header can’t hold', () => {
		expect(() => connection.headersFor('https://api.acme.example/v1', { ...authData, api_key: 'a\r\nx-evil: 1' })).toThrow(InputError);
	});

	test('show their shape where Zapier asks with placeholders, for a host of its own', () => {
		const placeholders = {
			api_key: '__placeholder_auth__api_key__',
			user: '__placeholder_auth__user__',
			base_url: '__placeholder_auth__base_url__',
		};
		expect(connection.headersFor('https://zapier.example/', placeholders)).toStrictEqual({
			'x-api-key': '__placeholder_auth__api_key__',
			'x-user': '__placeholder_auth__user__',
		});
	});

	test.each([
		{ api_key: 'my-key', user: '__placeholder_auth__user__' },
		{ api_key: 'my-key', user: 'x__placeholder_auth__' },
		{ api_key: '__placeholder_auth__api_key__', user: 'jane' },
	])('never leave with a real credential beside a placeholder: %j', (mixed) => {
		expect(connection.headersFor('https://evil.example/', mixed)).toStrictEqual({});
	});
});

describe('a declaration', () => {
	test('keeps what others read of it', () => {
		expect(connection).toMatchObject({ keyField: 'api_key', hostField: 'base_url', keyPage: '[Acme](https://acme.example/keys)' });
		expect(connection.test).toMatchObject({ method: 'GET', path: '/me' });
		expect(connection.statusOfCode).toStrictEqual({ A1: 400 });
	});

	test('may know no codes', () => {
		const { form } = connection;
		const plain = defineConnection({
			form,
			baseUrl: () => 'https://api.acme.example',
			headers: () => ({}),
			keyField: 'api_key',
			keyPage: '[Acme](https://acme.example/keys)',
			test: { method: 'GET', path: path`/me`, label: () => 'Acme' },
		});
		expect(plain.statusOfCode).toStrictEqual({});
		expect(plain.oauth2).toBeUndefined();
	});
});
