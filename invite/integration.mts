import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { type Mask, maskFor } from './mask.mts';

export type Values = Record<string, unknown>;

/** An input field, as far as a sheet's columns need to know it (Zapier's FieldSchema). */
export interface InputField {
	key: string;
	label?: string;
	type?: string;
	required?: boolean;
	inputFormat?: string;
	list?: boolean;
	dict?: boolean;
	children?: InputField[];
	choices?: unknown;
	dynamic?: string;
	search?: string;
	default?: string;
	altersDynamicFields?: boolean;
}

interface Operation {
	key: string;
	noun: string;
	display: { label: string; description?: string };
}

/** What `command: definition` answers, as far as it is used here. */
export interface Definition {
	authentication?: {
		type: string;
		fields?: { key: string; label?: string; required?: boolean; isNoSecret?: boolean; computed?: boolean; choices?: unknown }[];
	};
	creates?: Record<string, Operation>;
	searches?: Record<string, Operation>;
	searchOrCreates?: Record<string, { search: string; create: string }>;
}

interface Bundle {
	authData: Values;
	inputData?: Values;
	meta?: Values;
}

/** Which requests may leave this machine: all; those that only read (GET, HEAD); none. */
export type Allowed = 'all' | 'reads' | 'none';

/** A request that a step made, or would have made. */
export interface StepRequest {
	method: string;
	url: string;
	body: string | undefined;
	/** Was it sent? If not, it was only noted. */
	sent: boolean;
	/** Of the answer; undefined if none came, or Zapier's core took it for itself (429). */
	status: number | undefined;
}

/** How one run of a function of the integration ended, and the requests it made on the way. */
export interface Execution {
	result?: unknown;
	error?: Error;
	requests: StepRequest[];
}

/** A built integration, run as Zapier runs it. */
export interface Integration {
	definition: Definition;
	/** Runs one function, such as `creates.invite_user.operation.perform`. Never throws: a failure is in the result. */
	execute(method: string, bundle: Bundle, allowed?: Allowed): Promise<Execution>;
}

interface Trace {
	allowed: Allowed;
	requests: StepRequest[];
}

interface HttpRequest {
	method?: string;
	url?: string;
	params?: Record<string, string>;
	body?: unknown;
}

type App = Values & { beforeRequest?: unknown; afterResponse?: unknown };
type Handler = (event: object) => Promise<{ results: unknown }>;

/** What Zapier gives a step, in milliseconds. */
const STEP_TIME = 30_000;

/** The mark of a request that was noted instead of sent. */
const NOT_SENT = 'This request was not sent: it was only noted.';

/** One for all integrations: Node.js looks into each there is with every promise. */
const traces = new AsyncLocalStorage<Trace>();

/**
 * Puts Zapier's own handler around a compiled app. The requests of each execution are noted on their way out, behind
 * the app's own `beforeRequest`: there they are complete, and there one that isn't allowed is turned back as a refused
 * connection. Several executions may run at once.
 * @param createAppHandler of zapier-platform-core; its types leave it out.
 */
export async function createIntegration(app: App, createAppHandler: (app: object) => Handler): Promise<Integration> {
	function note(request: HttpRequest): HttpRequest {
		const trace = traces.getStore();
		if (!trace) return request;
		const method = (request.method ?? 'GET').toUpperCase();
		const sent = trace.allowed === 'all' || (trace.allowed === 'reads' && isRead(method));
		const body = typeof request.body === 'string' ? request.body : undefined;
		trace.requests.push({ method, url: urlOf(request), body, sent, status: undefined });
		// What node-fetch throws where no connection comes about.
		if (!sent) throw Object.assign(new Error(NOT_SENT), { name: 'FetchError', code: 'ECONNREFUSED', doNotContextify: true });
		return request;
	}

	function noteAnswer<Response extends { status: number; request: HttpRequest }>(response: Response): Response {
		const { method = 'GET', url = '' } = response.request;
		const path = url.split('?')[0];
		const request = traces
			.getStore()
			?.requests.findLast(
				(candidate) => candidate.status === undefined && candidate.method === method.toUpperCase() && candidate.url.split('?')[0] === path,
			);
		if (request) request.status = response.status;
		return response;
	}

	const handler = createAppHandler({
		...app,
		beforeRequest: [app.beforeRequest ?? [], note].flat(),
		afterResponse: [noteAnswer, app.afterResponse ?? []].flat(),
	});
	// Without the mark, Zapier's core prints what its servers want to know of each run.
	const ask = async (event: object) => (await handler({ ...event, calledFromCli: true })).results;
	const definition = (await ask({ command: 'definition' })) as Definition;

	return {
		definition,
		async execute(method, { authData, inputData = {}, meta = {} }, allowed = 'all') {
			const requests: StepRequest[] = [];
			const mask = maskFor(definition.authentication?.fields ?? [], authData);
			try {
				// The core may change what it is given.
				const bundle = structuredClone({ authData, inputData, meta });
				const trace: Trace = { allowed, requests };
				const asked = traces.run(trace, () => ask({ command: 'execute', method, bundle }));
				const result = await endedInTime(asked, trace);
				return { result, requests: requests.map((request) => masked(request, mask)) };
			} catch (thrown) {
				const error = thrown instanceof Error ? thrown : new Error(String(thrown));
				error.message = mask.text(error.message);
				return { error, requests: requests.map((request) => masked(request, mask)) };
			}
		},
	};
}

/** Zapier ends a step that takes too long. Whatever its code still does then, nothing more leaves. */
async function endedInTime(asked: Promise<unknown>, trace: Trace): Promise<unknown> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			trace.allowed = 'none';
			// What is told of it is told now.
			trace.requests = [];
			reject(Object.assign(new Error('The step took more than 30 seconds, after which Zapier ends it.'), { name: 'StepTimeout' }));
		}, STEP_TIME);
	});
	try {
		return await Promise.race([asked, late]);
	} finally {
		clearTimeout(timer);
	}
}

function masked(request: StepRequest, { text }: Mask): StepRequest {
	return { ...request, url: text(request.url), body: request.body === undefined ? undefined : text(request.body) };
}

/** The same integration, of whose requests only those that are allowed leave. The others are noted. */
export function limitTo(allowed: Allowed, integration: Integration): Integration {
	return { ...integration, execute: (method, bundle) => integration.execute(method, bundle, allowed) };
}

/**
 * Zapier's core, as `require` finds it. It ends a process of some hundred steps that has grown to 450 MB, which Zapier's
 * servers start anew; here, that would end a run. Its types leave `createAppHandler` out.
 */
export function loadCore(require: NodeJS.Require): { createAppHandler(app: object): Handler } {
	const core = require('zapier-platform-core');
	require('zapier-platform-core/src/constants').KILL_MAX_LIMIT = Number.POSITIVE_INFINITY;
	return core;
}

/** Loads a built integration from a file, such as `.builds/<product>/index.js`. */
export function loadIntegration(file: string): Promise<Integration> {
	const require = createRequire(import.meta.url);
	const { createAppHandler } = loadCore(require);
	const app = require(file) as App & { default?: App };
	return createIntegration(app.default ?? app, createAppHandler);
}

export function isRead(method: string): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** With the query, which Zapier's core adds later. */
function urlOf({ url = '', params = {} }: HttpRequest): string {
	const query = new URLSearchParams(params).toString();
	return query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url;
}
