import { closest, isElsewhere, sameText } from '../../src/zapier/matching.ts';
import { fc } from '../support/randomness.ts';

test.each([
	['a', 'A', true],
	['a', 'a ', false],
	['jane@x.com', 'jane@x.co', false],
	['', '', true],
])('are %j and %j the same? %j', (a, b, same) => {
	expect(sameText(a, b)).toBe(same);
});

test.each<[wanted: string, texts: string[], expected: string[]]>([
	['Engineerng', ['Sales', 'Engineering', 'Legal'], ['Engineering']],
	['engineering', ['Engineering', 'Engineering 2'], ['Engineering', 'Engineering 2']],
	['Sale', ['Presales Team', 'Sales'], ['Sales', 'Presales Team']],
	['Sal', ['Sam', 'Sales Department'], ['Sam', 'Sales Department']],
	['Marketing', ['Sales', 'Legal'], []],
	['x', [], []],
])('closest to %j of %j are %j', (wanted, texts, expected) => {
	expect(closest(texts, wanted)).toStrictEqual(expected);
});

/** How many letters must be put in, taken out or replaced, by the definition. */
function distance(a: string, b: string): number {
	if (!a || !b) return a.length + b.length;
	if (a[0] === b[0]) return distance(a.slice(1), b.slice(1));
	return 1 + Math.min(distance(a.slice(1), b), distance(a, b.slice(1)), distance(a.slice(1), b.slice(1)));
}

test('what is close differs in at most a third of the letters, and in no fewer than two', () => {
	const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });
	const check = (a: string, b: string) => {
		const isClose = a.includes(b) || b.includes(a) || distance(a, b) <= Math.max(2, Math.ceil(b.length / 3));
		expect(closest([a], b)).toStrictEqual(isClose ? [a] : []);
	};
	fc.assert(fc.property(text, text, check), { numRuns: 2000 });
});

test('the closest comes first', () => {
	const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 7 });
	const isApart = (a: string, b: string) => !a.includes(b) && !b.includes(a);
	const check = (texts: string[], wanted: string) => {
		const apart = texts.filter((one) => isApart(one, wanted));
		const distances = closest(apart, wanted).map((one) => distance(one, wanted));
		expect(distances).toStrictEqual(distances.toSorted((a, b) => a - b));
	};
	fc.assert(fc.property(fc.array(text), text, check), { numRuns: 500 });
});

test('a longer text is close to one that it holds, but closer are those that differ in less', () => {
	expect(closest(['Sales Department', 'Salem', 'Sales'], 'Sales')).toStrictEqual(['Sales', 'Salem', 'Sales Department']);
	expect(closest(['abcdefghijkl'], 'abcdefghiXYZ')).toStrictEqual(['abcdefghijkl']);
	expect(closest(['abcdefghijkl'], 'abcdefgVWXYZ')).toStrictEqual([]);
});

test.each([
	['already a member of another account', true],
	['a member of the Other project', true],
	['exists in a DIFFERENT workspace', true],
	['already a member of this account', false],
	['somebody is bothered', false],
])('%j is about something else: %j', (message, elsewhere) => {
	expect(isElsewhere(message)).toBe(elsewhere);
});
