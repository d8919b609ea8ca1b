import type { App } from './apps.mts';
import { type Figures, type LocalServer, measure, type Repeat, type Step } from './measure.mts';
import { type Ratio, ratioOf } from './statistics.mts';

/** A build, the step that it runs, and what was measured: a round each. */
export interface Subject {
	app: App;
	step: Step;
	cold?: Figures[];
	warm?: Figures[];
}

/** Runs the subjects one after the other, and all again, so that whatever else the machine does meets each of them. */
export async function measureInTurns(subjects: Subject[], rounds: number, server: LocalServer, repeat?: Repeat): Promise<void> {
	const kind = repeat ? 'warm' : 'cold';
	for (const subject of subjects) subject[kind] = [];
	for (let round = 0; round < rounds; round++) {
		for (const subject of subjects) subject[kind]?.push(await measure(subject.app, subject.step, server, repeat));
	}
}

export interface Comparison {
	subject: Subject;
	shell: Subject;
	empty: Subject;
	/** All providers in one integration, or one provider's own: what the budgets depend on. */
	kind: keyof typeof BUDGETS;
}

/** The most that each may cost: zip, cold start and memory as a share of the empty app's, a warm call of its shell's. */
export const BUDGETS = {
	all: { zip: 1.1, cold: 1.12, memory: 1.1, warm: 1.08 },
	own: { zip: 1.07, cold: 1.08, memory: 1.05, warm: 1.08 },
};

/**
 * What a shell costs beside the empty app is core's own work on the definition. Where that alone is over a budget, the budget
 * can't be kept, and what is ours is held to this share of the shell instead.
 */
export const MOST_OF_SHELL = 1.08;

export type Measure = keyof (typeof BUDGETS)['all'];

export interface Compared extends Comparison {
	ratios: Record<Measure, Ratio>;
	/** The shell / the empty app: core's own share. */
	floors: Partial<Record<Measure, Ratio>>;
	/** Ours / the shell. */
	ofShell: Partial<Record<Measure, Ratio>>;
}

export function compare(comparison: Comparison): Compared {
	const { subject, shell, empty } = comparison;
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
			cold: ratioOf(figures(shell.cold, 'cold'), figures(empty.cold, 'cold')),
			memory: ratioOf(figures(shell.cold, 'coldMemory'), figures(empty.cold, 'coldMemory')),
		},
		ofShell: {
			cold: ratioOf(figures(subject.cold, 'cold'), figures(shell.cold, 'cold')),
			memory: ratioOf(figures(subject.cold, 'coldMemory'), figures(shell.cold, 'coldMemory')),
		},
	};
}

/** One figure of each round. */
export function figures(rounds: Figures[] | undefined, name: keyof Figures): number[] {
	return (rounds ?? []).map((round) => round[name] ?? Number.NaN);
}
