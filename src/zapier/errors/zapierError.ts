import type { ZObject } from 'zapier-platform-core';
import { redact } from '../redact.ts';
import { ExistsError } from './existsError.ts';
import {
	type Account,
	duration,
	existsMessage,
	type FailedStep,
	failureMessage,
	refusalMessage,
	type Situation,
	situationOf,
} from './messages.ts';
import { PartlyDoneError } from './partlyDoneError.ts';
import { type Refusal, RequestError } from './requestError.ts';
import { StepError } from './stepError.ts';

const MIN_DELAY_S = 1;
const MAX_DELAY_S = 60 * 60;

/**
 * The one place where anything that went wrong becomes the Zapier error that makes the run end in the right way: `Error`
 * for what a person must fix, `HaltedError` for a precondition that isn't met, `ThrottledError` to hold and replay,
 * `ExpiredAuthError` to ask for a new connection. No credential is ever in the message.
 * @param secrets the values of every credential.
 * @param unresolved what was sent as it was typed, since it couldn't be looked up.
 */
export function toZapierError(
	z: ZObject,
	error: unknown,
	step: FailedStep,
	account: Account,
	secrets: string[],
	unresolved: string[] = [],
): Error {
	const partlyDone = error instanceof PartlyDoneError;
	const cause = partlyDone ? error.cause : error;
	const notes = partlyDone ? [error.message] : [];
	const zapierError = build(z, cause, { ...situationOf(step, account, cause, unresolved), notes, partlyDone });
	zapierError.message = redact(zapierError.message, secrets);
	// Otherwise Zapier's core appends a log of what happened, the input and the beginning of the response included.
	return Object.assign(zapierError, { doNotContextify: true });
}

function build(z: ZObject, error: unknown, situation: Situation): Error {
	const { notes, partlyDone } = situation;
	if (error instanceof StepError) return new z.errors.Error([error.message, ...notes].join(' '), partlyDone ? 'partly_done' : error.code);
	if (error instanceof ExistsError) return new z.errors.HaltedError(existsMessage(error, situation));
	if (!(error instanceof RequestError)) return error instanceof Error ? error : new Error(String(error));
	const { failure } = error;
	if (failure.kind !== 'refused') return new z.errors.Error(failureMessage(failure, situation), failure.kind);
	if (isThrottled(failure, situation)) return throttled(z, failure, situation);
	const message = refusalMessage(failure, situation);
	if (failure.status === 401 && situation.stage === 'running') return new z.errors.ExpiredAuthError(message);
	return new z.errors.Error(message, partlyDone ? 'partly_done' : codeOf(failure.status), failure.status);
}

function codeOf(status: number): string {
	return CODES[status] ?? (status >= 500 ? 'provider_error' : 'refused');
}

const CODES: Record<number, string> = {
	400: 'invalid_request',
	401: 'unauthorized',
	402: 'payment_required',
	403: 'forbidden',
	404: 'not_found',
	409: 'conflict',
	422: 'invalid_request',
};

/** Surely not carried out, so that Zapier may replay the step: a 429 always, a 503 only if it was to change nothing. */
function isThrottled({ status, retryAfter }: Refusal, { changes }: Situation): boolean {
	return status === 429 || (status === 503 && retryAfter !== undefined && !changes);
}

function throttled(z: ZObject, refusal: Refusal, situation: Situation): Error {
	const delay = throttleDelay(refusal.retryAfter);
	const again = situation.stage === 'running' ? 'Zapier tries this step again by itself' : 'Try again';
	return new z.errors.ThrottledError(refusalMessage(refusal, situation, `${again} in about ${duration(delay)}.`), delay);
}

/** Seconds to hold a step: as asked, within bounds; one to two minutes, spread out, if nothing usable was asked. */
export function throttleDelay(retryAfter: number | undefined): number {
	if (retryAfter === undefined) return 60 + Math.floor(Math.random() * 61);
	return Math.min(MAX_DELAY_S, Math.max(MIN_DELAY_S, retryAfter));
}
