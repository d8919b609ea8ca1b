import { stripVTControlCharacters, styleText } from 'node:util';
import progress from 'cli-progress';
import Table from 'cli-table3';
import type { Mapping } from './columns.mts';
import type { RowEvent } from './engine.mts';
import type { StepRequest } from './integration.mts';
import type { Progress } from './progress.mts';
import type { RowPlan } from './rows.mts';
import { duration, number, paceWords } from './words.mts';

/** What is said on the terminal, and how it looks. */

const WIDTH = Math.min(process.stdout.columns ?? 100, 120);

/** Of a terminal; lines of a file or a pipe stay as long as they are. */
const EDGE = process.stdout.columns || Number(process.env.COLUMNS) || Number.POSITIVE_INFINITY;

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal, unless NO_COLOR is set. */
function style(format: Style, text: string): string {
	return styleText(format, text, { stream: process.stdout });
}

const WHY: Record<Mapping['by'], string> = {
	map: '--map',
	set: '--set',
	key: 'same name',
	label: 'same name',
	synonym: 'usual name',
	default: 'its default',
};

/** Which column fills which field, which fill none, and which fields nothing fills. */
export function describeColumns({ mappings, unused, missing, batches, person }: RowPlan): string {
	const borders = ['top', 'bottom', 'mid', 'left', 'right', 'middle'].flatMap((side) => [
		side,
		`${side}-mid`,
		`${side}-left`,
		`${side}-right`,
	]);
	const table = new Table({
		chars: Object.fromEntries(borders.map((border) => [border, ''])),
		style: { 'padding-left': 2, 'padding-right': 1, head: [], border: [], compact: true },
		wordWrap: true,
	});
	for (const { columns, value, field, entry, by } of mappings) {
		const source = columns ? columns.join(' + ') : `“${value}” in every row`;
		table.push([source, `→ ${field.label}${entry === undefined ? '' : `: ${entry}`}`, style('dim', `${field.key} (${WHY[by]})`)]);
	}
	for (const field of missing) table.push([style('red', 'nothing'), `→ ${field.label}`, style('red', `${field.key}, required`)]);
	const lines = [table.toString().replace(/ +$/gm, '')];
	if (unused.length) lines.push('', wrapped(`  Not used: ${unused.join(', ')}`));
	if (batches) lines.push('', wrapped(`  One request takes several ${person.label.toLowerCase()}: rows with equal options go together.`));
	return `${lines.join('\n')}\n`;
}

export function describeRow({ row, person, outcome, message }: RowEvent): string {
	const word = outcome === 'duplicate' ? style('yellow', 'same person') : style('red', outcome);
	return wrapped(`Row ${row}${person ? `, ${person}` : ''}: ${word}. ${message}`);
}

export function describeRequest(row: number, { method, url, body }: StepRequest, message: string): string {
	const lines = [`Row ${row}: ${style('bold', method)} ${url}`];
	if (body) lines.push(wrapped(`  ${body}`));
	if (message) lines.push(wrapped(`  ${message}`));
	return lines.join('\n');
}

/** Broken between words, or behind a comma of JSON, where the terminal would cut a line off. Further lines are indented by two. */
function wrapped(text: string): string {
	const [begin = ''] = /^ */.exec(text) ?? [];
	const lines = [begin];
	for (const part of text.slice(begin.length).match(/ *[^ ,]*,*/g) ?? []) {
		const line = lines.at(-1) ?? '';
		if (line.trim() && stripVTControlCharacters(line + part).length > EDGE) lines.push(`  ${part.trimStart()}`);
		else lines[lines.length - 1] = line + part;
	}
	return lines.join('\n');
}

interface Ending {
	dryRun: boolean;
	sandbox: boolean;
	results: string | undefined;
	end: { stopped: 'asked' | 'disconnected' | undefined; message: string };
}

export function describeSummary({ statuses, outcomes }: Progress, { dryRun, sandbox, results, end }: Ending): string {
	const parts = [
		...Object.entries(statuses).map(([status, count]) => `${number(count)} ${status.replaceAll('_', ' ')}`),
		...(outcomes.ready ? [`${number(outcomes.ready)} ready to be sent`] : []),
		...(outcomes.skipped ? [`${number(outcomes.skipped)} done before, skipped`] : []),
		...(outcomes.duplicate ? [`${number(outcomes.duplicate)} the same person again, not sent`] : []),
		...(outcomes.failed ? [style('red', `${number(outcomes.failed)} failed`)] : []),
		...(outcomes.uncertain ? [style('red', `${number(outcomes.uncertain)} uncertain`)] : []),
	];
	const lines = [`\n${wrapped(parts.join(' · ') || 'No rows.')}`];
	if (end.stopped === 'disconnected') lines.push(wrapped(`Stopped: ${end.message}`));
	if (end.stopped === 'asked') lines.push('Stopped as asked. The same command goes on from here.');
	if (outcomes.uncertain && !dryRun) {
		lines.push('Uncertain rows may have been sent. Look there; --retry-uncertain sends them again.');
	}
	if (outcomes.failed && !dryRun) lines.push('Failed rows were not sent. The same command tries them again.');
	if (dryRun) lines.push(sandbox ? 'A dry run in the sandbox: nothing was sent.' : 'A dry run: nothing was sent.');
	if (results) lines.push(`Results: ${results}`);
	return lines.join('\n');
}

/** A bar on a terminal; elsewhere a line now and then. Lines that are said stand above the bar. */
export class ProgressBar {
	readonly #bar: progress.SingleBar | undefined;
	readonly #progress: Progress;
	#last = Date.now();

	constructor(of: Progress) {
		this.#progress = of;
		if (!process.stdout.isTTY) return;
		this.#bar = new progress.SingleBar(
			{
				stream: process.stdout,
				// A signal is the command's to take.
				gracefulExit: false,
				hideCursor: true,
				clearOnComplete: true,
				linewrap: false,
				barsize: Math.max(10, Math.min(30, WIDTH - 60)),
				format: (options, params) =>
					`${progress.Format.BarFormat(params.progress, options)} ${number(params.value)}/${number(params.total)} · ${paceWords(this.#progress)}`,
			},
			progress.Presets.shades_classic,
		);
	}

	start(): void {
		this.#bar?.start(this.#progress.total, 0);
	}

	/** Shows how far the run is by now. */
	update(): void {
		const { done, total } = this.#progress;
		this.#bar?.update(done);
		if (this.#bar || Date.now() - this.#last <= 10_000) return;
		this.#last = Date.now();
		console.log(`${number(done)} of ${number(total)} rows · ${paceWords(this.#progress)}`);
	}

	slowed(seconds: number): void {
		if (!this.#bar) console.log(`Asked to slow down: going on in ${duration(seconds)}.`);
	}

	say(text: string): void {
		if (!this.#bar?.isActive) {
			console.log(text);
			return;
		}
		// Over the bar, which is drawn again below. The bar has the terminal cut long lines off; these are to be wrapped. Where
		// it ends, it goes back to the position that is saved.
		process.stdout.write(`\r\u001b[K\u001b[?7h${text}\n\u001b[?7l\u001b7`);
	}

	end(): void {
		this.#bar?.stop();
	}
}
