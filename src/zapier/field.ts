import { z } from 'zod';

/**
 * What a person sees of a field. It stands beside the schema of the field, in the registry below, so that label and
 * schema can't drift apart.
 */
export interface Field {
	label: string;
	helpText?: string;
	placeholder?: string;
	/** Only where the schema can't tell it: a secret, a text of several lines. */
	type?: 'password' | 'text';
	/** The label of each value. For an enum: of every value. For a text: of the values that are suggested. */
	choices?: Record<string, string>;
	/** What Zapier fills in when the field is first shown. */
	default?: string;
	/** A dropdown from a (hidden) trigger of the same provider: "trigger.key of the value.key of the label". */
	dropdown?: string;
	/** A search of the same provider that finds the value: "search.key of the value". Goes with a dropdown. */
	search?: string;
	/**
	 * The name, among the provider's `choices`, of those that the account tells when the form is shown. The field's own
	 * `choices` stand in for them wherever they can't be read.
	 */
	choicesFrom?: string;
	/** The key of the field on which those choices depend. */
	choicesDependOn?: string;
	/** The heading under which a long form shows the field. */
	group?: string;
	/** The key of a yes/no field of the same form. This field is shown, and used, only while that one says yes. */
	shownWhile?: string;
	/** Required while shown (only together with `shownWhile`). */
	requiredWhileShown?: boolean;
}

/** The registry of field metadata. Register last: `.optional()` and the like make a new schema without it. */
export const field = z.registry<Field>();

/** The metadata of a schema; it throws for a field that was never registered, which only a programming error can cause. */
export function fieldOf(key: string, schema: z.core.$ZodType): Field {
	const meta = field.get(schema);
	if (!meta) throw new TypeError(`The field "${key}" has no label: register it`);
	return meta;
}

/** The schema without its `.optional()` and `.default()` wrappers. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
	let inner = schema;
	while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
	return inner;
}

/** Must a person fill it in? */
export function isRequired(schema: z.core.$ZodType): boolean {
	return !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault);
}

/** The key and schema of each field of a form, in order. */
export function fieldsOf(schema: z.ZodObject): [key: string, schema: z.core.$ZodType][] {
	return Object.entries(schema.shape);
}

/** The schema of a line item, where the field takes line items. */
export function lineItemOf(schema: z.core.$ZodType): z.ZodObject | undefined {
	const inner = unwrap(schema);
	return inner instanceof z.ZodArray && inner.element instanceof z.ZodObject ? inner.element : undefined;
}

const ACRONYMS: Record<string, string> = { id: 'ID', ids: 'IDs' };

/** "invite_link" → "Invite Link", for keys and nouns whose label needs nothing else. */
export function titleCase(key: string): string {
	return key
		.split(/[_ ]/)
		.map((word) => ACRONYMS[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}
