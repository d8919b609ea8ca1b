import type { PlainInputField } from 'zapier-platform-core';
import { z } from 'zod';
import { type Field, fieldOf, fieldsOf, isRequired, lineItemOf, unwrap } from './field.ts';
import { isYes } from './input.ts';

type InputFieldFunction = (z: unknown, bundle: { inputData?: Record<string, unknown> }) => PlainInputField[];

/**
 * Zapier's input fields for a form. Fields that depend on a yes/no field come from a function, which Zapier calls again
 * whenever that field changes.
 */
export function inputFields(form: z.ZodObject): (PlainInputField | InputFieldFunction)[] {
	const all = fieldsOf(form);
	const switches = new Set(all.map(([key, schema]) => fieldOf(key, schema).shownWhile).filter((key) => key !== undefined));
	const fields: (PlainInputField | InputFieldFunction)[] = [];
	for (const [key, schema] of all) {
		if (fieldOf(key, schema).shownWhile) continue;
		const compiled = inputField(key, schema);
		fields.push(switches.has(key) ? { ...compiled, altersDynamicFields: true } : compiled);
		if (!switches.has(key)) continue;
		const dependent = all.filter(([other, otherSchema]) => fieldOf(other, otherSchema).shownWhile === key);
		fields.push((_z, bundle) =>
			isYes(bundle.inputData?.[key]) ? dependent.map(([other, otherSchema]) => inputField(other, otherSchema)) : [],
		);
	}
	return fields;
}

/** One Zapier field. `required`, type, list, dict and children follow from the schema; the words come from the registry. */
function inputField(key: string, schema: z.core.$ZodType): PlainInputField {
	const meta = fieldOf(key, schema);
	const compiled: PlainInputField = { key, label: meta.label, required: isRequired(schema) || !!meta.requiredWhileShown };
	const children = lineItemOf(schema);
	if (children) {
		// A field with children may have neither help text nor type; its children carry both.
		return { ...compiled, children: fieldsOf(children).map(([child, childSchema]) => inputField(child, childSchema)) };
	}
	const inner = unwrap(schema);
	if (inner instanceof z.ZodRecord) compiled.dict = true;
	else if (inner instanceof z.ZodArray) compiled.list = true;
	compiled.type = meta.type ?? zapierType(inner);
	const choices = choicesOf(inner, meta);
	if (choices) compiled.choices = choices;
	if (meta.helpText) compiled.helpText = meta.helpText;
	if (meta.placeholder) compiled.placeholder = meta.placeholder;
	if (meta.default !== undefined) compiled.default = meta.default;
	return compiled;
}

/** Zapier's name of a type. `datetime` makes Zapier read "next Friday"; ids stay text so that no digit is lost. */
export function zapierType(schema: z.core.$ZodType): 'string' | 'boolean' | 'datetime' | 'integer' {
	const inner = schema instanceof z.ZodArray ? unwrap(schema.element) : schema;
	if (inner instanceof z.ZodBoolean) return 'boolean';
	if (inner instanceof z.ZodISODateTime) return 'datetime';
	if (inner instanceof z.ZodNumber) return 'integer';
	return 'string';
}

function choicesOf(inner: z.core.$ZodType, meta: Field): { value: string; label: string; sample: string }[] | undefined {
	if (!meta.choices) return undefined;
	const values = inner instanceof z.ZodEnum ? inner.options.map(String) : Object.keys(meta.choices);
	return values.map((value) => ({ value, label: meta.choices?.[value] ?? value, sample: value }));
}
