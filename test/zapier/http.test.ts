import nock from 'nock';
import type { ZObject } from 'zapier-platform-core';
import { type Failure, RequestError } from '../../src/zapier/errors/requestError.ts';
import { InputError } from '../../src/zapier/errors/stepError.ts';
import { type Endpoint, type HttpRequest, type HttpResponse, path, sendRequest } from '../../src/zapier/http.ts';
import { withZ } from '../support/zapier.ts';

const ORIGIN = 'https://api.acme.example';
const TIME = 25_000;
const GET: HttpRequest = { method: 'GET', path: path`/things` };
const POST: HttpRequest = { method: 'POST', path: path`/things`, body: { name: 'x' } };

const endpointOf = (endpoint: Partial<Endpoint> = {}): Endpoint => ({ baseUrl: ORIGIN, headers: {}, secrets: [], ...endpoint });

function sent(request: HttpRequest, endpoint: Partial<Endpoint> = {}): Promise<HttpResponse> {
	return withZ((z) => sendRequest(z, endpointOf(endpoint), request, TIME));
}

/** What comes of a success. */
async function bodyOf(request: HttpRequest): Promise<unknown> {
	return (await sent(request)).body;
}

/** The failure that a request ends with. */
async function failureOf(promise: Promise<unknown>): Promise<Failure> {
	const error = await promise.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(RequestError);
	return (error as RequestError).failure;
}

/** Answers the next request to the API, and returns the failure it leads to. */
function failureAfter(status: number, body: string, headers: Record<string, string> = {}, endpoint: Partial<Endpoint> = {}) {
	nock(ORIGIN).get('/things').reply(status, body, headers);
	return failureOf(sent(GET, endpoint));
}

interface Seen {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** Answers everything with `{}` and notes what came. */
function record(): Seen[] {
	const seen: Seen[] = [];
	const scope = nock(ORIGIN).persist();
	for (const method of ['GET', 'POST', 'DELETE']) {
		scope.intercept(/^/, method).reply(async (request: Request): Promise<[number, string]> => {
			seen.push({ method, url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() });
			return [200, '{}'];
		});
	}
	return seen;
}

describe('a path', () => {
	test.each([
		['plain', '/a/plain/b'],
		['', '/a//b'],
		['Support & Sales', '/a/Support%20%26%20Sales/b'],
		['x/../y', '/a/x%2F..%2Fy/b'],
		['../..', '/a/..%2F../b'],
		['...', '/a/.../b'],
		['%2e%2e', '/a/%252e%252e/b'],
		['?q=1#f', '/a/%3Fq%3D1%23f/b'],
		['x\r\ny: z', '/a/x%0D%0Ay%3A%20z/b'],
		['ü', '/a/%C3%BC/b'],
		['{{bundle.authData.key}}', '/a/%7B%7Bbundle.authData.key%7D%7D/b'],
		[42, '/a/42/b'],
	])('takes %j as one segment', (value, expected) => {
		expect(path`/a/${value}/b`).toBe(expected);
		expect(new URL(`${ORIGIN}${path`/a/${value}/b`}`).pathname).toBe(expected);
	});

	test('may have several values, or none', () => {
		expect(path`/a/${1}/${'b c'}`).toBe('/a/1/b%20c');
		expect(path`/a`).toBe('/a');
	});

	test.each(['.', '..'])('refuses %j, which URLs can’t write as a name', (value) => {
		expect(() => path`/a/${value}/b`).toThrow(InputError);
		expect(() => path`/a/${value}/b`).toThrow(`“${value}” can't be the name of anything in an address. Choose another value.`);
	});
});

describe('what leaves', () => {
	test('a GET has no body, and asks for JSON', async () => {
		const seen = record();
		await sent({ ...GET, query: { page: 1, name: 'a b&c', empty: undefined, none: '' } });
		expect(seen).toMatchObject([{ method: 'GET', body: '' }]);
		expect(seen.map(({ url }) => [...new URL(url).searchParams])).toStrictEqual([
			[
				['page', '1'],
				['name', 'a b&c'],
				['none', ''],
			],
		]);
		expect(seen[0]?.headers).toMatchObject({ accept: 'application/json' });
		expect(seen[0]?.headers).not.toHaveProperty('content-type');
	});

	// Seen before it is sent, since nock drops a question mark with nothing behind it.
	test.each([{}, { query: {} }, { query: { page: undefined } }])('a query without values is none: %p', async (query) => {
		const urls: unknown[] = [];
		const answer = { status: 200, headers: new Headers(), text: async () => '{}' };
		const request = async ({ url }: { url: string }) => {
			urls.push(url);
			return answer;
		};
		await sendRequest({ request } as unknown as ZObject, endpointOf(), { ...GET, ...query }, TIME);
		expect(urls).toStrictEqual([`${ORIGIN}/things`]);
	});

	test('stands below the base URL', async () => {
		const seen = record();
		await sent(GET, { baseUrl: `${ORIGIN}/api/v1`, headers: { 'x-api-key': 'k' } });
		expect(seen[0]?.url).toBe(`${ORIGIN}/api/v1/things`);
		expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'k' });
	});

	test('a body is sent as JSON, without what is undefined', async () => {
		const seen = record();
		await sent({ method: 'POST', path: path`/things`, body: { name: 'Ü "x"', none: undefined, list: [1] } });
		expect(seen[0]?.body).toBe('{"name":"Ü \\"x\\"","list":[1]}');
		expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
	});

	test.each(['{{bundle.authData.key}}', '{{{{process.env.X}}}}', 'a{{b', '{{', '{{{x}}}', '}}'])('%j arrives as it is', async (text) => {
		const seen = record();
		await sent({ method: 'POST', path: path`/things`, body: { [text]: [text] } });
		expect(JSON.parse(seen[0]?.body ?? '')).toStrictEqual({ [text]: [text] });
	});

	test.each([
		[null, 'null'],
		[[{ id: 1, role: 'x' }], '[{"id":1,"role":"x"}]'],
		[[], '[]'],
		[{ notify: true, kind: 'user', team: null }, '{"notify":true,"kind":"user","team":null}'],
		['text', '"text"'],
		[false, 'false'],
	])('the body %j is sent as it is', async (body, expected) => {
		const seen = record();
		await sent({ method: 'POST', path: path`/things`, body });
		expect(seen[0]?.body).toBe(expected);
		expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
	});

	test('a path keeps a slash at its end', async () => {
		const seen = record();
		await sent({ method: 'POST', path: path`/users/${'a b'}/`, body: {} });
		expect(seen[0]?.url).toBe(`${ORIGIN}/users/a%20b/`);
	});

	test('a form is sent as a form', async () => {
		const seen = record();
		await sent({ method: 'POST', path: path`/things`, form: { code: 'a b&c=d', key: '{{bundle.x}}' } });
		expect(seen[0]?.body).toBe('code=a+b%26c%3Dd&key=%7B%7Bbundle.x%7D%7D');
		expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' });
	});

	test('a DELETE is one', async () => {
		const seen = record();
		await sent({ method: 'DELETE', path: path`/things/${1}` });
		expect(seen).toMatchObject([{ method: 'DELETE', url: `${ORIGIN}/things/1`, body: '' }]);
	});
});

describe('a success', () => {
	test.each<[title: string, status: number, text: string, body: unknown]>([
		['an object', 200, '{"id":"1"}', { id: '1' }],
		['a list', 201, '[1,2]', [1, 2]],
		['nothing', 204, '', undefined],
		['only space', 200, ' \n', undefined],
		['null', 201, 'null', undefined],
		['false', 200, 'false', false],
		['a status at the edge', 299, '{}', {}],
		['one that says so', 200, '{"success":true}', { success: true }],
		['one that says so in a text', 200, '{"success":"true"}', { success: 'true' }],
		['one with an error that is none', 200, '{"error":null,"errors":[]}', { error: null, errors: [] }],
		['one with an error that says none', 200, '{"error":"none","errors":{}}', { error: 'none', errors: {} }],
		['one with an error of false', 200, '{"error":false,"errors":0}', { error: false, errors: 0 }],
		['a list of errors', 200, '[{"error":"x"}]', [{ error: 'x' }]],
		['behind a byte-order mark', 200, '\ufeff{"id":"1"}', { id: '1' }],
		['a text with a tag', 200, '{"html":"<p>x</p>"}', { html: '<p>x</p>' }],
	])('may be %s', async (_title, status, text, body) => {
		nock(ORIGIN).get('/things').reply(status, text);
		expect(await sent(GET)).toMatchObject({ request: GET, status, ...(body === undefined ? {} : { body }) });
		nock(ORIGIN).get('/things').reply(status, text);
		expect(await bodyOf(GET)).toStrictEqual(body);
	});

	test('tells its headers', async () => {
		nock(ORIGIN).get('/things').reply(200, '[]', { link: '<x>; rel="next"' });
		expect((await sent(GET)).headers.get('Link')).toBe('<x>; rel="next"');
	});

	test('keeps the digits that a JavaScript number would lose', async () => {
		nock(ORIGIN)
			.get('/things')
			.reply(
				200,
				'{"a":9223372036854775807,"b":[9007199254740993],"c":-9007199254740992,"d":9007199254740991,"e":1.5,"f":[ 1e30, -1.5E+17]}',
			);
		expect((await sent(GET)).body).toStrictEqual({
			a: '9223372036854775807',
			b: ['9007199254740993'],
			c: '-9007199254740992',
			d: 9007199254740991,
			f: ['1e30', '-1.5E+17'],
			e: 1.5,
		});
	});

	test.each([
		['1e30', '1e30'],
		['[1e30]', ['1e30']],
		['[-1e30]', ['-1e30']],
		['[1,2e30]', [1, '2e30']],
		['{"a":1e30}', { a: '1e30' }],
		['{"a": 1.5e30}', { a: '1.5e30' }],
		['{"a":\n12E30}', { a: '12E30' }],
		['{"a":1234567890123456}', { a: 1234567890123456 }],
		['{"a":12345678901234567}', { a: '12345678901234567' }],
		['{"a":1e3,"b":0.12345678901234567,"c":"1e30"}', { a: 1000, b: Number('0.12345678901234567'), c: '1e30' }],
		['{"a":"x\ufeffy"}', { a: 'x\ufeffy' }],
		['\ufeff{"a":1}', { a: 1 }],
	])('of %j is read', async (text, body) => {
		nock(ORIGIN).get('/things').reply(200, text);
		expect(await bodyOf(GET)).toStrictEqual(body);
	});

	test.each([
		{ success: 'falsely' },
		{ success: 'I say no' },
		{ success: 'nobody' },
		{ success: '10' },
		{ error: ' none ' },
		{ error: 'NULL' },
		{ error: {}, errors: [] },
		{ error: 0 },
	])('may hold %j, which is no failure', async (body) => {
		nock(ORIGIN).get('/things').reply(200, JSON.stringify(body));
		expect(await bodyOf(GET)).toStrictEqual(body);
	});

	test.each([
		['OK', undefined],
		['{"id":', undefined],
		['', undefined],
		['{"id":1}', { id: 1 }],
	])('may say %j where the documentation leaves it open', async (text, body) => {
		nock(ORIGIN).get('/things').reply(201, text);
		expect(await bodyOf({ ...GET, openBody: true })).toStrictEqual(body);
	});
});

describe('a login page with status 200', () => {
	const PAGE = '<!DOCTYPE html><html><body><form>Sign in</form></body></html>';

	test.each([
		['as documented', GET, PAGE],
		['where the body is open', { ...GET, openBody: true }, PAGE],
		['without a doctype', { ...GET, openBody: true }, '<html lang="en"><h1>Sign in</h1></html>'],
		['as XHTML', { ...GET, openBody: true }, '<?xml version="1.0"?><html></html>'],
		['behind a byte-order mark', { ...GET, openBody: true }, `\ufeff${PAGE}`],
		['behind a comment', { ...GET, openBody: true }, `<!-- proxy -->\n${PAGE}`],
	])('%s is never a success', async (_title, request, text) => {
		nock(ORIGIN).get('/things').reply(200, text, { 'content-type': 'text/html' });
		expect(await failureOf(sent(request))).toStrictEqual({ kind: 'unreadable', reason: 'page', status: 200 });
	});
});

describe('an answer that can’t be read', () => {
	test.each([
		['<!doctype html><html></html>', 'page'],
		['{"id":', 'json'],
		['OK', 'json'],
	])('%j is unreadable: %s', async (body, reason) => {
		expect(await failureAfter(200, body)).toStrictEqual({ kind: 'unreadable', reason, status: 200 });
	});

	test('a web page with status 404 isn’t the API’s word that something isn’t there', async () => {
		expect(await failureAfter(404, '<!doctype html><title>Not found</title>')).toStrictEqual({
			kind: 'unreadable',
			reason: 'page',
			status: 404,
		});
	});

	test.each<[status: number, body: string]>([
		[404, ''],
		[404, 'Not found'],
		[404, '{"message":"<html>"}'],
		[403, '<html></html>'],
		[500, '<html></html>'],
	])('%i with %j is a refusal', async (status, body) => {
		expect(await failureAfter(status, body)).toMatchObject({ kind: 'refused', status });
	});

	test.each([300, 301, 302, 303, 304, 307, 308, 399])('%i leads nowhere that a credential may go', async (status) => {
		const elsewhere = nock('https://elsewhere.example').get('/').reply(200, '{}');
		expect(await failureAfter(status, '', { location: 'https://elsewhere.example/' })).toStrictEqual({
			kind: 'unreadable',
			reason: 'redirect',
			status,
		});
		expect(elsewhere.isDone()).toBe(false);
	});
});

describe('a refusal', () => {
	test.each([400, 401, 403, 404, 409, 422, 500, 503, 599])('of %i tells the words', async (status) => {
		const body = { message: 'No.', code: 'x1', field: 'name' };
		expect(await failureAfter(status, JSON.stringify(body))).toStrictEqual({
			kind: 'refused',
			status,
			message: 'No.',
			code: 'x1',
			fields: ['name'],
			retryAfter: undefined,
			body,
		});
	});

	test.each([
		[{ 'retry-after': '30' }, {}, 30],
		[{ 'x-ratelimit-reset': '30' }, {}, 30],
		[{}, {}, undefined],
		[{ 'x-wait': '7', 'retry-after': '30' }, { readRetryAfter: (headers) => Number(headers.get('x-wait')) }, 7],
		[{ 'retry-after': '30' }, { readRetryAfter: () => undefined }, 30],
	] as [Record<string, string>, Partial<Endpoint>, number | undefined][])(
		'of 429 with %j tells how long to wait',
		async (headers, endpoint, retryAfter) => {
			expect(await failureAfter(429, '{}', headers, endpoint)).toMatchObject({ status: 429 });
			expect(await failureAfter(429, '{}', headers, endpoint)).toHaveProperty('retryAfter', retryAfter);
		},
	);

	test('may be a text, or a page that says nothing', async () => {
		expect(await failureAfter(500, 'Out of order')).toMatchObject({ message: 'Out of order.' });
		expect(await failureAfter(502, '<html><h1>Bad gateway</h1></html>')).toMatchObject({ status: 502, message: undefined });
	});

	test('may have a shape of its own, which completes what is read in general', async () => {
		const readError: Endpoint['readError'] = (body) => ({ code: (body as { fault: string }).fault });
		expect(await failureAfter(400, '{"message":"No.","fault":"F1"}', {}, { readError })).toMatchObject({ message: 'No.', code: 'F1' });
	});

	test.each([
		['{"error":"the workspace is full"}', 'the workspace is full.'],
		['{"error":{"message":"full"}}', 'full.'],
		['{"error":true,"message":"full"}', 'full.'],
		['{"errors":["full"]}', 'full.'],
		['{"errors":[{"message":"full"}]}', 'full.'],
		['{"errors":{"email":["full"]}}', 'full.'],
		['{"success":false,"message":"full"}', 'full.'],
		['{"success":"false","message":"full"}', 'full.'],
		['{"success":"No","message":"full"}', 'full.'],
		['{"success":0,"message":"full"}', 'full.'],
		['{"success":true,"error":"full"}', 'full.'],
	])('may come with a success status: %s', async (text, message) => {
		for (const request of [GET, { ...GET, openBody: true }]) {
			nock(ORIGIN).get('/things').reply(200, text);
			expect(await failureOf(sent(request))).toMatchObject({ kind: 'refused', status: 400, message });
		}
	});

	test.each([
		[200, '{"success":false,"data":{"message":"Slow","errorCode":"E06"}}', 429],
		[200, '{"success":false,"data":{"errorCode":"AB99"}}', 400],
		[200, '{"success":false,"errorCode":"constructor"}', 400],
		[403, '{"success":false,"errorCode":"E06"}', 403],
	])('of %i, %s counts as %i', async (status, text, counted) => {
		expect(await failureAfter(status, text, {}, { statusOfCode: { E06: 429 } })).toMatchObject({ kind: 'refused', status: counted });
	});

	test('hides credentials before anything is cut', async () => {
		const secret = 'my-secret-key-0123456789';
		const message = `${'x'.repeat(290)} ${secret} ${'y'.repeat(100)}`;
		const failure = await failureAfter(400, JSON.stringify({ message }), {}, { secrets: [secret] });
		expect(JSON.stringify(failure)).not.toContain('my-sec');
		expect(failure).toHaveProperty('message', `${'x'.repeat(290)} [hidden]…`);
	});

	test('hides credentials in a text and in the body', async () => {
		const secrets = ['my-secret-key'];
		expect(await failureAfter(400, 'No my-secret-key here', {}, { secrets })).toHaveProperty('message', 'No [hidden] here.');
		expect(await failureAfter(400, '{"key":"my-secret-key"}', {}, { secrets })).toHaveProperty('body', { key: '[hidden]' });
	});
});

describe('a request that fails', () => {
	test.each<[code: string, failure: Failure]>([
		['ENOTFOUND', { kind: 'unreachable', reason: 'name' }],
		['ECONNREFUSED', { kind: 'unreachable', reason: 'connection' }],
		['CERT_HAS_EXPIRED', { kind: 'unreachable', reason: 'certificate' }],
		['ECONNRESET', { kind: 'unanswered', reason: 'connection' }],
	])('with %s', async (code, failure) => {
		nock(ORIGIN)
			.post('/things')
			.replyWithError(Object.assign(new Error('broken'), { code }));
		expect(await failureOf(sent(POST))).toStrictEqual(failure);
	});

	test('is never sent a second time', async () => {
		let count = 0;
		nock(ORIGIN)
			.persist()
			.post('/things')
			.reply(() => {
				count++;
				return [500, ''];
			});
		await failureOf(sent(POST));
		expect(count).toBe(1);
	});

	test('for a reason of our own says so itself', async () => {
		const error = new Error('boom');
		const z = { request: () => Promise.reject(error) } as unknown as ZObject;
		await expect(sendRequest(z, endpointOf(), GET, TIME)).rejects.toBe(error);
	});

	test('because the answer is far too large', async () => {
		const largest = 5 * 1024 * 1024;
		nock(ORIGIN).get('/things').reply(200, ' '.repeat(largest));
		expect(await sent(GET)).toMatchObject({ status: 200, body: undefined });
		expect(await failureAfter(200, ' '.repeat(largest + 1))).toStrictEqual({ kind: 'unanswered', reason: 'size' });
	});
});

describe('the deadline', () => {
	beforeEach(() => {
		jest.useFakeTimers();
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	/** A `z` whose requests end only when they are told to stop. */
	function silent() {
		const signals: AbortSignal[] = [];
		const request = ({ signal }: { signal: AbortSignal }) => {
			signals.push(signal);
			return new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' })));
			});
		};
		return { z: { request } as unknown as ZObject, signals };
	}

	test('comes when the time that is left is over', async () => {
		const { z, signals } = silent();
		const failure = failureOf(sendRequest(z, endpointOf(), POST, TIME));
		await jest.advanceTimersByTimeAsync(24_999);
		expect(signals.map(({ aborted }) => aborted)).toStrictEqual([false]);
		await jest.advanceTimersByTimeAsync(1);
		expect(await failure).toStrictEqual({ kind: 'unanswered', reason: 'timeout' });
		expect(jest.getTimerCount()).toBe(0);
	});

	test('is forgotten once an answer came', async () => {
		const response = { status: 200, text: async () => '{}', headers: new Headers() };
		await sendRequest({ request: async () => response } as unknown as ZObject, endpointOf(), GET, TIME);
		expect(jest.getTimerCount()).toBe(0);
	});
});
