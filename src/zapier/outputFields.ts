import type { PlainOutputField } from 'zapier-platform-core';
import { z } from 'zod';
import { field, fieldsOf, titleCase, unwrap } from './field.ts';
import { zapierType } from './inputFields.ts';

/** Zapier's output fields for a result. A label follows from the key unless the registry has another. */
export function outputFields(result: z.ZodObject): PlainOutputField[] {
	return fieldsOf(result).map(([key, schema]) => {
		const inner = nonNull(schema);
		const compiled: PlainOutputField = { key, label: field.get(schema)?.label ?? titleCase(key), type: zapierType(inner) };
		if (inner instanceof z.ZodArray) compiled.list = true;
		return compiled;
	});
}

function nonNull(schema: z.core.$ZodType): z.core.$ZodType {
	const inner = unwrap(schema);
	return inner instanceof z.ZodNullable ? unwrap(inner.unwrap()) : inner;
}
