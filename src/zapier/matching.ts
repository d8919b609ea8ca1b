/** Are two texts the same, in whatever case? */
export function sameText(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

/** Does a refusal speak of a membership elsewhere ("already a member of another account"), not of the one asked for? */
export function isElsewhere(message: string): boolean {
	return /\b(another|other|different)\b/i.test(message);
}

/** The texts that are like another, the closest first: those that differ in at most a third of their letters. */
export function closest(texts: string[], wanted: string): string[] {
	const limit = Math.max(2, Math.ceil(wanted.length / 3));
	return texts
		.map((text) => ({ text, distance: distanceOf(text.toLowerCase(), wanted.toLowerCase(), limit) }))
		.filter(({ distance }) => distance <= limit)
		.toSorted((a, b) => a.distance - b.distance)
		.map(({ text }) => text);
}

/** How many letters differ (Levenshtein); of one text inside the other, how many are missing, at most the limit. */
function distanceOf(a: string, b: string, limit: number): number {
	if (a.includes(b) || b.includes(a)) return Math.min(limit, Math.abs(a.length - b.length));
	if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
