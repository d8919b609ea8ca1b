import { maskFor } from '../../invite/mask.mts';
import type { ConnectResult, Model, StateOfApi } from '../protocol.mts';
import { type App, loadApp } from './app.mts';
import { failureOf } from './failures.mts';
import { faults } from './faults.mts';
import { type Definition, modelOf, readDefinition } from './model.mts';
import { type ConnectedCall, choicesOf, fieldsOf, guarded, runStep, type Stage } from './steps.mts';
import { isChange, openWire } from './wire.mts';

/*
 * The process of one integration: its code, and whoever answers its requests. It does what the server asks, one thing after
 * the other, and keeps no credentials in between.
 */

export interface Start {
	folder: string;
	/** Key of the sandbox's API that the integration is for, where it is for one. */
	api: string | undefined;
	network: Model['network'];
}

/** What the server can ask, and what it gets. */
export interface ChildApi {
	model(): Model;
	connect(call: { authData: Record<string, unknown> }): ConnectResult & { authData?: Record<string, unknown> };
	sandboxConnection(call: { authData: Record<string, string> }): { authData?: Record<string, string> };
	fields(call: ConnectedCall): ReturnType<typeof fieldsOf>;
	choices(call: Parameters<typeof choicesOf>[1]): ReturnType<typeof choicesOf>;
	run(call: ConnectedCall): ReturnType<typeof runStep>;
	state(): { apis: StateOfApi[] };
	reset(): { apis: StateOfApi[] };
	fault(call: { fault: string; onlyChanges: boolean }): Record<string, never>;
}

type Values = Record<string, unknown>;

const { folder, api, network } = JSON.parse(process.argv[2] ?? '') as Start;

// Before anything loads nock, which would answer unnoticed.
const wire = openWire(network);
const sandbox = network === 'sandbox' ? await (await import('../../sandbox/index.mts')).startSandbox() : undefined;

const possibleFaults = network === 'live' ? [] : faults.filter(({ when }) => sandbox || when === 'before');

function state(): StateOfApi[] {
	if (!sandbox) return [];
	return sandbox.apis.map(({ key, title }) => ({ key, title, state: sandbox.snapshot(key) as unknown as StateOfApi['state'] }));
}

function takeAsked(): string[] {
	const asked = new Set(sandbox?.requests.map((request) => request.api));
	if (sandbox) sandbox.requests.length = 0;
	return [...asked];
}

let loading: Promise<{ stage: Stage; model: Model }> | undefined;

function loaded(): Promise<{ stage: Stage; model: Model }> {
	loading ??= load();
	return loading;
}

async function load(): Promise<{ stage: Stage; model: Model }> {
	const app = await loadApp(folder);
	const definition = await readDefinition(app.ask);
	const model = await modelOf(app.ask, definition);
	if (definition.authentication?.oauth2Config && model.authentication) {
		const signIn = await signInAddress(app);
		if (signIn) model.authentication.signIn = signIn;
	}
	return {
		stage: { app, definition, steps: model.steps, wire, state, takeAsked },
		model: {
			...model,
			title: app.title,
			notes: [...app.notes, ...model.notes],
			network,
			faults: possibleFaults.map(({ key, label, description }) => ({ key, label, description })),
			environment: [],
		},
	};
}

async function signInAddress(app: App): Promise<string | undefined> {
	try {
		const inputData = { redirect_uri: 'https://zapier.com/dashboard/auth/oauth/return/', state: 'preview' };
		return String(
			await app.ask({ command: 'execute', method: 'authentication.oauth2Config.authorizeUrl', bundle: { inputData, authData: {} } }),
		);
	} catch {
		// It may need what only Zapier's servers have, such as the application's client ID.
		return undefined;
	}
}

/** What the definition says of the connection's fields, computed ones included. */
function authFields(definition: Definition) {
	return definition.authentication?.fields ?? [];
}

/** Tests a connection, and for a session signs in first. What is returned holds the credentials: it is for the server only. */
async function connect({ authData: typed }: { authData: Values }): Promise<ConnectResult & { authData?: Values }> {
	const { stage } = await loaded();
	const { app, definition } = stage;
	const { authentication } = definition;
	const authData = { ...typed };
	const execute = (method: string, extra: object = {}) =>
		app.ask({
			command: 'execute',
			method: `authentication.${method}`,
			bundle: { authData, inputData: {}, meta: { isTestingAuth: true }, ...extra },
		});
	let result: unknown;
	let label = '';
	// What a session's sign-in returned is a credential, too.
	const mask = () => maskFor(authFields(definition), authData);
	const run = await guarded(
		stage,
		{ text: (text) => mask().text(text), headers: (headers) => mask().headers(headers), value: (value) => mask().value(value) },
		async () => {
			if (authentication?.sessionConfig?.perform) Object.assign(authData, await execute('sessionConfig.perform'));
			if (!authentication?.test) return;
			result = await execute('test');
			label = await labelOf(authentication.connectionLabel, result, authData, execute);
		},
	);
	if (run.failure) return run;
	return { ...run, label: mask().text(label), result: mask().value(result), authData };
}

async function labelOf(
	template: string | undefined,
	result: unknown,
	authData: Values,
	execute: (method: string, extra: object) => Promise<unknown>,
): Promise<string> {
	const inputData = typeof result === 'object' && result !== null ? (result as Values) : {};
	if (!template) return '';
	if (template.startsWith('$func$')) return String(await execute('connectionLabel', { inputData: { ...authData, ...inputData } }));
	return template.replace(/\{\{\s*(?:bundle\.(?:inputData|authData)\.)?([\w.]+)\s*\}\}/g, (_, path: string) =>
		String(path.split('.').reduce<unknown>((value, name) => (value as Values | undefined)?.[name], { ...authData, ...inputData }) ?? ''),
	);
}

/** The sandbox's credentials for what was chosen so far: an account of the API that the integration, or a choice, names. */
async function sandboxConnection({ authData }: { authData: Record<string, string> }): Promise<{ authData?: Record<string, string> }> {
	const { model } = await loaded();
	const fields = model.authentication?.fields ?? [];
	const chosen = fields.filter(({ choices }) => choices).map(({ key }) => authData[key]);
	const account = sandbox?.apis.find(({ key }) => key === api || chosen.includes(key)) ?? undefined;
	if (!account) return {};
	return { authData: { ...authData, ...account.connection } };
}

async function withMask<T>(call: { authData: Values }, act: (stage: Stage, mask: ReturnType<typeof maskFor>) => Promise<T>): Promise<T> {
	const { stage } = await loaded();
	return act(stage, maskFor(authFields(stage.definition), call.authData));
}

const methods: { [Method in keyof ChildApi]: (call: never) => unknown } = {
	model: async () => (await loaded()).model,
	connect,
	sandboxConnection,
	fields: (call: ConnectedCall) => withMask(call, (here, mask) => fieldsOf(here, call, mask)),
	choices: (call: Parameters<typeof choicesOf>[1]) => withMask(call, (here, mask) => choicesOf(here, call, mask)),
	run: (call: ConnectedCall) => withMask(call, (here, mask) => runStep(here, call, mask)),
	state: () => ({ apis: state() }),
	reset: () => {
		sandbox?.reset();
		return { apis: state() };
	},
	fault: ({ fault, onlyChanges }: { fault: string; onlyChanges: boolean }) => {
		const chosen = possibleFaults.find(({ key }) => key === fault);
		wire.choose(chosen, onlyChanges);
		sandbox?.fault(chosen && { ...chosen, ...(onlyChanges ? { matches: ({ method }) => isChange(method) } : {}) });
		return {};
	},
};

process.on('message', async ({ id, method, call }: { id: number; method: keyof ChildApi; call: never }) => {
	try {
		process.send?.({ id, result: await methods[method](call) });
	} catch (error) {
		process.send?.({ id, failure: failureOf(error) });
	}
});
// An integration may leave a promise behind that fails later; what it is about has been told by then.
process.on('unhandledRejection', () => {});
// The server is gone, however it went.
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
