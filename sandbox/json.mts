declare global {
	// ECMAScript 2026; Node.js 22 has them, TypeScript's library doesn't yet.
	interface JSON {
		rawJSON(text: string): object;
		parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
	}
}

/** Digits as a JSON number, exactly: a JavaScript number would lose some above 2^53. */
export function int64(digits: string): object {
	return JSON.rawJSON(digits);
}

/** JSON, in which an integer that a JavaScript number can't hold becomes a bigint. Undefined for what isn't JSON. */
export function parseExactly(text: string): unknown {
	try {
		return JSON.parse(text, (_key, value, { source }) =>
			source !== undefined && Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value,
		);
	} catch {
		return undefined;
	}
}

/** Sets the value that a JSON pointer (RFC 6901) names. */
export function put(target: unknown, pointer: string, value: unknown): void {
	const steps = pointer
		.split('/')
		.slice(1)
		.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
	const last = steps.pop();
	const parent = steps.reduce<unknown>((found, step) => (found as Record<string, unknown> | undefined)?.[step], target);
	if (last === undefined || parent === null || typeof parent !== 'object') throw new Error(`The example has nothing at ${pointer}`);
	Object.assign(parent, { [last]: value });
}
