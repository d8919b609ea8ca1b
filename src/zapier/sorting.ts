/**
 * The newest first, by their dates (ISO 8601). Items without a date come behind those with one, by ids that are numbers, which
 * grow; other ids tell nothing, so such items stay in the order in which the API gives them.
 */
export function newestFirst<Item extends { id: string }>(items: Item[], date: (item: Item) => string | null): Item[] {
	const dated = items.filter((item) => date(item) !== null);
	const undated = items.filter((item) => date(item) === null);
	const numbered = undated.every(({ id }) => /^\d+$/.test(id));
	return [
		...dated.toSorted((a, b) => Date.parse(date(b) ?? '') - Date.parse(date(a) ?? '') || byNumber(a, b)),
		...(numbered ? undated.toSorted(byNumber) : undated),
	];
}

function byNumber(a: { id: string }, b: { id: string }): number {
	if (!/^\d+$/.test(a.id) || !/^\d+$/.test(b.id)) return 0;
	const difference = BigInt(b.id) - BigInt(a.id);
	return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}
