import nock from 'nock';
import { shareSecureContexts } from '../../sandbox/tls.mts';
import { type Contract, successOf } from './contract.ts';

/** A request as it left the integration. */
export interface Recorded {
	method: string;
	url: string;
	headers: Record<string, string>;
	rawBody: string;
	/** Parsed; undefined if there was none. */
	body?: unknown;
}

export type Reply = [status: number, body?: string | Buffer, headers?: Record<string, string>];

/** What to answer a request with; an `Error` breaks the connection instead. */
export type Answerer = (request: Recorded) => Reply | Promise<Reply>;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

let unshare: () => void;
beforeAll(() => {
	unshare = shareSecureContexts();
});
afterAll(() => unshare());

/** What answers for each host now. */
const answering = new Map<string, nock.Interceptor[]>();

/** Answers every request to a contract's host, in place of whatever answered before, and records them all. */
export function answerWith(contract: Pick<Contract, 'baseUrl'>, answerer: Answerer): Recorded[] {
	const recorded: Recorded[] = [];
	const { origin } = new URL(contract.baseUrl);
	for (const earlier of answering.get(origin) ?? []) nock.removeInterceptor(earlier);
	const scope = nock(origin).persist();
	const interceptors = METHODS.map((method) => {
		const interceptor = scope.intercept(/^/, method);
		interceptor.reply(async (request: Request) => {
			const one = await record(request);
			recorded.push(one);
			return (await answerer(one)) as [number, string];
		});
		return interceptor;
	});
	answering.set(origin, interceptors);
	return recorded;
}

/** Answers every request to a contract's host with the documented success. */
export function answerFrom(contract: Contract): Recorded[] {
	return answerWith(contract, (request) => documentedAnswer(contract, request));
}

export function documentedAnswer(contract: Contract, { method, url }: Pick<Recorded, 'method' | 'url'>): Reply {
	const operation = contract.match(method, url);
	if (!operation) return [404, '{"message":"no such operation in the contract"}', { 'content-type': 'application/json' }];
	const { status, body } = successOf(operation);
	return body === undefined ? [status, ''] : [status, JSON.stringify(body), { 'content-type': 'application/json' }];
}

async function record(request: Request): Promise<Recorded> {
	const rawBody = await request.text();
	const one: Recorded = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers), rawBody };
	if (rawBody) one.body = JSON.parse(rawBody);
	return one;
}
