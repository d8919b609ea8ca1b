import { createAppTester } from 'zapier-platform-core';
import { providers } from '../../src/index.ts';
import type { App } from '../../src/zapier/app.ts';

/** A built integration: of all providers ("all"), or a provider's own. */
export function built(name: string): App {
	return require(`../../.builds/${name}/index.js`).default;
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

/** Runs methods of a built integration through Zapier's own handler. */
export function tester(integration: App) {
	const testers = new Map<string, ReturnType<typeof createAppTester>>();
	const run = (method: string, authData: Values, inputData: Values = {}, meta: Values = {}): Promise<unknown> => {
		const [head, ...steps] = method.split('.');
		const found = steps.reduce<unknown>((at, step) => (at as Values | undefined)?.[step], (integration as unknown as Values)[head ?? '']);
		if (found === undefined) throw new Error(`The integration has no ${method}`);
		const step = method.split('.', 2).join('.');
		const appTester = testers.get(step) ?? createAppTester(alone(integration, method));
		testers.set(step, appTester);
		return appTester(found as () => Promise<unknown>, { authData, inputData, meta } as never);
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
