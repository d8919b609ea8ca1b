import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { makeField, quote, refuse, single, trim } from './field.ts';

const YES = new Set(['yes', 'true', '1', 'on', 'y', 't']);
const NO = new Set(['no', 'false', '0', 'off', 'n', 'f']);

/** A yes/no field. */
export function yesNo(field: FieldText) {
	return makeField(
		{ ...field, type: 'boolean' },
		(value) => {
			if (isYes(value)) return true;
			if (NO.has(wordOf(value))) return false;
			return refuse(`must be yes or no, not ${quote(value)}.`);
		},
		() => z.boolean(),
	);
}

/** Does a yes/no field say yes? Anything unclear is a no. */
export function isYes(value: unknown): boolean {
	return YES.has(wordOf(value));
}

function wordOf(value: unknown): string {
	const word = single(value);
	return typeof word === 'object' ? '' : trim(String(word)).toLowerCase();
}
