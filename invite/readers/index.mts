import { extname } from 'node:path';
import { openDelimited } from './delimited.mts';
import { openJson } from './json.mts';
import { type Sheet, SheetError } from './sheet.mts';
import { beginningOf } from './text.mts';
import { openXlsx } from './xlsx.mts';

export type { Sheet, SheetRow } from './sheet.mts';
export { SheetError } from './sheet.mts';

interface SheetOptions {
	/** Of a text; found out if left out. */
	encoding?: string | undefined;
	/** The name of a workbook's sheet; the first one if left out. */
	sheet?: string | undefined;
}

/** What Excel 97 to 2003 wrote, and what it writes with a password. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Opens a sheet of any format, which is told by its contents, and reads it once from beginning to end: so it is known to
 * be readable, and how long it is, before anything is done with its first row.
 * @param file it is read several times, so a pipe must be saved first.
 * @throws {SheetError} in words for the person who made it.
 */
export async function openSheet(file: string, { encoding, sheet }: SheetOptions = {}): Promise<Sheet> {
	const beginning = await beginningOf(file);
	if (!beginning.length) throw new SheetError('The file is empty.');
	const { columns, rows } = await open(file, beginning, encoding, sheet);
	let count = 0;
	for await (const _ of rows()) count++;
	return { columns, count, rows };
}

function open(file: string, beginning: Buffer, encoding: string | undefined, sheet: string | undefined) {
	if (beginning.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return openXlsx(file, sheet);
	if (beginning.subarray(0, 4).equals(COMPOUND_FILE)) {
		throw new SheetError('This is a workbook of Excel 97 to 2003, or one with a password. Save it as .xlsx, without a password.');
	}
	if (beginning.subarray(0, 4).equals(Buffer.from('%PDF'))) throw new SheetError('This is a PDF, not a sheet.');
	const json = ['.json', '.jsonl', '.ndjson'].includes(extname(file).toLowerCase()) || /^[\s\ufeff]*[[{]/.test(beginning.toString('utf8'));
	return json ? openJson(file, beginning, encoding) : openDelimited(file, beginning, encoding);
}
