declare global {
	interface JSON {
		/** A number as written (ECMAScript 2026; Node.js 22 has it, TypeScript's library doesn't yet). */
		rawJSON(text: string): object;
	}
}

/** Digits as a JSON number, exactly: a JavaScript number would lose some above 2^53. */
export function toJsonNumber(digits: string): object {
	return JSON.rawJSON(digits);
}
