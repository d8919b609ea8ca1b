import { StepError } from '../../zapier/errors/stepError.ts';
import { sameText } from '../../zapier/matching.ts';
import { andList } from '../../zapier/words.ts';
import type { Person } from './users.ts';

/** What became of one address of an invitation; `unknown` where it is told of in words that aren't understood. */
export interface AddressOutcome {
	email: string;
	status: 'invited' | 'existing' | 'failed' | 'unknown';
	/** Atomicwork's own words for a failure. */
	reason?: string;
}

type Status = AddressOutcome['status'];
export type NotFailed = Exclude<Status, 'failed'>;

const ADDRESS_KEYS = ['email', 'email_id', 'email_address', 'address', 'user_email', 'user_id', 'id'];
/** Keys that say nothing of what is below them. */
const NEUTRAL =
	/^(\d+|ids?|(data|details|emails?|(agent_)?groups?|invit(ation|e|ee)s?|items|members?|people|response|results?|users?|workspaces?)(_ids?)?)$/;

/**
 * What a response says of each address, in whatever shape: no response to an invitation of several users is documented.
 * Read are `[{email, status, error}]`, `{failed: ["…"]}`, `{errors: {"…": "…"}}` and `{results: {"…": {success}}}`. Of whom
 * nothing is said, nothing is known.
 * @param named what it means if the response names somebody, and says nothing of them.
 * @param users those who are users already, whom a response may name by their ids as well.
 */
export function outcomesIn(body: unknown, emails: string[], named: NotFailed, users: Map<string, Person>): AddressOutcome[] {
	const found = new Map<string, { said: Status[]; reason?: string | undefined }>();
	const add = (email: string, said: Status[], reason?: string) => {
		const before = found.get(email);
		found.set(email, { said: [...(before?.said ?? []), ...(said.length ? [meaning(said)] : [])], reason: before?.reason ?? reason });
	};
	const addressOf = (value: unknown, mayBeId: boolean) =>
		emails.find((email) => sameText(email, String(value)) || (mayBeId && users.get(email)?.id === String(value)));
	let somebodyFailed = false;
	/**
	 * @param said by the keys on the way, from the outermost one.
	 * @param ofUsers whether ids are those of users: a number may as well be a count, or the id of a workspace.
	 * @param owner whose address or id is the key.
	 */
	const visit = (value: unknown, said: Status[], ofUsers: boolean, owner?: string): void => {
		if (Array.isArray(value)) for (const item of value) visit(item, said, ofUsers, owner);
		else if (isObject(value)) {
			const words = wordsOf(value);
			const email = owner ?? ADDRESS_KEYS.map((key) => addressOf(value[key], ofUsers || key !== 'id')).find(Boolean);
			// What is kept below an address may say anything of it, unless it is all kept below a word.
			const told: Status[] = owner && !words.length && !said.length ? ['unknown'] : words;
			if (email) add(email, [...said, ...told], reasonIn(value));
			else {
				somebodyFailed ||= words.includes('failed');
				for (const [key, item] of Object.entries(value)) {
					const word = wordOf(key);
					const ofKey = addressOf(key, ofUsers);
					const idsOfUsers = isObject(item) ? !/(group|role|workspace)s?(_ids?)?$/.test(word) : /user_id$/.test(word);
					visit(item, ofKey || NEUTRAL.test(word) ? said : [...said, statusOf(key)], idsOfUsers, ofKey);
				}
			}
		} else if (owner) add(owner, isFilled(value) ? [...said, statusOf(value)] : [], textIn(value));
		else {
			const email = addressOf(value, ofUsers);
			if (email) add(email, said);
		}
	};
	visit(body, [], true);
	// Whoever isn't named may be the one who failed.
	if (somebodyFailed) for (const email of emails) if (!found.has(email)) add(email, ['unknown']);
	return Array.from(found, ([email, { said, reason }]) => {
		const status = said.length ? meaning(said) : somebodyFailed ? 'unknown' : named;
		return { email, status, ...(status === 'failed' && reason && { reason }) };
	});
}

/** What all that is said comes to, from the outermost key to the innermost word: one thing that is understood, or it isn't known. */
function meaning(said: Status[]): Status {
	const [status, other] = new Set(said.filter((one) => one !== 'unknown'));
	if (!status || other) return 'unknown';
	return status === 'failed' || said.at(-1) !== 'unknown' ? status : 'unknown';
}

const STATUS_KEYS = /^(success|result|outcome|status|status_code|invitation_status)$/;

/** What an object says of its address: by a status, or a key such as `error` or `sent`, and only without them in other words. */
function wordsOf(object: Record<string, unknown>): Status[] {
	const said = Object.entries(object).flatMap(([key, value]): Status[] => {
		if (STATUS_KEYS.test(wordOf(key))) return isFilled(value) ? [statusOf(value)] : [];
		const status = statusOf(key);
		if (status === 'invited' && value === false) return ['unknown'];
		return status !== 'unknown' && textIn(value) ? [status] : [];
	});
	return said.length ? said : [object.code, object.reason, object.message].filter(isFilled).map(statusOf);
}

const FAILED = /^(failed|failures?|errors?|invalid|rejected|false)$/;
const EXISTING = /^(user_)?(already_)?(exist(s|ing)|duplicates?)$/;
const INVITED = /^(added|(email_|user_)?(invit(ation|e)_)?(invited|sent)(_successfully)?|ok|success|successful|succeeded|true)$/;

/** What a word means that stands for an outcome, as a key or as a value. A number is a status of HTTP. */
function statusOf(word: unknown): Status {
	const text = wordOf(String(word)).replace(/_(emails|users|addresses|(user_)?ids?|count|invit(ation|e|ee)s)$/, '');
	if (FAILED.test(text) || /^[45]\d\d$/.test(text)) return 'failed';
	if (EXISTING.test(text)) return 'existing';
	return INVITED.test(text) || /^2\d\d$/.test(text) ? 'invited' : 'unknown';
}

/** `failedEmails`, `Failed emails` and `FAILED_EMAILS` are one word. */
function wordOf(text: string): string {
	return text
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.replace(/[\s-]+/g, '_')
		.replace(/[.!]$/, '');
}

function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function reasonIn({ error, errors, message, reason, code }: Record<string, unknown>): string | undefined {
	return textIn([error, errors, message, reason, code]);
}

/** The first text of an error, however deep; undefined if there is no error. */
function textIn(value: unknown): string | undefined {
	if (isObject(value)) return [value.error, value.message, value.reason, ...Object.values(value)].map(textIn).find(Boolean);
	const text = String(value ?? '').trim();
	return /^(0|false|no|none|null|)$/i.test(text) ? undefined : text;
}

/**
 * What became of each address that is told of. Ends the step if anybody could not be invited, with what became of everybody.
 * @throws {StepError} with the code `partly_done`, or `refused` if it says of everybody that they were not invited.
 */
export function requireNobodyFailed(outcomes: AddressOutcome[], emails: string[]): Map<string, NotFailed> {
	const of = (status: Status) => outcomes.filter((one) => one.status === status).map(({ email }) => email);
	const failed = outcomes.filter(({ status }) => status === 'failed');
	if (!failed.length) return new Map(outcomes.map(({ email, status }) => [email, status as NotFailed]));
	const told = [...of('failed'), ...of('invited'), ...of('existing')];
	const unknown = emails.filter((email) => !told.includes(email));
	const sentences = [
		`Atomicwork could not invite ${andList(failed.map(withReason))}.`,
		of('invited').length ? `Invited: ${andList(of('invited'))}.` : '',
		of('existing').length ? `Users already: ${andList(of('existing'))}.` : '',
		unknown.length
			? `It doesn't say whether ${andList(unknown)} ${unknown.length > 1 ? 'were' : 'was'} invited: look there before you replay this step.`
			: '',
	];
	throw new StepError(sentences.filter(Boolean).join(' '), failed.length < emails.length ? 'partly_done' : 'refused');
}

/**
 * Ends the step unless a response leaves no doubt that a user was added, by saying so or nothing.
 * @throws {StepError}
 */
export function requireAdded(body: unknown, person: Person): void {
	const [told] = outcomesIn(body, [person.email], 'invited', new Map([[person.email, person]]));
	if (!told || told.status === 'invited') return;
	if (told.status === 'failed') throw new StepError(`Atomicwork could not add ${withReason(told)}.`, 'refused');
	throw new StepError(`Atomicwork doesn't say whether ${person.email} was added: look there before you replay this step.`, 'partly_done');
}

function withReason({ email, reason }: AddressOutcome): string {
	return reason ? `${email} (${reason.replace(/[.!?]+$/, '')})` : email;
}
