import type * as z from 'zod/mini';
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

/** Turns what Zapier hands over (a text, a number, a list) into what a schema checks. A field left empty never gets here. */
export type Read = (value: unknown) => unknown;

/**
 * A field of a form: what a person sees of it, and how its value is read and then checked. Of all the fields that an
 * integration has, a run reads those of one step, so a schema is made when it is first asked for.
 */
export class Field<Value = unknown, Required extends boolean = boolean> {
	readonly field: InputField;
	/** Must a person fill it in? */
	readonly required: Required;
	readonly read: Read;
	private readonly make: () => z.ZodMiniType<Value>;
	private made: z.ZodMiniType<Value> | undefined;

	constructor(field: InputField, read: Read, make: () => z.ZodMiniType<Value>, required: Required) {
		this.field = field;
		this.required = required;
		this.read = read;
		this.make = make;
	}

	/** What checks the value that was read. */
	get schema(): z.ZodMiniType<Value> {
		this.made ??= this.make();
		return this.made;
	}
}

/** The same field, which a person may leave empty. */
export function optional<Value>(one: Field<Value>): Field<Value, false> {
	return new Field(one.field, one.read, () => one.schema, false);
}

/** The fields of a form by their keys, in the order in which they are shown. */
export type Form = Readonly<Record<string, Field>>;

type ValueOf<One extends Field> = One extends Field<infer Value> ? Value : never;

/** What a person filled in, as a step gets it: what was left empty is absent. */
export type FormValues<OneForm extends Form> = {
	-readonly [Key in keyof OneForm as OneForm[Key]['required'] extends true ? Key : never]: ValueOf<OneForm[Key]>;
} & {
	-readonly [Key in keyof OneForm as OneForm[Key]['required'] extends true ? never : Key]?: ValueOf<OneForm[Key]> | undefined;
};

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
