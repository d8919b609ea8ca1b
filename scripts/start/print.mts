import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { LifeRun } from './life.mts';
import type { Run, Step } from './runs.mts';

/** Up to here, the tables of a narrow terminal: what was sent is left out. */
const WIDE = 110;

/** How many columns the terminal has; as many as every terminal has, where nobody can tell, as in a pipe. */
export function terminalWidth({ columns }: { columns?: number } = process.stdout, { COLUMNS } = process.env): number {
	return Math.min(200, Math.max(60, columns || Number(COLUMNS) || 80));
}

/** The invitations. */
export function tableOf(runs: Run[], width: number): string {
	const wide = width >= WIDE;
	const fixed = [13, 17, wide ? 19 : 17];
	const borders = fixed.length + (wide ? 3 : 2);
	const rest = width - fixed.reduce((sum, column) => sum + column) - borders;
	// The address is the longer of the two.
	const link = wide ? Math.floor(rest * 0.4) : rest;
	const address = rest - link;
	const colWidths = [...fixed, link, ...(wide ? [address] : [])];
	const table = new Table({
		head: ['Product', 'Person', 'Result', 'ID or link', ...(wide ? ['Request sent'] : [])],
		colWidths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const [index, run] of runs.entries()) {
		const { provider, status, refusal, shown, request } = run;
		const first = provider !== runs[index - 1]?.provider;
		if (first && index > 0) table.push(lineOf(colWidths));
		const sent = request ? `${request.method} ${new URL(request.url).host}${request.path}` : 'nothing sent';
		const result = refusal ? [{ content: inColor(refusal), colSpan: 2 }] : [inColor(status ?? ''), addressCell(shown || '–', link)];
		table.push([first ? provider : '', personOf(run), ...result, ...(wide ? [addressCell(sent, address)] : [])]);
	}
	return table.toString();
}

/** Somebody's life with each product, and what is true after each step. */
export function lifeTableOf(runs: LifeRun[], width: number): string {
	const fixed = width >= WIDE ? [13, 28, 16] : [13, 20, 15];
	const colWidths = [...fixed, width - fixed.reduce((sum, column) => sum + column) - fixed.length - 2];
	const table = new Table({
		head: ['Product', 'What happens', 'Result', 'What is true in the sandbox then'],
		colWidths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const [index, { provider, label, outcome, truth }] of runs.entries()) {
		const first = provider !== runs[index - 1]?.provider;
		if (first && index > 0) table.push(lineOf(colWidths));
		table.push([first ? provider : '', label, inColor(outcome), truth]);
	}
	return table.toString();
}

/** An outcome in the colour of how it ended: green for done, yellow where nothing was to be done, red for an error. */
function inColor(outcome: string): string {
	if (!outcome) return '';
	if (outcome.startsWith('Error')) return styleText('red', outcome);
	if (/^Halted|^already_|^unchanged|^existing/.test(outcome)) return styleText('yellow', outcome);
	return styleText('green', outcome);
}

/** Text in bold red, for what should not have happened. */
export function inAlarm(text: string): string {
	return styleText(['red', 'bold'], text);
}

/** A line across a table. */
function lineOf(colWidths: number[]) {
	return colWidths.map((width) => ({
		content: '─'.repeat(width),
		style: { 'padding-left': 0, 'padding-right': 0 },
		chars: { left: '├', middle: '┼', right: '┤' },
	}));
}

/** The other steps, a line each where they fit. */
export function listOf(steps: Step[], width: number): string {
	const fixed = width >= WIDE ? [30, 29] : [15, 28];
	const borders = ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) => [
		side,
		`${side}-mid`,
		`${side}-left`,
		`${side}-right`,
	]);
	const table = new Table({
		chars: Object.fromEntries(borders.map((border) => [border, ''])),
		colWidths: [...fixed, width - fixed.reduce((sum, column) => sum + column)],
		wordWrap: true,
		style: { 'padding-left': 0, 'padding-right': 1, compact: true },
	});
	for (const [index, { provider, label, outcome }] of steps.entries()) {
		table.push([provider === steps[index - 1]?.provider ? '' : provider, label, outcome]);
	}
	return table.toString().replace(/ +$/gm, '');
}

/** How many rows of the table ended how: "30 rows: 23 invited, 2 already there, 5 refused before sending." */
export function countsOf(runs: Run[]): string {
	const count = (is: (run: Run) => boolean) => runs.filter(is).length;
	const isError = ({ refusal }: Run) => refusal?.startsWith('Error') ?? false;
	const ended: [number: number, how: string][] = [
		[count(({ status }) => status === 'invited'), 'invited'],
		[count((run) => run.status !== 'invited' && !isError(run)), 'already there'],
		[count((run) => isError(run) && !run.request), 'refused before sending'],
		[count((run) => isError(run) && !!run.request), 'refused by the product'],
	];
	const told = ended.flatMap(([number, how]) => (number ? [`${number} ${how}`] : []));
	return `${runs.length} rows: ${told.join(', ')}.`;
}

export function personOf({ person: { name, row } }: Run): string {
	return `${name} (${row === undefined ? 'form' : `row ${row}`})`;
}

/** An address has no spaces to wrap at: its path goes on a line of its own, or on several. */
function addressCell(text: string, colWidth: number) {
	const [host = '', ...segments] = text.split(/(?<=[^/])(?=\/[^/])/);
	const lines = [host, ''];
	for (const segment of segments) {
		const line = `${lines.at(-1)}${segment}`;
		if (line.length > colWidth - 2) lines.push(segment);
		else lines[lines.length - 1] = line;
	}
	return { content: lines.filter(Boolean).join('\n'), wrapOnWordBoundary: false };
}
