import { InputError } from '../../src/zapier/errors/stepError.ts';
import type { Field, Form } from '../../src/zapier/fields/inputField.ts';
import { readInput } from '../../src/zapier/schemas/input.ts';
import type { Values } from './integration.ts';

/** The label of the field of a form of one field. */
export const VALUE = { label: 'Value' };

/** What a form of one field makes of a value. */
export function read(field: Field, value: unknown): unknown {
	return readInput({ value: field }, { value }).value;
}

/** The message of the InputError that a form ends with. */
export function refusal(form: Form, inputData: Values): string {
	try {
		readInput(form, inputData);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return (error as Error).message;
	}
	throw new Error('the form accepted it');
}

/** The message of a form of one field, with the label "Value". */
export function refusalOf(field: Field, value: unknown): string {
	return refusal({ value: field }, { value });
}

/** Halves of a character of two UTF-16 units. */
export const LONE_SURROGATE = String.fromCharCode(0xd83d);
export const LONE_LOW_SURROGATE = String.fromCharCode(0xde00);
