/** A value of a sheet. Numbers stay numbers only where their text might have lost digits: the step decides. */
export type Cell = string | number | boolean;

export interface SheetRow {
	/** As a spreadsheet counts: the row below the headings is 2. Objects of JSON count from 1. */
	row: number;
	/** By column. An empty cell is '' or left out. */
	cells: Record<string, Cell>;
	/** Why this row can't be used, if it can't. */
	problem: string | undefined;
}

export interface Sheet {
	/** In their order. A name that occurs twice gets a number: "Email (2)". */
	columns: string[];
	/** How many rows there are. */
	count: number;
	/** All rows but the empty ones, read anew each time it is called. */
	rows(): AsyncIterable<SheetRow>;
}

/** A sheet that can't be read, in words for the person who made it. */
export class SheetError extends Error {
	override name = 'SheetError';
}

/** Names for the columns of a row of headings. Columns without one are named by their number. */
export function namesOf(headings: string[]): string[] {
	const names: string[] = [];
	for (const [index, heading] of headings.entries()) {
		const name = heading.trim().replace(/\s+/g, ' ') || `Column ${index + 1}`;
		let unique = name;
		for (let count = 2; names.includes(unique); count++) unique = `${name} (${count})`;
		names.push(unique);
	}
	return names;
}

/** A row of cells by their columns; undefined if all are empty. */
export function rowOf(row: number, columns: string[], cells: Cell[], problem?: string): SheetRow | undefined {
	if (!problem && cells.every((cell) => cell === '' || (typeof cell === 'string' && cell.trim() === ''))) return undefined;
	const named: Record<string, Cell> = {};
	for (const [index, column] of columns.entries()) named[column] = cells[index] ?? '';
	const extra = cells.slice(columns.length).filter((cell) => cell !== '').length;
	const words = extra
		? `The row has ${columns.length + extra} cells for ${columns.length} columns: is a comma in a cell without quotes?`
		: undefined;
	return { row, cells: named, problem: problem ?? words };
}
