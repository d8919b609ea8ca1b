import type { z } from 'zod';
import { fieldOf, fieldsOf, lineItemOf } from './field.ts';

/** What a person reads of an action, a search or a trigger. */
export interface Words {
	key: string;
	noun: string;
	label: string;
	description: string;
	/** What to do about a status, where the documentation says more than the number. One sentence each. */
	advice?: Partial<Record<number, string>>;
}

/** What actions, searches and triggers have in common once they are declared. */
export interface Operation extends Words {
	input: z.ZodObject;
	output: z.ZodObject;
	sample: Record<string, unknown>;
	/** The label of each field by its name on the wire. */
	labels: Record<string, string>;
	advice: Partial<Record<number, string>>;
}

/** The label of each field by its key, and by its name on the wire where that differs. */
export function labelsOf(form: z.ZodObject, wireNames: Record<string, string> = {}): Record<string, string> {
	const labels: Record<string, string> = {};
	for (const [key, schema] of fieldsOf(form)) {
		labels[key] = fieldOf(key, schema).label;
		const items = lineItemOf(schema);
		for (const [column, columnSchema] of items ? fieldsOf(items) : []) labels[column] = fieldOf(column, columnSchema).label;
	}
	for (const [wireName, key] of Object.entries(wireNames)) {
		if (labels[key]) labels[wireName] = labels[key];
	}
	return labels;
}
