import type { Bundle, InputFieldGroups, PlainInputField, ZObject } from 'zapier-platform-core';
import { isYes } from '../schemas/yesNo.ts';
import { type Form, type FormField, fieldsOf, type InputField, type LoadChoices } from './inputField.ts';

type InputFieldFunction = (z: ZObject, bundle: Bundle) => Promise<PlainInputField[]>;

/** What a form needs to know of the integration that it is part of. */
interface FormOptions {
	/** Put before the keys of the triggers and searches that fields refer to. */
	prefix: string;
	/** Loads choices with the connection of the person who fills in the form. */
	load(z: ZObject, bundle: Bundle, loadChoices: LoadChoices): Promise<Record<string, string> | undefined>;
}

/**
 * Zapier's input fields for a form. What depends on another field, or on the account, comes from a function, which
 * Zapier calls again whenever a field with `altersDynamicFields` changes.
 */
export function inputFields(form: Form, options: FormOptions): (PlainInputField | InputFieldFunction)[] {
	const all = fieldsOf(form);
	const altering = new Set(all.flatMap(({ field }) => [field.shownWhile, field.choicesDependOn]));
	return all.map((formField) => {
		const plain = plainField(formField, options.prefix);
		if (altering.has(formField.key)) plain.altersDynamicFields = true;
		const { shownWhile, loadChoices } = formField.field;
		if (shownWhile) return async (_z, bundle) => (isYes(bundle.inputData?.[shownWhile]) ? [plain] : []);
		if (!loadChoices) return plain;
		return async (z, bundle) => {
			// A form that can't list its choices must still take a typed value.
			const choices = await options.load(z, bundle, loadChoices).catch(() => undefined);
			return [choices ? { ...plain, choices: choiceList(choices) } : plain];
		};
	});
}

/** The headings of a long form, in the order of its fields; undefined for a form without. */
export function inputFieldGroups(form: Form): InputFieldGroups | undefined {
	const labels = new Set(fieldsOf(form).map(({ field }) => field.group));
	const groups = [...labels].filter((label) => label !== undefined).map((label) => ({ key: groupKey(label), label }));
	return groups.length ? groups : undefined;
}

function groupKey(label: string): string {
	return label.toLowerCase().replaceAll(/[^a-z]+/g, '_');
}

function plainField({ key, required: isRequired, field }: FormField, prefix: string): PlainInputField {
	const { label, group, children } = field;
	const common = { key, label, ...(group ? { group: groupKey(group) } : {}) };
	const required = isRequired || !!field.requiredWhileShown;
	if (children) return { ...common, required: false, children: lineItemFields(children, required, prefix) };
	return { ...common, required, type: field.type ?? 'string', ...details(field, prefix) };
}

/**
 * The fields of a line item. Zapier takes no lists there: a child's list is a text. The group itself is never required,
 * since Zapier then mixes up what it passes on; the children of a required group are.
 */
function lineItemFields(form: Form, groupIsRequired: boolean, prefix: string): PlainInputField[] {
	return fieldsOf(form).map((formField) => {
		const { list: _list, ...child } = plainField(formField, prefix);
		return { ...child, required: !!child.required && groupIsRequired };
	});
}

/** What a field has only at times: nothing empty goes into the definition. */
function details({ list, dict, dynamic, choices, search, helpText, placeholder, default: preset }: InputField, prefix: string) {
	const field: Omit<PlainInputField, 'key'> = {};
	if (list) field.list = true;
	if (dict) field.dict = true;
	if (dynamic) field.dynamic = `${prefix}${dynamic}`;
	else if (choices) field.choices = choiceList(choices);
	if (search) field.search = `${prefix}${search}`;
	if (helpText) field.helpText = helpText;
	if (placeholder) field.placeholder = placeholder;
	if (preset !== undefined) field.default = preset;
	return field;
}

function choiceList(choices: Record<string, string>): { value: string; label: string; sample: string }[] {
	return Object.entries(choices).map(([value, label]) => ({ value, label, sample: value }));
}
