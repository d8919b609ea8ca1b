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
	children?: Form;
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
 * A field of a form: what a person sees of it, and the schema that reads its value. Of all the fields that an integration has,
 * a run reads those of one step, so a schema is made when it is first asked for.
 */
export class Field<Schema extends z.ZodMiniType = z.ZodMiniType> {
	readonly field: InputField;
	/** Must a person fill it in? */
	readonly required: boolean;
	private readonly make: () => Schema;
	private made: Schema | undefined;

	constructor(field: InputField, make: () => Schema, required = true) {
		this.field = field;
		this.required = required;
		this.make = make;
	}

	get schema(): Schema {
		this.made ??= this.make();
		return this.made;
	}
}

/** The same field, which a person may leave empty. */
export function optional<Schema extends z.ZodMiniType>(one: Field<Schema>): Field<z.ZodMiniOptional<Schema>> {
	return new Field(one.field, () => z.optional(one.schema), false);
}

/** The fields of a form by their keys, in the order in which they are shown. */
export type Form = Readonly<Record<string, Field>>;

type SchemasOf<OneForm extends Form> = { [Key in keyof OneForm]: OneForm[Key]['schema'] };

export type FormSchema<OneForm extends Form> = z.ZodMiniObject<SchemasOf<OneForm>>;

/** What a person filled in, as a step gets it. */
export type FormValues<OneForm extends Form> = z.output<FormSchema<OneForm>>;

const schemas = new WeakMap<Form, z.ZodMiniObject>();

/** The schema that reads a form. */
export function schemaOf<OneForm extends Form>(form: OneForm): FormSchema<OneForm> {
	let schema = schemas.get(form);
	if (!schema) {
		schema = z.object(Object.fromEntries(Object.entries(form).map(([key, one]) => [key, one.schema])));
		schemas.set(form, schema);
	}
	return schema as FormSchema<OneForm>;
}

/** A field in its form. */
export interface FormField {
	key: string;
	required: boolean;
	field: InputField;
}

/** The fields of each form, which every step asks for several times and which never change. */
const formFields = new WeakMap<Form, FormField[]>();

/** The fields of a form, in order. */
export function fieldsOf(form: Form): FormField[] {
	let fields = formFields.get(form);
	if (!fields) {
		fields = Object.entries(form).map(([key, { required, field }]) => ({ key, required, field }));
		formFields.set(form, fields);
	}
	return fields;
}
