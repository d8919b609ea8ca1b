/** Are two texts the same, in whatever case? */
export function sameText(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

/** What has exactly this name, or else what contains it; in any case of letters. */
export function bestMatches<Item extends { name: string }>(items: Item[], name: string): Item[] {
	const exact = items.filter((item) => sameText(item.name, name));
	return exact.length ? exact : items.filter((item) => item.name.toLowerCase().includes(name.toLowerCase()));
}
