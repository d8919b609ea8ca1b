import { StepError } from '../../zapier/errors/stepError.ts';
import { sameText } from '../../zapier/matching.ts';
import { andList } from '../../zapier/words.ts';

/** What became of one address of an invitation. */
export interface AddressOutcome {
	email: string;
	status: 'invited' | 'existing' | 'failed';
	/** Atomicwork's own words for a failure. */
	reason?: string;
}

export type Succeeded = Exclude<AddressOutcome['status'], 'failed'>;

const ADDRESS_KEYS = ['email', 'email_id', 'email_address', 'address', 'user_email'];
const REASON_KEYS = ['error', 'message', 'reason', 'errors', 'code'];

/**
 * What a response says of each address, in whatever shape: no response to an invitation of several users is documented.
 * Read are `[{email, status, error}]`, `{failed: ["…"]}` and `{errors: {"…": "…"}}`. Of whom nothing is said, nothing is known.
 */
export function outcomesIn(body: unknown, emails: string[]): AddressOutcome[] {
	const found = new Map<string, AddressOutcome>();
	const add = (email: string, status: AddressOutcome['status'] | undefined, reason?: unknown) => {
		if (status) found.set(email, { email, status, ...(typeof reason === 'string' && reason ? { reason } : {}) });
	};
	const addressOf = (value: unknown) => (typeof value === 'string' ? emails.find((email) => sameText(email, value)) : undefined);
	const visit = (value: unknown, key: string) => {
		if (Array.isArray(value)) {
			for (const item of value) {
				const email = addressOf(item);
				if (email) add(email, statusOf(key));
				else visit(item, key);
			}
		} else if (typeof value === 'object' && value !== null) {
			const object = value as Record<string, unknown>;
			const email = ADDRESS_KEYS.map((name) => addressOf(object[name])).find(Boolean);
			const reason = REASON_KEYS.map((name) => object[name]).find((text) => typeof text === 'string' && text);
			if (email) add(email, ownStatus(object) ?? statusOf(key) ?? (reason ? 'failed' : undefined), reason);
			else
				for (const [name, item] of Object.entries(object)) {
					const named = addressOf(name);
					if (named) add(named, statusOf(key) ?? statusOf(String(item)), item);
					else visit(item, name);
				}
		}
	};
	visit(body, '');
	return [...found.values()];
}

/** What an object says of its address. */
function ownStatus({ success, status, outcome = status }: Record<string, unknown>): AddressOutcome['status'] | undefined {
	if (success === false || success === 'false') return 'failed';
	if (typeof outcome === 'number') return outcome >= 400 ? 'failed' : 'invited';
	return typeof outcome === 'string' ? statusOf(outcome) : success === true ? 'invited' : undefined;
}

const FAILED = ['failed', 'failures', 'failure', 'errors', 'error', 'invalid', 'rejected', 'failed_emails', 'invalid_emails'];
const EXISTING = ['existing', 'exists', 'already_exists', 'existing_users', 'duplicate', 'duplicates'];
const INVITED = ['invited', 'success', 'successful', 'succeeded', 'sent', 'added', 'ok', 'email_invite_sent', 'invited_emails'];

/** What a whole word means that stands for an outcome, as a key or as a value. */
function statusOf(word: string): AddressOutcome['status'] | undefined {
	const wanted = word.toLowerCase();
	if (FAILED.includes(wanted)) return 'failed';
	if (EXISTING.includes(wanted)) return 'existing';
	return INVITED.includes(wanted) ? 'invited' : undefined;
}

/**
 * What became of each address that is told of. Ends the step if anybody could not be invited, with what became of everybody.
 * @throws {StepError} with the code `partly_done`, or `refused` if nobody was invited.
 */
export function requireNobodyFailed(outcomes: AddressOutcome[], emails: string[]): Map<string, Succeeded> {
	const failed = outcomes.filter(({ status }) => status === 'failed');
	if (!failed.length) return new Map(outcomes.map(({ email, status }) => [email, status as Succeeded]));
	const of = (status: AddressOutcome['status']) => outcomes.filter((one) => one.status === status).map(({ email }) => email);
	const unknown = emails.filter((email) => !outcomes.some((one) => one.email === email));
	const sentences = [
		`Atomicwork could not invite ${andList(failed.map(({ email, reason }) => (reason ? `${email} (${reason.replace(/[.!?]+$/, '')})` : email)))}.`,
		of('invited').length ? `Invited: ${andList(of('invited'))}.` : '',
		of('existing').length ? `Users already: ${andList(of('existing'))}.` : '',
		unknown.length
			? `It doesn't say whether ${andList(unknown)} ${unknown.length > 1 ? 'were' : 'was'} invited: look there before you replay this step.`
			: '',
	];
	throw new StepError(sentences.filter(Boolean).join(' '), failed.length < emails.length ? 'partly_done' : 'refused');
}
