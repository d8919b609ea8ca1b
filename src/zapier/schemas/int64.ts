import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { makeField, readToken } from './field.ts';

declare global {
	interface JSON {
		/** A number as written (ECMAScript 2026; Node.js 22 has it, TypeScript's library doesn't yet). */
		rawJSON(text: string): object;
	}
}

const LARGEST = 2n ** 63n - 1n;

/**
 * An id that is an int64 on the wire, of which a JavaScript number would lose digits above 2^53. So it is a text until it is
 * sent, and an input field of the type text: as an integer field, Zapier would turn "12 Main Street" into 12, another id.
 */
export function int64(field: FieldText) {
	return makeField(field, readToken, () => digits(field.placeholder ?? '42'));
}

/** Such an id in a list. */
export function digits(example: string) {
	return z.string().check(
		z.regex(/^[1-9]\d{0,18}$/, { error: `must be a number without other characters, such as ${example}.`, abort: true }),
		z.refine((text) => BigInt(text) <= LARGEST, 'is larger than any ID can be. Check the number.'),
	);
}

/** Digits as a JSON number, exactly. */
export function toJsonNumber(text: string): object {
	return JSON.rawJSON(text);
}
