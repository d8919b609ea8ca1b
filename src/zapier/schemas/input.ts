import { InputError } from '../errors/stepError.ts';
import { type Form, type FormValues, fieldsOf, type InputField, schemaOf } from '../fields/inputField.ts';
import { andList } from '../words.ts';
import { isBlank } from './field.ts';
import { isYes } from './yesNo.ts';

type Values = Record<string, unknown>;

/**
 * Reads what Zapier hands over by a form, and returns it typed. Fields left empty are absent from the result.
 * @throws {InputError} naming the fields to change; nothing may be sent then.
 */
export function readInput<OneForm extends Form>(form: OneForm, inputData: Values): FormValues<OneForm> {
	const filled = filledIn(form, inputData);
	const parsed = schemaOf(form).safeParse(filled, { reportInput: true });
	const missing = fieldsOf(form)
		.filter(({ key, field }) => field.requiredWhileShown && isShown(field, inputData) && filled[key] === undefined)
		.map(({ field }) => field.label);
	const issues = parsed.error?.issues ?? [];
	for (const issue of issues) {
		const label = labelOf(form, issue.path);
		// What can't be read is not missing, so it goes first.
		if (issue.code === 'custom' || issue.input !== undefined) throw new InputError(`${label} ${issue.message}`);
		missing.push(label);
	}
	if (missing.length) throw new InputError(`Fill in ${andList([...new Set(missing)])}.`);
	return parsed.data as FormValues<OneForm>;
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
	if (dict) return isPlainObject(value) && Object.values(value).every(isBlank) ? undefined : value;
	if (!children) return value;
	return rowsOf(value, inputData, children).filter((row) => Object.keys(row).length > 0);
}

function isPlainObject(value: unknown): value is Values {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** The label of the field that an issue is about; of a line item, with its number. */
function labelOf(form: Form, path: PropertyKey[]): string {
	const [key = '', index, column = ''] = path.map(String);
	const field = form[key]?.field;
	const child = field?.children?.[column]?.field;
	return child ? `${child.label} (line ${Number(index) + 1})` : (field?.label ?? key);
}
