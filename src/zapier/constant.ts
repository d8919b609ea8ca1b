/**
 * A part of the definition that never changes: a field, a sample. To Zapier, which gets the definition as JSON, it is the same as
 * the plain object. Core copies each plain object of the definition five times for an action, which is most of a warm action's
 * work. An object of a class it copies twice, equal ones as one, and otherwise passes on (`deepCopy`, `recurseReplace` and
 * `requestMerge` in zapier-platform-core 19.1; see docs/upstream.md).
 */
class Constant {
	constructor(value: object) {
		Object.assign(this, value);
	}
}

const constants = new Map<string, object>();

/** A part of the definition as a constant: one and the same object for equal parts. It may hold what JSON holds. */
export function constant<Value extends object>(value: Value): Value {
	const json = JSON.stringify(value);
	let found = constants.get(json);
	if (!found) {
		found = new Constant(value);
		constants.set(json, found);
	}
	return found as Value;
}
