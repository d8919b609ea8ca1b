/**
 * A part of the definition that never changes: a field, a sample, what a person reads of a step. To Zapier, which gets the
 * definition as JSON, it is the same as the plain object. Core copies each plain object of the definition five times for an
 * action, which is most of an action's work. This one it passes on: an object of a class in `recurseReplace` and `requestMerge`,
 * and one with a tag that lodash doesn't know in `deepCopy` (zapier-platform-core 19.1; see docs/upstream.md).
 */
class Constant {
	constructor(value: object) {
		Object.defineProperty(this, Symbol.toStringTag, TAG);
		Object.assign(this, value);
	}
}

/**
 * lodash sets a tag to undefined, to see what lies below, and then back; or deletes it, if it isn't the object's own. Of all
 * ways to go through that, a setter of its own that does nothing takes least: core's copies take a third less.
 */
const TAG: PropertyDescriptor = { get: () => 'Constant', set: () => {} };

const byJson = new Map<string, object>();

/** Lists of constants, by the places of their items in the order in which they were made. */
const lists = new Map<string, object[]>();
const places = new Map<object, number>();

/** A list of constants: one and the same for equal ones. */
export function constants<Value extends object>(values: Value[]): Value[] {
	const items = values.map(constant);
	const key = items.map((item) => places.get(item)).join();
	const found = lists.get(key) ?? items;
	lists.set(key, found);
	return found as Value[];
}

/** A part of the definition as a constant: one and the same object for equal parts. It may hold what JSON holds. */
export function constant<Value extends object>(value: Value): Value {
	const json = JSON.stringify(value);
	let found = byJson.get(json);
	if (!found) {
		// Core freezes all that isn't frozen yet, with everything in it.
		found = Object.freeze(new Constant(value));
		byJson.set(json, found);
		places.set(found, places.size);
	}
	return found as Value;
}
