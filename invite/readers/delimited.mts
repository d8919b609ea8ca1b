import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { namesOf, rowOf, SheetError, type SheetRow } from './sheet.mts';
import { encodingOf, headOf, textOfFile } from './text.mts';

interface Delimited {
	columns: string[];
	rows(): AsyncGenerator<SheetRow>;
}

/** Excel writes semicolons where the comma is the decimal sign. */
const DELIMITERS = [',', ';', '\t'];

/** More than any cell of a spreadsheet holds: what lies behind is a quote that was never closed. */
const MOST_CHARACTERS = 1_000_000;

/**
 * A sheet of text: comma-, semicolon- or tab-separated, whichever its headings use.
 * @throws {SheetError} here or while it is read, if it isn't one.
 */
export async function openDelimited(file: string, beginning: Buffer, encoding = encodingOf(beginning)): Promise<Delimited> {
	const head = headOf(beginning, encoding);
	const delimiter = delimiterOf(head);

	async function* records(): AsyncGenerator<{ cells: string[]; row: number }> {
		const parser = parse({ delimiter, relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: MOST_CHARACTERS });
		const source = Readable.from(textOfFile(file, encoding));
		source.on('error', (error) => parser.destroy(error)).pipe(parser);
		try {
			for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { records: number; empty_lines: number } }>) {
				yield { cells: record, row: info.records + info.empty_lines };
			}
		} catch (error) {
			throw error instanceof CsvError ? new SheetError(wordsOf(error)) : error;
		} finally {
			source.destroy();
		}
	}

	const first = await records().next();
	if (first.done) throw new SheetError('The file is empty: its first line must name the columns.');
	const columns = namesOf(first.value.cells);
	return {
		columns,
		async *rows() {
			let headings = true;
			for await (const { cells, row } of records()) {
				const found = headings ? undefined : rowOf(row, columns, cells);
				headings = false;
				if (found) yield found;
			}
		},
	};
}

/** The one that stands most often in the first line that isn't empty, outside quotes. */
function delimiterOf(head: string): string {
	const line = head.replace(/"(?:[^"]|"")*"/g, '').match(/[^\r\n]+/)?.[0] ?? '';
	const count = (delimiter: string) => line.split(delimiter).length;
	return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function wordsOf(error: CsvError): string {
	const line = (error as { lines?: number }).lines;
	const where = line === undefined ? '' : `Line ${line}: `;
	if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `${where}a quote (") is opened and never closed.`;
	if (error.code === 'CSV_MAX_RECORD_SIZE') return `${where}a cell of more than a million characters: is a quote (") never closed?`;
	if (error.code === 'INVALID_OPENING_QUOTE')
		return `${where}a quote (") in the middle of a cell. Write it twice ("") within a quoted cell.`;
	if (error.code.includes('CLOSING_QUOTE'))
		return `${where}something follows a closing quote ("). A quote within a cell is written twice ("").`;
	return `${where}${error.message}`;
}
