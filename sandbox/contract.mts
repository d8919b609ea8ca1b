import { readFile } from 'node:fs/promises';
import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import { type Context, type Document, OpenAPIBackend } from 'openapi-backend';
import { parseExactly, put } from './json.mts';
import { type Call, OtherSuccess, Refusal } from './simulation.mts';

/** What the sandbox itself reads of a contract; routing, security and validation are openapi-backend's. */
interface ContractDocument {
	info: { title: string };
	servers?: Server[];
	paths: Record<string, { servers?: Server[] }>;
	components?: { securitySchemes?: Record<string, SecurityScheme> };
	'x-sandbox'?: { connection?: Record<string, string> };
}

interface Server {
	url: string;
	variables?: Record<string, { default: string }>;
}

interface SecurityScheme {
	type: string;
	in?: string;
	name?: string;
	/** The field of the connection that holds the right value. */
	'x-auth-field'?: string;
}

interface Operation {
	operationId: string;
	path: string;
	servers?: Server[];
	responses?: Record<string, ResponseObject>;
}

interface ResponseObject {
	content?: object;
	headers?: Record<string, { example?: unknown }>;
	/** JSON pointers to where the example says what is wrong, and with which field. */
	'x-sandbox-message'?: string;
	'x-sandbox-field'?: string;
}

/** A request as it came over the wire. */
export interface Incoming {
	method: string;
	url: string;
	headers: Record<string, string>;
	rawBody: string;
}

/** `body` is undefined if there is none. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

/** What an operation does with a request that is authorized and valid: the body of its success, or undefined for the example. */
export type Carry = (operationId: string, call: Omit<Call, 'organization'>) => { body: unknown } | undefined;

/** A contract, ready to answer. It holds no state, so that any number of sandboxes can share it. */
export interface Contract {
	title: string;
	/** The values with which one connects to the API. */
	connection: Record<string, string>;
	document: ContractDocument;
	operationIds: string[];
	/** Where the API is served. */
	origins: string[];
	hosts: string[];
	/** The operation that a request is for; undefined if there is none. */
	route(incoming: Incoming): Route | undefined;
	/** Answers a request for that operation. */
	answer(incoming: Incoming, route: Route, carry: Carry): Promise<Answer>;
}

interface Route {
	operationId: string;
	/** Below the server. */
	path: string;
}

/** Contracts by their texts: compiling one takes longer than a thousand requests. */
const compiled = new Map<string, Promise<Contract>>();

/** Reads a contract. The same text is compiled once in a process. */
export async function readContract(key: string, file: string): Promise<Contract> {
	const text = await readFile(file, 'utf8');
	const contract = compiled.get(text) ?? compile(key, load(text) as ContractDocument);
	compiled.set(text, contract);
	return contract;
}

/**
 * Makes an API of a contract. What it accepts, refuses and answers is all in the contract: security schemes, schemas,
 * examples, and the `x-sandbox` extensions beside them.
 */
async function compile(key: string, document: ContractDocument): Promise<Contract> {
	const connection = document['x-sandbox']?.connection ?? {};
	const backend = new OpenAPIBackend({
		definition: document as unknown as Document,
		strict: true,
		// Leaves out checking the contract itself, which takes ten times as long as all the rest.
		quick: true,
		// A path with a slash at its end is another one, and some APIs know only that.
		ignoreTrailingSlashes: false,
		customizeAjv: (ajv) => addFormats(ajv),
		securityHandlers: securityHandlers(key, document, connection),
		handlers: {
			unauthorizedHandler: (context: Context) => example(operationOf(context), '401'),
			validationFail: (context: Context) => invalid(operationOf(context), context.validation.errors?.[0]),
			notImplemented: (context: Context, incoming: Incoming, carry: Carry) => carryOut(operationOf(context), context, incoming, carry),
		},
	});
	await backend.init();
	const operations = backend.getOperations() as unknown as Operation[];
	// The router makes this list anew for each request, several times.
	if (backend.router) backend.router.getOperations = () => operations as never;

	const serversOf = ({ servers, path }: Operation) =>
		(servers ?? document.paths[path]?.servers ?? document.servers ?? []).map((server) => serverUrl(server, connection));
	const hrefs = new Map(operations.map((operation) => [operation.operationId, serversOf(operation)]));
	const servers = [...new Set([...hrefs.values()].flat())].map((url) => new URL(url));
	const schemes = Object.values(document.components?.securitySchemes ?? {});
	const credentials = new Set(schemes.map((scheme) => (scheme.in === 'query' ? scheme.name : undefined)));

	/** The example of a response, and its headers that have one. Without a name, the first example. */
	function example({ operationId, responses }: Operation, code: string, name = ''): Answer {
		const status = Number(code);
		const response = responses?.[code];
		if (!response) return { status, headers: {}, body: { message: `The contract ${key} has no ${code} of ${operationId}` } };
		const documented = Object.entries(response.headers ?? {}).filter(([, header]) => header.example !== undefined);
		const headers = Object.fromEntries(documented.map(([header, value]) => [header.toLowerCase(), String(value.example)]));
		if (!response.content) return { status, headers, body: undefined };
		const { mock } = backend.mockResponseForOperation(operationId, { code: status, example: name });
		return { status, headers, body: structuredClone<unknown>(mock) };
	}

	function refused(operation: Operation, status: number, { example: name, message, field }: Refusal['details']): Answer {
		const response = operation.responses?.[status];
		const answer = example(operation, String(status), name);
		if (message !== undefined && response?.['x-sandbox-message']) put(answer.body, response['x-sandbox-message'], message);
		if (field !== undefined && response?.['x-sandbox-field']) put(answer.body, response['x-sandbox-field'], field);
		return answer;
	}

	function invalid(operation: Operation, error: ErrorObject | undefined): Answer {
		const { field, message } = explain(error);
		const text = `${field} ${message}`;
		const [code] = Object.entries(operation.responses ?? {}).find(([, response]) => response['x-sandbox-message']) ?? ['400'];
		if (!operation.responses?.[code]) return { status: 400, headers: {}, body: { message: text } };
		return refused(operation, Number(code), { example: 'invalid', message: text, field });
	}

	function carryOut(operation: Operation, context: Context, incoming: Incoming, carry: Carry): Answer {
		const { params, query } = context.request;
		const headers: Record<string, string> = {};
		const body = exactBody(incoming);
		try {
			const success = codeOfSuccess(operation);
			const carried = carry(operation.operationId, {
				path: params as Record<string, string>,
				query: query as Call['query'],
				body,
				headers,
			});
			if (carried === undefined) return example(operation, success);
			if (carried.body instanceof OtherSuccess) return { status: carried.body.status, headers, body: carried.body.body };
			return { status: Number(success), headers, body: carried.body };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return refused(operation, error.status, error.details);
		}
	}

	return {
		title: document.info.title,
		connection,
		document,
		operationIds: operations.map(({ operationId }) => operationId),
		origins: [...new Set(servers.map(({ origin }) => origin))],
		hosts: [...new Set(servers.map(({ host }) => host))],
		route({ method, url }) {
			const { origin, pathname } = new URL(url);
			for (const server of servers) {
				const base = server.pathname.replace(/\/$/, '');
				if (server.origin !== origin || !pathname.startsWith(`${base}/`)) continue;
				const path = pathname.slice(base.length);
				const operation = backend.matchOperation({ method, path, headers: {} }) as unknown as Operation | undefined;
				if (operation && hrefs.get(operation.operationId)?.includes(server.href)) return { path, operationId: operation.operationId };
			}
			return undefined;
		},
		answer(incoming, { path }, carry) {
			// openapi-backend takes a credential in the query for a parameter that the operation doesn't have.
			const query = Object.fromEntries([...new URL(incoming.url).searchParams].filter(([name]) => !credentials.has(name)));
			const request = { method: incoming.method, path, headers: incoming.headers, query, body: bodyForBackend(incoming) };
			return backend.handleRequest(request, incoming, carry);
		},
	};
}

/** The body of a request: parsed JSON, a form's fields, or the text itself; undefined if there is none. */
export function parseBody({ rawBody, headers }: Incoming): unknown {
	if (rawBody === '') return undefined;
	if (isForm(headers)) return Object.fromEntries(new URLSearchParams(rawBody));
	try {
		return JSON.parse(rawBody);
	} catch {
		return rawBody;
	}
}

function exactBody(incoming: Incoming): unknown {
	return isForm(incoming.headers) ? parseBody(incoming) : parseExactly(incoming.rawBody);
}

/** openapi-backend reads JSON itself, and says so when it can't. */
function bodyForBackend(incoming: Incoming): unknown {
	return isForm(incoming.headers) ? parseBody(incoming) : incoming.rawBody || undefined;
}

function isForm(headers: Record<string, string>): boolean {
	return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function operationOf(context: Context): Operation {
	return context.operation as unknown as Operation;
}

/** The status of an operation that went well. */
function codeOfSuccess({ operationId, responses = {} }: Operation): string {
	const found = Object.keys(responses).find((status) => status.startsWith('2'));
	if (!found) throw new Error(`The contract has no success of ${operationId}`);
	return found;
}

/** A server's address, its variables filled in from the connection where it has a field of that name. */
function serverUrl({ url, variables = {} }: Server, connection: Record<string, string>): string {
	return new URL(url.replace(/\{([^}]+)\}/g, (_, name: string) => connection[name] ?? variables[name]?.default ?? '')).href;
}

/** For each scheme: does the request carry the value that the connection has for it? */
function securityHandlers(key: string, document: ContractDocument, connection: Record<string, string>) {
	const schemes = Object.entries(document.components?.securitySchemes ?? {});
	return Object.fromEntries(
		schemes.map(([name, scheme]) => {
			const right = connection[scheme['x-auth-field'] ?? ''];
			if (right === undefined) throw new Error(`${key}: x-auth-field of ${name} must name a field of x-sandbox.connection`);
			return [name, (_context: Context, incoming: Incoming) => credential(scheme, incoming) === right];
		}),
	);
}

function credential({ type, in: place, name = '' }: SecurityScheme, { url, headers }: Incoming): string | null | undefined {
	if (type !== 'apiKey') return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
	return place === 'query' ? new URL(url).searchParams.get(name) : headers[name.toLowerCase()];
}

/** What is wrong, as an API would say it, and the name of the field. */
function explain(error: ErrorObject | undefined): { field: string; message: string } {
	const { keyword, params = {}, instancePath = '', message = 'is not valid' } = error ?? {};
	const steps = instancePath.split('/').filter((step) => step !== '' && !/^\d+$/.test(step));
	const field = steps.length > 1 ? String(steps.at(-1)) : 'body';
	if (keyword === 'parse') return { field, message: 'is not valid JSON' };
	if (keyword === 'required')
		return { field: params.missingProperty === 'requestBody' ? 'body' : params.missingProperty, message: 'is required' };
	if (keyword === 'additionalProperties') return { field: params.additionalProperty, message: 'is not a known field' };
	if (keyword === 'enum') return { field, message: `must be one of ${params.allowedValues.join(', ')}` };
	if (keyword === 'format') return { field, message: `is not a valid ${params.format}` };
	return { field, message };
}
