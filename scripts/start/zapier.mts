import { createRequire } from 'node:module';

/** What Zapier's editor knows of the integration, as far as it is shown here. */
export interface Definition {
	authentication: { fields: { key: string; choices?: Record<string, string> }[]; connectionLabel: string };
	creates: Record<string, { display: { label: string } }>;
	triggers: Record<string, { noun: string; display: { label: string } }>;
	searchOrCreates: Record<string, { display: { label: string }; search: string; create: string }>;
}

interface StepBundle {
	authData: object;
	inputData?: unknown;
	meta?: object;
}

/** Runs one function of the integration, as Zapier does. */
export type Execute = (method: string, bundle: StepBundle) => Promise<unknown>;

type Handler = (event: object) => Promise<{ results: unknown }>;

/** Loads the built integration, and runs it as Zapier does. */
export async function loadIntegration(): Promise<{ definition: Definition; execute: Execute }> {
	const require = createRequire(import.meta.url);
	// The types of zapier-platform-core leave out the handler, which is what Zapier calls.
	const { createAppHandler } = require('zapier-platform-core') as { createAppHandler(app: object): Handler };
	const handler = createAppHandler(require('../../index.js') as object);
	// As `zapier-platform invoke` does. Without the mark, Zapier's core prints what its servers want to know of each run.
	const ask = async (event: object) => (await handler({ ...event, calledFromCli: true })).results;
	return {
		definition: (await ask({ command: 'definition' })) as Definition,
		execute: (method, bundle) => ask({ command: 'execute', method, bundle }),
	};
}

/** How Zapier ends the run, and the message that it shows. */
export function refusalOf(error: unknown): string {
	return `${(error as Error).name === 'HaltedError' ? 'Halted' : 'Error'}: ${messageOf(error)}`;
}

/** Some of Zapier's errors carry their message in JSON; below others, its core adds what happened before. */
export function messageOf(error: unknown): string {
	const { message } = error as Error;
	try {
		return (JSON.parse(message) as { message: string }).message;
	} catch {
		return message.split('\nWhat happened:')[0] ?? '';
	}
}
