import nock from 'nock';
import type { ZObject } from 'zapier-platform-core';
import { type Answer, type ApiRequest, path, send } from '../../src/zapier/api.ts';
import { ApiFault, type Fault } from '../../src/zapier/fault.ts';
import { InputError } from '../../src/zapier/input.ts';
import { withZ } from './zapier.ts';

const ORIGIN = 'https://api.acme.example';
const GET: ApiRequest = { method: 'GET', path: path`/things` };
const POST: ApiRequest = { method: 'POST', path: path`/things`, body: { name: 'x' } };

function sent(request: ApiRequest, statusOfCode: Record<string, number> = {}, baseUrl = ORIGIN): Promise<Answer> {
	return withZ((z) => send(z, baseUrl, statusOfCode, request));
}

/** The fault that a request ends with. */
async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	const error = await promise.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(ApiFault);
	return (error as ApiFault).fault;
}

/** Answers the next request to the API, and returns the fault it leads to. */
function faultAfter(status: number, body: string, headers: Record<string, string> = {}, statusOfCode: Record<string, number> = {}) {
	nock(ORIGIN).get('/things').reply(status, body, headers);
	return faultOf(sent(GET, statusOfCode));
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

	test('a query without values is none', async () => {
		const seen = record();
		await sent({ ...GET, query: { page: undefined } });
		await sent({ ...GET, query: {} });
		expect(seen.map(({ url }) => url)).toStrictEqual([`${ORIGIN}/things`, `${ORIGIN}/things`]);
	});

	test('stands below the base URL', async () => {
		const seen = record();
		await sent(GET, {}, `${ORIGIN}/api/v1`);
		expect(seen[0]?.url).toBe(`${ORIGIN}/api/v1/things`);
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
		['a success that says so', 200, '{"success":true}', { success: true }],
		['a success of another kind', 200, '{"success":"false"}', { success: 'false' }],
	])('may be %s', async (_title, status, text, body) => {
		nock(ORIGIN).get('/things').reply(status, text);
		expect(await sent(GET)).toStrictEqual({ status, body });
	});

	test('keeps the digits that a JavaScript number would lose', async () => {
		nock(ORIGIN)
			.get('/things')
			.reply(200, '{"a":9223372036854775807,"b":[9007199254740993],"c":-9007199254740992,"d":9007199254740991,"e":1.5}');
		expect((await sent(GET)).body).toStrictEqual({
			a: '9223372036854775807',
			b: ['9007199254740993'],
			c: '-9007199254740992',
			d: 9007199254740991,
			e: 1.5,
		});
	});

	test('may say anything where the documentation leaves it open', async () => {
		nock(ORIGIN).get('/things').times(2).reply(201, '<html>Created</html>');
		expect(await sent({ ...GET, openAnswer: true })).toStrictEqual({ status: 201, body: undefined });
		expect(await faultOf(sent(GET))).toStrictEqual({ kind: 'unreadable', reason: 'page' });
	});
});

describe('an answer that can’t be read', () => {
	test.each([
		['<!doctype html><html></html>', 'page'],
		['{"id":', 'json'],
		['OK', 'json'],
	])('%j is unreadable: %s', async (body, reason) => {
		expect(await faultAfter(200, body)).toStrictEqual({ kind: 'unreadable', reason });
	});

	test.each([300, 301, 302, 303, 304, 307, 308, 399])('%i leads nowhere that a credential may go', async (status) => {
		const elsewhere = nock('https://elsewhere.example').get('/').reply(200, '{}');
		expect(await faultAfter(status, '', { location: 'https://elsewhere.example/' })).toStrictEqual({
			kind: 'unreadable',
			reason: 'redirect',
		});
		expect(elsewhere.isDone()).toBe(false);
	});
});

describe('a refusal', () => {
	test.each([400, 401, 403, 404, 409, 422, 500, 503, 599])('of %i tells the words', async (status) => {
		expect(await faultAfter(status, '{"message":"No.","code":"x1","field":"name"}')).toStrictEqual({
			kind: 'refused',
			status,
			words: { message: 'No.', code: 'x1', fields: ['name'] },
			retryAfter: undefined,
		});
	});

	test('of 429 reaches us, with the time to wait', async () => {
		expect(await faultAfter(429, '{}', { 'retry-after': '30' })).toMatchObject({ status: 429, retryAfter: '30' });
	});

	test('may be a text, or a page that says nothing', async () => {
		expect(await faultAfter(500, 'Out of order')).toMatchObject({ words: { message: 'Out of order.' } });
		expect(await faultAfter(502, '<html><h1>Bad gateway</h1></html>')).toMatchObject({ status: 502, words: { message: undefined } });
	});

	test('may come with a success status', async () => {
		const codes = { AB06: 429 };
		expect(await faultAfter(200, '{"success":false,"data":{"message":"Slow","errorCode":"AB06"}}', {}, codes)).toMatchObject({
			kind: 'refused',
			status: 429,
			words: { message: 'Slow.', code: 'AB06' },
		});
		expect(await faultAfter(200, '{"success":false,"data":{"errorCode":"AB99"}}', {}, codes)).toMatchObject({ status: 400 });
		expect(await faultAfter(200, '{"success":false}', {}, codes)).toMatchObject({ status: 400 });
	});

	test('with a status of its own keeps it, whatever the code', async () => {
		expect(await faultAfter(403, '{"success":false,"errorCode":"AB06"}', {}, { AB06: 429 })).toMatchObject({ status: 403 });
	});
});

describe('a request that fails', () => {
	test.each<[code: string, fault: Fault]>([
		['ENOTFOUND', { kind: 'unreachable', reason: 'name' }],
		['ECONNREFUSED', { kind: 'unreachable', reason: 'connection' }],
		['CERT_HAS_EXPIRED', { kind: 'unreachable', reason: 'certificate' }],
		['ECONNRESET', { kind: 'unanswered', reason: 'connection' }],
	])('with %s', async (code, fault) => {
		nock(ORIGIN)
			.post('/things')
			.replyWithError(Object.assign(new Error('broken'), { code }));
		expect(await faultOf(sent(POST))).toStrictEqual(fault);
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
		await faultOf(sent(POST));
		expect(count).toBe(1);
	});

	test('for a reason of our own says so itself', async () => {
		const error = new Error('boom');
		const z = { request: () => Promise.reject(error) } as unknown as ZObject;
		await expect(send(z, ORIGIN, {}, GET)).rejects.toBe(error);
	});

	test('because the answer is far too large', async () => {
		const largest = 5 * 1024 * 1024;
		nock(ORIGIN).get('/things').reply(200, ' '.repeat(largest));
		expect(await sent(GET)).toStrictEqual({ status: 200, body: undefined });
		expect(await faultAfter(200, ' '.repeat(largest + 1))).toStrictEqual({ kind: 'unanswered', reason: 'size' });
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

	test('comes after 25 seconds, before Zapier’s own', async () => {
		const { z, signals } = silent();
		const fault = faultOf(send(z, ORIGIN, {}, POST));
		await jest.advanceTimersByTimeAsync(24_999);
		expect(signals.map(({ aborted }) => aborted)).toStrictEqual([false]);
		await jest.advanceTimersByTimeAsync(1);
		expect(await fault).toStrictEqual({ kind: 'unanswered', reason: 'timeout' });
		expect(jest.getTimerCount()).toBe(0);
	});

	test('is forgotten once an answer came', async () => {
		const response = { status: 200, text: async () => '{}', headers: new Headers() };
		await send({ request: async () => response } as unknown as ZObject, ORIGIN, {}, GET);
		expect(jest.getTimerCount()).toBe(0);
	});
});
