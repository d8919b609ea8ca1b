import { createAppTester } from 'zapier-platform-core';
import type * as z from 'zod/mini';
import { providers } from '../../src/index.ts';
import type { App } from '../../src/zapier/app.ts';
import { fieldsOf } from '../../src/zapier/fields/inputField.ts';
import { schemaOf } from './outputSchema.ts';

const builds = new Map<string, App>();

/** A built integration: of all providers ("all"), or a provider's own. */
export function built(name: string): App {
	const integration = require(`../../.builds/${name}/index.js`).default;
	builds.set(name, integration);
	return integration;
}

export { providers };

export type Values = Record<string, unknown>;

/** What an operation's failure says, unwrapped from the JSON that Zapier's error classes put it in. */
export interface Failure {
	/** The class: AppError, HaltedError, ThrottledError, ExpiredAuthError. */
	name: string;
	message: string;
	code?: string;
	status?: number;
	delay?: number;
}

/**
 * An integration with the one step that a method belongs to. Zapier's handler copies the whole definition twice for each
 * event, which would take most of the time of the tests.
 */
export function alone(integration: App, method: string): App {
	const [kind = '', key = ''] = method.split('.');
	const steps = (of: 'creates' | 'searches' | 'triggers') => {
		const step = of === kind ? integration[of][key] : undefined;
		return step ? { [key]: step } : {};
	};
	return {
		...integration,
		creates: steps('creates') as App['creates'],
		searches: steps('searches') as App['searches'],
		triggers: steps('triggers') as App['triggers'],
		searchOrCreates: {},
	};
}

interface Declared {
	/** What the step gives. */
	output: z.ZodMiniObject;
	/** The labels of its form and of the connection, of which its messages may speak. */
	ownLabels: Set<string>;
	/** The labels of all forms of the product, the longest first. */
	allLabels: string[];
}

/** What each step declares, by its method. */
const declared = new Map<string, Declared>(
	providers.flatMap(({ key: provider, authentication, creates, searches = [], triggers = [] }) => {
		const ofConnection = fieldsOf(authentication.fields).map(({ field }) => field.label);
		const ofSteps = [creates, searches, triggers].flat().flatMap(({ labels }) => Object.values(labels()));
		const allLabels = [...new Set([...ofConnection, ...ofSteps])].sort((a, b) => b.length - a.length);
		return Object.entries({ creates, searches, triggers }).flatMap(([kind, steps]) =>
			steps.map(({ key, output, labels }) => {
				const ownLabels = new Set([...ofConnection, ...Object.values(labels())]);
				return [`${kind}.${provider}_${key}.operation.perform`, { output: schemaOf(output), ownLabels, allLabels }] as const;
			}),
		);
	}),
);

function declaredBy(integration: App, method: string): Declared | undefined {
	const own = providers.find(({ key }) => integration === builds.get(key))?.key;
	return declared.get(own ? method.replace('.', `.${own}_`) : method);
}

/**
 * A step gives all that it declares, whatever it is answered: what isn't known is null, since what isn't there is missing
 * in Zapier's editor, where later steps are to use it.
 */
function requireDeclared(integration: App, method: string, result: unknown): void {
	const { output } = declaredBy(integration, method) ?? {};
	for (const item of output ? [result].flat() : []) {
		const { error } = output?.safeParse(item) ?? {};
		if (error) throw new Error(`${method} gives ${JSON.stringify(item)}: ${JSON.stringify(error.issues)}`);
	}
}

/** A message names no field that the form in front of the person doesn't have. */
function requireOwnFields(integration: App, method: string, message: string): void {
	const { ownLabels, allLabels = [] } = declaredBy(integration, method) ?? {};
	for (const [, clause = ''] of message.matchAll(/\bCheck ([A-Z][^:.]*)/g)) {
		for (const words of clause.split(/, | and /)) {
			const label = allLabels.find((one) => words.startsWith(one));
			if (label && !ownLabels?.has(label)) throw new Error(`${method} has no field ${label}, of which its message speaks: ${message}`);
		}
	}
}

/** What JavaScript writes where a text was to stand. */
const SLIP = /\bundefined\b|\[object \w+\]|\bNaN\b/;

/** Neither a message nor a result holds what nobody wrote. @param given what was filled in, which may hold anything. */
function requireNoSlip(method: string, words: string, given: Values): void {
	const slip = SLIP.exec(words)?.[0];
	if (slip && !JSON.stringify(given).includes(slip)) throw new Error(`${method} says "${slip}": ${words}`);
}

/** Runs methods of a built integration through Zapier's own handler. */
export function tester(integration: App) {
	const testers = new Map<string, ReturnType<typeof createAppTester>>();
	const run = async (method: string, authData: Values, inputData: Values = {}, meta: Values = {}): Promise<unknown> => {
		const [head, ...steps] = method.split('.');
		const found = steps.reduce<unknown>((at, step) => (at as Values | undefined)?.[step], (integration as unknown as Values)[head ?? '']);
		if (found === undefined) throw new Error(`The integration has no ${method}`);
		const step = method.split('.', 2).join('.');
		const appTester = testers.get(step) ?? createAppTester(alone(integration, method));
		testers.set(step, appTester);
		const running = appTester(found as () => Promise<unknown>, { authData, inputData, meta } as never);
		const result = await running.catch((error: Error) => {
			requireOwnFields(integration, method, error.message);
			requireNoSlip(method, error.message, inputData);
			throw error;
		});
		requireDeclared(integration, method, result);
		requireNoSlip(method, JSON.stringify(result) ?? '', inputData);
		return result;
	};
	return {
		run,
		perform: (key: string, authData: Values, inputData: Values) =>
			run(`creates.${key}.operation.perform`, authData, inputData) as Promise<Values>,
		test: (authData: Values) => run('authentication.test', authData) as Promise<{ label: string }>,
	};
}

/** The failure that a promise ends with; undefined if it succeeds. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure | undefined> {
	try {
		await promise;
	} catch (caught) {
		const error = caught as Error;
		return error.message.startsWith('{')
			? { name: error.name, ...JSON.parse(error.message) }
			: { name: error.name, message: error.message };
	}
	return undefined;
}

/** The failure that a promise must end with. */
export async function failure(promise: Promise<unknown>): Promise<Failure> {
	const found = await failureOf(promise);
	if (!found) throw new Error(`succeeded with ${JSON.stringify(await promise)}`);
	return found;
}
