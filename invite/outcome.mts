import type { Execution, StepRequest, Values } from './integration.mts';
import { isRead } from './integration.mts';
import { textOf } from './rows.mts';

/** How a step ended for one person. */
export type Outcome =
	/** It did what it should, or there was nothing left to do (`already_there`: Zapier's "halted"). */
	| { kind: 'done'; status: string; id: string; message: string }
	/** It was certainly not carried out, and won't be without a change. */
	| { kind: 'failed'; status: 'failed'; message: string }
	/** It may have been carried out. */
	| { kind: 'uncertain'; status: 'uncertain'; message: string }
	/** It was certainly not carried out, and is to be tried again after so many seconds. */
	| { kind: 'throttled'; delay: number; message: string }
	/** The connection isn't valid any more: so it will be for every other person. */
	| { kind: 'disconnected'; message: string };

/** Codes of errors after which the request may have been carried out. */
const UNCERTAIN_CODES = ['unanswered', 'unreadable', 'provider_error', 'partly_done'];
/** Codes of errors that say that nothing was done, whatever the status of the answer. */
const REFUSED_CODES = ['refused'];
/** Codes of errors that come before a request has left. */
const UNSENT_CODES = ['unreachable', 'invalid_input'];
/** Node.js's codes of a connection that didn't come about. */
const UNCONNECTED_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

/**
 * Tells how a step ended by what can be told without reading its words: the class of the error, its code and status,
 * and which requests were sent and answered.
 */
export function outcomeOf(execution: Execution): Outcome {
	const { error, result } = execution;
	if (!error) return doneOf(result);
	const { message, code, status, delay } = detailsOf(error);
	if (error.name !== 'HaltedError' && isPartlyDone(execution.requests)) return { kind: 'uncertain', status: 'uncertain', message };
	if (error.name === 'ThrottledError') return { kind: 'throttled', delay: delay ?? 60, message };
	if (error.name === 'ExpiredAuthError' || error.name === 'RefreshAuthError') return { kind: 'disconnected', message };
	if (error.name === 'HaltedError') return { kind: 'done', status: 'already_there', id: '', message };
	if (mayHaveBeenDone(execution, code, status)) return { kind: 'uncertain', status: 'uncertain', message };
	return { kind: 'failed', status: 'failed', message };
}

/** The status and the id or link of a person in a result. A step for several people may tell of each, or of some only. */
export function doneOf(result: unknown, person = ''): Outcome & { kind: 'done' | 'uncertain'; id: string } {
	const whole = (Array.isArray(result) ? result[0] : result) as Values | null | undefined;
	const own = person ? ownPart(whole, person) : undefined;
	if (own?.status === 'unknown') return { kind: 'uncertain', status: 'uncertain', id: '', message: UNMENTIONED };
	const values = { ...whole, ...own };
	const link = Object.entries(values).find(([key, value]) => /link|url/i.test(key) && textOf(value).startsWith('https://'));
	const id = Object.entries(values).find(([key]) => key === 'id') ?? Object.entries(values).find(([key]) => key.endsWith('_id'));
	return { kind: 'done', status: textOf(values.status) || 'done', id: textOf(link?.[1] ?? id?.[1]), message: '' };
}

const UNMENTIONED = 'The request succeeded, but its answer doesn’t tell of this person.';

function ownPart(whole: Values | null | undefined, person: string): Values | undefined {
	return Object.values(whole ?? {})
		.flat()
		.filter((item): item is Values => item !== null && typeof item === 'object')
		.find((item) => Object.values(item).some((value) => typeof value === 'string' && value.toLowerCase() === person.toLowerCase()));
}

/** The longest of an answer that is told, in characters. */
const LONGEST = 500;

/** What an error of Zapier's core says, unwrapped from the JSON that some classes put it in. */
export function detailsOf(error: Error): { message: string; code?: string; status?: number; delay?: number } {
	if (error.message.startsWith('{')) {
		try {
			const { message, content, ...details } = JSON.parse(error.message);
			// An answer that the integration left to Zapier's core has no message, but what it was.
			return { ...details, message: message ?? `The answer was ${details.status}: ${textOf(content).slice(0, LONGEST)}` };
		} catch {
			// It only looks like JSON.
		}
	}
	// Below the message, Zapier's core adds what happened before.
	return { message: error.message.split('\nWhat happened:')[0] ?? '' };
}

/** Did a request change something before another one failed, such as an invitation before the access to a workspace? */
function isPartlyDone(requests: StepRequest[]): boolean {
	const changes = requests.filter(({ method, sent }) => sent && !isRead(method));
	return changes.slice(0, -1).some(({ status }) => status !== undefined && status < 300);
}

function mayHaveBeenDone({ requests, error }: Execution, code: string | undefined, status: number | undefined): boolean {
	const last = requests.findLast(({ method, sent }) => sent && !isRead(method));
	if (!last) return false;
	// A request that was to be made elsewhere, which no step does.
	if (last.status === 307 || last.status === 308) return false;
	if (code !== undefined && UNCERTAIN_CODES.includes(code)) return true;
	if (code !== undefined && REFUSED_CODES.includes(code) && last.status !== undefined) return false;
	if (last.status === undefined) {
		// Such a code is about the last request that was made, whichever that is.
		const unconnected = UNCONNECTED_CODES.includes((error as NodeJS.ErrnoException).code ?? '') && requests.at(-1) === last;
		return !unconnected && !(code !== undefined && UNSENT_CODES.includes(code));
	}
	if (last.status >= 500) return true;
	// Other redirects may come after the deed.
	if (last.status >= 300 && last.status < 400) return true;
	// An answer of success, although the step failed: only its own word that it was refused (a status) tells.
	return last.status < 300 && !(status !== undefined && status < 500);
}
