import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictOf, warmRatio } from '../bench/compare.mts';
import { budgetsIn } from '../bench/report.mts';
import { isOnOneSide, uncertaintyOf } from '../bench/statistics.mts';

const root = join(__dirname, '..');
const results = join(root, 'bench/results.md');

test('the README quotes the ratios of bench/results.md', () => {
	const [, quoted] = /<!-- bench -->([\s\S]*)<!-- \/bench -->/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
	const budgets = budgetsIn(readFileSync(results, 'utf8'));
	expect(budgets).toContain('all');
	expect(quoted?.trim()).toBe(budgets);
});

test.each([
	['kept', 1.08, 1.2, 0.9],
	['missed', 1.081, 1.08, 1.001],
	['missed', 1.2, 1.09, 1.081],
	['impossible', 1.2, 1.09, 1.08],
])('a budget of 1.08 is %s at %f, where the floor takes %f, and ours %f of the floor', (verdict, ours, floor, ofFloor) => {
	const ratio = (median: number) => ({ median, low: median, high: median });
	const all = (median: number) => ({ zip: ratio(median), cold: ratio(median), memory: ratio(median), warm: ratio(median) });
	expect(verdictOf({ kind: 'own', ratios: all(ours), floors: all(floor), ofFloor: all(ofFloor) }, 'warm')).toBe(verdict);
});

test('a budget without a floor is kept or missed', () => {
	const ratio = { median: 1.071, low: 1.071, high: 1.071 };
	const ratios = { zip: ratio, cold: ratio, memory: ratio, warm: ratio };
	expect(verdictOf({ kind: 'own', ratios, floors: {}, ofFloor: {} }, 'zip')).toBe('missed');
});

test('a warm action is compared turn by turn, in each round', () => {
	const subject = (warm: number[][]) => ({ warm }) as unknown as Parameters<typeof warmRatio>[0];
	// The machine slows down to a third within the first round, and something else holds up one action of each.
	const ours = subject([
		[9, 2, 6],
		[9, 6, 6],
	]);
	const base = subject([
		[1, 1, 3],
		[4, 4, 4],
	]);
	expect(warmRatio(ours, base)).toEqual({ median: 1.75, low: 1.625, high: 1.875 });
});

test('a median is on one side of a limit if it is further away than it is uncertain', () => {
	const rounds = Array.from({ length: 16 }, (_, index) => (index + 0.5) / 16);
	const uncertainty = uncertaintyOf(rounds);
	expect(isOnOneSide(rounds, 0.5 + uncertainty - 0.01)).toBe(false);
	expect(isOnOneSide(rounds, 0.5 + uncertainty + 0.01)).toBe(true);
	expect(isOnOneSide(rounds, 0.5 - uncertainty + 0.01)).toBe(false);
	expect(isOnOneSide(rounds, 0.5 - uncertainty - 0.01)).toBe(true);
	expect(isOnOneSide([1, 1], 9)).toBe(false);
});

test('how certain a median is grows with the root of the number of rounds, and one round that was held up changes nothing', () => {
	const rounds = (count: number) => Array.from({ length: count }, (_, index) => (index + 0.5) / count);
	expect(uncertaintyOf(rounds(5))).toBe(Number.POSITIVE_INFINITY);
	expect(uncertaintyOf(rounds(16))).toBeCloseTo(0.98 / 4 - 0.98 / 64, 10);
	expect(uncertaintyOf(rounds(1600))).toBeCloseTo(0.98 / 40, 4);
	expect(uncertaintyOf([...rounds(15), 1000])).toBeCloseTo(uncertaintyOf([...rounds(15), 1]), 10);
});
