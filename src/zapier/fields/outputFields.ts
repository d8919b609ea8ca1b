import type { PlainOutputField } from 'zapier-platform-core';
import * as z from 'zod/mini';
import { titleOf } from './title.ts';

/** Labels of output fields that their keys don't give. Register last: `z.nullable()` and the like make a new schema without it. */
export const outputLabel = z.registry<{ label: string }>();

/** Zapier's output fields for a result. A label follows from the key unless the registry has another. */
export function outputFields(result: z.core.$ZodShape): PlainOutputField[] {
	return Object.entries(result).map(([key, schema]) => {
		const label = outputLabel.get(schema)?.label ?? titleOf(key);
		const inner = nonNull(schema);
		if (!(inner instanceof z.ZodMiniArray)) return { key, label, type: typeOf(inner) };
		if (inner.def.element instanceof z.ZodMiniObject) return { key, label, children: outputFields(inner.def.element.shape) };
		return { key, label, type: typeOf(inner.def.element), list: true };
	});
}

function nonNull(schema: z.core.$ZodType): z.core.$ZodType {
	if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable) return nonNull(schema.def.innerType);
	return schema;
}

/** Zapier's name of a type. IDs are texts, so that no digit is lost. */
function typeOf(schema: z.core.$ZodType): 'string' | 'boolean' | 'datetime' | 'integer' {
	if (schema instanceof z.ZodMiniBoolean) return 'boolean';
	if (schema instanceof z.ZodMiniISODateTime) return 'datetime';
	if (schema instanceof z.ZodMiniNumber) return 'integer';
	return 'string';
}
