import { z } from 'zod';
import { type Field, fieldOf, fieldsOf, lineItemOf, unwrap } from './field.ts';

/**
 * What is wrong with something a person typed or mapped. The message is written for that person: it names the field by
 * its label and says what to change.
 */
export class InputError extends Error {
	override name = 'InputError';
}

type Raw = Record<string, unknown>;

interface Problems {
	/** Labels of required fields that are empty. */
	missing: string[];
	/** One or two whole sentences each. */
	invalid: string[];
}

const YES = new Set(['yes', 'true', '1', 'on', 'y', 't']);
const NO = new Set(['no', 'false', '0', 'off', 'n', 'f']);

/** Does a yes/no field say yes? Anything unclear is a no. */
export function isYes(value: unknown): boolean {
	const word = single(value);
	return typeof word !== 'object' && YES.has(String(word).trim().toLowerCase());
}

/**
 * Checks what Zapier hands over (texts, numbers, lists, line items; from a form, or from one cell of a spreadsheet)
 * against a form, and returns it typed. Fields left empty are absent from the result.
 * @throws {InputError} naming the fields to change; nothing may be sent then.
 */
export function parseInput<Form extends z.ZodObject>(form: Form, raw: Raw): z.output<Form> {
	const problems: Problems = { missing: [], invalid: [] };
	const values: Raw = {};
	for (const [key, schema] of fieldsOf(form)) {
		const meta = fieldOf(key, schema);
		if (meta.shownWhile && !isYes(raw[meta.shownWhile])) continue;
		const value = readField(key, schema, raw, problems);
		if (value !== undefined) values[key] = value;
		else if (meta.requiredWhileShown) problems.missing.push(meta.label);
	}
	const parsed = form.safeParse(values);
	if (!parsed.success) {
		for (const issue of parsed.error.issues) describe(form, values, issue, problems);
	}
	// What couldn't be read is absent from `values`, so it would be called missing as well: say only what is wrong with it.
	if (problems.invalid[0]) throw new InputError(problems.invalid[0]);
	if (problems.missing.length) throw new InputError(`Fill in ${andList([...new Set(problems.missing)])}.`);
	if (!parsed.success) throw parsed.error;
	return parsed.data;
}

/** A raw value in the form that its schema expects; undefined if it was left empty, or can't be read. */
function readField(key: string, schema: z.core.$ZodType, raw: Raw, problems: Problems): unknown {
	const meta = fieldOf(key, schema);
	const items = lineItemOf(schema);
	if (items) return readLineItems(key, meta, items, raw, problems);
	const inner = unwrap(schema);
	if (inner instanceof z.ZodRecord) return readDictionary(meta, raw[key], problems);
	if (inner instanceof z.ZodArray) return onceEach(inner.element, readList(key, meta, inner.element, raw[key], problems));
	const value = single(raw[key]);
	if (isBlank(value)) return undefined;
	if (isList(value)) return invalid(problems, `${meta.label} takes one value, but ${value.length} arrived. Map a single value.`);
	return readScalar(meta, inner, value, problems);
}

function readScalar(meta: Field, schema: z.core.$ZodType, value: unknown, problems: Problems): unknown {
	const { label } = meta;
	if (typeof value === 'object') return invalid(problems, `${label} can't take a whole group of values. Map one of them.`);
	if (schema instanceof z.ZodBoolean) {
		if (isYes(value)) return true;
		if (NO.has(String(value).trim().toLowerCase())) return false;
		return invalid(problems, `${label} must be yes or no, not ${quote(value)}.`);
	}
	if (hasLostDigits(value)) {
		return invalid(problems, `${label} has too many digits to arrive exactly as a number. Map it as text.`);
	}
	const text = String(value);
	if (!text.isWellFormed()) return invalid(problems, `${label} holds a broken character. Type it again.`);
	if (schema instanceof z.ZodISODateTime) return readDateTime(label, text.trim(), problems);
	if (schema instanceof z.ZodEnum) return matchChoice(schema, meta, text.trim());
	return meta.type === 'text' ? text : text.trim();
}

/** A choice counts by value or by label, in any case: a spreadsheet says "Admin" where the API says "admin". */
function matchChoice(schema: z.ZodEnum, meta: Field, text: string): string {
	const wanted = text.toLowerCase();
	const value = schema.options.map(String).find((option) => {
		return option.toLowerCase() === wanted || meta.choices?.[option]?.toLowerCase() === wanted;
	});
	return value ?? text;
}

/**
 * A date alone is midnight UTC, a time without zone is UTC. Zapier itself turns "next Friday" into ISO 8601 with a zone
 * before an action runs, so what arrives otherwise is refused rather than guessed: 03/04 is two different days.
 */
function readDateTime(label: string, text: string, problems: Problems): string | undefined {
	const iso = text
		.replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, '$1T')
		.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
		.replace(/(T\d{2}:\d{2})(?=$|[Z+-])/, '$1:00');
	if (z.iso.date().safeParse(iso).success) return `${iso}T00:00:00Z`;
	if (z.iso.datetime({ offset: true, local: true }).safeParse(iso).success) {
		const instant = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`).toISOString();
		// In UTC it may lie outside the years that ISO 8601 writes with four digits.
		if (/^\d/.test(instant)) return instant.replace('.000Z', 'Z');
	}
	return invalid(
		problems,
		`${label} ${quote(text)} isn't a date that can be read for certain. Write it like 2027-01-31 or 2027-01-31T09:00:00Z.`,
	);
}

/** A list, a text with commas, semicolons or line breaks between the values, or line items of one column. */
function readList(key: string, meta: Field, element: z.core.$ZodType, raw: unknown, problems: Problems): unknown[] | undefined {
	const values = readParts(key, meta, element, raw, problems).filter((value) => value !== undefined);
	return values.length ? values : undefined;
}

/** The values of a list in their places; undefined where one was left empty, or can't be read. */
function readParts(key: string, meta: Field, element: z.core.$ZodType, raw: unknown, problems: Problems): unknown[] {
	return flatten(raw, key)
		.flatMap((item) => (typeof item === 'string' ? item.trim().split(/[,;\r\n]\s*/) : [item]))
		.map((part) => (isBlank(part) ? undefined : readScalar(meta, element, part, problems)));
}

/** Addresses that differ only in case reach the same person, who is to be invited once. */
function onceEach(element: z.core.$ZodType, values: unknown[] | undefined): unknown[] | undefined {
	if (!values || !(element instanceof z.ZodEmail)) return values;
	return [...Map.groupBy(values, (value) => String(value).toLowerCase()).values()].map(([first]) => first);
}

function readDictionary(meta: Field, raw: unknown, problems: Problems): Record<string, string> | undefined {
	if (isBlank(raw)) return undefined;
	if (typeof raw !== 'object' || isList(raw)) {
		return invalid(problems, `${meta.label} takes names with values, not ${quote(raw)}. Type each name and its value in a row of its own.`);
	}
	const entries: [string, string][] = [];
	for (const [name, value] of Object.entries(raw as object)) {
		if (isBlank(value)) continue;
		const text = typeof value === 'object' || hasLostDigits(value) ? undefined : String(value);
		if (!text?.isWellFormed() || !name.isWellFormed() || name.trim() === '' || name === '__proto__') {
			return invalid(
				problems,
				`${meta.label} can't take ${name.trim() ? `the value of ${quote(name)}` : 'a value without a name'}. Give each value a name, and each name one text.`,
			);
		}
		entries.push([name, text]);
	}
	return entries.length ? Object.fromEntries(entries) : undefined;
}

/**
 * Line items, or what a single spreadsheet row gives instead: one text with several values in a column, which stands for
 * as many items. A column with one value counts for every item.
 */
function readLineItems(key: string, meta: Field, form: z.ZodObject, raw: Raw, problems: Problems): Raw[] | undefined {
	const columns = fieldsOf(form);
	const items: Raw[] = [];
	for (const row of rowsOf(
		raw[key],
		raw,
		columns.map(([column]) => column),
	)) {
		const cells = columns.map(([column, schema]) => {
			const inner = unwrap(schema);
			if (inner instanceof z.ZodArray) return { column, values: [readField(column, schema, row, problems)], forAll: true };
			const parts = readParts(column, fieldOf(column, schema), inner, row[column], problems);
			const length = parts.findLastIndex((part) => part !== undefined) + 1;
			return { column, values: parts.slice(0, length), forAll: parts.length === 1 };
		});
		const count = Math.max(...cells.map(({ values }) => values.length));
		if (cells.some(({ values, forAll }) => !forAll && values.length && values.length !== count)) {
			const labels = columns.map(([column, schema]) => fieldOf(column, schema).label);
			return invalid(
				problems,
				`${meta.label} don't line up: ${andList(labels)} hold different numbers of values. Give one value, or as many as there are ${labels[0]} values.`,
			);
		}
		for (let index = 0; index < count; index++) {
			// A value for every item makes none of its own.
			if (cells.every(({ values, forAll }) => (forAll && count > 1) || values[index] === undefined)) continue;
			const item = cells.map(({ column, values, forAll }) => [column, values[forAll ? 0 : index]]);
			items.push(Object.fromEntries(item.filter(([, value]) => value !== undefined)));
		}
	}
	return items.length ? items : undefined;
}

/** Zapier sends line items as a list of objects; a plain value mapped to a column may arrive under the column's own key. */
function rowsOf(value: unknown, raw: Raw, columns: string[]): Raw[] {
	if (isList(value)) return value.flatMap((item) => rowsOf(item, {}, columns));
	if (value != null && typeof value === 'object') return [value as Raw];
	const row = Object.fromEntries(columns.filter((column) => !isBlank(raw[column])).map((column) => [column, raw[column]]));
	const [first] = columns;
	if (first !== undefined) row[first] ??= value;
	return [row];
}

/** Turns what zod found into sentences that name the field. */
function describe(form: z.ZodObject, values: Raw, issue: z.core.$ZodIssue, problems: Problems): void {
	const { label, meta } = locate(form, issue.path);
	const value = issue.path.reduce<unknown>((at, step) => (at as Raw | undefined)?.[step as string], values);
	if (value === undefined) problems.missing.push(label);
	else if (issue.code === 'invalid_format' && issue.format === 'email') {
		problems.invalid.push(`${label} ${quote(value)} isn't an email address. Write one like jane.doe@example.com.`);
	} else if (issue.code === 'invalid_value') {
		const options = issue.values.map((option) => meta?.choices?.[String(option)] ?? String(option));
		problems.invalid.push(`${label} can't be ${quote(value)}. Choose ${orList(options)}.`);
	} else problems.invalid.push(`${label} ${issue.message}`);
}

/** The label of the field an issue is about; of a line item, with its number. */
function locate(form: z.ZodObject, path: PropertyKey[]): { label: string; meta?: Field } {
	const [key, index, column] = path;
	const schema = form.shape[String(key)];
	if (!schema) return { label: 'The form' };
	const meta = fieldOf(String(key), schema);
	const items = lineItemOf(schema);
	const columnSchema = items?.shape[String(column)];
	if (typeof index !== 'number' || !columnSchema) return { label: meta.label, meta };
	const columnMeta = fieldOf(String(column), columnSchema);
	return { label: `${columnMeta.label} (line ${index + 1})`, meta: columnMeta };
}

function invalid(problems: Problems, message: string): undefined {
	problems.invalid.push(message);
}

/** What a list of one value holds; anything else as it is. */
function single(value: unknown): unknown {
	return isList(value) && value.length === 1 ? single(value[0]) : value;
}

/** Is it a number that JavaScript no longer tells from its neighbours? */
function hasLostDigits(value: unknown): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function isList(value: unknown): value is unknown[] {
	return Array.isArray(value);
}

function isBlank(value: unknown): boolean {
	if (value == null) return true;
	if (typeof value === 'string') return value.trim() === '';
	return isList(value) && value.every(isBlank);
}

/** All values of a list, however nested; of line items `[{key: value}]`, the values under the field's own key, or the only one. */
function flatten(value: unknown, key: string): unknown[] {
	if (isList(value)) return value.flatMap((item) => flatten(item, key));
	if (value != null && typeof value === 'object') {
		const item = value as Raw;
		const values = Object.values(item);
		if (Object.hasOwn(item, key)) return flatten(item[key], key);
		if (values.length === 1) return flatten(values[0], key);
	}
	return [value];
}

/** A person's own words in a message: short, on one line. */
export function quote(value: unknown): string {
	const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ').trim();
	return `“${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}”`;
}

export function andList(words: string[]): string {
	return new Intl.ListFormat('en', { type: 'conjunction' }).format(words);
}

export function orList(words: string[]): string {
	return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}
