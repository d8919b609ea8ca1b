import type { Effect, Stage, Step } from '../step.ts';
import { andList } from '../words.ts';
import type { ExistsError } from './existsError.ts';
import { type Failure, type Refusal, RequestError } from './requestError.ts';

/** Whose API was asked, and where what is wrong with the connection is fixed. */
export interface Account {
	/** The provider's name. */
	provider: string;
	/** The host of the API, or the provider's name where it can't be told. */
	host: string;
	/** Where a new key is found: a Markdown link. */
	keyLink: string;
	/** The label of the connection's field that holds the key. */
	keyLabel: string;
	/** The label of the connection's field that names the host, if there is one and it is filled in. */
	hostLabel: string | undefined;
}

/** What messages say of a step that failed. */
export type FailedStep = Pick<Step<never>, 'stage' | 'effect' | 'labels' | 'advice'>;

/** What a message speaks of. */
export interface Situation extends Account, Omit<FailedStep, 'labels'> {
	/** The label of each field by its name on the wire. */
	labels: Record<string, string>;
	/** Was the request that failed to change something? A request before it, which only reads, was not. */
	changes: boolean;
	/** What is true besides: whole sentences. */
	notes: string[];
	/** Was a part of what the step does done before, or may it have been? */
	partlyDone: boolean;
	/** What was sent as it was typed, since it couldn't be looked up. */
	unresolved: string[];
}

export function situationOf(
	step: FailedStep,
	account: Account,
	error: unknown,
	unresolved: string[],
): Omit<Situation, 'notes' | 'partlyDone'> {
	const request = error instanceof RequestError ? error.request : undefined;
	const changes = step.effect !== undefined && request?.method !== 'GET';
	const effect = request?.effect ?? step.effect;
	// What the documentation says of a status, it says of the request that the step is about.
	const advice = request?.advice ?? ((changes || step.effect === undefined) && !request?.effect ? step.advice : {});
	return { ...account, stage: step.stage, effect, labels: step.labels(), changes, advice, unresolved };
}

/** The names of the stages inside a sentence: "this step". */
const PLACES: Record<Stage, string> = { connecting: 'connection', 'filling a dropdown': 'list', running: 'step' };

/**
 * The message for a refusal: the provider's own words, or what its status means, then what to do about it.
 * @param next what to do, where it is known better.
 */
export function refusalMessage(refusal: Refusal, situation: Situation, next?: string): string {
	const { status } = refusal;
	const message = withSubject(refusal, situation);
	const said = isAboutValues(status) && isVague(message) ? [message, meaning(status, situation)] : [message ?? meaning(status, situation)];
	const sentences = [...said, next ?? remedyOf(refusal, situation), ...situation.notes];
	if (situation.unresolved.length && [400, 403, 404, 422].includes(status)) {
		sentences.push(`${andList(situation.unresolved)} was sent as it is: this connection may not list what there is.`);
	}
	return sentences.filter(Boolean).join(' ');
}

/** The provider's words; of a complaint without a subject ("can't be blank"), with the label of the field in front. */
function withSubject({ message, fields }: Refusal, { labels }: Situation): string | undefined {
	const [label] = fields.flatMap((name) => (Object.hasOwn(labels, name) ? [labels[name] as string] : []));
	return message && label && startsInside(message) ? `${label} ${message}` : message;
}

/** Is this what every refusal of values says, or nothing at all? */
function isVague(message = ''): boolean {
	return /^((request )?validation (error|failed|failure)|(bad|invalid) request|unprocessable( entity| content)?)?[.!]?$/i.test(message);
}

function isAboutValues(status: number): boolean {
	return status === 400 || status === 422;
}

/** Does a message begin as the rest of a sentence? */
function startsInside(message: string): boolean {
	return /^(is|isn't|is not|can't|cannot|can not|must|should|has|may|does|doesn't|needs|already|was|are|contains)\b/.test(message);
}

/** The message for a user who is there already. Whether they have the access asked for isn't known. */
export function existsMessage({ refusal, message, advice }: ExistsError, situation: Situation): string {
	const { provider, effect } = situation;
	const found = refusal ? (withSubject(refusal, situation) ?? `The user is already there in ${provider}.`) : message;
	return `${found} ${advice ?? `${capitalized(outcome(effect, 'was not'))}.`}`;
}

/** "the invitation was not sent" */
function outcome(effect: Effect = { noun: 'the request', done: 'sent' }, verb: string): string {
	return [effect.noun, verb, effect.done].join(' ');
}

/** What happened, for a refusal that came without words. */
function meaning(status: number, { provider, keyLabel, stage, effect }: Situation): string {
	if (isAboutValues(status)) return `${provider} refused the values of this ${PLACES[stage]} without saying which.`;
	if (status === 401) return `${provider} didn't accept the ${keyLabel}.`;
	if (status === 402) return `Your ${provider} plan doesn't include this.`;
	if (status === 403) return `${provider} doesn't allow this with the connected ${keyLabel}.`;
	if (status === 404)
		return stage === 'connecting'
			? `${provider} has nothing at this address.`
			: `${provider} didn't find what this ${PLACES[stage]} is about.`;
	if (status === 409 && effect) return `${provider} says that this conflicts with what is there.`;
	if (status === 429) return `${provider} is receiving too many requests.`;
	if (status === 503) return `${provider} is not available at the moment.`;
	return status >= 500 ? `${provider} had a problem of its own.` : `${provider} refused the request.`;
}

/**
 * What to do about a refusal: where its words have a remedy of their own, that; where the provider names fields, change
 * those; otherwise what its documentation says of the status, unless the words say something else.
 */
function remedyOf(refusal: Refusal, situation: Situation): string {
	const { status, message } = refusal;
	const {
		stage,
		labels,
		advice: { [status]: advice },
	} = situation;
	if (Array.isArray(advice)) return advice.find(({ about }) => about.test(message ?? ''))?.say ?? remedy(refusal, situation);
	if (isAboutValues(status) && namedLabels(refusal, labels).length) return remedy(refusal, situation);
	const saysElse = isAboutValues(status) && stage === 'running' && !isVague(message);
	return (saysElse ? undefined : advice) ?? remedy(refusal, situation);
}

/** What to do about a refusal of which the provider's documentation says no more than its status. */
function remedy(refusal: Refusal, situation: Situation): string {
	const { provider, keyLink, keyLabel, effect, stage, labels, hostLabel, changes } = situation;
	const { status } = refusal;
	if (status === 401) {
		return stage === 'connecting'
			? `Copy the ${keyLabel} again from ${keyLink}.`
			: `Reconnect your ${provider} account with a valid ${keyLabel} from ${keyLink}.`;
	}
	if (status === 402) return `Upgrade your ${provider} plan, then ${stage === 'connecting' ? 'connect again' : 'replay this step'}.`;
	if (status === 403)
		return `Ask an administrator of your ${provider} account for the permission, or connect an account that has it (see ${keyLink}).`;
	if (status === 404 && stage === 'connecting') return `Check ${hostLabel ?? `the ${keyLabel}`}.`;
	if (status === 404) return `Check that what this ${PLACES[stage]} names still exists in ${provider}.`;
	if (status >= 500) {
		if (!effect) return 'Try again in a few minutes.';
		return changes
			? `Check in ${provider} whether ${outcome(effect, 'was')} before you replay this step.`
			: `${capitalized(outcome(effect, 'was not'))}, so replay this step in a few minutes.`;
	}
	const named = namedLabels(refusal, labels);
	if (named.length) return refusal.message && startsInside(refusal.message) ? '' : `Change ${andList(named)} in this step.`;
	if (isAboutValues(status) && isVague(refusal.message)) return 'Check each of them.';
	if (stage === 'running' && refusal.message) return `Change that in this step or in ${provider}, then replay the step.`;
	return `Check the values of this ${PLACES[stage]}.`;
}

/** The labels of the fields that the provider names as wrong, or whose whole label stands in its message. */
function namedLabels({ fields, message = '' }: Refusal, labels: Record<string, string>): string[] {
	const named = fields.flatMap((name) => (Object.hasOwn(labels, name) ? [labels[name] as string] : []));
	if (named.length) return [...new Set(named)];
	const mentioned = Object.values(labels).filter((label) => label.includes(' ') && message.includes(label));
	return [...new Set(mentioned)];
}

/** The message for a response that never came, or that isn't the API's. */
export function failureMessage(failure: Exclude<Failure, Refusal>, situation: Situation): string {
	return [failureMeaning(failure, situation), failureRemedy(failure, situation), ...situation.notes].join(' ');
}

function failureMeaning(failure: Exclude<Failure, Refusal>, { provider, host }: Situation): string {
	if (failure.kind === 'unreachable') {
		if (failure.reason === 'name') return `There is no server with the name ${host}.`;
		if (failure.reason === 'certificate') return `${host} can't prove who it is: its certificate isn't valid.`;
		return `${host} doesn't accept connections.`;
	}
	if (failure.kind === 'unanswered') {
		if (failure.reason === 'timeout') return `${provider} didn't answer in time.`;
		if (failure.reason === 'size') return `${host} answered with far more data than ${provider} ever sends.`;
		return `The connection to ${host} broke before its answer was complete.`;
	}
	if (failure.reason === 'redirect') return `${host} redirects to another address, where no credential may go.`;
	if (failure.reason === 'page') return `${host} answered with a web page instead of data.`;
	return `${host} answered with something that can't be read.`;
}

function failureRemedy(failure: Exclude<Failure, Refusal>, { provider, effect, hostLabel, changes }: Situation): string {
	if (!effect) return hostLabel ? `Check ${hostLabel} in your connection.` : 'Try again in a few minutes.';
	const sent = changes && !isCertainlyNotSent(failure);
	if (sent) return `${capitalized(outcome(effect, 'may have been'))}, so look in ${provider} before you replay this step.`;
	if (hostLabel) return `${capitalized(outcome(effect, 'was not'))}: check ${hostLabel} in your connection, then replay this step.`;
	return `${capitalized(outcome(effect, 'was not'))}, so replay this step in a few minutes.`;
}

/**
 * No connection came about; or there is nothing at this address; or the redirect is one that asks for the same request
 * elsewhere (RFC 9110, 15.5.5, 15.4.8 and 15.4.9).
 */
function isCertainlyNotSent(failure: Exclude<Failure, Refusal>): boolean {
	return failure.kind === 'unreachable' || (failure.kind === 'unreadable' && [307, 308, 404].includes(failure.status));
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number of seconds, as a person says it. */
export function duration(seconds: number): string {
	const minutes = Math.round(seconds / 60);
	if (seconds < 90) return `${seconds} second${seconds === 1 ? '' : 's'}`;
	return minutes < 60 ? `${minutes} minutes` : 'an hour';
}
