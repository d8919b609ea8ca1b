import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { anyText, hasLostDigits, isBlank, makeField, quote, refuse } from './field.ts';
import { isObject } from './isObject.ts';

/** Names with values. */
export function dictionary(field: FieldText) {
	return dictionaryOf(() => z.record(anyText(), anyText()), field);
}

/** Names with values that must pass more than being texts. */
export function dictionaryOf(schema: () => z.ZodMiniType<Record<string, string>>, field: FieldText) {
	return makeField({ ...field, dict: true }, readDictionary, schema);
}

function readDictionary(value: unknown): Record<string, string> | undefined {
	if (!isObject(value)) {
		return refuse(`takes names with values, not ${quote(value)}. Type each name and its value in a row of its own.`);
	}
	const entries: [string, string][] = [];
	for (const [name, item] of Object.entries(value)) {
		if (isBlank(item)) continue;
		const text = typeof item === 'object' || hasLostDigits(item) ? undefined : String(item);
		if (!text?.isWellFormed() || !name.isWellFormed() || name.trim() === '' || name === '__proto__') {
			const what = name.trim() ? `the value of ${quote(name)}` : 'a value without a name';
			return refuse(`can't take ${what}. Give each value a name, and each name one text.`);
		}
		entries.push([name, text]);
	}
	return entries.length ? Object.fromEntries(entries) : undefined;
}
