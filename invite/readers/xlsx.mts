import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type CellValue, EncryptedFileError, HucreError, streamXlsxRows } from 'hucre';
import { type Cell, namesOf, rowOf, SheetError, type SheetRow } from './sheet.mts';

/** A spreadsheet keeps this many digits of a number; further ones it has replaced by zeros. */
const LARGEST_EXACT = 1e15;

interface Workbook {
	columns: string[];
	rows(): AsyncGenerator<SheetRow>;
}

/**
 * A sheet of an Excel workbook, row by row. Its first row that isn't empty names the columns. A formula counts as the
 * result that was saved with it; as an empty cell if there is none, for it can't be told from one here.
 * @param sheet its name; the first sheet otherwise.
 * @throws {SheetError} if it can't be read.
 */
export async function openXlsx(file: string, sheet?: string): Promise<Workbook> {
	async function* records(): AsyncGenerator<{ cells: CellValue[]; row: number }> {
		const stream = createReadStream(file);
		try {
			const input = Readable.toWeb(stream) as unknown as globalThis.ReadableStream<Uint8Array>;
			for await (const { index, values } of streamXlsxRows(input, { sheet: sheet ?? 0 })) yield { cells: values, row: index + 1 };
		} catch (error) {
			if (error instanceof EncryptedFileError) throw new SheetError('The workbook needs a password. Save a copy without one.');
			throw error instanceof HucreError ? new SheetError(`The workbook can't be read: ${error.message}`) : error;
		} finally {
			stream.destroy();
		}
	}
	async function* filled() {
		for await (const record of records()) if (record.cells.some((cell) => cell !== null && cell !== '')) yield record;
	}

	const first = await filled().next();
	if (first.done) throw new SheetError('The sheet is empty: its first row must name the columns.');
	const columns = namesOf(first.value.cells.map((value) => String(cellOf(value))));
	return {
		columns,
		async *rows() {
			let headings = true;
			for await (const { cells, row } of filled()) {
				const found = headings ? undefined : rowOf(row, columns, cells.map(cellOf), problemIn(cells, columns));
				headings = false;
				if (found) yield found;
			}
		},
	};
}

function cellOf(value: CellValue | undefined): Cell {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) {
		const text = value.toISOString();
		// A spreadsheet's dates have no zone.
		return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
	}
	if (typeof value === 'boolean') return value;
	return String(value);
}

function problemIn(cells: CellValue[], columns: string[]): string | undefined {
	for (const [index, cell] of cells.entries()) {
		const column = columns[index] ?? `Column ${index + 1}`;
		if (typeof cell === 'number' && Math.abs(cell) >= LARGEST_EXACT) {
			return `Column “${column}” holds a number of more than 15 digits, of which the spreadsheet has lost the last ones. Enter it again as text.`;
		}
		if (typeof cell === 'string' && /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/.test(cell)) {
			return `Column “${column}” holds a formula that fails: ${cell}.`;
		}
	}
	return undefined;
}
