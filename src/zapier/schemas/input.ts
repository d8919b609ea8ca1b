import { InputError } from '../errors/stepError.ts';
import { type Field, type Form, type FormField, type FormValues, fieldsOf, type InputField } from '../fields/inputField.ts';
import { andList } from '../words.ts';
import { isBlank, parseField, Unreadable } from './field.ts';
import { isObject } from './isObject.ts';
import { isYes } from './yesNo.ts';

type Values = Record<string, unknown>;

/**
 * Reads what Zapier hands over by a form, and returns it typed. Fields left empty are absent from the result.
 * @throws {InputError} naming the fields to change; nothing may be sent then.
 */
export function readInput<OneForm extends Form>(form: OneForm, inputData: Values): FormValues<OneForm> {
	const missing: string[] = [];
	const values = readFields(form, filledIn(form, inputData), missing, ({ required, field }) => ({
		label: field.label,
		required: required || (!!field.requiredWhileShown && isShown(field, inputData)),
	}));
	if (missing.length) throw new InputError(`Fill in ${andList([...new Set(missing)])}.`);
	return values as FormValues<OneForm>;
}

/**
 * The values of a form, or of one line of it.
 * @param filled what was filled in.
 * @param missing gets the labels of what should have been, too. What can't be read goes before it.
 * @throws {InputError} for the first value that can't be read.
 */
function readFields(
	form: Form,
	filled: Values,
	missing: string[],
	about: (one: FormField) => { label: string; required: boolean },
): Values {
	const values: Values = {};
	for (const one of fieldsOf(form)) {
		const { key, field } = one;
		const { label, required } = about(one);
		const value = filled[key] === undefined ? undefined : readField(form[key] as Field, filled[key], label);
		if (value === undefined && required) missing.push(label);
		if (value === undefined) continue;
		values[key] = field.children ? readLines(field.children, value as Values[], missing) : value;
	}
	return values;
}

function readLines(children: Form, lines: Values[], missing: string[]): Values[] {
	return lines.map((line, index) =>
		readFields(children, line, missing, ({ required, field }) => ({ label: `${field.label} (line ${index + 1})`, required })),
	);
}

function readField(one: Field, value: unknown, label: string): unknown {
	try {
		return parseField(one, value);
	} catch (error) {
		throw error instanceof Unreadable ? new InputError(`${label} ${error.message}`) : error;
	}
}

/** The values of the fields that are shown and not empty, each gathered from where Zapier puts it. */
function filledIn(form: Form, inputData: Values): Values {
	const filled: Values = {};
	for (const { key, field } of fieldsOf(form)) {
		if (!isShown(field, inputData)) continue;
		const value = gather(key, field, inputData);
		if (!isBlank(value)) filled[key] = value;
	}
	return filled;
}

function isShown({ shownWhile }: InputField, inputData: Values): boolean {
	return !shownWhile || isYes(inputData[shownWhile]);
}

function gather(key: string, { list, dict, children }: InputField, inputData: Values): unknown {
	const value = inputData[key];
	if (list) return flatten(value, key).filter((item) => !isEmptyCell(item));
	if (dict) return isObject(value) && Object.values(value).every(isBlank) ? undefined : value;
	if (!children) return value;
	return rowsOf(value, inputData, children).filter((row) => Object.keys(row).length > 0);
}

/** Where separators may stand between values, nothing but separators is nothing. */
function isEmptyCell(cell: unknown): boolean {
	if (Array.isArray(cell)) return cell.every(isEmptyCell);
	return isBlank(typeof cell === 'string' ? cell.replaceAll(/[,;]/g, '') : cell);
}

/** All values of a list, however nested; of line items `[{key: value}]`, the values under the field's own key, or the only one. */
function flatten(value: unknown, key: string): unknown[] {
	if (Array.isArray(value)) return value.flatMap((item) => flatten(item, key));
	if (value != null && typeof value === 'object') {
		const values = Object.values(value);
		if (Object.hasOwn(value, key)) return flatten((value as Values)[key], key);
		if (values.length === 1) return flatten(values[0], key);
	}
	return [value];
}

/**
 * Zapier sends line items as a list of objects; a plain value mapped to a column may arrive under the column's own key, and
 * one mapped to the group stands for the first column.
 */
function rowsOf(value: unknown, inputData: Values, children: Form): Values[] {
	if (Array.isArray(value)) return value.flatMap((item) => rowsOf(item, {}, children));
	const columns = fieldsOf(children);
	const source = value != null && typeof value === 'object' ? (value as Values) : inputData;
	const row = Object.fromEntries(columns.map(({ key, field }) => [key, field.list ? flatten(source[key], key) : source[key]]));
	const [first] = columns;
	if (first && source === inputData && isEmptyCell(row[first.key])) row[first.key] = value;
	return [Object.fromEntries(Object.entries(row).filter(([, cell]) => !isEmptyCell(cell)))];
}
