import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { type Context, type Document, OpenAPIBackend } from 'openapi-backend';
import { at, echo, fieldsIn, peopleIn, put, toJson, withOwnIds } from './body.mts';
import { itemsOf, type List, type Parameter, select, type Values } from './lists.mts';

/** What the sandbox itself reads of a contract; routing, security and validation are openapi-backend's. */
export interface Contract {
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
	parameters?: Parameter[];
	requestBody?: { content?: Record<string, { examples?: Record<string, { value?: unknown }> }> };
	responses?: Record<string, ResponseObject>;
	/** The status for somebody who was invited already. */
	'x-sandbox-conflict'?: string;
	'x-sandbox-list'?: List;
	/** The example is the answer for one value of a path parameter. */
	'x-sandbox-lookup'?: { parameter: string; pointer: string };
	/** The list that shows what this makes, and as which item. */
	'x-sandbox-adds'?: { list: string; item: Values };
	/** The list that holds what this is about, the values by which it is found there, and those that it gets. */
	'x-sandbox-changes'?: { list: string; where: Values; set?: Values };
}

interface ResponseObject {
	content?: object;
	/** JSON pointers to where the example says what is wrong, and with which field. */
	'x-sandbox-message'?: string;
	'x-sandbox-field'?: string;
	/** JSON pointers to ids and links that no two answers share. */
	'x-sandbox-unique'?: string[];
	/** Integers of the examples, as texts, that lose digits as JavaScript numbers. */
	'x-sandbox-int64'?: string[];
}

/** A request as it came over the wire. */
export interface Incoming {
	method: string;
	url: string;
	headers: Record<string, string>;
	rawBody: string;
}

/** `body` is undefined if there is none. */
interface Answer {
	status: number;
	body: unknown;
}

/** What operations need of a request. */
interface Asked {
	incoming: Incoming;
	/** The parameters in the path. */
	path: Values;
	query: Values;
	body: unknown;
}

/** One API, answering from its contract. */
export interface Api {
	/** The contract's file name, without `.openapi.yaml`. */
	key: string;
	title: string;
	/** The values with which one connects to it. */
	connection: Record<string, string>;
	document: Contract;
	/** Where it is served. */
	origins: string[];
	hosts: string[];
	/** The operation that a request is for, or undefined if there is none. */
	operationId(incoming: Incoming): string | undefined;
	/** `text` is the body as it goes out; undefined if there is none. */
	answer(incoming: Incoming): Promise<{ status: number; text: string | undefined }>;
	/** Forgets who was invited, and all that came of it. */
	reset(): void;
}

/**
 * Makes an API of a contract. What it accepts, refuses and answers is all in the contract: security schemes, schemas,
 * examples, and the `x-sandbox` extensions beside them.
 */
export async function createApi(key: string, document: Contract): Promise<Api> {
	const connection = document['x-sandbox']?.connection ?? {};
	const invited = new Set<string>();
	/** The answers of list operations, as the example has them and what has happened since. */
	const lists = new Map<string, unknown>();
	let answers = 0;

	const backend = new OpenAPIBackend({
		definition: document as unknown as Document,
		strict: true,
		// Leaves out checking the contract itself, which takes ten times as long as all the rest.
		quick: true,
		customizeAjv: (ajv) => addFormats(ajv),
		securityHandlers: securityHandlers(key, document, connection),
		handlers: {
			notFound,
			unauthorizedHandler: (context: Context) => fromContract(operationOf(context), '401'),
			validationFail: (context: Context) => invalid(operationOf(context), context.validation.errors?.[0]),
			notImplemented: (context: Context, incoming: Incoming) => {
				const { params, query, requestBody } = context.request;
				return success(operationOf(context), { incoming, path: params, query, body: requestBody });
			},
		},
	});
	await backend.init();
	const operations = backend.getOperations() as unknown as Operation[];
	const serversOf = ({ servers, path }: Operation) =>
		(servers ?? document.paths[path]?.servers ?? document.servers ?? []).map((server) => serverUrl(server, connection));
	const schemes = Object.values(document.components?.securitySchemes ?? {});
	const credentials = new Set(schemes.map((scheme) => (scheme.in === 'query' ? scheme.name : undefined)));
	const servers = [...new Set(operations.flatMap(serversOf))].map((url) => new URL(url));

	/** The path below the server that a request is for, where that server has an operation for it. */
	function route({ method, url }: Incoming): { path: string; operationId: string } | undefined {
		const { origin, pathname } = new URL(url);
		for (const server of servers) {
			const base = server.pathname.replace(/\/$/, '');
			if (server.origin !== origin || !pathname.startsWith(`${base}/`)) continue;
			const path = pathname.slice(base.length);
			const operation = backend.matchOperation({ method, path, headers: {} }) as unknown as Operation | undefined;
			if (operation && serversOf(operation).includes(server.href)) return { path, operationId: operation.operationId };
		}
		return undefined;
	}

	/** The example of a response. Without a name, the first one. */
	function fromContract(operation: Operation, code: string, example = ''): Answer {
		const status = Number(code);
		const response = operation.responses?.[code];
		if (!response) return { status, body: { message: `The contract has no ${code} here` } };
		if (!response.content) return { status, body: undefined };
		return {
			status,
			body: structuredClone<unknown>(backend.mockResponseForOperation(operation.operationId, { code: status, example }).mock),
		};
	}

	function notFound(): Answer {
		const documented = operations.find(({ responses }) => responses?.['404']);
		return documented ? fromContract(documented, '404') : { status: 404, body: { message: 'Not found' } };
	}

	function invalid(operation: Operation, error: ErrorObject | undefined): Answer {
		const { field, message } = explain(error);
		const text = `${field} ${message}`;
		const responses = Object.entries(operation.responses ?? {});
		const [code, response] = responses.find(([, candidate]) => candidate['x-sandbox-message']) ?? ['400', undefined];
		if (!response && !operation.responses?.[code]) return { status: 400, body: { message: text } };
		const answer = fromContract(operation, code, 'invalid');
		if (response?.['x-sandbox-message']) put(answer.body, response['x-sandbox-message'], text);
		if (response?.['x-sandbox-field']) put(answer.body, response['x-sandbox-field'], field);
		return answer;
	}

	function success(operation: Operation, asked: Asked): Answer {
		const { incoming } = asked;
		const sent = asked.body;
		const [code, response] = successOf(operation);
		const { status, body: example } = fromContract(operation, code);

		const lookup = operation['x-sandbox-lookup'];
		if (lookup && !same(asked.path[lookup.parameter], at(example, lookup.pointer))) return fromContract(operation, '404');
		const list = operation['x-sandbox-list'];
		if (list) return { status, body: select(structuredClone(bodyOfList(operation)), list, operation.parameters ?? [], asked.query) };

		const changes = operation['x-sandbox-changes'];
		if (changes) {
			const where = Object.entries(fillIn(changes.where, asked, undefined));
			const item = itemsOfList(changes.list).find((candidate) => where.every(([name, value]) => same(candidate[name], value)));
			if (!item) return fromContract(operation, '404');
			Object.assign(item, changes.set);
		}
		const conflict = operation['x-sandbox-conflict'];
		if (conflict) {
			const { host, pathname } = new URL(incoming.url);
			const people = peopleIn(sent).map((person) => `${host}${pathname} ${person}`);
			if (people.some((person) => invited.has(person))) return fromContract(operation, conflict, 'already');
			for (const person of people) invited.add(person);
		}

		const unique = response['x-sandbox-unique'];
		const examples = Object.values(operation.requestBody?.content ?? {}).flatMap((media) => Object.values(media.examples ?? {}));
		const documented = examples.flatMap(({ value }) => [...fieldsIn(value).keys()]);
		const body = echo(unique ? withOwnIds(example, unique, answers++) : example, fieldsIn(sent), new Set(documented));
		const adds = operation['x-sandbox-adds'];
		if (adds) itemsOfList(adds.list).unshift(fillIn(adds.item, asked, body));
		return { status, body };
	}

	function bodyOfList(operation: Operation): unknown {
		const { operationId } = operation;
		if (!lists.has(operationId)) lists.set(operationId, fromContract(operation, successOf(operation)[0]).body);
		return lists.get(operationId);
	}

	function itemsOfList(operationId: string): Values[] {
		const operation = operations.find((candidate) => candidate.operationId === operationId);
		const list = operation?.['x-sandbox-list'];
		if (!operation || !list) throw new Error(`${key}: ${operationId} must be an operation with x-sandbox-list`);
		return itemsOf(bodyOfList(operation), list);
	}

	return {
		key,
		title: document.info.title,
		connection,
		document,
		origins: [...new Set(servers.map(({ origin }) => origin))],
		hosts: [...new Set(servers.map(({ host }) => host))],
		operationId: (incoming) => route(incoming)?.operationId,
		async answer(incoming) {
			const { method, url, headers } = incoming;
			const { path, operationId } = route(incoming) ?? {};
			// openapi-backend takes a credential in the query for a parameter that the operation doesn't have.
			const query = Object.fromEntries([...new URL(url).searchParams].filter(([name]) => !credentials.has(name)));
			const request = { method, path: path ?? '', headers, query, body: bodyForBackend(incoming) };
			const { status, body }: Answer = operationId ? await backend.handleRequest(request, incoming) : notFound();
			const response = operations.find((operation) => operation.operationId === operationId)?.responses?.[status];
			return { status, text: body === undefined ? undefined : toJson(body, response?.['x-sandbox-int64'] ?? []) };
		},
		reset() {
			invited.clear();
			lists.clear();
			answers = 0;
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

/** The answer of an operation that went well. */
function successOf({ operationId, responses = {} }: Operation): [code: string, response: ResponseObject] {
	const found = Object.entries(responses).find(([status]) => status.startsWith('2'));
	if (!found) throw new Error(`The contract has no success of ${operationId}`);
	return found;
}

/** Equal, in whatever case. */
function same(a: unknown, b: unknown): boolean {
	return String(a).toLowerCase() === String(b).toLowerCase();
}

/** Puts values of a request and its answer in place of OpenAPI's runtime expressions, such as `$request.body#/email`. */
function fillIn(template: Values, { path, body }: Asked, answer: unknown): Values {
	const sources: Record<string, (rest: string) => unknown> = {
		'$request.path.': (name) => path[name],
		'$request.body#': (pointer) => at(body, pointer),
		'$response.body#': (pointer) => at(answer, pointer),
	};
	const evaluate = (value: unknown) => {
		const source = Object.keys(sources).find((start) => typeof value === 'string' && value.startsWith(start));
		return source === undefined ? value : sources[source]?.(String(value).slice(source.length));
	};
	return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, evaluate(value)]));
}

/** A server's address, its variables filled in from the connection where it has a field of that name. */
function serverUrl({ url, variables = {} }: Server, connection: Record<string, string>): string {
	return new URL(url.replace(/\{([^}]+)\}/g, (_, name: string) => connection[name] ?? variables[name]?.default ?? '')).href;
}

/** For each scheme: does the request carry the value that the connection has for it? */
function securityHandlers(key: string, document: Contract, connection: Record<string, string>) {
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
