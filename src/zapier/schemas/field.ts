import * as z from 'zod/mini';
import { Field, type InputField, type Read } from '../fields/inputField.ts';
import { once } from './once.ts';

/**
 * A required field whose value is read, from a form or from one cell of a spreadsheet, and then checked.
 * @param schema makes what checks it.
 */
export function makeField<Value>(field: InputField, read: Read, schema: () => z.ZodMiniType<Value>): Field<Value, true> {
	return new Field(field, read, schema, true);
}

/**
 * What a field makes of a value; undefined if nothing is left of it.
 * @throws {Unreadable}
 */
export function parseField<Value>({ read, schema }: Field<Value>, value: unknown): Value | undefined {
	const wanted = read(value);
	if (wanted === undefined) return undefined;
	const { error, data } = schema.safeParse(wanted);
	return error ? refuse(error.issues[0]?.message ?? '') : data;
}

/** Checks nothing but that it is a text. */
export const anyText = once(() => z.string());

/** A value that can't be read; the message is one or two sentences, of which the first begins with the field's label. */
export class Unreadable extends Error {}

/** Refuses a value while reading it, in one or two sentences of which the first begins with the field's label. */
export function refuse(message: string): never {
	throw new Unreadable(message);
}

/** One value as a text. */
export function readText(value: unknown): string {
	const one = single(value);
	if (Array.isArray(one)) return refuse(`takes one value, but ${one.length} arrived. Map a single value.`);
	if (typeof one === 'object') return refuse("can't take a whole group of values. Map one of them.");
	if (hasLostDigits(one)) return refuse('has too many digits to arrive exactly as a number. Map it as text.');
	const text = String(one);
	return text.isWellFormed() ? text : refuse('holds a broken character. Type it again.');
}

/** One value as a text without what copying leaves around it: spaces, invisible characters. */
export function readTrimmed(value: unknown): string {
	return trim(readText(value));
}

/** Characters that nobody sees: zero-width spaces and joiners, direction marks, the byte-order mark, soft hyphens. */
const INVISIBLE = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff';
const AROUND = new RegExp(`^[\\s${INVISIBLE}]+|[\\s${INVISIBLE}]+$`, 'g');
const ANYWHERE = new RegExp(`[${INVISIBLE}]`, 'g');
const VISIBLE = new RegExp(`[^\\s${INVISIBLE}]`);

export function trim(text: string): string {
	return text.replace(AROUND, '');
}

const OPENING = `"'“‘„«`;
const CLOSING = `"'”’“»`;
const QUOTED = new RegExp(`^[${OPENING}](.*)[${CLOSING}]$`, 's');

/** A value that is a name or an address for machines: without invisible characters, and without quotes around it. */
export function readToken(value: unknown): string {
	const text = trim(readText(value).replace(ANYWHERE, '').replaceAll('\u00a0', ' '));
	const inside = QUOTED.exec(text)?.[1];
	return inside === undefined ? text : trim(inside);
}

/** What a list of one value holds; anything else as it is. */
export function single(value: unknown): unknown {
	let one = value;
	while (Array.isArray(one) && one.length === 1) [one] = one;
	return one;
}

/** Is it a number that JavaScript no longer tells from its neighbours? */
export function hasLostDigits(value: unknown): boolean {
	return Number.isInteger(value) && !Number.isSafeInteger(value);
}

export function isBlank(value: unknown): boolean {
	if (value == null) return true;
	if (typeof value === 'string') return !VISIBLE.test(value);
	return Array.isArray(value) && value.every(isBlank);
}

/** A person's own words in a message: short, on one line. */
export function quote(value: unknown): string {
	const text = (typeof value === 'string' ? value : String(JSON.stringify(value))).replace(/\s+/g, ' ').trim();
	return `“${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}”`;
}
