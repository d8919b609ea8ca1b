import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { orList } from '../words.ts';
import { makeField, quote, readToken } from './field.ts';

/** One of several values. A value counts by itself or by its label, in any case: a spreadsheet says "Admin" for `admin`. */
export function choice<const Value extends string>(choices: Record<Value, string>, field: FieldText) {
	const values = Object.keys(choices) as [Value, ...Value[]];
	return makeField(
		{ ...field, choices },
		(value) => {
			const text = readToken(value);
			return matchChoice(choices, text) ?? text;
		},
		() => z.enum(values, { error: ({ input }) => `can't be ${quote(input)}. Choose ${orList(Object.values(choices))}.` }),
	);
}

/** The value that a text stands for: by itself or by its label, in any case; undefined if there is none. */
export function matchChoice<Value extends string>(choices: Record<Value, string>, text: string): Value | undefined {
	const wanted = text.toLowerCase();
	const values = Object.keys(choices) as Value[];
	return values.find((value) => value.toLowerCase() === wanted) ?? values.find((value) => choices[value].toLowerCase() === wanted);
}
