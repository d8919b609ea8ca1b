import { randomUUID } from 'node:crypto';
import type { Api, Sample } from '../protocol.mts';
import type { Start } from './child.mts';
import { Integration } from './integration.mts';

/** An integration that can be previewed. */
export interface Previewed extends Start {
	key: string;
	title: string;
}

export interface Preview {
	/** Does what the page asks. */
	answer(method: string, call: unknown): Promise<unknown>;
	stop(): void;
}

const AUTH = 'authData_';

/**
 * What the page can do with these integrations. `environment` are the variables of .env and of this process: those of a
 * connection (`authData_…`) are offered where requests are live, and reach no page; the others reach the integration.
 */
export function createPreview(previewed: Previewed[], samples: Sample[], environment: Record<string, string>): Preview {
	const variables = Object.entries(environment);
	const own = Object.fromEntries(variables.filter(([name]) => !name.startsWith(AUTH)));
	const credentials = Object.fromEntries(
		variables.flatMap(([name, value]) => (name.startsWith(AUTH) && value ? [[name.slice(AUTH.length), value]] : [])),
	);
	const running = new Map<string, Integration>();
	/** In this process only, until it ends. */
	const connections = new Map<string, Record<string, unknown>>();

	function integration(key: string): Integration {
		const known = running.get(key);
		if (known) return known;
		const one = previewed.find((candidate) => candidate.key === key);
		if (!one) throw new Error(`There is no integration “${key}” here.`);
		const { folder, api, network } = one;
		const started = new Integration({ folder, api, network }, own);
		running.set(key, started);
		return started;
	}

	function connected<Called extends { connection?: string | undefined }>({ connection, ...call }: Called) {
		if (connection !== undefined && !connections.has(connection)) throw new Error('This connection is no longer known: connect again.');
		return { ...call, authData: connections.get(connection ?? '') ?? {} };
	}

	const methods: { [Method in keyof Api]: (call: Parameters<Api[Method]>[0]) => Promise<ReturnType<Api[Method]>> } = {
		integrations: async () => ({ integrations: previewed.map(({ key, title }) => ({ key, title })), samples }),
		async open({ integration: key }) {
			const model = await integration(key).ask('model', {});
			const title = previewed.find((one) => one.key === key)?.title || model.title;
			return { ...model, title, environment: model.network === 'live' ? Object.keys(credentials) : [] };
		},
		async connect({ integration: key, authData: typed, fromEnvironment = [] }) {
			const taken = fromEnvironment.map((name) => [name, credentials[name] ?? '']);
			const { authData, ...result } = await integration(key).ask('connect', { authData: { ...typed, ...Object.fromEntries(taken) } });
			if (!authData) return result;
			const id = randomUUID();
			connections.set(id, authData);
			return { ...result, id };
		},
		sandboxConnection: ({ integration: key, authData }) => integration(key).ask('sandboxConnection', { authData }),
		fields: ({ integration: key, ...call }) => integration(key).ask('fields', connected(call)),
		choices: ({ integration: key, ...call }) => integration(key).ask('choices', connected(call)),
		run: ({ integration: key, ...call }) => integration(key).ask('run', connected(call)),
		state: ({ integration: key }) => integration(key).ask('state', {}),
		reset: ({ integration: key }) => integration(key).ask('reset', {}),
		fault: ({ integration: key, ...call }) => integration(key).ask('fault', call),
	};

	return {
		answer(method, call) {
			if (!Object.hasOwn(methods, method)) throw new Error(`There is no call “${method}”.`);
			return methods[method as keyof Api](call as never);
		},
		stop() {
			for (const one of running.values()) one.stop();
		},
	};
}
