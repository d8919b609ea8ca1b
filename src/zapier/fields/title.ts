const ACRONYMS: Record<string, string> = { id: 'ID', ids: 'IDs', url: 'URL' };

/** Most keys are those of several steps. */
const titles = new Map<string, string>();

/** The title of a key or a noun whose label needs nothing else: "invite_link" → "Invite Link". */
export function titleOf(key: string): string {
	let title = titles.get(key);
	if (title === undefined) {
		title = key
			.split(/[_ ]/)
			.map((word) => ACRONYMS[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
			.join(' ');
		titles.set(key, title);
	}
	return title;
}
