import nock from 'nock';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { path } from '../../src/zapier/http.ts';
import { oauth2Config } from '../../src/zapier/oauth2.ts';
import type { Provider } from '../../src/zapier/provider.ts';
import { type Failure, failure } from '../support/integration.ts';
import { withZ } from '../support/zapier.ts';

const config = oauth2Config({ name: 'Acme' } as Provider, {
	authorizeUrl: 'https://app.acme.example/oauth/authorize',
	tokenBaseUrl: 'https://login.acme.example',
	tokenPath: path`/oauth/token`,
	clientLink: '[the applications of your account](https://acme.example/apps)',
});

const INPUT = { code: 'the-code-1', redirect_uri: 'https://zapier.com/return/?a=b' };
const { CLIENT_ID, CLIENT_SECRET } = process.env;

function set(name: string, value: string | undefined): void {
	if (value === undefined) delete process.env[name];
	else process.env[name] = value;
}

beforeEach(() => {
	set('CLIENT_ID', 'the-client-id');
	set('CLIENT_SECRET', 'the-client-secret');
});

afterAll(() => {
	set('CLIENT_ID', CLIENT_ID);
	set('CLIENT_SECRET', CLIENT_SECRET);
});

type Exchange = (z: ZObject, bundle: Bundle) => Promise<unknown>;

function exchange(inputData: Record<string, string> = INPUT): Promise<unknown> {
	return withZ((z) => (config.getAccessToken as Exchange)(z, { inputData } as unknown as Bundle));
}

/** How the exchange fails after this answer of the token endpoint. */
function failureAfter(status: number, body: unknown, inputData?: Record<string, string>): Promise<Failure> {
	nock('https://login.acme.example')
		.post('/oauth/token')
		.reply(status, typeof body === 'string' ? body : JSON.stringify(body));
	return failure(exchange(inputData));
}

test('people agree at the vendor’s page, without our secret', () => {
	expect(config.authorizeUrl).toStrictEqual({
		method: 'GET',
		url: 'https://app.acme.example/oauth/authorize',
		params: {
			response_type: 'code',
			client_id: '{{process.env.CLIENT_ID}}',
			redirect_uri: '{{bundle.inputData.redirect_uri}}',
			state: '{{bundle.inputData.state}}',
		},
	});
});

test('a code is exchanged for a token', async () => {
	const scope = nock('https://login.acme.example', { reqheaders: { 'content-type': 'application/x-www-form-urlencoded' } })
		.post('/oauth/token', {
			grant_type: 'authorization_code',
			client_id: 'the-client-id',
			client_secret: 'the-client-secret',
			code: 'the-code-1',
			redirect_uri: 'https://zapier.com/return/?a=b',
		})
		.reply(200, { access_token: 'the-token', token_type: 'bearer' });
	expect(await exchange()).toStrictEqual({ access_token: 'the-token' });
	expect(scope.isDone()).toBe(true);
});

test('what Zapier doesn’t hand over is sent empty', async () => {
	const bodies: unknown[] = [];
	nock('https://login.acme.example')
		.post('/oauth/token', (body) => bodies.push(body) > 0)
		.reply(200, { access_token: 'the-token' });
	await exchange({});
	expect(bodies).toMatchObject([{ code: '', redirect_uri: '' }]);
});

test.each([
	['CLIENT_ID', undefined],
	['CLIENT_ID', ''],
	['CLIENT_SECRET', undefined],
	['CLIENT_SECRET', ''],
])('without %s (%j) nothing is sent', async (name, value) => {
	set(name, value);
	expect(await failure(exchange())).toStrictEqual({
		name: 'AppError',
		message: 'This integration has no CLIENT_ID and CLIENT_SECRET yet. Its owner sets them with "zapier-platform env:set".',
		code: 'invalid_input',
	});
});

test.each([[{}], [{ access_token: '' }], [{ access_token: 7 }], ['null'], ['[]'], ['']])(
	'an answer without a token, %j, says so',
	async (body) => {
		expect(await failureAfter(200, body)).toStrictEqual({
			name: 'AppError',
			message: 'Acme answered without an access token. Connect the account again.',
			code: 'invalid_input',
		});
	},
);

test('a refused client is sent to where its id and secret are found', async () => {
	expect(await failureAfter(401, {})).toMatchObject({
		name: 'AppError',
		message: expect.stringMatching(/^Acme didn't accept the client ID and secret\. Copy the client ID and secret again from \[/),
		code: 'unauthorized',
		status: 401,
	});
});

test('a refused code is told in the vendor’s words', async () => {
	expect(await failureAfter(400, { error: 'invalid_grant', error_description: 'The code is not valid any more.' })).toMatchObject({
		name: 'AppError',
		message: 'The code is not valid any more. Sign in to Acme again.',
	});
});

test('neither secret nor code is ever in a message', async () => {
	const { message } = await failureAfter(400, { message: 'No client the-client-secret with the-code-1.' });
	expect(message).toContain('No client [hidden] with [hidden].');
});

test('an address where nothing answers is named', async () => {
	nock('https://login.acme.example')
		.post('/oauth/token')
		.replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
	expect(await failure(exchange())).toMatchObject({
		message: "login.acme.example doesn't accept connections. Try again in a few minutes.",
		code: 'unreachable',
	});
});
