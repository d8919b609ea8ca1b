import { type FileHandle, open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { RowEvent } from './engine.mts';

const HEADINGS = ['Row', 'Person', 'Status', 'ID or link', 'Message'];

/** The lines of the results, for a file or for a download. Excel reads them as UTF-8 by the byte-order mark. */
export function resultLine(event?: RowEvent): string {
	if (!event) return `\ufeff${stringify([HEADINGS])}`;
	const { row, person, status, id, message } = event;
	// A spreadsheet would calculate what begins like a formula.
	return stringify([[row, person, status, id, message]], { escape_formulas: true });
}

/** The file that says what became of each row of the last run: written row by row, and on the disk soon after. */
export class Results {
	readonly #file: FileHandle;
	#syncing: Promise<void> | undefined;
	#dirty = false;

	private constructor(file: FileHandle) {
		this.#file = file;
	}

	/** Begins anew: the rows of earlier runs are said again, as skipped. */
	static async create(path: string): Promise<Results> {
		const results = new Results(await open(path, 'w'));
		await results.#file.write(resultLine());
		return results;
	}

	async write(event: RowEvent): Promise<void> {
		await this.#file.write(resultLine(event));
		this.#dirty = true;
		this.#syncing ??= this.#sync();
	}

	async close(): Promise<void> {
		await this.#syncing;
		await this.#file.sync();
		await this.#file.close();
	}

	/** One sync at a time: what is written meanwhile is in the next. */
	async #sync(): Promise<void> {
		while (this.#dirty) {
			this.#dirty = false;
			await this.#file.datasync();
		}
		this.#syncing = undefined;
	}
}
