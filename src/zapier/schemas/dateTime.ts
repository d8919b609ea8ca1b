import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { makeField, quote, readToken, refuse } from './field.ts';
import { once } from './once.ts';

/**
 * A moment. A date alone is midnight UTC, a time without zone is UTC. Zapier itself turns "next Friday" into ISO 8601 with
 * a zone before an action runs, so what arrives otherwise is refused rather than guessed: 03/04 is two different days.
 */
export function dateTime(field: FieldText) {
	return makeField(
		{ ...field, type: 'datetime' },
		(value) => {
			const text = readToken(value);
			return (
				toInstant(text) ??
				refuse(`${quote(text)} isn't a date that can be read for certain. Write it like 2027-01-31 or 2027-01-31T09:00:00Z.`)
			);
		},
		() => z.iso.datetime(),
	);
}

const date = once(() => z.iso.date());
const dateAndTime = once(() => z.iso.datetime({ offset: true, local: true }));

function toInstant(text: string): string | undefined {
	const iso = text
		.replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, '$1T')
		.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
		.replace(/(T\d{2}:\d{2})(?=$|[Z+-])/, '$1:00');
	const isDate = !iso.includes('T');
	if (!(isDate ? date() : dateAndTime()).safeParse(iso).success) return undefined;
	// A date alone is midnight UTC to `Date`, too.
	const instant = new Date(isDate || /(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`).toISOString();
	// In UTC it may lie outside the years that ISO 8601 writes with four digits.
	return /^\d/.test(instant) ? instant.replace('.000Z', 'Z') : undefined;
}
