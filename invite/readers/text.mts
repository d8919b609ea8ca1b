import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { SheetError } from './sheet.mts';

/** How much of a file is looked at to tell its encoding and its format. */
const BEGINNING = 64 * 1024;

/** The first bytes of a file. */
export async function beginningOf(file: string): Promise<Buffer> {
	const handle = await open(file);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}

/** The encoding of a text: by its byte-order mark, by the zeros that UTF-16 puts between Latin letters, else UTF-8. */
export function encodingOf(beginning: Buffer): string {
	const [a, b, c, d] = beginning;
	if ((a === 0 && b === 0 && c === 0xfe && d === 0xff) || (a === 0xff && b === 0xfe && c === 0 && d === 0)) {
		throw new SheetError('The file is in UTF-32, which no spreadsheet writes. Save it as UTF-8.');
	}
	if (a === 0xff && b === 0xfe) return 'utf-16le';
	if (a === 0xfe && b === 0xff) return 'utf-16be';
	const zeros = [0, 0];
	for (const [index, byte] of beginning.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
	const [even = 0, odd = 0] = zeros;
	if (odd > beginning.length / 8 && odd > even * 4) return 'utf-16le';
	if (even > beginning.length / 8 && even > odd * 4) return 'utf-16be';
	return 'utf-8';
}

/**
 * The text of a file, in pieces, without its byte-order mark.
 * @throws {SheetError} at the first bytes that aren't of the encoding: wrong letters in names are worse than no invitation.
 */
export async function* textOfFile(file: string, encoding: string): AsyncGenerator<string> {
	const decoder = decoderOf(encoding, true);
	try {
		for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
		yield decoder.decode();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
		throw new SheetError(
			`The file isn't ${encoding.toUpperCase()} text all through. Save it as “CSV UTF-8”, or name its encoding, such as windows-1252.`,
		);
	}
}

/** The text that a file begins with. */
export function headOf(beginning: Buffer, encoding: string): string {
	return decoderOf(encoding, false).decode(beginning);
}

function decoderOf(encoding: string, fatal: boolean) {
	try {
		return new TextDecoder(encoding, { fatal });
	} catch {
		throw new SheetError(`“${encoding}” is no encoding. Usual ones: utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis.`);
	}
}
