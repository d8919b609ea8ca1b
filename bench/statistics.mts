/** The value below which a share of the values lies, between neighbours in proportion. */
function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const position = (sorted.length - 1) * share;
	const [low = Number.NaN, high = low] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
	return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: number[]) => quantile(values, 0.5);

/** How many of the rounds lie, on either side, between their median and the end of the interval that holds the true one in 95 of 100 cases. */
const ROUNDS_OF_95_PERCENT = 0.98;

/**
 * How far the median of these may be from the true one: half of the interval that holds it in 95 of 100 cases, whatever the
 * distribution (of its order statistics: https://www.itl.nist.gov/div898/handbook/ppc/section6/ppc6a2.htm). Infinite for fewer than six.
 */
export function uncertaintyOf(values: number[]): number {
	if (values.length < 6) return Number.POSITIVE_INFINITY;
	const share = ROUNDS_OF_95_PERCENT / Math.sqrt(values.length);
	return (quantile(values, 0.5 + share) - quantile(values, 0.5 - share)) / 2;
}

/** Does that interval lie on one side of a limit? */
export function isOnOneSide(values: number[], limit: number): boolean {
	return Math.abs(median(values) - limit) > uncertaintyOf(values);
}

/** The ratio of two figures, of which each round of the benchmark has one pair, measured one after the other. */
export interface Ratio {
	median: number;
	/** Half of the rounds lie between these. */
	low: number;
	high: number;
}

export function ratioOf(ours: number[], base: number[]): Ratio {
	const ratios = ours.map((value, round) => value / (base[round] ?? Number.NaN));
	return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
