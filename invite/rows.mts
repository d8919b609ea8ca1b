import { createHash } from 'node:crypto';
import type { ColumnPlan, Mapping } from './columns.mts';
import type { Field } from './fields.mts';
import type { Values } from './integration.mts';
import type { Cell, SheetRow } from './readers/sheet.mts';

/** What a plan says of one action, ready for its rows. */
export interface RowPlan extends ColumnPlan {
	/** All that columns can fill. */
	fields: Field[];
	/** The key among `creates`. */
	action: string;
	/** Is it an invitation, which a person gets once? */
	invites: boolean;
	/** The field that tells who a row is about. */
	person: Field;
	/** Does it take many people in one request? Then rows with equal options go together. */
	batches: boolean;
}

/** One person of one row. */
export interface Unit {
	row: number;
	/** As the sheet has it, or, of an address with something around it, the address alone. */
	person: string;
	/** What the step gets, but for the person if rows are batched. */
	input: Values;
	/** 16 bytes that say who is meant, where. */
	identity: Buffer;
	/** Why nothing can be sent, if the sheet itself is at fault. */
	problem: string | undefined;
}

/**
 * The people of a row: one, or several where the field takes a list and the cell holds one, with commas, semicolons or
 * line breaks between them.
 */
export function unitsOf(plan: RowPlan, { row, cells, problem }: SheetRow): Unit[] {
	const input = inputOf(plan, cells);
	const problems = problem ?? formulaIn(plan, cells);
	if (!plan.batches) {
		const person = addressOf(textOf(input[plan.person.key]) || referredIn(input, plan.person));
		return [{ row, person, input, identity: identityOf(plan, person, input), problem: problems }];
	}
	const { [plan.person.key]: people, ...options } = input;
	const found = ((people as Cell[] | undefined) ?? []).flatMap((cell) => textOf(cell).split(/[,;\n]/)).map(addressOf);
	const filled = found.filter(Boolean);
	return (filled.length ? filled : ['']).map((person) => ({
		row,
		person,
		input: options,
		identity: identityOf(plan, person, options),
		problem: problems,
	}));
}

/** The input of a step for several people with equal options, with values of the types that Zapier hands over. */
export function batchInput({ person, batches, fields }: RowPlan, units: Unit[]): Values {
	const input = typed(units[0]?.input ?? {}, fields);
	if (!batches) return input;
	const people = units.map((unit) => unit.person).filter(Boolean);
	return people.length ? { ...input, [person.key]: people } : input;
}

function typed(input: Values, fields: Field[], parent?: string): Values {
	return Object.fromEntries(
		Object.entries(input).map(([key, value]) => {
			const field = fields.find((candidate) => candidate.key === key && candidate.parent === parent);
			if (field) return [key, Array.isArray(value) ? value.map((item) => typedValue(item, field)) : typedValue(value, field)];
			return [key, Array.isArray(value) ? value.map((line) => typed(line as Values, fields, key)) : value];
		}),
	);
}

/** Zapier reads numbers and yes or no out of any text. Here, only where there is no doubt: the step sees all else as it is. */
function typedValue(value: unknown, { type, inputFormat }: Field): unknown {
	const text = textOf(value);
	if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
	if (type === 'number' && /^-?(?=[\d.]{1,16}$)\d+(\.\d+)?$/.test(text)) return Number(text);
	if (type === 'boolean' && /^(yes|no|true|false)$/i.test(text)) return /^(yes|true)$/i.test(text);
	return inputFormat && text ? inputFormat.replace('{{input}}', () => text) : value;
}

/** The row as the step's input: what Zapier would hand over if the columns were mapped in its editor. */
function inputOf(plan: RowPlan, cells: Record<string, Cell>): Values {
	const input: Values = {};
	const lines: Record<string, Values> = {};
	for (const mapping of plan.mappings) {
		const value = cellFor(mapping, cells);
		if (value === '') continue;
		const { field, entry } = mapping;
		if (field.dict) input[field.key] = { ...(input[field.key] as Values | undefined), [entry ?? field.key]: value };
		else if (field.parent !== undefined) lines[field.parent] = { ...lines[field.parent], [field.key]: value };
		else input[field.key] = field.list ? [value] : value;
	}
	for (const [parent, line] of Object.entries(lines)) {
		// A value that all rows share doesn't make a line on its own where columns fill the others.
		const ofColumns = plan.mappings.filter(({ field, columns }) => field.parent === parent && columns);
		if (!ofColumns.length || ofColumns.some(({ field }) => field.key in line)) input[parent] = [line];
	}
	return input;
}

function cellFor({ columns, value }: Mapping, cells: Record<string, Cell>): Cell {
	if (!columns) return value ?? '';
	const [first, ...others] = columns.map((column) => cells[column] ?? '').map((cell) => (typeof cell === 'string' ? cell.trim() : cell));
	return others.length ? [first, ...others].filter((part) => part !== '').join(' ') : (first ?? '');
}

/**
 * Who is meant, where. Of an invitation: the person, in any case, and what it refers to (workspaces), so that another
 * spelling of the name doesn't invite anybody again. Of other actions: all that is sent.
 */
function identityOf(plan: RowPlan, person: string, input: Values): Buffer {
	const about = plan.invites && person ? [person.toLowerCase(), placesOf(plan, input)] : [person.toLowerCase(), input];
	return createHash('sha256')
		.update(JSON.stringify([plan.action, about]))
		.digest()
		.subarray(0, 16);
}

/** What a row refers to beside the person, such as a workspace: the keys of fields and their values. */
function placesOf(plan: RowPlan, input: Values): [key: string, value: string][] {
	return plan.mappings
		.map(({ field }) => field)
		.filter((field) => field.refers && field !== plan.person)
		.map((field): [string, string] => [field.key, referredIn(input, field)])
		.filter(([, value]) => value !== '')
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What a row gives for a field, which may stand in a line item. */
export function referredIn(input: Values, { key, parent }: Field): string {
	const line = parent === undefined ? input : (input[parent] as Values[] | undefined)?.[0];
	return textOf(line?.[key]);
}

/** What nobody sees in a cell: soft hyphens, spaces without width, marks of direction or of the byte order. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** A person as the step will read them: of "Ana Diaz <ana@x.com>" or "mailto:ana@x.com" the address, so that both are one person. */
function addressOf(text: string): string {
	const visible = text
		.replace(INVISIBLE, '')
		.replaceAll('\u00a0', ' ')
		.trim()
		.replace(/^(["'])(.*)\1$/s, '$2')
		.trim();
	const [, inBrackets = visible] = /^[^<>]*<([^<>]*@[^<>]*)>$/s.exec(visible) ?? [];
	return inBrackets.trim().replace(/^mailto:/i, '');
}

/** A formula that was saved instead of its result would be sent as a person's name or role. */
function formulaIn({ mappings }: RowPlan, cells: Record<string, Cell>): string | undefined {
	const column = mappings
		.flatMap(({ columns }) => columns ?? [])
		.find((candidate) => /^\s*=/.test(typeof cells[candidate] === 'string' ? (cells[candidate] as string) : ''));
	return column === undefined ? undefined : `Column “${column}” holds a formula instead of its result. Export the sheet with its values.`;
}

export function textOf(value: unknown): string {
	return [value]
		.flat()
		.filter((item) => item !== undefined && item !== null)
		.join(', ')
		.trim();
}
