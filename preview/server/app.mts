import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createIntegration, type Integration, loadCore } from '../../invite/integration.mts';

/** Runs a command of zapier-platform-core. Throws what the integration throws. */
export type Ask = (event: object) => Promise<unknown>;

export interface App {
	ask: Ask;
	/** The same, as the engine of sheets runs it. */
	integration(): Promise<Integration>;
	title: string;
	/** What is to be said of how it was loaded. */
	notes: string[];
	/** What the integration wrote to `z.console`, since it was last taken. */
	takeLog(): string[];
}

type Handler = (event: object) => Promise<{ results: unknown }>;

/** Loads a built integration by its own zapier-platform-core, or by this project's if it has none. */
export async function loadApp(folder: string): Promise<App> {
	const { name, main, displayName } = packageOf(folder);
	const entry = resolve(folder, existsSync(join(folder, 'index.js')) ? 'index.js' : (main ?? 'index.js'));
	if (!existsSync(entry)) {
		throw new Error(
			`${folder} has no index.js (nor what its package.json names as "main"). If the integration needs building, build it first.`,
		);
	}
	const notes: string[] = [];
	const app = appOf(await import(pathToFileURL(entry).href));
	const { createAppHandler } = coreOf(entry, notes);
	const handler = createAppHandler(app);
	let integration: Promise<Integration> | undefined;
	let log: string[] = [];
	const customLogger = (message: string, data?: { log_type?: string }) => {
		if (data?.log_type === 'console') log.push(message);
	};
	return {
		// As `zapier-platform invoke` does. Without the mark, core prints what Zapier's servers want to know of each run.
		ask: async (event) => (await handler({ ...event, calledFromCli: true, customLogger })).results,
		integration() {
			integration ??= createIntegration(app, createAppHandler);
			return integration;
		},
		title: displayName ?? name ?? basename(folder),
		notes,
		takeLog() {
			const taken = log;
			log = [];
			return taken;
		},
	};
}

interface Package {
	name?: string;
	displayName?: string;
	main?: string;
}

function packageOf(folder: string): Package {
	try {
		return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
	} catch {
		return {};
	}
}

/** However the module was compiled, the app is what has a version of the platform. */
function appOf(module: unknown): Record<string, unknown> {
	for (let one = module; typeof one === 'object' && one !== null; one = (one as { default?: unknown }).default) {
		if ('platformVersion' in one) return one as Record<string, unknown>;
	}
	throw new Error('index.js exports no Zapier integration: nothing in it has a platformVersion.');
}

function coreOf(entry: string, notes: string[]): { createAppHandler(app: object): Handler } {
	const own = createRequire(entry);
	try {
		return loadCore(own);
	} catch {
		notes.push(`${dirname(entry)} has no zapier-platform-core installed, so that of this project runs it.`);
		return loadCore(createRequire(import.meta.url));
	}
}
