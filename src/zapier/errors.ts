import type { ZObject } from 'zapier-platform-core';
import { ApiFault, type Fault } from './fault.ts';
import { andList, InputError } from './input.ts';
import { redact } from './redact.ts';

/** Words for the messages: who was asked, for what, and where things are mended. */
export interface Context {
	/** The provider's name. */
	provider: string;
	/** The host of the API, once it is known. */
	host: string | undefined;
	/** Where a new key is found: a Markdown link. */
	keyPage: string;
	/** The label of the connection's field that holds the key. */
	keyLabel: string;
	/** The label of the connection's field that names the host, if there is one. */
	hostLabel: string | undefined;
	/** Is the account being connected, rather than used? */
	connecting: boolean;
	/** What the request was to bring about, such as "the invitation"; undefined if it only reads. */
	effect: string | undefined;
	/** The label of each field by its name on the wire. */
	labels: Record<string, string>;
	/** What to do about a status, where the provider's documentation says more than its number does. One sentence. */
	advice: Partial<Record<number, string>>;
	/** The values of every credential. */
	secrets: string[];
}

const MIN_DELAY_S = 1;
const MAX_DELAY_S = 60 * 60;

/** A 400 or 422 that says so means what others say with a 409. */
const ALREADY = /\balready\b/i;

/** Is it the refusal to invite somebody who is a member, or invited, already? */
export function isConflict(fault: Fault): boolean {
	if (fault.kind !== 'refused') return false;
	if (fault.status === 409) return true;
	return (fault.status === 400 || fault.status === 422) && ALREADY.test(fault.words.message ?? '');
}

/**
 * The one place where anything that went wrong becomes the Zapier error that makes the run end in the right way:
 * `Error` for what a person must mend, `HaltedError` for a precondition that isn't met, `ThrottledError` to hold and
 * replay, `ExpiredAuthError` to ask for a new connection. No credential is ever in the message.
 */
export function toZapierError(z: ZObject, error: unknown, context: Context): Error {
	const zapierError = redactMessage(build(z, error, context), context.secrets);
	// Otherwise Zapier's core appends a log of what happened, the input and the beginning of the answer included.
	return Object.assign(zapierError, { doNotContextify: true });
}

function build(z: ZObject, error: unknown, context: Context): Error {
	if (error instanceof InputError) return new z.errors.Error(error.message, 'invalid_input');
	if (!(error instanceof ApiFault)) return error instanceof Error ? error : new Error(String(error));
	const { fault } = error;
	if (fault.kind === 'refused') return refused(z, fault, context);
	return new z.errors.Error(`${connectionSentence(fault, context)} ${connectionAdvice(fault, context)}`, fault.kind);
}

function refused(z: ZObject, fault: Fault & { kind: 'refused' }, context: Context): Error {
	const { status, words } = fault;
	// A list or a test can't find anybody there already, whatever the provider calls its failure.
	const conflict = context.effect !== undefined && isConflict(fault);
	const said = words.message ?? statusSentence(status, context);
	if (isThrottled(fault)) {
		const delay = throttleDelay(fault.retryAfter);
		const again = context.connecting ? 'Try again' : 'Zapier tries this step again by itself';
		return new z.errors.ThrottledError(`${said} ${again} in about ${duration(delay)}.`, delay);
	}
	const message = `${said} ${context.advice[conflict ? 409 : status] ?? statusAdvice(status, conflict, fault, context)}`;
	if (conflict) return new z.errors.HaltedError(message);
	if (status === 401 && !context.connecting) return new z.errors.ExpiredAuthError(message);
	return new z.errors.Error(message, CODES[status] ?? (status >= 500 ? 'provider_error' : 'refused'), status);
}

const CODES: Record<number, string> = {
	400: 'invalid_request',
	401: 'unauthorized',
	402: 'payment_required',
	403: 'forbidden',
	404: 'not_found',
	422: 'invalid_request',
};

function isThrottled({ status, retryAfter }: Fault & { kind: 'refused' }): boolean {
	return status === 429 || (status === 503 && retryAfter !== undefined);
}

/** What happened, for a refusal that came without words. */
function statusSentence(status: number, { provider, keyLabel, effect, connecting }: Context): string {
	if (status === 400 || status === 422) return `${provider} didn't accept the values of this ${connecting ? 'connection' : 'step'}.`;
	if (status === 401) return `${provider} didn't accept the ${keyLabel}.`;
	if (status === 402) return `Your ${provider} plan doesn't include this.`;
	if (status === 403) return `${provider} doesn't allow this with the connected ${keyLabel}.`;
	if (status === 404) return connecting ? `${provider} has nothing at this address.` : `${provider} didn't find what this step is about.`;
	if (status === 409 && effect) return `The user is already there in ${provider}.`;
	if (status === 429) return `${provider} is receiving too many requests.`;
	if (status === 503) return `${provider} is not available at the moment.`;
	return status >= 500 ? `${provider} had a problem of its own.` : `${provider} refused the request.`;
}

/** What to do about it. */
function statusAdvice(status: number, conflict: boolean, fault: Fault & { kind: 'refused' }, context: Context): string {
	const { provider, keyPage, keyLabel, effect, connecting } = context;
	if (conflict) return `Nothing needs to be mended: ${effect} was not sent again.`;
	if (status === 401) {
		return connecting
			? `Copy the ${keyLabel} again from ${keyPage}.`
			: `Reconnect your ${provider} account with a valid ${keyLabel} from ${keyPage}.`;
	}
	if (status === 402) return `Upgrade your ${provider} plan, then ${connecting ? 'connect again' : 'replay this step'}.`;
	if (status === 403)
		return `Ask an administrator of your ${provider} account for the permission, or connect an account that has it (see ${keyPage}).`;
	if (status === 404 && connecting) return `Check ${context.hostLabel ?? `the ${keyLabel}`}.`;
	if (status === 404) return `Check that what this step names still exists in ${provider}.`;
	if (status >= 500)
		return effect ? `Check in ${provider} whether ${effect} arrived before you replay this step.` : 'Try again in a few minutes.';
	const complained = complainedLabels(fault, context);
	if (complained.length) return `Change ${andList(complained)} in this step.`;
	return `Check the values of this ${connecting ? 'connection' : 'step'}.`;
}

/** The labels of the fields that the provider complains about, by name or in its message. */
function complainedLabels({ words }: Fault & { kind: 'refused' }, { labels }: Context): string[] {
	const named = words.fields.flatMap((name) => (Object.hasOwn(labels, name) ? [labels[name] as string] : []));
	if (named.length) return [...new Set(named)];
	const mentioned = Object.keys(labels).filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(words.message ?? ''));
	return [...new Set(mentioned.map((name) => labels[name] as string))];
}

function connectionSentence(fault: Exclude<Fault, { kind: 'refused' }>, { provider, host = provider }: Context): string {
	if (fault.kind === 'unreachable') {
		if (fault.reason === 'name') return `There is no server with the name ${host}.`;
		if (fault.reason === 'certificate') return `${host} can't prove who it is: its certificate isn't valid.`;
		return `${host} doesn't accept connections.`;
	}
	if (fault.kind === 'unanswered') {
		if (fault.reason === 'timeout') return `${provider} didn't answer in time.`;
		if (fault.reason === 'size') return `${host} answered with far more data than ${provider} ever sends.`;
		return `The connection to ${host} broke before its answer was complete.`;
	}
	if (fault.reason === 'redirect') return `${host} redirects to another address, where no credential may go.`;
	if (fault.reason === 'page') return `${host} answered with a web page instead of data.`;
	return `${host} answered with something that can't be read.`;
}

function connectionAdvice(fault: Exclude<Fault, { kind: 'refused' }>, { provider, effect, hostLabel }: Context): string {
	const notSent = fault.kind === 'unreachable' || fault.reason === 'redirect';
	if (!effect) return hostLabel ? `Check ${hostLabel} in your connection.` : 'Try again in a few minutes.';
	const Effect = effect.charAt(0).toUpperCase() + effect.slice(1);
	if (notSent && hostLabel) return `${Effect} was not sent: check ${hostLabel} in your connection, then replay this step.`;
	if (notSent) return `${Effect} was not sent, so replay this step in a few minutes.`;
	return `${Effect} may have been sent, so look in ${provider} before you replay this step.`;
}

/** Seconds to hold a step: as asked, within bounds; one to two minutes, spread out, if nothing usable was asked. */
export function throttleDelay(retryAfter: string | undefined): number {
	const text = retryAfter?.trim() ?? '';
	const seconds = /^\d+(\.\d+)?$/.test(text) ? Math.ceil(Number(text)) : secondsUntil(text);
	if (seconds === undefined) return 60 + Math.floor(Math.random() * 61);
	return Math.min(MAX_DELAY_S, Math.max(MIN_DELAY_S, seconds));
}

/** Seconds until an HTTP date (RFC 9110, 5.6.7), which always begins with the day's name; undefined if it is none. */
function secondsUntil(text: string): number | undefined {
	const time = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? undefined : Math.ceil((time - Date.now()) / 1000);
}

function duration(seconds: number): string {
	const minutes = Math.round(seconds / 60);
	if (seconds < 90) return `${seconds} second${seconds === 1 ? '' : 's'}`;
	return minutes < 60 ? `${minutes} minutes` : 'an hour';
}

function redactMessage<E extends Error>(error: E, secrets: string[]): E {
	error.message = redact(error.message, secrets);
	return error;
}
