import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { makeField, readTrimmed } from './field.ts';

const IN_A_HEADER = /^[\x21-\x7e]+$/;
const MESSAGE = "holds a space or a character that keys don't have. Copy it again, without anything around it.";

/** An API key or token, which Zapier hides: printable ASCII without spaces, since it travels in a header. */
export function secret(field: FieldText) {
	return makeField({ ...field, type: 'password' }, readTrimmed, () => z.string().check(z.regex(IN_A_HEADER, MESSAGE)));
}

/** What travels in a header beside the secrets, and is none: an id of an account. */
export function headerValue(field: FieldText) {
	return makeField(field, readTrimmed, () => z.string().check(z.regex(IN_A_HEADER, MESSAGE)));
}
