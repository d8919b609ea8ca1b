import Table from 'cli-table3';
import type { LifeRun } from './life.mts';
import type { Run, Step } from './runs.mts';

/** The invitations. */
export function tableOf(runs: Run[]): string {
	// With the borders, 120 columns.
	const [link, address] = [26, 39];
	const colWidths = [13, 17, 19, link, address];
	const table = new Table({
		head: ['Provider', 'Person', 'Result', 'ID or link', 'Request sent'],
		colWidths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const [index, run] of runs.entries()) {
		const { provider, status, refusal, shown, request } = run;
		const first = provider !== runs[index - 1]?.provider;
		if (first && index > 0) table.push(lineOf(colWidths));
		const sent = request ? `${request.method} ${new URL(request.url).host}${request.path}` : 'nothing sent';
		const result = refusal ? [{ content: refusal, colSpan: 2 }] : [status, addressCell(shown || '–', link)];
		table.push([first ? provider : '', personOf(run), ...result, addressCell(sent, address)]);
	}
	return table.toString();
}

/** Somebody's life with each product, and what is true after each step. */
export function lifeTableOf(runs: LifeRun[]): string {
	// With the borders, 120 columns.
	const colWidths = [13, 28, 16, 58];
	const table = new Table({
		head: ['Provider', 'What happens', 'Result', 'What is true in the sandbox then'],
		colWidths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const [index, { provider, label, outcome, truth }] of runs.entries()) {
		const first = provider !== runs[index - 1]?.provider;
		if (first && index > 0) table.push(lineOf(colWidths));
		table.push([first ? provider : '', label, outcome, truth]);
	}
	return table.toString();
}

/** A line across a table. */
function lineOf(colWidths: number[]) {
	return colWidths.map((width) => ({
		content: '─'.repeat(width),
		style: { 'padding-left': 0, 'padding-right': 0 },
		chars: { left: '├', middle: '┼', right: '┤' },
	}));
}

/** The other steps, a line each, in 120 columns. */
export function listOf(steps: Step[]): string {
	const borders = ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) => [
		side,
		`${side}-mid`,
		`${side}-left`,
		`${side}-right`,
	]);
	const table = new Table({
		chars: Object.fromEntries(borders.map((border) => [border, ''])),
		colWidths: [30, 29, 61],
		wordWrap: true,
		style: { 'padding-left': 0, 'padding-right': 1, compact: true },
	});
	for (const [index, { provider, label, outcome }] of steps.entries()) {
		table.push([provider === steps[index - 1]?.provider ? '' : provider, label, outcome]);
	}
	return table.toString().replace(/ +$/gm, '');
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
