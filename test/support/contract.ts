import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import type { Values } from './integration.ts';

const folder = join(__dirname, '../../contracts');

interface Example {
	/** Undefined for a request without a body. */
	value?: unknown;
	/** The Zapier input that must produce the value as a request body, and the path parameters that go with it. */
	'x-input'?: Values;
	'x-path'?: Values;
}

interface Media {
	schema?: object;
	examples?: Record<string, Example>;
}

export interface ContractOperation {
	operationId: string;
	/** Nothing calls it yet. */
	'x-planned'?: boolean;
	method: string;
	path: string;
	/** Examples of its requests, where they have no body. */
	'x-examples'?: Record<string, Example>;
	parameters?: { name: string; in: string; schema?: { maximum?: number } }[];
	requestBody?: { content: Record<string, Media> };
	responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

/** A provider's contract, as the tests ask it. */
export interface Contract {
	key: string;
	/** The connection that the sandbox of this API accepts. */
	connection: Record<string, string>;
	/** Scheme, host and base path, with the connection's own values filled in. */
	baseUrl: string;
	operations: ContractOperation[];
	/** The operation that a request is meant for. */
	match(method: string, url: string): ContractOperation | undefined;
	/** What is wrong with a request by the contract: parameters, headers and body. Empty if it is as documented. */
	problems(request: { method: string; url: string; headers: Record<string, string>; body?: unknown }): string[];
}

/** The keys of all contracts. */
export const contractKeys = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

/** What the tests read of a contract themselves. */
interface ContractDocument {
	servers: [{ url: string; variables?: Record<string, { default: string }> }];
	paths: Record<string, object>;
	'x-sandbox': { connection: Record<string, string> };
}

/** A contract as it is written. */
export function readContract(key: string): ContractDocument {
	return load(readFileSync(join(folder, key, 'openapi.yaml'), 'utf8')) as ContractDocument;
}

/** The operations of a contract that nothing calls yet. */
export function plannedOperations(key: string): string[] {
	const { paths } = readContract(key);
	const operations = Object.values(paths).flatMap((path) => Object.values(path) as Partial<ContractOperation>[]);
	return operations.flatMap((operation) => (operation['x-planned'] && operation.operationId ? [operation.operationId] : []));
}

export async function loadContract(key: string): Promise<Contract> {
	const definition = readContract(key);
	const { connection } = definition['x-sandbox'];
	const { url, variables = {} } = definition.servers[0];
	const baseUrl = url.replace(/\{(\w+)\}/g, (_, name: string) => connection[name] ?? variables[name]?.default ?? '');
	const api = new OpenAPIBackend({
		definition: definition as unknown as Document,
		quick: true,
		// A path with a slash at its end is another one, and some APIs know only that.
		ignoreTrailingSlashes: false,
		customizeAjv: (ajv) => {
			addFormats(ajv);
			ajv.addFormat('int64', true);
			ajv.addFormat('int32', true);
			return ajv;
		},
	});
	await api.init();
	const operations = api.getOperations() as unknown as ContractOperation[];
	const toRequest = ({
		method,
		url,
		headers = {},
		body,
	}: {
		method: string;
		url: string;
		headers?: Record<string, string>;
		body?: unknown;
	}) => {
		const { pathname, search } = new URL(url);
		const path = pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, '').length);
		return { method, path, query: search.slice(1), headers, body };
	};
	const find = (request: { method: string; url: string; headers?: Record<string, string>; body?: unknown }) =>
		api.matchOperation(toRequest(request)) as unknown as ContractOperation | undefined;
	return {
		key,
		connection,
		baseUrl,
		operations,
		match: (method, url) => (url.startsWith(baseUrl) ? find({ method, url }) : undefined),
		problems: (request) => {
			const operation = find(request);
			if (!operation) return [`${request.method} ${request.url} is not in the contract`];
			const { errors } = api.validateRequest(toRequest(request) as never, operation as never);
			return (errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
		},
	};
}

/** The first example of a documented response; undefined if the contract has none for that status. */
export function exampleOf(operation: ContractOperation, status: number): unknown {
	const media = operation.responses[status]?.content?.['application/json'];
	return Object.values(media?.examples ?? {})[0]?.value;
}

/** The first documented success of an operation. */
export function successOf(operation: ContractOperation): { status: number; body: unknown; open: boolean } {
	const status = Object.keys(operation.responses).find((code) => code.startsWith('2'));
	if (!status) throw new Error(`${operation.operationId} has no success`);
	const media = operation.responses[status]?.content?.['application/json'];
	const open = !media?.schema || Object.keys(media.schema).length === 0;
	return { status: Number(status), body: exampleOf(operation, Number(status)), open };
}

/** The request examples of an operation that say which Zapier input makes them; the value is undefined where there is no body. */
export function requestExamples(operation: ContractOperation): { name: string; value: unknown; input: Values; path: Values }[] {
	const examples = Object.entries(operation.requestBody?.content['application/json']?.examples ?? operation['x-examples'] ?? {});
	return examples.flatMap(([name, example]) => {
		const input = example['x-input'];
		return input ? [{ name, value: example.value, input, path: example['x-path'] ?? {} }] : [];
	});
}
