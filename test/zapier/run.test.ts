import nock from 'nock';
import * as z from 'zod';
import { path, type Send } from '../../src/zapier/api.ts';
import { type AuthData, defineConnection } from '../../src/zapier/connection.ts';
import { field } from '../../src/zapier/field.ts';
import { baseUrl, credential } from '../../src/zapier/hosts.ts';
import type { Provider } from '../../src/zapier/provider.ts';
import { run, testConnection } from '../../src/zapier/run.ts';
import { failure } from '../support/integration.ts';
import { withZ } from './zapier.ts';

const HOST = 'https://api.acme.example';
const authData: AuthData = { api_key: 'my-secret-key', user: 'jane-the-user' };

function provider(test: { acceptStatus?: number; advice?: Record<number, string> } = {}): Provider {
	const connection = defineConnection({
		form: z.object({
			api_key: credential().register(field, { label: 'API Key', type: 'password' }),
			second_key: credential().optional().register(field, { label: 'Second Key', type: 'password' }),
			user: z.string().register(field, { label: 'User' }),
			base_url: baseUrl().optional().register(field, { label: 'Base URL' }),
		}),
		baseUrl: ({ base_url = HOST }) => base_url,
		headers: () => ({}),
		keyField: 'api_key',
		hostField: 'base_url',
		keyPage: '[Acme](https://acme.example/keys)',
		statusOfCode: { A4: 404 },
		test: { method: 'GET', path: path`/me`, label: ({ status, body }, { user }) => `${user}: ${status} ${JSON.stringify(body)}`, ...test },
	});
	return { key: 'acme', name: 'Acme', connection, actions: [] };
}

const details = { effect: 'the invitation', labels: { name: 'Name' }, advice: { 403: 'Ask Jane.' }, connecting: false };

function running<Result>(perform: (send: Send) => Promise<Result>, auth = authData): Promise<Result> {
	return withZ((z) => run(z, provider(), auth, details, perform));
}

const ask = (send: Send) => send({ method: 'GET', path: path`/things` });

describe('an operation', () => {
	test('sends with the connection, and gives the result back', async () => {
		nock(HOST).get('/things').reply(200, '{"id":"1"}');
		expect(await running(ask)).toStrictEqual({ status: 200, body: { id: '1' } });
	});

	test('gives no credential back, however it was copied; what is none stays', async () => {
		const auth = { ...authData, api_key: ' my-secret-key ', second_key: 'my-other-key', base_url: '' };
		const echo = { text: 'my-secret-key, " my-secret-key " and my-other-key of jane-the-user' };
		expect(await running(async () => echo, auth)).toStrictEqual({ text: '[hidden], "[hidden]" and [hidden] of jane-the-user' });
	});

	test('is not even begun with a connection that is wrong', async () => {
		const perform = jest.fn();
		expect(await failure(running(perform, {}))).toMatchObject({ name: 'AppError', message: 'Fill in API Key and User.' });
		expect(perform).not.toHaveBeenCalled();
	});

	test('fails in words about its own host, and its own fields', async () => {
		nock(HOST).get('/things').reply(400, '{"message":"bad name for my-secret-key"}');
		expect((await failure(running(ask))).message).toBe('bad name for [hidden]. Change Name in this step.');
		nock(HOST).get('/things').reply(403, '{}');
		expect((await failure(running(ask))).message).toBe("Acme doesn't allow this with the connected API Key. Ask Jane.");
		nock(HOST).get('/things').reply(401, '{}');
		expect(await failure(running(ask))).toMatchObject({
			name: 'ExpiredAuthError',
			message: expect.stringContaining('[Acme](https://acme.example/keys)'),
		});
		nock(HOST).get('/things').reply(200, '{"success":false,"code":"A4"}');
		expect(await failure(running(ask))).toMatchObject({ code: 'not_found', status: 404 });
	});

	test('names the field of the host only if the person filled it in', async () => {
		const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		nock(HOST).get('/things').replyWithError(refused);
		expect((await failure(running(ask))).message).toBe(
			"api.acme.example doesn't accept connections. The invitation was not sent, so replay this step in a few minutes.",
		);
		nock('https://own.acme.example:8443').get('/v1/things').replyWithError(refused);
		expect((await failure(running(ask, { ...authData, base_url: 'https://own.acme.example:8443/v1' }))).message).toBe(
			"own.acme.example:8443 doesn't accept connections. The invitation was not sent: check Base URL in your connection, then replay this step.",
		);
	});
});

describe('the test of a connection', () => {
	const testing = (tested: Provider) => withZ((z) => testConnection(z, tested, authData));

	test('fills its label from the answer', async () => {
		nock(HOST).get('/me').reply(200, '{"name":"my-secret-key"}');
		expect(await testing(provider())).toStrictEqual({ label: 'jane-the-user: 200 {"name":"[hidden]"}' });
	});

	test('fails as connecting does', async () => {
		nock(HOST).get('/me').reply(401, '{}');
		expect(await failure(testing(provider()))).toStrictEqual({
			name: 'AppError',
			message: "Acme didn't accept the API Key. Copy the API Key again from [Acme](https://acme.example/keys).",
			code: 'unauthorized',
			status: 401,
		});
		nock(HOST).get('/me').reply(403, '{}');
		expect((await failure(testing(provider({ advice: { 403: 'Ask Jane.' } })))).message).toContain('Ask Jane.');
	});

	test('may accept a status that proves as much as any answer', async () => {
		nock(HOST).get('/me').reply(404, '{"name":"x"}');
		expect(await testing(provider({ acceptStatus: 404 }))).toStrictEqual({ label: 'jane-the-user: 404 undefined' });
		nock(HOST).get('/me').reply(403, '{}');
		expect(await failure(testing(provider({ acceptStatus: 404 })))).toMatchObject({ code: 'forbidden' });
		nock(HOST).get('/me').reply(404, '{}');
		expect(await failure(testing(provider()))).toMatchObject({ code: 'not_found' });
		nock(HOST).get('/me').reply(200, '<html></html>');
		expect(await failure(testing(provider()))).toMatchObject({ code: 'unreadable' });
		nock(HOST).get('/me').reply(200, '<html></html>');
		expect(await failure(testing(provider({ acceptStatus: 404 })))).toMatchObject({ code: 'unreadable' });
	});
});
