import { type Form, type FormValues, fieldsOf } from './fields/inputField.ts';
import type { Session } from './session.ts';

/** Where it is that a step is: a person connects an account, a person fills in a form, or a Zap runs. */
export type Stage = 'connecting' | 'filling a dropdown' | 'running';

/** What to do about a refusal whose words are about it: a sentence. */
export interface Remedy {
	about: RegExp;
	say: string;
}

/**
 * What to do about a status, where the provider's documentation says more than its number does: a sentence. Words that say
 * what is wrong with a value (400, 422) need another answer than none: each has a remedy of its own, or the general one.
 */
export type Advice = Partial<Record<number, string | Remedy[]>>;

/** What a request brings about, for messages: "the invitation" was, or was not, "sent". */
export interface Effect {
	noun: string;
	/** A participle. */
	done: string;
}

/** What Zapier runs, and what its messages need to know. */
export interface Step<Result, Input extends Form = Form> {
	stage: Stage;
	/** The form, in the order in which it is shown. */
	input: Input;
	/** What it brings about; undefined if it only reads. */
	effect: Effect | undefined;
	/** The label of each field by its name on the wire: what only a message asks for. */
	labels(): Record<string, string>;
	advice: Advice;
	/** Does it take or change what somebody has? It then acts only on who, and what, is named exactly. */
	destructive?: boolean;
	/** @throws {InputError, RequestError} */
	perform(input: FormValues<Input>, session: Session): Promise<Result>;
}

/** The form of a step that asks nothing. */
export const noInput = {};

/** Its labels. */
export const noLabels = () => ({});

/** What a person reads of a create, a search or a trigger. */
export interface Texts {
	key: string;
	noun: string;
	label: string;
	description: string;
	advice?: Advice;
}

/** The label of each field by its key, and by its name on the wire where that differs. */
export function labelsOf(form: Form, wireNames: Record<string, string> = {}): Record<string, string> {
	const labels: Record<string, string> = {};
	for (const { key, field } of fieldsOf(form)) {
		const { label, children } = field;
		labels[key] = label;
		if (children) Object.assign(labels, labelsOf(children));
	}
	for (const [wireName, key] of Object.entries(wireNames)) {
		if (labels[key]) labels[wireName] = labels[key];
	}
	return labels;
}
