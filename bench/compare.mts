import type { App } from './apps.mts';
import { type First, type LocalServer, measure, Process, type Step, type Warm } from './measure.mts';
import { median, type Ratio, ratioOf } from './statistics.mts';

/** A build, the step that it runs, and what was measured: a round each. */
export interface Subject {
	app: App;
	step: Step;
	cold?: First[];
	warm?: Warm[];
}

/** Cold starts: one after the other, and all again, so that whatever else the machine does meets each of them. */
export async function measureCold(subjects: Subject[], rounds: number, server: LocalServer): Promise<void> {
	for (const subject of subjects) subject.cold = [];
	for (let round = 0; round < rounds; round++) {
		for (const { app, step, cold } of subjects) cold?.push(await measure(app, step, server));
	}
}

/** How often a process runs its step after the first time. */
export interface Repeat {
	calls: number;
	/** How many of the last calls stand for "the last one". */
	window: number;
	/** And half as many calls once more, so many at once. */
	concurrency?: number;
}

/**
 * Few enough that a slow minute of the machine meets all processes; many enough that the first calls of a turn, which find the caches
 * full of what the others left there, count for little. Of ten calls they are so many that the more code a build has, the more it lost.
 */
export const TURN = 50;

/** Warm steps: all subjects' processes at the same time, of which only one is busy at any moment, a few calls each in turn. */
export async function measureWarm(subjects: Subject[], rounds: number, server: LocalServer, repeat: Repeat): Promise<void> {
	for (const subject of subjects) subject.warm = [];
	for (let round = 0; round < rounds; round++) {
		const processes: Process[] = [];
		for (const { app, step } of subjects) processes.push(await Process.start(app, step, server));
		const turns = subjects.map(() => [] as Awaited<ReturnType<Process['run']>>[]);
		for (let done = 0; done < repeat.calls; done += TURN) {
			for (const [index, one] of processes.entries()) turns[index]?.push(await one.run(TURN));
		}
		for (const [index, one] of processes.entries()) {
			subjects[index]?.warm?.push(await summary(turns[index] ?? [], one, repeat));
			await one.end();
		}
	}
}

async function summary(turns: Awaited<ReturnType<Process['run']>>[], one: Process, { calls, window, concurrency }: Repeat): Promise<Warm> {
	const times = turns.flatMap((turn) => turn.times);
	const last = turns.slice(-window / TURN);
	const atOnce = concurrency ? await one.runAtOnce(calls / 2, concurrency) : undefined;
	return {
		last: median(times.slice(-window)),
		lastCpu: last.reduce((sum, { cpu }) => sum + cpu, 0) / window,
		perSecond1: calls / (times.reduce((sum, time) => sum + time, 0) / 1000),
		...(atOnce && { perSecond50: atOnce.perSecond }),
		memory: (atOnce ?? last.at(-1))?.memory ?? Number.NaN,
	};
}

export interface Comparison {
	subject: Subject;
	shell: Subject;
	floor: Subject;
	empty: Subject;
	/** All providers in one integration, or one provider's own: what the budgets depend on. */
	kind: keyof typeof BUDGETS;
}

/** The most that each may cost: zip, cold start and memory as a share of the empty app's, a warm call of its shell's. */
export const BUDGETS = {
	all: { zip: 1.1, cold: 1.12, memory: 1.1, warm: 1.08 },
	own: { zip: 1.07, cold: 1.08, memory: 1.05, warm: 1.08 },
};

/** Where the floor alone is over a budget, the budget can't be kept, and what is ours is held to this share of the floor instead. */
export const MOST_OF_FLOOR = 1.08;

export type Measure = keyof (typeof BUDGETS)['all'];

export interface Compared extends Comparison {
	ratios: Record<Measure, Ratio>;
	/** The floor / what the budget is a share of. */
	floors: Partial<Record<Measure, Ratio>>;
	/** Ours / the floor. */
	ofFloor: Partial<Record<Measure, Ratio>>;
}

export function compare(comparison: Comparison): Compared {
	const { subject, shell, floor, empty } = comparison;
	const zip = subject.app.zipBytes / empty.app.zipBytes;
	return {
		...comparison,
		ratios: {
			zip: { median: zip, low: zip, high: zip },
			cold: ratioOf(figures(subject.cold, 'cold'), figures(empty.cold, 'cold')),
			memory: ratioOf(figures(subject.cold, 'coldMemory'), figures(empty.cold, 'coldMemory')),
			warm: ratioOf(figures(subject.warm, 'last'), figures(shell.warm, 'last')),
		},
		floors: {
			cold: ratioOf(figures(floor.cold, 'cold'), figures(empty.cold, 'cold')),
			memory: ratioOf(figures(floor.cold, 'coldMemory'), figures(empty.cold, 'coldMemory')),
			warm: ratioOf(figures(floor.warm, 'last'), figures(shell.warm, 'last')),
		},
		ofFloor: {
			cold: ratioOf(figures(subject.cold, 'cold'), figures(floor.cold, 'cold')),
			memory: ratioOf(figures(subject.cold, 'coldMemory'), figures(floor.cold, 'coldMemory')),
			warm: ratioOf(figures(subject.warm, 'last'), figures(floor.warm, 'last')),
		},
	};
}

/** Is a budget kept; missed though the floor shows that it could be kept; or impossible, and what is ours as small as can be asked? */
export function verdictOf({ kind, ratios, floors, ofFloor }: Pick<Compared, 'kind' | 'ratios' | 'floors' | 'ofFloor'>, name: Measure) {
	const limit = BUDGETS[kind][name];
	if (ratios[name].median <= limit) return 'kept';
	const [floor, ours] = [floors[name]?.median ?? 0, ofFloor[name]?.median ?? Number.NaN];
	return floor > limit && ours <= MOST_OF_FLOOR ? 'impossible' : 'missed';
}

/** One figure of each round. */
export function figures<Name extends string>(rounds: Partial<Record<Name, number>>[] | undefined, name: Name): number[] {
	return (rounds ?? []).map((round) => round[name] ?? Number.NaN);
}
