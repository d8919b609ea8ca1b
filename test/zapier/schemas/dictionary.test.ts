import * as z from 'zod/mini';
import { optional } from '../../../src/zapier/fields/inputField.ts';
import { dictionary, dictionaryOf } from '../../../src/zapier/schemas/dictionary.ts';
import { LONE_LOW_SURROGATE, LONE_SURROGATE, read, refusalOf, VALUE } from '../../support/form.ts';

const field = dictionary(VALUE);

test.each<[unknown, Record<string, string> | undefined]>([
	[
		{ team: 'research', cost: 7, paid: false, note: '  two  ' },
		{ team: 'research', cost: '7', paid: 'false', note: '  two  ' },
	],
	[{ team: 'research', cost: '', paid: null, '': ' ', list: [] }, { team: 'research' }],
	[
		{ constructor: 'x', toString: 'y' },
		{ constructor: 'x', toString: 'y' },
	],
	[{ team: '' }, undefined],
	[{}, undefined],
])('%j is %j', (value, expected) => {
	expect(read(optional(field), value)).toStrictEqual(expected);
});

test('of nothing is missing', () => {
	expect(refusalOf(field, {})).toBe('Fill in Value.');
	expect(refusalOf(field, { team: ' ' })).toBe('Fill in Value.');
});

test.each<[unknown, string]>([
	['research', '“research”'],
	[7, '“7”'],
	[true, '“true”'],
	[['a', 'b'], '“["a","b"]”'],
])('%j has no names', (value, quoted) => {
	expect(refusalOf(field, value)).toBe(`Value takes names with values, not ${quoted}. Type each name and its value in a row of its own.`);
});

test.each<[unknown, string]>([
	[{ team: { a: 1 } }, 'the value of “team”'],
	[{ team: ['a'] }, 'the value of “team”'],
	[{ team: { toString: 1, valueOf: 1 } }, 'the value of “team”'],
	[{ '': 'research' }, 'a value without a name'],
	[{ ' ': 'research' }, 'a value without a name'],
	[JSON.parse('{"__proto__": "research"}'), 'the value of “__proto__”'],
	[{ team: `a${LONE_SURROGATE}` }, 'the value of “team”'],
	[{ [`x${LONE_SURROGATE}`]: 'a' }, `the value of “x${LONE_SURROGATE}”`],
	[{ [`x${LONE_SURROGATE}`]: `${LONE_LOW_SURROGATE}y` }, `the value of “x${LONE_SURROGATE}”`],
	[{ team: 'a', cost: 2 ** 53 }, 'the value of “cost”'],
])('%j is refused', (value, what) => {
	expect(refusalOf(field, value)).toBe(`Value can't take ${what}. Give each value a name, and each name one text.`);
});

test('says itself what it does not take', () => {
	const limited = dictionaryOf(
		() => z.record(z.string(), z.string()).check(z.refine((names) => !('email' in names), "can't hold email.")),
		VALUE,
	);
	expect(refusalOf(limited, { email: 'x' })).toBe("Value can't hold email.");
	expect(read(limited, { team: 7 })).toStrictEqual({ team: '7' });
});
