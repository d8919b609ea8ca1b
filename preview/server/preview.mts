import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { credentialsFor, isOfConnection } from '../../invite/connection.mts';
import { type Api, LARGEST_SHEET, type Sample } from '../protocol.mts';
import type { Start } from './child.mts';
import { Integration } from './integration.mts';
import type { SheetFolders, Upload } from './sheet.mts';

/** An integration that can be previewed. */
export interface Previewed extends Omit<Start, 'sheets'> {
	key: string;
	title: string;
}

export interface Preview {
	/** Does what the page asks. */
	answer(method: string, call: unknown): Promise<unknown>;
	/** Takes a sheet from the page. */
	upload(name: string, content: Readable): Promise<{ upload: string }>;
	/** The file of the last run's results, or check's, of an integration's sheet. */
	results(integration: string): Promise<{ path: string; name: string } | undefined>;
	/** Waits for what runs of sheets have on their way, and ends. */
	finish(): Promise<void>;
	stop(): void;
}

/** What is said of a sheet that is larger than the page takes. */
export const TOO_LARGE = `The page takes sheets of up to ${LARGEST_SHEET / 1e6} MB; the command, npm run invite, takes any.`;

interface Surroundings {
	/** What starts a Zap without an app. */
	samples: Sample[];
	/**
	 * The variables of .env and of this process: those of a connection (`authData_…`) are offered where requests are live,
	 * and reach no page; the others reach the integration.
	 */
	environment: NodeJS.ProcessEnv;
	/** The folder where live runs of sheets keep their results, and who was sent. */
	kept: string;
}

/** What the page can do with these integrations. */
export function createPreview(previewed: Previewed[], { samples, environment, kept }: Surroundings): Preview {
	const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !isOfConnection(name)));
	const running = new Map<string, Integration>();
	/** In this process only, until it ends. */
	const connections = new Map<string, { authData: Record<string, unknown>; label: string }>();
	/** Readable by nobody else, and removed at the end. */
	const temporary = mkdtempSync(join(tmpdir(), 'preview-'));
	process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
	const sheets: SheetFolders = { temporary, kept };
	const uploads = new Map<string, Upload>();
	/** The upload that each integration reads. */
	const read = new Map<string, string>();

	function integration(key: string): Integration {
		const known = running.get(key);
		if (known) return known;
		const one = previewed.find((candidate) => candidate.key === key);
		if (!one) throw new Error(`There is no integration “${key}” here.`);
		const { folder, api, network } = one;
		const started = new Integration({ folder, api, network, sheets }, own);
		running.set(key, started);
		return started;
	}

	function connected<Called extends { connection?: string | undefined }>({ connection, ...call }: Called) {
		if (connection !== undefined && !connections.has(connection)) throw new Error('This connection is no longer known: connect again.');
		return { ...call, authData: {}, ...connections.get(connection ?? '') };
	}

	/** The model, and what the environment has for a connection of this product, or of the one that was chosen. */
	async function opened(key: string, chosen?: string) {
		const model = await integration(key).ask('model', {});
		const credentials = credentialsFor(model.network === 'live' ? environment : {}, model.authentication?.fields ?? [], key, chosen);
		return { model, credentials };
	}

	function removeUpload(id: string | undefined): void {
		const upload = uploads.get(id ?? '');
		if (id === undefined || !upload || [...read.values()].includes(id)) return;
		uploads.delete(id);
		rmSync(upload.path, { force: true });
	}

	const methods: { [Method in keyof Api]: (call: Parameters<Api[Method]>[0]) => Promise<ReturnType<Api[Method]>> } = {
		integrations: async () => ({ integrations: previewed.map(({ key, title }) => ({ key, title })), samples }),
		async open({ integration: key }) {
			const { model, credentials } = await opened(key);
			const title = previewed.find((one) => one.key === key)?.title || model.title;
			const { given, provider } = credentials;
			return {
				...model,
				title,
				fault: integration(key).fault,
				environment: { fields: Object.keys(given), ...(provider === undefined ? {} : { provider }) },
			};
		},
		async connect({ integration: key, authData: typed, fromEnvironment = [] }) {
			const { given } = (await opened(key, typed.provider)).credentials;
			const taken = Object.fromEntries(fromEnvironment.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));
			const { authData, ...result } = await integration(key).ask('connect', { authData: { ...typed, ...taken } });
			if (!authData) return result;
			const id = randomUUID();
			connections.set(id, { authData, label: result.label ?? '' });
			return { ...result, id };
		},
		sandboxConnection: ({ integration: key, authData }) => integration(key).ask('sandboxConnection', { authData }),
		fields: ({ integration: key, ...call }) => integration(key).ask('fields', connected(call)),
		choices: ({ integration: key, ...call }) => integration(key).ask('choices', connected(call)),
		run: ({ integration: key, ...call }) => integration(key).ask('run', connected(call)),
		state: ({ integration: key }) => integration(key).ask('state', {}),
		reset: ({ integration: key }) => integration(key).ask('reset', {}),
		fault: ({ integration: key, ...call }) => integration(key).choose(call),
		async openSheet({ integration: key, upload: id, ...how }) {
			const upload = uploads.get(id);
			if (!upload) throw new Error('The sheet is no longer known: drop it again.');
			const model = await integration(key).ask('openSheet', { upload, ...how });
			const before = read.get(key);
			read.set(key, id);
			if (before !== id) removeUpload(before);
			return model;
		},
		planSheet: (call) => integration(call.integration).ask('planSheet', connected(call)),
		// The connection's name is no secret, and goes along to be told when the page asks for the sheet.
		startSheet: (call) => integration(call.integration).ask('startSheet', { ...connected(call), connection: call.connection }),
		async sheet({ integration: key, ...call }) {
			const told = await integration(key).ask('sheet', call);
			const account = connections.get(told.started?.connection ?? '')?.label;
			return { ...told, ...(account === undefined ? {} : { account }) };
		},
		pauseSheet: ({ integration: key }) => integration(key).ask('pauseSheet', {}),
		resumeSheet: ({ integration: key }) => integration(key).ask('resumeSheet', {}),
		stopSheet: ({ integration: key }) => integration(key).ask('stopSheet', {}),
		settleAccount: (call) => integration(call.integration).ask('settleAccount', connected(call)),
		forgetSheet: (call) => integration(call.integration).ask('forgetSheet', connected(call)),
		async closeSheet({ integration: key }) {
			await integration(key).ask('closeSheet', {});
			const id = read.get(key);
			read.delete(key);
			removeUpload(id);
			return {};
		},
	};

	return {
		answer(method, call) {
			if (!Object.hasOwn(methods, method)) throw new Error(`There is no call “${method}”.`);
			return methods[method as keyof Api](call as never);
		},
		async upload(name, content) {
			const id = randomUUID();
			// Readers tell some formats by the end of the name.
			const path = join(temporary, `${id}${/^\.\w{1,8}$/.test(extname(name)) ? extname(name) : ''}`);
			mkdirSync(temporary, { recursive: true });
			let size = 0;
			try {
				await pipeline(
					content,
					async function* (chunks: AsyncIterable<Buffer>) {
						for await (const chunk of chunks) {
							size += chunk.length;
							if (size > LARGEST_SHEET) throw new Error(TOO_LARGE);
							yield chunk;
						}
					},
					createWriteStream(path, { mode: 0o600 }),
				);
			} catch (error) {
				rmSync(path, { force: true });
				throw error;
			}
			uploads.set(id, { path, name, size });
			return { upload: id };
		},
		async results(key) {
			const { path, name } = await integration(key).ask('sheetResults', {});
			return path === undefined || name === undefined ? undefined : { path, name };
		},
		async finish() {
			await Promise.all([...running.values()].filter((one) => one.isRunning).map((one) => one.ask('endSheet', {}).catch(() => {})));
			this.stop();
		},
		stop() {
			for (const one of running.values()) one.stop();
			rmSync(temporary, { recursive: true, force: true });
		},
	};
}
