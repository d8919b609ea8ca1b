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

/** Runs methods of a built integration through Zapier's own handler. */
export function tester(integration: App) {
	const appTester = createAppTester(integration);
	const run = (method: string, authData: Values, inputData: Values = {}, meta: Values = {}): Promise<unknown> => {
		const [head, ...steps] = method.split('.');
		const found = steps.reduce<unknown>((at, step) => (at as Values | undefined)?.[step], (integration as unknown as Values)[head ?? '']);
		if (found === undefined) throw new Error(`The integration has no ${method}`);
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
