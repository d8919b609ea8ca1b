import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { makeField, quote, readToken, refuse } from './field.ts';
import { once } from './once.ts';

/**
 * An address as mail travels: a dot-atom (RFC 5322, 3.2.3) of at most 64 characters, at a domain of at least two labels of
 * at most 63 (RFC 1123, 2.1), the last of letters or, of an internationalized name, in its ASCII form.
 */
const ADDRESS =
	/^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/i;

export const EXAMPLE_ADDRESS = 'jane.doe@example.com';

/** The address of one person, also as it is copied: "Jane Doe <jane.doe@example.com>", "mailto:jane.doe@example.com". */
export function email(field: Partial<FieldText> = {}) {
	return makeField({ label: 'Email', placeholder: EXAMPLE_ADDRESS, ...field }, oneAddress, address);
}

/** An address, and nothing else. */
export const address = once(() =>
	z.email({ pattern: ADDRESS, error: ({ input }) => `${quote(input)} isn't an email address. Write one like ${EXAMPLE_ADDRESS}.` }),
);

/** Is it an address, and nothing else? */
export function isAddress(text: string): boolean {
	return ADDRESS.test(text);
}

/** An address without the name, the scheme or the brackets around it. */
export function bare(text: string): string {
	return (/^[^<>]*<([^<>]*)>$/s.exec(text)?.[1] ?? text).trim().replace(/^mailto:/i, '');
}

function oneAddress(value: unknown): string {
	const text = readToken(value);
	const several = text.split(/[,;\s]/).filter((part) => part.includes('@'));
	if (several.length > 1 && several.every((part) => ADDRESS.test(bare(part)))) {
		return refuse('takes one address. For several, add Looping by Zapier before this step.');
	}
	return bare(text);
}
