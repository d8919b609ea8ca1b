type Scalar = string | number | boolean | null;

/** Under which keys an invitation names the person. */
const ADDRESS_KEYS = ['email', 'email_address', 'emails'];

/** The named single values of a body, at any depth. What stands in a list is about something else, such as a workspace. */
export function fieldsIn(value: unknown): Map<string, Scalar> {
	const fields = new Map<string, Scalar>();
	for (const [key, item] of entriesOf(value)) {
		if (isScalar(item)) fields.set(key, item);
		else for (const [inner, scalar] of fieldsIn(item)) fields.set(inner, scalar);
	}
	return fields;
}

/** The addresses that a body invites. */
export function peopleIn(value: unknown): string[] {
	return entriesOf(value).flatMap(([key, item]) => {
		if (!ADDRESS_KEYS.includes(key)) return peopleIn(item);
		return [item].flat().map((address) => String(address).trim().toLowerCase());
	});
}

/**
 * Makes an example speak of what was sent: its fields take the values that the request has under the same names, and
 * lose those that the request could have had but left out.
 */
export function echo(example: unknown, sent: Map<string, Scalar>, documented: Set<string>): unknown {
	if (Array.isArray(example)) return example.map((item) => echo(item, sent, documented));
	if (example === null || typeof example !== 'object') return example;
	return Object.fromEntries(
		entriesOf(example).flatMap(([key, item]) => {
			if (!isScalar(item)) return [[key, echo(item, sent, documented)]];
			if (sent.has(key)) return [[key, sent.get(key)]];
			return documented.has(key) ? [] : [[key, item]];
		}),
	);
}

/**
 * Gives an answer ids of its own: the first keeps those of the example, the next count on from them. An id is replaced
 * wherever it stands, also as a key.
 */
export function withOwnIds(example: unknown, pointers: string[], count: number): unknown {
	return pointers.reduce((answer, pointer) => {
		const id = at(example, pointer);
		if (typeof id !== 'string' && typeof id !== 'number') throw new Error(`x-sandbox-unique: no id at ${pointer}`);
		return replace(answer, id, countedOn(id, count));
	}, example);
}

/** The value that a JSON pointer names; undefined if there is none. */
export function at(value: unknown, pointer: string): unknown {
	return stepsOf(pointer).reduce(child, value);
}

/** Sets the value that a JSON pointer names. */
export function put(target: unknown, pointer: string, value: unknown): void {
	const steps = stepsOf(pointer);
	const last = steps.pop();
	const parent = steps.reduce(child, target);
	if (last === undefined || parent === null || typeof parent !== 'object') throw new Error(`The example has nothing at ${pointer}`);
	Object.assign(parent, { [last]: value });
}

/** A body as JSON. Integers that lost digits as JavaScript numbers get those of `integers` back. */
export function toJson(body: unknown, integers: string[]): string {
	return JSON.stringify(body, (_key, value: unknown) => {
		const digits = typeof value === 'number' ? integers.find((integer) => Number(integer) === value) : undefined;
		return digits === undefined ? value : JSON.rawJSON(digits);
	});
}

/** Ids count on in their last digits ("987" → "988"), and so do UUIDs; other texts get a number ("link" → "link-2"). */
function countedOn(id: string | number, count: number): string | number {
	if (typeof id === 'number') return id + count;
	if (!/\d$/.test(id)) return count ? `${id}-${count + 1}` : id;
	return id.replace(/\d+$/, (digits) => String(BigInt(digits) + BigInt(count)).padStart(digits.length, '0'));
}

function replace(value: unknown, from: string | number, to: string | number): unknown {
	if (value === from) return to;
	if (Array.isArray(value)) return value.map((item) => replace(item, from, to));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(entriesOf(value).map(([key, item]) => [key === String(from) ? String(to) : key, replace(item, from, to)]));
}

/** RFC 6901. */
function stepsOf(pointer: string): string[] {
	return pointer
		.split('/')
		.slice(1)
		.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: unknown, step: string): unknown {
	return (value as Record<string, unknown> | null | undefined)?.[step];
}

/** The entries of an object; a list, or anything else, has none. */
function entriesOf(value: unknown): [string, unknown][] {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

function isScalar(value: unknown): value is Scalar {
	return value === null || typeof value !== 'object';
}
