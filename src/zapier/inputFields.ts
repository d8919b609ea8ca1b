import type { Bundle, InputFieldGroups, PlainInputField, ZObject } from 'zapier-platform-core';
import { z } from 'zod';
import type { Send } from './api.ts';
import { fieldOf, fieldsOf, isRequired, lineItemOf, unwrap } from './field.ts';
import { isYes } from './input.ts';

type InputFieldFunction = (z: ZObject, bundle: Bundle) => Promise<PlainInputField[]>;

/** Reads the choices of a field, value to label, given what is filled in so far; undefined if there are none to tell. */
export type ChoiceLoader = (send: Send, filledIn: Record<string, unknown>) => Promise<Record<string, string> | undefined>;

/** What a form needs to know of the integration it is part of. */
export interface FormContext {
	/** Put before the keys of the triggers and searches that fields refer to. */
	prefix: string;
	/** The provider's own choices, by name. */
	choices: Record<string, ChoiceLoader>;
	/** Runs something with the connection of the person who fills in the form. */
	connected<Result>(z: ZObject, bundle: Bundle, load: (send: Send) => Promise<Result>): Promise<Result>;
}

/**
 * Zapier's input fields for a form. What depends on another field, or on the account, comes from a function, which
 * Zapier calls again whenever a field with `altersDynamicFields` changes.
 */
export function inputFields(form: z.ZodObject, context: FormContext): (PlainInputField | InputFieldFunction)[] {
	const all = fieldsOf(form).map(([key, schema]) => ({ key, schema, meta: fieldOf(key, schema) }));
	const altering = new Set(all.flatMap(({ meta }) => [meta.shownWhile, meta.choicesDependOn]).filter((key) => key !== undefined));
	return all.map(({ key, schema, meta }) => {
		const compiled = inputField(key, schema, context);
		if (altering.has(key)) compiled.altersDynamicFields = true;
		const { shownWhile, choicesFrom } = meta;
		if (shownWhile) return async (_z, bundle) => (isYes(bundle.inputData?.[shownWhile]) ? [compiled] : []);
		const loadChoices = choicesFrom === undefined ? undefined : context.choices[choicesFrom];
		if (!loadChoices) return compiled;
		return async (z, bundle) => {
			// A form that can't list its choices must still take a typed value.
			const choices = await context.connected(z, bundle, (send) => loadChoices(send, bundle.inputData ?? {})).catch(() => undefined);
			return [choices ? { ...compiled, choices: labelled(choices) } : compiled];
		};
	});
}

/** The headings of a long form, in the order of its fields; undefined for a form without. */
export function inputFieldGroups(form: z.ZodObject): InputFieldGroups | undefined {
	const labels = new Set(fieldsOf(form).map(([key, schema]) => fieldOf(key, schema).group));
	const groups = [...labels].filter((label) => label !== undefined).map((label) => ({ key: groupKey(label), label }));
	return groups.length ? groups : undefined;
}

function groupKey(label: string): string {
	return label.toLowerCase().replaceAll(/[^a-z]+/g, '_');
}

/** One Zapier field. `required`, type, list, dict and children follow from the schema; the words come from the registry. */
function inputField(key: string, schema: z.core.$ZodType, context: FormContext): PlainInputField {
	const meta = fieldOf(key, schema);
	const compiled: PlainInputField = { key, label: meta.label, required: isRequired(schema) || !!meta.requiredWhileShown };
	if (meta.group) compiled.group = groupKey(meta.group);
	const items = lineItemOf(schema);
	if (items) return lineItemField(compiled, items, context);
	const inner = unwrap(schema);
	if (inner instanceof z.ZodRecord) compiled.dict = true;
	if (inner instanceof z.ZodArray) compiled.list = true;
	compiled.type = meta.type ?? zapierType(inner);
	if (meta.dropdown) compiled.dynamic = `${context.prefix}${meta.dropdown}`;
	else if (meta.choices) compiled.choices = labelled(meta.choices);
	if (meta.search) compiled.search = `${context.prefix}${meta.search}`;
	if (meta.helpText) compiled.helpText = meta.helpText;
	if (meta.placeholder) compiled.placeholder = meta.placeholder;
	if (meta.default !== undefined) compiled.default = meta.default;
	return compiled;
}

/**
 * A field of line items. Zapier takes no help text and no type for it, and no lists inside: a child's list is a text. The
 * group itself is never required, since Zapier then mixes up what it passes on; the children of a required group are.
 */
function lineItemField(group: PlainInputField, items: z.ZodObject, context: FormContext): PlainInputField {
	const children = fieldsOf(items).map(([key, schema]) => {
		const { list: _list, ...child } = inputField(key, schema, context);
		return { ...child, required: !!child.required && !!group.required };
	});
	return { ...group, required: false, children };
}

/** Zapier's name of a type. `datetime` makes Zapier read "next Friday"; ids stay text so that no digit is lost. */
export function zapierType(schema: z.core.$ZodType): 'string' | 'boolean' | 'datetime' | 'integer' {
	const inner = schema instanceof z.ZodArray ? unwrap(schema.element) : schema;
	if (inner instanceof z.ZodBoolean) return 'boolean';
	if (inner instanceof z.ZodISODateTime) return 'datetime';
	if (inner instanceof z.ZodNumber) return 'integer';
	return 'string';
}

function labelled(choices: Record<string, string>): { value: string; label: string; sample: string }[] {
	return Object.entries(choices).map(([value, label]) => ({ value, label, sample: value }));
}
