import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { anyText, makeField, readText, readToken, readTrimmed } from './field.ts';

/** A text of one line. */
export function text(field: FieldText) {
	return makeField(field, readTrimmed, anyText);
}

/** A text of several lines, sent as it is typed. */
export function multilineText(field: FieldText) {
	return makeField({ ...field, type: 'text' }, readText, anyText);
}

/** A name or an id that becomes part of a request's path. These two can't: even percent-encoded they mean "here" and "up". */
export function pathSegment(field: FieldText) {
	return makeField(field, readToken, () =>
		z.string().check(z.refine((name) => name !== '.' && name !== '..', "can't be only dots. Check the name.")),
	);
}

/** A UUID, as an example shows it in `placeholder`. */
export function uuid(field: FieldText) {
	return makeField(field, readToken, () => z.uuid(`must be an ID like ${field.placeholder}.`));
}
