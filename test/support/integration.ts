import { type Create, createAppTester } from 'zapier-platform-core';
import type { Integration } from '../../src/integration.ts';
import { providers } from '../../src/providers/index.ts';

/** A built integration: of all providers ("all"), or a provider's own. */
export function built(name: string): Integration {
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
export function tester(integration: Integration) {
	const run = createAppTester(integration);
	const create = (key: string): Create => {
		const found = integration.creates[key];
		if (!found) throw new Error(`no create "${key}"`);
		return found;
	};
	return {
		create,
		perform: (key: string, authData: Values, inputData: Values) =>
			run(create(key).operation.perform as () => Promise<Values>, { authData, inputData } as never),
		test: (authData: Values) => run(integration.authentication?.test as () => Promise<{ label: string }>, { authData } as never),
	};
}

/** The failure that a promise ends with; fails the test if it doesn't fail. */
export async function failure(promise: Promise<unknown>): Promise<Failure> {
	let error: Error;
	try {
		const result = await promise;
		throw new Error(`succeeded with ${JSON.stringify(result)}`);
	} catch (caught) {
		error = caught as Error;
	}
	return error.message.startsWith('{') ? { name: error.name, ...JSON.parse(error.message) } : { name: error.name, message: error.message };
}
