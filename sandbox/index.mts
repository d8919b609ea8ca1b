import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import nock from 'nock';
import { type Api, createApi, type Incoming, parseBody, type Response } from './api.mts';
import { readContract } from './contract.mts';
import { type Fault, takeFault } from './fault.mts';
import type { Clock, InitialOrganization, Organization, Snapshot } from './organization.mts';
import type { Simulation } from './simulation.mts';
import { shareSecureContexts } from './tls.mts';

export type { Fault as SandboxFault } from './fault.mts';
export type { InitialOrganization, Organization, Snapshot } from './organization.mts';

/** One API of the sandbox. */
type SandboxApi = Pick<Api, 'key' | 'title' | 'connection' | 'document' | 'hosts'>;

/** A request that came to the sandbox. */
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
	/** What was answered; undefined if nothing was. */
	status: number | undefined;
	/** Whether the API got to see it: false if a fault came before. */
	received: boolean;
}

export interface Sandbox {
	apis: SandboxApi[];
	/** Every request since the start, or since the last reset, in order. */
	requests: SandboxRequest[];
	/** The live state behind an API, which tests may change. */
	organization(key: string): Organization;
	/** Makes an organization in the product's forms, as it is declared but for what `changes` says. */
	newOrganization(key: string, changes?: Partial<InitialOrganization>): Organization;
	/** Puts another organization behind an API. */
	replace(key: string, organization: Organization): void;
	/** The state behind an API for people to look at, as plain JSON. */
	snapshot(key: string): Snapshot;
	/** From now on, this happens to requests, until it has happened `times` times. Without a fault, all is well again. */
	fault(fault?: Fault): void;
	/** Forgets all requests and the fault, and goes back to the organizations that were declared. */
	reset(): void;
	/** Ends the answers. Other hosts stay as reachable, or not, as they were. */
	stop(): void;
}

interface SandboxOptions {
	/** The folder of the contracts. */
	contracts?: string;
	/** Keys of the APIs to start; all, if left out. */
	apis?: string[];
	/** What time it is in the APIs, in milliseconds since 1970. Left out, it is always the same time at the start. */
	clock?: Clock;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Starts the APIs of the contracts in this process: from now on it answers whatever is sent to their hosts, and reaches no other. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const apis = await loadApis(options);
	const requests: SandboxRequest[] = [];
	let fault: Fault | undefined;

	function apiOf(key: string): Api {
		const api = apis.find((candidate) => candidate.key === key);
		if (!api) throw new Error(`The sandbox has no API ${key}`);
		return api;
	}

	async function answer(request: Request): Promise<Response> {
		const { method, url } = request;
		const incoming: Incoming = { method, url, headers: Object.fromEntries(request.headers), rawBody: await request.text() };
		const { origin, pathname } = new URL(url);
		const candidates = apis.filter((api) => api.origins.includes(origin));
		const api = candidates.find((candidate) => candidate.operationId(incoming)) ?? candidates[0];
		if (!api) throw new Error(`The sandbox has no API at ${origin}`);

		const { rawBody } = incoming;
		const operationId = api.operationId(incoming);
		const asked = { api: api.key, method, url, path: pathname, operationId, body: parseBody(incoming), rawBody };
		const happening = takeFault(fault, asked);
		const entry: SandboxRequest = { ...asked, status: undefined, received: fault?.when !== 'before' || !happening };
		requests.push(entry);
		const answered = entry.received ? await api.answer(incoming) : undefined;
		const response = happening ? await happening(answered) : answered;
		if (!response) throw new Error('There is no answer');
		entry.status = response.status;
		return response;
	}

	if (!nock.isActive()) nock.activate();
	nock.disableNetConnect();
	const unshare = shareSecureContexts();
	const origins = [...new Set(apis.flatMap((api) => api.origins))];
	const interceptors = origins.flatMap((origin) => {
		const scope = nock(origin).persist();
		return METHODS.map((method) => {
			const interceptor = scope.intercept(/^/, method);
			interceptor.reply(async (request: Request): Promise<[status: number, body: string, headers: Record<string, string>]> => {
				const { status, text = '', headers } = await answer(request);
				return [status, text, headers];
			});
			return interceptor;
		});
	});

	return {
		apis,
		requests,
		organization: (key) => apiOf(key).organization,
		newOrganization: (key, changes) => apiOf(key).newOrganization(changes),
		replace(key, organization) {
			apiOf(key).organization = organization;
		},
		snapshot: (key) => apiOf(key).organization.snapshot(),
		fault(next) {
			fault = next && { ...next };
		},
		reset() {
			requests.length = 0;
			fault = undefined;
			for (const api of apis) api.reset();
		},
		stop() {
			for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
			unshare();
		},
	};
}

/** The APIs of a folder: a contract each, and what is beside it. */
export async function loadApis({ contracts = join(import.meta.dirname, '../contracts'), apis, clock }: SandboxOptions): Promise<Api[]> {
	const entries = await readdir(contracts, { withFileTypes: true });
	const keys = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	const wanted = keys.filter((key) => apis?.includes(key) ?? true).sort();
	return Promise.all(
		wanted.map(async (key) => {
			const contract = await readContract(key, join(contracts, key, 'openapi.yaml'));
			return createApi(key, contract, await simulationOf(join(contracts, key, 'simulation.mts')), clock);
		}),
	);
}

async function simulationOf(file: string): Promise<Simulation | undefined> {
	if (!existsSync(file)) return undefined;
	// Neither Node.js nor jest takes an absolute path on every system, but both take a relative one.
	const module = (await import(
		relative(import.meta.dirname, file)
			.split(sep)
			.join('/')
	)) as { simulation: Simulation };
	return module.simulation;
}
