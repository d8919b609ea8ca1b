import { type Alone, type First, type LocalServer, measure, Process, type Running } from './measure.mts';
import { isOnOneSide, median, type Ratio, ratioOf } from './statistics.mts';

/** A build, the step that it runs, and what was measured: a round each. */
export interface Subject extends Running {
	cold?: First[];
	/** What the empty app took, right before and right after: the mean of the two. */
	coldOfEmpty?: First[];
	/** Milliseconds of the last steps of each round, one for each turn. */
	warm?: number[][];
	alone?: Alone[];
	/** Many steps at once. */
	atOnce?: Alone[];
}

/** How far two runs of the empty app may lie apart, as a share, for what was run between them to count. */
export const STEADY = 0.08;

/** How often a group is measured again because the machine's speed changed meanwhile; the last time counts. */
const MOST_TRIES = 4;

/** How many rounds: the fewest; and the most, where it isn't certain before whether a build keeps its budget. */
export interface Rounds {
	least: number;
	most: number;
}

/** Builds that are compared with each other, of which the first may be held to a budget. */
export interface Group {
	subjects: Subject[];
	/** The most that the first may cost: cold, as a share of the empty app; warm, of its shell. */
	budget?: number;
	/** The shell, for warm steps. */
	shell?: Subject;
}

/**
 * Cold starts of fresh processes. Builds that are compared with each other run right after one another, between two runs of the
 * empty app, whose mean they are compared with: the speed of a shared machine changes by half from one second to the next. If
 * it changed between those two, all are run again. After the fewest rounds, a group goes on, without what no budget is about,
 * until it is certain on which side of its budget it is.
 * @returns how many groups were run again.
 */
export async function measureCold(groups: Group[], empty: Subject, { least, most }: Rounds, server: LocalServer): Promise<number> {
	for (const subject of [empty, ...groups.flatMap(({ subjects }) => subjects)]) Object.assign(subject, { cold: [], coldOfEmpty: [] });
	let again = 0;
	let before = await measure(empty, server);
	for (let round = 0; round < most; round++) {
		for (const { subjects, budget } of groups) {
			if (round >= least && (budget === undefined || isOnOneSide(coldRatios(subjects[0]), budget))) continue;
			const group = round < least ? subjects : subjects.slice(0, 2);
			for (let tries = 1; ; tries++) {
				// Each takes each place in turn.
				const order = group.map((_, place) => group[(round + place) % group.length] as Subject);
				const figures: First[] = [];
				for (const subject of order) figures.push(await measure(subject, server));
				const after = await measure(empty, server);
				const steady = Math.abs(after.cold - before.cold) <= STEADY * before.cold;
				const around = meanOf(before, after);
				before = after;
				if (!steady && tries < MOST_TRIES) {
					again++;
					continue;
				}
				for (const [place, subject] of order.entries()) {
					subject.cold?.push(figures[place] as First);
					subject.coldOfEmpty?.push(around);
				}
				empty.cold?.push(after);
				break;
			}
		}
	}
	return again;
}

function coldRatios({ cold = [], coldOfEmpty = [] }: Pick<Subject, 'cold' | 'coldOfEmpty'> = {}): number[] {
	return cold.map((first, round) => first.cold / (coldOfEmpty[round]?.cold ?? Number.NaN));
}

function meanOf(one: First, other: First): First {
	return {
		cold: (one.cold + other.cold) / 2,
		coldCpu: (one.coldCpu + other.coldCpu) / 2,
		coldMemory: (one.coldMemory + other.coldMemory) / 2,
	};
}

/**
 * Warm steps: a fresh process each round and group, in which the builds that are compared run on the same core, step by step in
 * turn, so that whatever slows the machine down, and whatever core has been optimized for, meets all of them. After the fewest
 * rounds, a group goes on until it is certain on which side of its budget it is.
 * @param turns how many; of the last half of them the figures are.
 */
export async function measureWarm(groups: Group[], { least, most }: Rounds, server: LocalServer, turns: number): Promise<void> {
	for (const { subjects } of groups) for (const subject of subjects) subject.warm = [];
	for (let round = 0; round < most; round++) {
		for (const { subjects, budget, shell } of groups) {
			const [first] = subjects;
			if (round >= least && !(first && shell && budget && !isOnOneSide(warmRatios(first, shell), budget))) continue;
			const together = await Process.start(subjects, server);
			const times = await together.inTurns(turns);
			await together.end();
			for (const [index, subject] of subjects.entries()) subject.warm?.push((times[index] ?? []).slice(-turns / 2));
		}
	}
}

/** Warm steps of a build that has its process to itself. */
export async function measureAlone(
	subjects: Subject[],
	rounds: number,
	server: LocalServer,
	{ calls, concurrency }: { calls: number; concurrency?: number },
): Promise<void> {
	for (const subject of subjects) Object.assign(subject, { alone: [], atOnce: [] });
	for (let round = 0; round < rounds; round++) {
		for (const subject of subjects) {
			const one = await Process.start([subject], server);
			subject.alone?.push(await one.run(calls));
			if (concurrency) subject.atOnce?.push(await one.run(calls, concurrency));
			await one.end();
		}
	}
}

export interface Comparison {
	subject: Subject;
	shell: Subject;
	floor: Subject;
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

export function compare(comparison: Comparison, empty: Subject): Compared {
	const { subject, shell, floor } = comparison;
	const zip = subject.app.zipBytes / empty.app.zipBytes;
	const ofEmpty = ({ cold, coldOfEmpty }: Subject, name: keyof First) => ratioOf(figures(cold, name), figures(coldOfEmpty, name));
	const ofFloor = (name: keyof First) => ratioOf(figures(subject.cold, name), figures(floor.cold, name));
	return {
		...comparison,
		ratios: {
			zip: { median: zip, low: zip, high: zip },
			cold: ofEmpty(subject, 'cold'),
			memory: ofEmpty(subject, 'coldMemory'),
			warm: warmRatio(subject, shell),
		},
		floors: { cold: ofEmpty(floor, 'cold'), memory: ofEmpty(floor, 'coldMemory'), warm: warmRatio(floor, shell) },
		ofFloor: { cold: ofFloor('cold'), memory: ofFloor('coldMemory'), warm: warmRatio(subject, floor) },
	};
}

/** The ratios of the steps of two builds that took turns: of each round, the median of its turns. */
function warmRatios({ warm: ours = [] }: Subject, { warm: base = [] }: Subject): number[] {
	return ours.map((times, round) => ratioOf(times, base[round] ?? []).median);
}

/** The median of those. */
export function warmRatio(ours: Subject, base: Subject): Ratio {
	const rounds = warmRatios(ours, base);
	return ratioOf(
		rounds,
		rounds.map(() => 1),
	);
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

/** Milliseconds of a warm step. */
export function warmMilliseconds({ warm = [] }: Pick<Subject, 'warm'>): number {
	return median(warm.map(median));
}
