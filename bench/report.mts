import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { versions } from './apps.mts';
import {
	BUDGETS,
	type Compared,
	figures,
	type Measure,
	MOST_OF_FLOOR,
	type Rounds,
	STEADY,
	type Subject,
	verdictOf,
	warmMilliseconds,
	warmRatio,
} from './compare.mts';
import { FLAT, type SheetFigures } from './sheet.mts';
import { median, type Ratio } from './statistics.mts';

/** What grows: the products of an integration, or the size of an answer. */
export interface Growth {
	title: string;
	ours: Subject;
	shell: Subject;
}

interface Results {
	empty: Subject;
	comparisons: Compared[];
	growth: Growth[];
	answers: Growth[];
	/** Undefined if it wasn't measured. */
	sheets: SheetFigures | undefined;
	rounds: Rounds;
	/** How many groups of cold starts were run again, since the machine's speed changed meanwhile. */
	repeated: number;
	warmRounds: Rounds;
	turns: number;
	/** The load of the machine before the first process. */
	loadBefore: number;
}

const MEASURES: Record<Measure, string> = {
	zip: 'zip / empty app',
	cold: 'cold start / empty app',
	memory: 'memory / empty app',
	warm: '1,000th action / shell',
};

const FLOORS: Measure[] = ['cold', 'memory', 'warm'];

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en')}`;
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
const milliseconds = (value: number) => (value < 100 ? value.toFixed(2) : value.toFixed(0));
const plain = (value: number) => Math.round(value).toLocaleString('en');

/** A figure, or nothing where it wasn't measured. */
const cell = (value: number, write: (value: number) => string) => (Number.isNaN(value) ? '' : write(value));

function table(header: string[], rows: string[][]): string {
	return [header, header.map((_, index) => (index ? '---:' : '---')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const middle = <Name extends string>(rounds: Partial<Record<Name, number>>[] | undefined, name: Name) => median(figures(rounds, name));
const ratio = ({ median: value, low, high }: Ratio) =>
	low === high ? value.toFixed(3) : `${value.toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`;

/** The least that the spreadsheet command is faster than what people do without it. */
const FASTER_THAN_INVOKE = 50;

function sheetSection({ rows, rates, memory, invokeRowsPerSecond }: SheetFigures): string {
	return `
## Spreadsheets

\`npm run invite\` over a sheet of ${plain(rows)} rows, one row a request, from the start of the command to its end, beside one \`zapier-platform invoke\` per row (${invokeRowsPerSecond.toFixed(2)} rows/s). The goal: ${FASTER_THAN_INVOKE} times as fast.

${table(
	['requests at once', 'rows/s', '× invoke'],
	rates.map(({ concurrency, rowsPerSecond }) => [
		String(concurrency),
		plain(rowsPerSecond),
		`${plain(rowsPerSecond / invokeRowsPerSecond)}`,
	]),
)}

The most memory that the command holds, the action itself answering at once (a million requests would take an hour). Where a million rows take more than a tenth more than a hundred thousand, it is the least of three runs, since a late garbage collection adds to it:

${table(
	['rows', 'memory MB'],
	memory.map(({ rows: size, bytes }) => [plain(size), megabytes(bytes)]),
)}
`;
}

/** Goals of the spreadsheet command that are missed. */
function missedBySheets({ rates, memory, invokeRowsPerSecond }: SheetFigures): string[] {
	const slow = rates.filter(({ rowsPerSecond }) => rowsPerSecond < FASTER_THAN_INVOKE * invokeRowsPerSecond);
	const [before, last] = memory.slice(-2);
	const grown = before && last && last !== before && last.bytes > FLAT * before.bytes;
	return [
		...slow.map(
			({ concurrency }) => `a sheet with ${concurrency} requests at once is less than ${FASTER_THAN_INVOKE} times as fast as invoke`,
		),
		...(grown
			? [`a sheet of ${plain(last.rows)} rows takes ${(last.bytes / before.bytes).toFixed(2)} of the memory of ${plain(before.rows)}`]
			: []),
	];
}

/** The table of bench/results.md that README.md quotes. */
export function budgetsIn(markdown: string): string {
	return /^## Budgets\n\n((?:\|.*\n)+)/m.exec(markdown)?.[1]?.trim() ?? '';
}

/** bench/results.md, and a line for each budget that is missed. */
export function report(results: Results): { markdown: string; missed: string[] } {
	const { empty, comparisons, growth, answers, sheets, rounds, repeated, warmRounds, turns, loadBefore } = results;
	const missed: string[] = [];
	const impossible: string[] = [];
	const budgets = comparisons.map((compared) => {
		const limits = BUDGETS[compared.kind];
		const cells = (Object.keys(MEASURES) as Measure[]).map((name) => {
			const found = compared.ratios[name];
			const verdict = verdictOf(compared, name);
			const says = `${compared.subject.app.name}: ${MEASURES[name]} is ${found.median.toFixed(3)}, the budget ${limits[name]}`;
			const [floor, ofFloor] = [compared.floors, compared.ofFloor].map((of) => of[name]?.median.toFixed(3));
			if (verdict === 'impossible') impossible.push(`${says}. The floor alone takes ${floor}; ours is ${ofFloor} of the floor`);
			if (verdict === 'missed') missed.push(floor ? `${says}. The floor takes ${floor}; ours is ${ofFloor} of the floor` : says);
			return `${ratio(found)} ${verdict === 'kept' ? '≤' : '**>**'} ${limits[name].toFixed(2)}`;
		});
		return [compared.subject.app.name, ...cells];
	});

	const floors = comparisons.map(({ subject, floors: taken }) => [
		`${subject.app.name}-floor`,
		...FLOORS.map((name) => (taken[name] ? ratio(taken[name]) : '')),
	]);

	if (sheets) missed.push(...missedBySheets(sheets));

	const apps = [empty, ...comparisons.flatMap(({ subject, shell, floor }) => [subject, floor, shell])];
	const [cpu] = cpus();
	const markdown = `# Benchmark

\`npm run bench\` writes this file. All figures are of one run, with \`zapier-platform build\` ${versions.cli} and zapier-platform-core ${versions.core}.

- ${new Date().toISOString().slice(0, 10)}, Node.js ${process.versions.node}, ${type()} ${release()} ${arch()}
- ${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB. Load before: ${loadBefore.toFixed(1)}, after: ${loadavg()[0]?.toFixed(1)} (the benchmark itself makes about 1; more means that the machine was busy with something else).
- Cold start: ${rounds.least} rounds, each of fresh processes, and more, up to ${rounds.most}, until it was certain, in 95 of 100 cases, on which side of its budget the median of a build lies: ${comparisons.map(({ subject }) => `${subject.app.name} ${subject.cold?.length}`).join(', ')}. What is compared runs right after one another, between two runs of the empty app, whose mean it is compared with. Where those two lay more than ${Math.round(100 * STEADY)} % apart, since the machine's speed had changed, all of it was run again (${repeated} times).
- 1,000th action: ${warmRounds.least} rounds, each a fresh process for all that is compared, on one and the same core, and more, up to ${warmRounds.most}, by the same rule: ${comparisons.map(({ subject }) => `${subject.app.name} ${subject.warm?.length}`).join(', ')}. The builds take turns, action by action, ${plain(turns)} times; a round's ratio is the median of the ratios of its last ${plain(turns / 2)} turns.
- All else: 3 rounds of fresh processes, one for each build. A figure is the median of its rounds, a ratio the median of the rounds' ratios, with half of them between the numbers in brackets.

What is compared:

- **empty**: an app of one action that sends one request, the smallest app there is. Its connection and its request are those of **all**. What core does about them isn't the same for every product: its log compares secrets of equal length, such as a header with a space and its form with a plus, by the rules of a language, which takes two hundredths of a cold start to load (see \`docs/upstream.md\`). The empty app's step does, as do those of products whose key is a \`Bearer\`; a product without such secrets has that much less to do.
- **…-shell**: the definition of a build as plain data, each function replaced by that one request. Core copies the whole definition twice per action, so this is the limit for a warm action of a definition that repeats its fields. (Ours doesn't, so that core copies less: see \`src/zapier/constant.ts\`. That is why a build can take less than its shell.)
- **…-floor**: the shell, which shares its fields as ours does, and whose step also does what no invitation may leave out, in the shortest code that does it. It reads its connection and its form with zod before it sends anything; its request ends before Zapier ends the step, follows no redirect, and keeps its answer out of the log; no credential is left in what it gives; and there is the hook that Zapier's raw API-request steps need. Of our code it holds what that takes, of one product.
- **all**: the integration of all products. The others: each product's own.

Every process talks to a server on this machine, which answers from the contracts; the TLS handshake is left out, as it costs all the same and would hide what differs. *Cold start* is from the start of a process to the end of its first invitation, *memory* the most it held until then.

## Budgets

${table(['build', ...Object.values(MEASURES)], budgets)}

${[...missed.map((line) => `- Missed: ${line}.`), ...impossible.map((line) => `- Impossible: ${line}.`)].join('\n') || 'All are kept.'}

Where the floor alone is over a budget, the budget is impossible: ours is then held to ${MOST_OF_FLOOR} of the floor. What the floors take, as shares of the same:

${table(['build', ...FLOORS.map((name) => MEASURES[name])], floors)}

## Figures

${table(
	[
		'build',
		'zip kB',
		'files',
		'cold ms',
		'its CPU ms',
		'memory MB',
		'1,000th action ms',
		'CPU ms of an action',
		'actions/s',
		'actions/s, 50 at once',
		`memory after ${plain(turns / 2)}, MB`,
	],
	apps.map(({ app, cold, alone, atOnce, ...subject }) => [
		app.name,
		cell(app.zipBytes, kilobytes),
		cell(app.files, String),
		cell(middle(cold, 'cold'), milliseconds),
		cell(middle(cold, 'coldCpu'), milliseconds),
		cell(middle(cold, 'coldMemory'), megabytes),
		cell(warmMilliseconds(subject), milliseconds),
		cell(middle(alone, 'cpu'), milliseconds),
		cell(middle(alone, 'perSecond'), plain),
		cell(middle(atOnce, 'perSecond'), plain),
		cell(middle(atOnce, 'memory'), megabytes),
	]),
)}

## Growth

How the costs grow with the products in one integration (copies of the real ones, each compiled anew), beside a shell of the same definition, which is core's own share:

${table(
	['products', 'zip kB', 'cold ms', 'shell', 'memory MB', 'shell', 'warm action ms', 'shell', 'ratio'],
	growth.map(({ title, ours, shell }) => [
		title,
		kilobytes(ours.app.zipBytes),
		milliseconds(middle(ours.cold, 'cold')),
		milliseconds(middle(shell.cold, 'cold')),
		megabytes(middle(ours.cold, 'coldMemory')),
		megabytes(middle(shell.cold, 'coldMemory')),
		milliseconds(warmMilliseconds(ours)),
		milliseconds(warmMilliseconds(shell)),
		ratio(warmRatio(ours, shell)),
	]),
)}

And with the size of an answer (the trigger for new users, all products; requests × size):

${table(
	['answers', 'warm action ms', 'shell', 'ratio', 'memory MB', 'shell'],
	answers.map(({ title, ours, shell }) => [
		title,
		milliseconds(warmMilliseconds(ours)),
		milliseconds(warmMilliseconds(shell)),
		ratio(warmRatio(ours, shell)),
		megabytes(middle(ours.alone, 'memory')),
		megabytes(middle(shell.alone, 'memory')),
	]),
)}
${sheets ? sheetSection(sheets) : ''}`;
	return { markdown, missed };
}
