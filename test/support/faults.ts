import nock from 'nock';
import { readErrorBody } from '../../src/zapier/errors/errorBody.ts';
import { type Contract, type ContractOperation, exampleOf, successOf } from './contract.ts';
import { built, type Failure, failureOf, tester } from './integration.ts';
import { methodOf, type RunnableOperation } from './operations.ts';
import { documentedAnswer, METHODS } from './wire.ts';

const all = tester(built('all'));

/** How long the integration waits. */
const DEADLINE_MS = 25_000;

type Kind = RunnableOperation['kind'];

/** How a run may end, in the words of docs/errors.md. */
type Ending = 'done' | 'fails' | 'stops softly' | 'held and replayed' | 'asks to reconnect';

/** The class of Zapier's errors behind each ending. */
const CLASSES: Record<Exclude<Ending, 'done'>, string> = {
	fails: 'AppError',
	'stops softly': 'HaltedError',
	'held and replayed': 'ThrottledError',
	'asks to reconnect': 'ExpiredAuthError',
};

/** What the provider's side answers: a whole answer, or a broken connection. */
type Wire = { status: number; body?: string | Buffer; headers?: Record<string, string> } | { error: NodeJS.ErrnoException };

export interface Fault {
	/** The situation, as the first column of docs/errors.md. */
	name: string;
	wire(operation: ContractOperation): Wire;
	/** How it must end for each kind of operation; of several, any. */
	ends(kind: Kind, operation: ContractOperation): Ending[];
	/** The provider's own words that must be in the message. */
	words?(operation: ContractOperation): string | undefined;
	/** Must the message say that what was asked may have been carried out, or that it wasn't sent? */
	sent?: 'maybe' | 'no';
	/** Bounds of the delay, in seconds. */
	delay?: [number, number];
	/** The provider takes the request, and says nothing. */
	neverAnswers?: true;
}

const json = { 'content-type': 'application/json' };
const html = '<!DOCTYPE html><html><head><title>Oops</title></head><body><h1>Gateway trouble</h1></body></html>';

/** A documented failure with the contract's example; an undocumented one with words that no code knows. */
function documentedFailure(operation: ContractOperation, status: number): { body: string; words: string } {
	const example = exampleOf(operation, status);
	if (example !== undefined) return { body: JSON.stringify(example), words: firstText(example) ?? '' };
	const words = "The provider's own words";
	return { body: JSON.stringify({ message: words }), words };
}

/** The human text of an example: under the key that APIs put it. */
function firstText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, item] of Object.entries(value)) {
		if (typeof item === 'string' && ['message', 'msg', 'error', 'detail'].includes(key)) return item;
		const deeper = firstText(item);
		if (deeper) return deeper;
	}
	return undefined;
}

/** While connecting, and while a dropdown loads, a refused key is a message beside the form, and not the end of the connection. */
const keyRefused = (kind: Kind): Ending[] => (kind === 'connection test' || kind === 'dropdown' ? ['fails'] : ['asks to reconnect']);

function status(code: number, ends: (kind: Kind, operation: ContractOperation) => Ending[], more: Partial<Fault> = {}): Fault {
	return {
		name: `${code}`,
		wire: (operation) => ({ status: code, body: documentedFailure(operation, code).body, headers: json }),
		ends,
		words: (operation) => documentedFailure(operation, code).words,
		...more,
	};
}

const fails = (): Ending[] => ['fails'];
const held = (): Ending[] => ['held and replayed'];
/** A 503 doesn't say that nothing was done, so what was to change something isn't sent again. */
const heldIfItOnlyReads = (kind: Kind): Ending[] => (kind === 'create' ? ['fails'] : ['held and replayed']);
/** Somebody is there already only where the provider documents that this status says so. */
const saysExists = (kind: Kind, operation: ContractOperation): Ending[] =>
	kind === 'create' && operation.responses[409] ? ['stops softly'] : ['fails'];

function broken(name: string, code: string, sent: 'maybe' | 'no'): Fault {
	return { name, wire: () => ({ error: Object.assign(new Error(`simulated ${code}`), { code }) }), ends: fails, sent };
}

function retryAfter(name: string, code: 429 | 503, header: string | undefined, delay: [number, number], ends: Fault['ends'] = held): Fault {
	return {
		name: `${code}, Retry-After ${name}`,
		wire: (operation) => ({
			status: code,
			body: documentedFailure(operation, code).body,
			headers: { ...json, ...(header === undefined ? {} : { 'retry-after': header }) },
		}),
		ends,
		words: (operation) => documentedFailure(operation, code).words,
		delay,
	};
}

/** For a list, an answer without one can't be used; a search may also take it as "nothing found". */
const noList = (kind: Kind): Ending[] =>
	kind === 'create' || kind === 'connection test' ? ['done'] : kind === 'search' ? ['fails', 'done'] : ['fails'];
/** Where the document leaves the body of a success open, whatever comes is a success. */
const unlessOpen = (kind: Kind, operation: ContractOperation): Ending[] =>
	kind === 'create' && successOf(operation).open ? ['done'] : ['fails'];
/** A 204 has no body, so nothing can come instead of one. */
const unlessEmpty = (_kind: Kind, operation: ContractOperation): Ending[] => (successOf(operation).status === 204 ? ['done'] : ['fails']);

function success(name: string, body: (documented: unknown) => string, ends: Fault['ends'], headers: Record<string, string> = json): Fault {
	return {
		name: `success ${name}`,
		wire: (operation) => {
			const documented = successOf(operation);
			return { status: documented.status, body: body(documented.body), headers };
		},
		ends,
	};
}

/** A moment so far ahead that clocks don't matter. */
const nextYear = new Date(Date.now() + 365 * 24 * 3600 * 1000).toUTCString();

/** Every fault of the acceptance suite, in the order of docs/errors.md. */
export const faults: Fault[] = [
	success(
		'as documented',
		(body) => (body === undefined ? '' : JSON.stringify(body)),
		() => ['done'],
	),
	success('with an empty body', () => '', noList, {}),
	success('with null', () => 'null', noList),
	success('with a web page', () => html, unlessEmpty, { 'content-type': 'text/html' }),
	success(
		'with unknown extra keys',
		(body) => (body && !Array.isArray(body) ? JSON.stringify({ ...body, surprise: { deep: [1] } }) : JSON.stringify(body ?? {})),
		() => ['done'],
	),
	success('with fields missing', () => '{}', noList),
	success('with broken JSON', () => '{"id": "1', unlessOpen),
	{
		name: 'success status, but the body says failure',
		wire: () => ({ status: 200, body: '{"success":false,"error":"the workspace is full"}', headers: json }),
		ends: fails,
		words: () => 'the workspace is full',
	},
	{
		name: 'success status, but the body holds errors',
		wire: () => ({ status: 200, body: '{"errors":[{"message":"the workspace is full"}]}', headers: json }),
		ends: fails,
		words: () => 'the workspace is full',
	},
	status(400, fails),
	status(401, keyRefused),
	status(402, fails),
	status(403, fails),
	{
		// What isn't there may also be what was to be removed.
		...status(404, (kind, { method }) => (kind === 'search' || method.toLowerCase() === 'delete' ? ['fails', 'done'] : ['fails'])),
	},
	status(409, saysExists),
	{
		name: '409 that says something else',
		wire: () => ({ status: 409, body: '{"message":"the workspace is archived"}', headers: json }),
		// Where the document has a code for it, the status alone says nothing.
		ends: (kind, operation) => (readErrorBody(exampleOf(operation, 409), '').code ? ['fails'] : saysExists(kind, operation)),
		words: () => 'the workspace is archived',
	},
	status(422, fails),
	retryAfter('in seconds', 429, '30', [30, 30]),
	retryAfter('as an HTTP date', 429, nextYear, [3600, 3600]),
	retryAfter('missing', 429, undefined, [60, 120]),
	retryAfter('negative', 429, '-5', [60, 120]),
	retryAfter('absurdly large', 429, '99999999999', [3600, 3600]),
	status(500, fails, { sent: 'maybe' }),
	{
		name: '502 with a web page',
		wire: () => ({ status: 502, body: html, headers: { 'content-type': 'text/html' } }),
		ends: fails,
		sent: 'maybe',
	},
	retryAfter('in seconds', 503, '0', [1, 1], heldIfItOnlyReads),
	status(503, fails, { name: '503 without Retry-After', sent: 'maybe' }),
	status(504, fails, { sent: 'maybe' }),
	redirect(302, 'to the same host', 'https://api.example.com/elsewhere', 'maybe'),
	redirect(302, 'to another host', 'https://elsewhere.example.com/', 'maybe'),
	redirect(302, 'to http', 'http://api.example.com/', 'maybe'),
	redirect(303, 'to another host', 'https://elsewhere.example.com/', 'maybe'),
	redirect(307, 'to another host', 'https://elsewhere.example.com/', 'no'),
	redirect(308, 'to another host', 'https://elsewhere.example.com/', 'no'),
	broken('connection refused', 'ECONNREFUSED', 'no'),
	broken('no such host', 'ENOTFOUND', 'no'),
	broken('certificate not valid', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'no'),
	broken('connection reset', 'ECONNRESET', 'maybe'),
	// What Node.js reports then; test/network.test.ts does it to a real connection.
	broken('connection reset half-way through the answer', 'ERR_STREAM_PREMATURE_CLOSE', 'maybe'),
	{ name: 'no answer within 25 seconds', wire: () => ({ status: 200 }), neverAnswers: true, ends: fails, sent: 'maybe' },
	{
		name: 'an answer of 20 MB',
		wire: () => ({ status: 200, body: Buffer.alloc(20 * 1024 * 1024, 0x20), headers: json }),
		ends: fails,
		sent: 'maybe',
	},
];

/** A 307 or 308 asks for the same request elsewhere; after any other, the request may have been carried out (RFC 9110, 15.4). */
function redirect(code: number, name: string, location: string, sent: 'maybe' | 'no'): Fault {
	return { name: `redirect (${code}) ${name}`, wire: () => ({ status: code, body: '', headers: { location } }), ends: fails, sent };
}

/** How a run ended, and what was sent. */
export interface Ended {
	ending: Ending;
	failure?: Failure;
	result?: unknown;
	/** The operation of the contract that the fault hit. */
	target: ContractOperation;
	/** The methods of the requests that got the fault. */
	sent: string[];
}

/** Runs an operation of the integration of all providers while a fault is on the wire of its provider. */
export async function runUnder(fault: Fault, contract: Contract, operation: RunnableOperation): Promise<Ended> {
	const { sent, answered } = breakWire(fault, contract, operation.kind === 'create');
	if (fault.neverAnswers) jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
	let result: unknown;
	const authData = { provider: contract.key, ...contract.connection };
	const running = failureOf(
		all.run(methodOf(operation, `${contract.key}_`), authData, operation.input).then((value) => {
			result = value;
		}),
	);
	if (fault.neverAnswers) {
		await answered;
		await jest.advanceTimersByTimeAsync(DEADLINE_MS);
	}
	const failure = await running;
	jest.useRealTimers();
	nock.cleanAll();
	const [first] = sent;
	const target = first && contract.match(first.method, first.url);
	if (!target) throw new Error(`${operation.label} sent nothing that the contract knows: ${JSON.stringify({ sent, failure })}`);
	const methods = sent.map(({ method }) => method);
	if (!failure) return { ending: 'done', result, target, sent: methods };
	const ending = Object.entries(CLASSES).find(([, name]) => name === failure.name)?.[0] as Ending | undefined;
	if (!ending) throw new Error(`${operation.label} ended with ${failure.name}: ${failure.message}`);
	return { ending, failure, target, sent: methods };
}

/** Puts a fault on the wire of a host. Requests that only prepare an action are answered as documented. */
function breakWire(fault: Fault, contract: Contract, onlyUnsafe: boolean) {
	const sent: { method: string; url: string }[] = [];
	const { promise: answered, resolve } = Promise.withResolvers<void>();
	const scope = nock(new URL(contract.baseUrl).origin).persist();
	for (const method of METHODS) {
		scope.intercept(/^/, method).reply(async (request: Request) => {
			const { url } = request;
			if (onlyUnsafe && method === 'GET') return documentedAnswer(contract, { method, url }) as [number, string];
			sent.push({ method, url });
			resolve();
			const operation = contract.match(method, url);
			if (!operation) throw new Error(`${method} ${url} is not in the contract`);
			const wire = fault.wire(operation);
			if (fault.neverAnswers) return new Promise<never>(() => {});
			if ('error' in wire) throw wire.error;
			return [wire.status, wire.body ?? '', wire.headers ?? {}] as [number, string, Record<string, string>];
		});
	}
	return { sent, answered };
}
