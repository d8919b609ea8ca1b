import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { maskFor } from '../../invite/mask.mts';
import type {
	Api,
	ChosenFault,
	ConnectResult,
	Model,
	SheetCall,
	SheetModel,
	SheetOutcome,
	SheetPlan,
	SheetStart,
	StateOfApi,
} from '../protocol.mts';
import { type App, loadApp } from './app.mts';
import { failureOf } from './failures.mts';
import { faults } from './faults.mts';
import { type Definition, modelOf, readDefinition } from './model.mts';
import { type Connected, OpenSheet, type SheetFolders, type Upload } from './sheet.mts';
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
	sheets: SheetFolders;
}

/** What the server can ask, and what it gets. */
export interface ChildApi {
	/** Without what only the server knows. */
	model(): Omit<Model, 'environment' | 'fault'>;
	connect(call: { authData: Record<string, unknown> }): ConnectResult & { authData?: Record<string, unknown> };
	sandboxConnection(call: { authData: Record<string, string> }): { authData?: Record<string, string> };
	fields(call: ConnectedCall): ReturnType<typeof fieldsOf>;
	choices(call: Parameters<typeof choicesOf>[1]): ReturnType<typeof choicesOf>;
	run(call: ConnectedCall): ReturnType<typeof runStep>;
	state(): { apis: StateOfApi[] };
	reset(): { apis: StateOfApi[] };
	fault(call: ChosenFault): Record<string, never>;
	openSheet(call: { upload: Upload; encoding?: string | undefined; sheet?: string | undefined }): SheetModel;
	planSheet(call: Connected<SheetCall>): SheetPlan;
	startSheet(call: Connected<SheetStart>): Record<string, never>;
	sheet(call: { show?: SheetOutcome | undefined }): ReturnType<Api['sheet']>;
	pauseSheet(): Record<string, never>;
	resumeSheet(): Record<string, never>;
	stopSheet(): Record<string, never>;
	/** Stops the run, if there is one, and waits for what is on its way. */
	endSheet(): Record<string, never>;
	settleAccount(call: Connected<SheetCall> & { same?: string | undefined }): Record<string, never>;
	forgetSheet(call: Connected<SheetCall>): Record<string, never>;
	closeSheet(): Record<string, never>;
	/** The file of the last run's results, or check's. */
	sheetResults(): { path?: string; name?: string };
}

type Values = Record<string, unknown>;

const { folder, api, network, sheets } = JSON.parse(process.argv[2] ?? '') as Start;

// What the sandbox has forgotten by the next process, sheets must have forgotten, too.
const temporary = join(sheets.temporary, String(process.pid));
const kept = network === 'live' ? sheets.kept : join(temporary, 'runs');
mkdirSync(temporary, { recursive: true });
let openSheet: OpenSheet | undefined;

// Before anything loads nock, which would answer unnoticed.
const wire = openWire(network);
const sandbox =
	network === 'sandbox' ? await (await import('../../sandbox/index.mts')).startSandbox(api ? { apis: [api] } : {}) : undefined;

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

interface Loaded {
	stage: Stage;
	model: ReturnType<ChildApi['model']>;
}

let loading: Promise<Loaded> | undefined;

function loaded(): Promise<Loaded> {
	loading ??= load();
	return loading;
}

async function load(): Promise<Loaded> {
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

let fault: ChosenFault = { fault: '', onlyChanges: true };

/** Has requests, and the sandbox, meet the chosen fault. */
function applyFault(): void {
	const { onlyChanges } = fault;
	const chosen = possibleFaults.find(({ key }) => key === fault.fault);
	wire.choose(chosen, onlyChanges);
	sandbox?.fault(chosen && { ...chosen, ...(onlyChanges ? { matches: ({ method }) => isChange(method) } : {}) });
}

function theSheet(): OpenSheet {
	if (!openSheet) throw new Error('The sheet is no longer known: drop it again.');
	return openSheet;
}

async function endSheet(): Promise<void> {
	openSheet?.stop();
	await openSheet?.ended();
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
		if (!sandbox) throw new Error('There is no sandbox here.');
		if (openSheet?.isGoing) throw new Error('A sheet is going through its rows in this sandbox. Stop that first.');
		sandbox.reset();
		applyFault();
		openSheet?.forgetRun();
		rmSync(kept, { recursive: true, force: true });
		return { apis: state() };
	},
	fault: (chosen: ChosenFault) => {
		fault = chosen;
		applyFault();
		return {};
	},
	openSheet: async ({ upload, ...how }: Parameters<ChildApi['openSheet']>[0]) => {
		const opened = await OpenSheet.open(upload, how, { temporary, kept });
		await endSheet();
		openSheet = opened;
		return opened.model;
	},
	planSheet: (call: Connected<SheetCall>) => withMask(call, (here, mask) => theSheet().plan(here, call, mask)),
	startSheet: async (call: Connected<SheetStart>) => {
		await withMask(call, (here, mask) => theSheet().start(here, call, mask));
		return {};
	},
	sheet: ({ show }: Parameters<ChildApi['sheet']>[0]) => {
		const run = openSheet?.told(show);
		return {
			...(openSheet ? { sheet: openSheet.model } : {}),
			...(openSheet?.started ? { started: openSheet.started } : {}),
			...(run ? { run } : {}),
		};
	},
	pauseSheet: () => {
		theSheet().pause();
		return {};
	},
	resumeSheet: () => {
		theSheet().resume();
		return {};
	},
	stopSheet: () => {
		theSheet().stop();
		return {};
	},
	endSheet: async () => {
		await endSheet();
		return {};
	},
	settleAccount: async (call: Parameters<ChildApi['settleAccount']>[0]) => {
		await withMask(call, (here) => theSheet().settleAccount(here, call));
		return {};
	},
	forgetSheet: async (call: Connected<SheetCall>) => {
		await withMask(call, (here) => theSheet().forget(here, call));
		return {};
	},
	closeSheet: async () => {
		await endSheet();
		openSheet = undefined;
		return {};
	},
	sheetResults: () => openSheet?.results ?? {},
};

// Ctrl-C, or that the terminal was closed, reaches every process of it. The server says when this one is to end.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
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
