/** A value of a result, as later steps can use it. */
export interface OutputField<Value = unknown> {
	/** Zapier's name of the type: of a list, that of its items. IDs are texts, so that no digit is lost. */
	type: 'string' | 'boolean' | 'datetime' | 'integer';
	list?: true;
	/** It is a list of objects with these. */
	children?: OutputShape;
	/** Null where it isn't known, or there is none. */
	nullable?: true;
	/** All that a status may say. */
	options?: readonly string[];
	/** A label that the key doesn't give. */
	label?: string;
	/** Never there: it keeps the type of the values. */
	values?: Value;
}

/** The value of a field. */
export type ValueOf<Field extends OutputField> = Field extends OutputField<infer Value> ? Value : never;

/** What a result holds, in the order in which it is shown. */
export type OutputShape = Readonly<Record<string, OutputField>>;

/** The values that a result of this shape has. */
export type ValuesOf<Shape extends OutputShape> = {
	-readonly [Key in keyof Shape]: ValueOf<Shape[Key]>;
};

export const plainText: OutputField<string> = { type: 'string' };
export const plainTextOrNull: OutputField<string | null> = { type: 'string', nullable: true };
export const dateTimeOrNull: OutputField<string | null> = { type: 'datetime', nullable: true };
export const trueOrFalse: OutputField<boolean> = { type: 'boolean' };
export const wholeNumber: OutputField<number> = { type: 'integer' };

/** One of several words, such as a status. */
export function oneOf<const Word extends string>(...options: Word[]): OutputField<Word> & { options: Word[] } {
	return { type: 'string', options };
}

export function listOf<Value>({ type }: OutputField<Value>): OutputField<Value[]> {
	return { type, list: true };
}

/** A list of objects. */
export function rowsOf<Shape extends OutputShape>(children: Shape): OutputField<ValuesOf<Shape>[]> {
	return { type: 'string', list: true, children };
}

export function orNull<Value>(one: OutputField<Value>): OutputField<Value | null> {
	return { ...one, nullable: true } as OutputField<Value | null>;
}

/** The same under a label that the key doesn't give. */
export function labelled<Value>(one: OutputField<Value>, label: string): OutputField<Value> {
	return { ...one, label };
}
