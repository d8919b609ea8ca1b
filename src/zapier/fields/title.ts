const ACRONYMS: Record<string, string> = { id: 'ID', ids: 'IDs', url: 'URL' };

/** The title of a key or a noun whose label needs nothing else: "invite_link" → "Invite Link". */
export function titleOf(key: string): string {
	return key
		.split(/[_ ]/)
		.map((word) => ACRONYMS[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}
