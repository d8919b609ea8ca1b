import * as z from 'zod/mini';
import type { Session } from '../session.ts';

/** Reads choices from the account, value to label, given what is filled in so far; undefined if the account tells none. */
export type LoadChoices = (session: Session, inputData: Record<string, unknown>) => Promise<Record<string, string> | undefined>;

/** What a person sees of an input field, under Zapier's own names, and a few things that Zapier has no name for. */
export interface InputField {
	label: string;
	helpText?: string;
	placeholder?: string;
	/** What Zapier fills in when the field is first shown. */
	default?: string;
	/** A text, unless said otherwise. */
	type?: 'password' | 'text' | 'boolean' | 'datetime';
	list?: true;
	dict?: true;
	/** The fields of a line item. */
	children?: z.ZodMiniObject;
	/** The label of each value: of every value of a choice, of the suggested ones of a text. */
	choices?: Record<string, string>;
	/** A dropdown of the same provider, as Zapier refers to it: "key.key of the value.key of the label". */
	dynamic?: string;
	/** The form of the ids in `dynamic`. A value of another form is a name, and looked up there. */
	idForm?: RegExp;
	/** A search of the same provider that finds the value: "search.key of the value". Goes with a dropdown. */
	search?: string;
	/** Choices that only the account can tell. The field's own `choices` stand in for them wherever they can't be read. */
	loadChoices?: LoadChoices;
	/** The key of the field on which those choices depend. */
	choicesDependOn?: string;
	/** The heading under which a long form shows the field. */
	group?: string;
	/** The key of a yes/no field of the same form. This field is shown, and used, only while that one says yes. */
	shownWhile?: string;
	/** Required while shown (only together with `shownWhile`). */
	requiredWhileShown?: boolean;
}

/** What a field says of itself beside its schema, which its builder in `schemas/` knows. */
export type FieldText = Omit<InputField, 'type' | 'list' | 'dict' | 'children' | 'idForm'>;

/**
 * The input field that belongs to each schema, so that label and schema can't drift apart. (A registry of zod's own would
 * take the schema in `children` for a placeholder of its output.)
 */
const inputFields = new WeakMap<z.core.$ZodType, InputField>();

/** Makes a schema an input field. */
export function asInputField<Schema extends z.core.$ZodType>(schema: Schema, field: InputField): Schema {
	inputFields.set(schema, field);
	return schema;
}

/** The input field of a schema, optional or not; it throws for a schema without one, which only a programming error can cause. */
export function fieldOf(key: string, schema: z.core.$ZodType): InputField {
	const found = inputFields.get(schema instanceof z.ZodMiniOptional ? schema.def.innerType : schema);
	if (!found) throw new TypeError(`The field "${key}" has no label: make it with a builder of src/zapier/schemas`);
	return found;
}

/** Must a person fill it in? */
export function isRequired(schema: z.core.$ZodType): boolean {
	return !(schema instanceof z.ZodMiniOptional);
}

/** A field in its form. */
export interface FormField {
	key: string;
	schema: z.core.$ZodType;
	field: InputField;
}

/** The fields of each form, which every step asks for several times and which never change. */
const formFields = new WeakMap<z.ZodMiniObject, FormField[]>();

/** The fields of a form, in order. */
export function fieldsOf(form: z.ZodMiniObject): FormField[] {
	let fields = formFields.get(form);
	if (!fields) {
		fields = Object.entries(form.shape).map(([key, schema]) => ({ key, schema, field: fieldOf(key, schema) }));
		formFields.set(form, fields);
	}
	return fields;
}
