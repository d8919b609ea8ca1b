import { Readable } from 'node:stream';
import streamArray from 'stream-json/streamers/stream-array.js';
import streamValues from 'stream-json/streamers/stream-values.js';
import { type Cell, rowOf, SheetError, type SheetRow } from './sheet.mts';
import { encodingOf, headOf, textOfFile } from './text.mts';

interface Objects {
	columns: string[];
	rows(): AsyncGenerator<SheetRow>;
}

/** More names than this in all objects together aren't a sheet. */
const MOST_COLUMNS = 1000;

/**
 * A list of objects, or one object after the other (JSON lines). Every name that occurs is a column, which takes reading
 * all of it once.
 * @throws {SheetError} here or while it is read, if it isn't one.
 */
export async function openJson(file: string, beginning: Buffer, encoding = encodingOf(beginning)): Promise<Objects> {
	const head = headOf(beginning, encoding);
	const array = /^\s*\[/.test(head);

	async function* objects(): AsyncGenerator<{ value: Record<string, unknown>; row: number }> {
		const source = Readable.from(textOfFile(file, encoding));
		// Numbers stay texts, so that no digit of an ID is lost.
		const items = array
			? streamArray.withParserAsStream({ numberAsString: true })
			: streamValues.withParserAsStream({ numberAsString: true, jsonStreaming: true });
		source.on('error', (error) => items.destroy(error)).pipe(items);
		try {
			for await (const { key, value } of items as AsyncIterable<{ key: number; value: unknown }>) {
				const row = key + 1;
				if (value === null || typeof value !== 'object' || Array.isArray(value)) {
					throw new SheetError(`Item ${row} isn't an object with a name for each value, such as {"email": "jane.doe@example.com"}.`);
				}
				yield { value: value as Record<string, unknown>, row };
			}
		} catch (error) {
			if (error instanceof SheetError || (error as NodeJS.ErrnoException).syscall) throw error;
			throw new SheetError(`The file isn't JSON: ${(error as Error).message}`);
		} finally {
			source.destroy();
		}
	}

	const names = new Set<string>();
	for await (const { value } of objects()) for (const name of Object.keys(value)) names.add(name);
	if (!names.size) throw new SheetError('The file has no objects in it.');
	if (names.size > MOST_COLUMNS) throw new SheetError(`The objects have ${names.size} different names: this isn't a sheet.`);
	const columns = [...names];
	return {
		columns,
		async *rows() {
			for await (const { value, row } of objects()) {
				const nested = columns.find((name) => isNested(value[name]));
				const problem =
					nested === undefined ? undefined : `“${nested}” is an object or holds some: a column takes texts, or a list of texts.`;
				const found = rowOf(
					row,
					columns,
					columns.map((name) => cellOf(value[name])),
					problem,
				);
				if (found) yield found;
			}
		},
	};
}

function isNested(value: unknown): boolean {
	return [value].flat().some((item) => item !== null && typeof item === 'object');
}

function cellOf(value: unknown): Cell {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map(cellOf).join(', ');
	return typeof value === 'boolean' ? value : String(value);
}
