import * as z from 'zod/mini';
import { type FieldText, type Form, type FormValues, fieldsOf } from '../fields/inputField.ts';
import { andList } from '../words.ts';
import { matchChoice } from './choice.ts';
import { isBlank, makeField, refuse } from './field.ts';
import { partsOf } from './list.ts';

type Row = Record<string, unknown>;

/**
 * Line items, or what a single spreadsheet row gives instead: one text with several values in a column, which stands for
 * as many items. A column with one value counts for every item. A value of the first column may carry that of a choice
 * beside it: "Engineering: Manager; Production as admin".
 */
export function lineItems<Children extends Form>(children: Children, field: FieldText) {
	const read = (value: unknown) => readLineItems(children, value as Row[]);
	// Each line is then read by the columns' own fields, so that what is wrong is told with the number of the line.
	const rows = () => z.array(z.unknown()) as z.ZodMiniType<unknown> as z.ZodMiniType<FormValues<Children>[]>;
	return makeField({ ...field, children }, read, rows);
}

interface Column {
	key: string;
	/** The values in their places; undefined where a place was left empty. */
	values: unknown[];
	/** One value that counts for every item. */
	forAll: boolean;
}

/** @param rows each with its cells by column, as `readInput` gathers them. */
function readLineItems(children: Form, rows: Row[]): Row[] | undefined {
	const items: Row[] = [];
	for (const row of rows) {
		const columns = withChoices(
			children,
			fieldsOf(children).map(({ key, field }) => columnOf(key, !!field.list, row[key])),
		);
		const count = columns.reduce((most, { values }) => Math.max(most, values.findLastIndex((value) => value !== undefined) + 1), 0);
		if (columns.some(({ values, forAll }) => !forAll && values.length > 0 && values.length < count)) {
			const labels = fieldsOf(children).map(({ field }) => field.label);
			return refuse(
				`don't line up: ${andList(labels)} hold different numbers of values. Give one value, or as many as there are ${labels[0]} values.`,
			);
		}
		for (let index = 0; index < count; index++) {
			// A value for every item makes none of its own.
			if (columns.every(({ values, forAll }) => (forAll && count > 1) || values[index] === undefined)) continue;
			const item = columns.map(({ key, values, forAll }) => [key, values[forAll ? 0 : index]]);
			items.push(Object.fromEntries(item.filter(([, value]) => value !== undefined)));
		}
	}
	return items.length ? items : undefined;
}

function columnOf(key: string, isList: boolean, cell: unknown): Column {
	if (isBlank(cell)) return { key, values: [], forAll: false };
	if (isList) return { key, values: [cell], forAll: true };
	const values = partsOf(flat(cell));
	return { key, values: values.some((value) => value !== undefined) ? values : [], forAll: values.length === 1 };
}

function flat(cell: unknown): unknown {
	return Array.isArray(cell) ? cell.flat(Number.POSITIVE_INFINITY) : cell;
}

/** Where the first column's values carry a choice of the second, such as a role, and the second column is empty, splits the two. */
function withChoices(children: Form, columns: Column[]): Column[] {
	const [first, second, ...others] = columns;
	const choices = second && children[second.key]?.field.choices;
	if (!first || !second || !choices || second.values.length) return columns;
	const split = first.values.map((value) => splitChoice(value, choices));
	if (split.every(({ choice }) => choice === undefined)) return columns;
	return [
		{ ...first, values: split.map(({ name }) => name) },
		{ ...second, values: split.map(({ choice }) => choice), forAll: false },
		...others,
	];
}

function splitChoice(value: unknown, choices: Record<string, string>): { name: unknown; choice?: string } {
	const [, name = '', word = ''] = (typeof value === 'string' && /^(.+)(?::|\sas\s)([^:]*)$/is.exec(value)) || [];
	const choice = matchChoice(choices, word.trim());
	return choice === undefined || isBlank(name) ? { name: value } : { name, choice };
}
