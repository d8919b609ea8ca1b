import type { Bundle, ZObject } from 'zapier-platform-core';
import { accountOf } from './authentication.ts';
import { toZapierError } from './errors/zapierError.ts';
import { lookUpNames } from './names.ts';
import type { Placement } from './provider.ts';
import { redact } from './redact.ts';
import { readInput } from './schemas/input.ts';
import { openSession, type Session } from './session.ts';
import type { Step } from './step.ts';

/**
 * The path of every step, from top to bottom: connect, read the input, look up what is named instead of identified, do what
 * the step does with requests, and give the result. Whatever goes wrong leaves as the Zapier error that fits it, and no credential leaves at all, not even when the
 * provider's response repeats one.
 */
export async function perform<Result>(
	z: ZObject,
	bundle: Bundle,
	{ provider, requireConnection }: Placement,
	step: Step<Result>,
): Promise<Result> {
	const { authentication } = provider;
	const authData = bundle.authData ?? {};
	const secrets = authentication.secretsOf(authData);
	let session: Session | undefined;
	try {
		requireConnection(authData);
		session = openSession(z, authentication, authData, secrets);
		const typed = readInput(step.input, bundle.inputData ?? {});
		const named = lookUpNames(step.input, typed, session, provider.dropdowns, { exact: step.destructive ?? false });
		// In core's domain each promise takes some microseconds, so a step waits only for what isn't there yet.
		const input = named instanceof Promise ? await named : named;
		const result = await step.perform(input, session);
		return redact(result, secrets);
	} catch (error) {
		throw toZapierError(z, error, step, accountOf(provider, authData), secrets, session?.unresolved);
	}
}
