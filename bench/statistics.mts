/** The value below which a share of the values lies, between neighbours in proportion. */
function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const position = (sorted.length - 1) * share;
	const [low = Number.NaN, high = low] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
	return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: number[]) => quantile(values, 0.5);

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
