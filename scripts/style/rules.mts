/** Words that this project says otherwise, and what it says instead: Zapier's and plain English. */
export interface Wording {
	pattern: RegExp;
	instead: string;
}

export const wordings: Wording[] = [
	{ pattern: /\bmend(s|ed|ing)?\b/i, instead: 'fix' },
	{ pattern: /\bin vain\b/i, instead: 'say what didn’t happen' },
	{ pattern: /\bform answers?\b/i, instead: 'form response' },
	{ pattern: /\b(is|are)(\s+\w+)?\s+called by\b/i, instead: 'is named after' },
	{ pattern: /\bYes creates\b/, instead: 'Choose Yes to…' },
	{ pattern: /\bcomes? along( as)?\b/i, instead: 'comes with' },
	{ pattern: /\bsteps around (it|them)\b/i, instead: 'the other steps' },
	{ pattern: /\b(is|was) a member, or has been\b/i, instead: 'is already a member or already invited' },
	{ pattern: /\bsomething went wrong with\b/i, instead: 'say what went wrong' },
	{ pattern: /\b(oops|whoops|uh-oh)\b/i, instead: 'say what went wrong' },
	{ pattern: /(?<!-)\b(sync|syncs|synced|syncing|synchroni[sz]\w*)\b/i, instead: 'say what is copied where' },
	{ pattern: /\b(utili[sz]e[sd]?|utili[sz]ing|leverage[sd]?)\b/i, instead: 'use' },
	{ pattern: /\b(in order to)\b/i, instead: 'to' },
	{ pattern: /\b(please|simply|easily|seamless(ly)?)\b/i, instead: 'leave the word out' },
	{ pattern: /\b(log ?in|sign ?in|click) here\b|\[(click )?here\]/i, instead: 'name what the link leads to' },
	{ pattern: /\b(e-mail)\b/i, instead: 'email' },
	{ pattern: /\bthe (said|aforementioned)\b/i, instead: 'this' },
	{ pattern: /—[^—]*—/, instead: 'commas or two sentences: no chain of dashes' },
];

/** How hard a text may be to read. */
export const LIMITS = {
	/** Words in one sentence. */
	sentence: { definition: 24, message: 26, page: 35 },
	/** The age at which readers understand it, as retext-readability reckons it. */
	age: 16,
};
