/**
 * The newest first, by their dates (ISO 8601). Items without a date come behind those with one, by ids that are numbers, which
 * grow; other ids tell nothing, so such items stay in the order in which the API gives them.
 */
export function newestFirst<Item extends { id: string }>(items: Item[], date: (item: Item) => string | null): Item[] {
	const dated = items.filter((item) => date(item) !== null);
	const undated = items.filter((item) => date(item) === null);
	const time = (item: Item) => Date.parse(String(date(item)));
	const byId = items.every(({ id }) => /^\d+$/.test(id)) ? largestFirst : () => 0;
	return [...dated.toSorted((a, b) => time(b) - time(a) || byId(a, b)), ...undated.toSorted(byId)];
}

function largestFirst(a: { id: string }, b: { id: string }): number {
	return Number(BigInt(b.id) - BigInt(a.id));
}
