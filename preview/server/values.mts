import { createRequire } from 'node:module';
import type { Field, ZapData } from '../protocol.mts';

// How Zapier reads numbers, dates and yes or no. Its CLI does the same for `zapier-platform invoke`.
const readTyped = createRequire(import.meta.url)('zapier-platform-cli/src/oclif/commands/invoke/input-types.js') as (
	inputData: Record<string, unknown>,
	fields: Field[],
	timezone: string,
) => Record<string, unknown>;

type Values = Record<string, unknown>;

const MAPPED = /\{\{(\d+)__([^{}]*)\}\}/g;
const READ_BY_ZAPIER = new Set(['integer', 'number', 'boolean', 'datetime']);

/** The timezone of whoever runs the Zap. */
export const TIMEZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * What Zapier makes of a form: mapped values filled in, empty ones left out, and numbers, dates and yes or no read. What
 * is no field (any more) stays as it is.
 */
export function toInputData(typed: Values, fields: Field[], data: ZapData): Values {
	const byKey = new Map(fields.map((field) => [field.key, field]));
	const order = fields.map(({ key }) => key).filter((key) => key in typed);
	const keys = [...new Set([...order, ...Object.keys(typed)])];
	const entries = keys.flatMap((key): [string, unknown][] => {
		const filled = fieldValue(typed[key], byKey.get(key) ?? { key }, data);
		return isEmpty(filled) ? [] : [[key, filled]];
	});
	return Object.fromEntries(entries);
}

function fieldValue(value: unknown, field: Field, data: ZapData): unknown {
	if (field.children) {
		const rows = Array.isArray(value) ? value : [];
		return rows.flatMap((row) => rowsOf(row as Values, field.children ?? [], data));
	}
	if (field.dict) {
		if (typeof value !== 'object' || value === null) return undefined;
		return Object.fromEntries(
			Object.entries(value).flatMap(([name, text]) => (name ? [[asText(fillIn(name, data)), asText(fillIn(String(text), data))]] : [])),
		);
	}
	if (field.list) {
		const items = Array.isArray(value) ? value : [value];
		return items
			.flatMap((item) => fillIn(String(item ?? ''), data))
			.filter((item) => !isEmpty(item))
			.map((item) => read(asText(item), field));
	}
	return read(asText(fillIn(String(value ?? ''), data)), field);
}

/** Line items that are mapped into a row make as many rows. */
function rowsOf(row: Values, children: Field[], data: ZapData): Values[] {
	const filled = children.map((child) => [child, fillIn(String(row[child.key] ?? ''), data)] as const);
	const count = Math.max(1, ...filled.map(([, value]) => (Array.isArray(value) ? value.length : 1)));
	return Array.from({ length: count }, (_, index) =>
		Object.fromEntries(
			filled.flatMap(([child, value]) => {
				const one = read(asText(Array.isArray(value) ? value[index] : value), child);
				return isEmpty(one) ? [] : [[child.key, one]];
			}),
		),
	).filter((one) => Object.keys(one).length);
}

function read(text: string, field: Field): unknown {
	if (text === '' || !READ_BY_ZAPIER.has(field.type ?? '')) return withFormat(text, field);
	const { default: _default, ...typed } = field;
	return readTyped({ [field.key]: text }, [typed], TIMEZONE)[field.key];
}

function withFormat(text: string, { inputFormat }: Field): string {
	return text && inputFormat ? inputFormat.replace('{{input}}', () => text) : text;
}

/** Puts the data of earlier steps in place of what is mapped. A text that is nothing but one mapping gives its value. */
function fillIn(text: string, data: ZapData): unknown {
	const [only] = text.matchAll(MAPPED);
	if (only && only[0] === text) return at(data, only[1] ?? '', only[2] ?? '');
	return text.replace(MAPPED, (_, step: string, path: string) => asText(at(data, step, path)));
}

/** A value in the data of a step. "a__b" is inside an object, "rows[]name" in every row, as Zapier writes them. */
function at(data: ZapData, step: string, path: string): unknown {
	const all = data[step] as Values | undefined;
	if (all && Object.hasOwn(all, path)) return all[path];
	return path.split(/__|\[\]/).reduce<unknown>((value, key) => {
		if (Array.isArray(value)) return value.map((item) => (item as Values | null)?.[key]);
		return typeof value === 'object' && value !== null ? (value as Values)[key] : undefined;
	}, all);
}

/** As Zapier puts a value into a text: lists with commas between them. */
function asText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) return value.map(asText).join(',');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}
