import type { FieldText } from '../fields/inputField.ts';
import { anyText, makeField, readToken } from './field.ts';
import { list } from './list.ts';

/** A field whose value is chosen from a dropdown: an id, or a name that is looked up there (see `names.ts`). */
type ReferenceText = FieldText & { dynamic: string; idForm: RegExp };

/** Something that the account has, by its id, its name, or, of a person, the email address. */
export function reference(field: ReferenceText) {
	return makeField(field, readToken, anyText);
}

/** Several of them. */
export function references(field: ReferenceText) {
	return list(anyText, field);
}

/** An int64, as text. */
export const INT64 = /^[1-9]\d{0,18}$/;

/** https://www.rfc-editor.org/rfc/rfc9562 */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
