import { createAppTester, version as platformVersion, type ZObject } from 'zapier-platform-core';
import { assemble } from '../../src/zapier/app.ts';

const app = { version: '1.0.0', platformVersion, flags: assemble([]).flags };

/** Runs a function in Zapier's own handler, with the `z` that a step of the integration gets. */
export async function withZ<Result>(perform: (z: ZObject) => Promise<Result>): Promise<Result> {
	let outcome: { result: Result } | undefined;
	await createAppTester(app as never)(async (z: ZObject) => {
		outcome = { result: await perform(z) };
		return {};
	});
	if (!outcome) throw new Error('the handler ended without a result');
	return outcome.result;
}

/** Zapier's `z`, for what needs no more of it than its error classes. */
export async function zObject(): Promise<ZObject> {
	let found: ZObject | undefined;
	await withZ(async (z) => {
		found = z;
	});
	return found as ZObject;
}
