import type { PlainOutputField } from 'zapier-platform-core';
import * as z from 'zod';
import { titleOf } from './title.ts';

/** Labels of output fields that their keys don't give. Register last: `.nullable()` and the like make a new schema without it. */
export const outputLabel = z.registry<{ label: string }>();

/** Zapier's output fields for a result. A label follows from the key unless the registry has another. */
export function outputFields(result: z.ZodObject): PlainOutputField[] {
	return Object.entries(result.shape).map(([key, schema]) => {
		const label = outputLabel.get(schema)?.label ?? titleOf(key);
		const inner = nonNull(schema);
		if (!(inner instanceof z.ZodArray)) return { key, label, type: typeOf(inner) };
		if (inner.element instanceof z.ZodObject) return { key, label, children: outputFields(inner.element) };
		return { key, label, type: typeOf(inner.element), list: true };
	});
}

function nonNull(schema: z.core.$ZodType): z.core.$ZodType {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return nonNull(schema.unwrap());
	return schema;
}

/** Zapier's name of a type. IDs are texts, so that no digit is lost. */
function typeOf(schema: z.core.$ZodType): 'string' | 'boolean' | 'datetime' | 'integer' {
	if (schema instanceof z.ZodBoolean) return 'boolean';
	if (schema instanceof z.ZodISODateTime) return 'datetime';
	if (schema instanceof z.ZodNumber) return 'integer';
	return 'string';
}
