import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import nock from 'nock';
import { parse } from 'yaml';
import { type Api, createApi, type Incoming, parseBody } from './api.mts';

/** One API of the sandbox. */
type SandboxApi = Pick<Api, 'key' | 'title' | 'connection' | 'document' | 'hosts'>;

/** A request that the sandbox answered. */
export interface SandboxRequest {
	/** Key of the API. */
	api: string;
	method: string;
	url: string;
	/** Without host and query, percent-encoded as it was sent. */
	path: string;
	/** Undefined if the contract has no such operation. */
	operationId: string | undefined;
	/** Parsed; undefined if there was none. */
	body: unknown;
	rawBody: string;
	/** What was answered. */
	status: number;
}

export interface Sandbox {
	apis: SandboxApi[];
	/** Every request since the start, or since the last reset, in order. */
	requests: SandboxRequest[];
	/** Forgets all requests, who was invited, and all that came of it. */
	reset(): void;
	/** Ends the answers. Other hosts stay as reachable, or not, as they were. */
	stop(): void;
}

interface SandboxOptions {
	/** The folder of the contracts. */
	contracts?: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const EXTENSION = '.openapi.yaml';

/** Starts the APIs of all contracts in this process: from now on it answers whatever is sent to their hosts, and reaches no other. */
export async function startSandbox({ contracts }: SandboxOptions = {}): Promise<Sandbox> {
	const apis = await loadApis(contracts ?? join(import.meta.dirname, '../contracts'));
	const requests: SandboxRequest[] = [];

	async function answer(request: Request): Promise<[status: number, body: string, headers: Record<string, string>]> {
		const { method, url } = request;
		const incoming: Incoming = { method, url, headers: Object.fromEntries(request.headers), rawBody: await request.text() };
		const { origin, pathname } = new URL(url);
		const candidates = apis.filter((api) => api.origins.includes(origin));
		const api = candidates.find((candidate) => candidate.operationId(incoming)) ?? candidates[0];
		if (!api) throw new Error(`The sandbox has no API at ${origin}`);
		const { status, text } = await api.answer(incoming);
		const { rawBody } = incoming;
		const operationId = api.operationId(incoming);
		requests.push({ api: api.key, method, url, path: pathname, operationId, body: parseBody(incoming), rawBody, status });
		return text === undefined ? [status, '', {}] : [status, text, { 'content-type': 'application/json' }];
	}

	if (!nock.isActive()) nock.activate();
	nock.disableNetConnect();
	const origins = [...new Set(apis.flatMap((api) => api.origins))];
	const interceptors = origins.flatMap((origin) => {
		const scope = nock(origin).persist();
		return METHODS.map((method) => {
			const interceptor = scope.intercept(/^/, method);
			interceptor.reply(answer);
			return interceptor;
		});
	});

	return {
		apis,
		requests,
		reset() {
			requests.length = 0;
			for (const api of apis) api.reset();
		},
		stop() {
			for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
		},
	};
}

async function loadApis(folder: string): Promise<Api[]> {
	const files = (await readdir(folder)).filter((file) => file.endsWith(EXTENSION)).sort();
	return Promise.all(
		files.map(async (file) => {
			const key = file.slice(0, -EXTENSION.length);
			return createApi(key, parse(await readFile(join(folder, file), 'utf8')));
		}),
	);
}
