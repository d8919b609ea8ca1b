import * as z from 'zod/mini';
import { optional } from '../../../src/zapier/fields/inputField.ts';
import {
	hasLostDigits,
	isBlank,
	makeField,
	quote,
	readText,
	readToken,
	readTrimmed,
	refuse,
	single,
	trim,
} from '../../../src/zapier/schemas/field.ts';
import { LONE_SURROGATE, read, refusalOf, VALUE } from '../../support/form.ts';

describe('a field', () => {
	const field = makeField(
		VALUE,
		(value) => (value === 'no' ? refuse('is no.') : `${value}!`),
		() => z.string().check(z.regex(/^a/, 'must begin with a.')),
	);

	test('reads, then checks', () => {
		expect(read(field, 'a')).toBe('a!');
		expect(refusalOf(field, 'b')).toBe('Value must begin with a.');
	});

	test('says itself what can’t be read', () => {
		expect(refusalOf(field, 'no')).toBe('Value is no.');
	});

	test('reads nothing where nothing was filled in', () => {
		const readOne = jest.fn(String);
		const perhaps = optional(makeField(VALUE, readOne, () => z.string()));
		expect(read(perhaps, '')).toBeUndefined();
		expect(
			refusalOf(
				makeField(VALUE, readOne, () => z.string()),
				'',
			),
		).toBe('Fill in Value.');
		expect(readOne).not.toHaveBeenCalled();
	});

	test('of which reading leaves nothing is empty', () => {
		const nothing = makeField(
			VALUE,
			() => undefined,
			() => z.string(),
		);
		expect(read(optional(nothing), 'a')).toBeUndefined();
		expect(refusalOf(nothing, 'a')).toBe('Fill in Value.');
	});

	test('that breaks is a programming error', () => {
		const broken = makeField(
			VALUE,
			() => {
				throw new RangeError('broken');
			},
			() => z.string(),
		);
		expect(() => read(broken, 'a')).toThrow(new RangeError('broken'));
	});
});

test.each([
	['  a\u200b ', 'a'],
	['\u202a\ufeffa b\u00ad', 'a b'],
	['\u200b', ''],
])('%j is trimmed to %j', (value, expected) => {
	expect(trim(value)).toBe(expected);
	expect(readTrimmed([value])).toBe(expected);
});

test.each<[unknown, string]>([
	['a ', 'a '],
	[7, '7'],
	[true, 'true'],
	[[['a']], 'a'],
])('%j is the text %j', (value, expected) => {
	expect(readText(value)).toBe(expected);
});

test.each<[unknown, string]>([
	[['a', 'b', 'c'], 'takes one value, but 3 arrived. Map a single value.'],
	[{ a: 'b' }, "can't take a whole group of values. Map one of them."],
	[2 ** 53, 'has too many digits to arrive exactly as a number. Map it as text.'],
	[`a${LONE_SURROGATE}`, 'holds a broken character. Type it again.'],
])('%j is no text', (value, message) => {
	expect(() => readText(value)).toThrow(message);
});

test.each<[unknown, unknown]>([
	[[['a']], 'a'],
	[
		['a', 'b'],
		['a', 'b'],
	],
	[[], []],
	[[[1, 2]], [1, 2]],
	['a', 'a'],
])('of %j, the one value is %j', (value, expected) => {
	expect(single(value)).toStrictEqual(expected);
});

test.each([
	['a', 'a'],
	[' a\u200bb\u200bc ', 'abc'],
	['"a" b', '"a" b'],
	['a\u00a0b', 'a b'],
	['"a"', 'a'],
	["' a '", 'a'],
	['“a”', 'a'],
	['„a“', 'a'],
	['«a»', 'a'],
	['"a', '"a'],
	['a"b"', 'a"b"'],
	['"', '"'],
	['""', ''],
	[['a'], 'a'],
	[7, '7'],
])('the token of %j is %j', (value, expected) => {
	expect(readToken(value)).toBe(expected);
});

test.each<[unknown]>([[undefined], [null], [''], [' \n\u200b'], [[]], [['', [null]]]])('%j is blank', (value) => {
	expect(isBlank(value)).toBe(true);
});

test.each<[unknown]>([[0], [false], ['x'], [{}], [[0]], [['', 'x']]])('%j is not blank', (value) => {
	expect(isBlank(value)).toBe(false);
});

test.each<[unknown, boolean]>([
	[2 ** 53, true],
	[-(2 ** 53), true],
	[1e300, true],
	[2 ** 53 - 1, false],
	[0.1, false],
	['9007199254740993', false],
	[undefined, false],
])('has %j lost digits? %j', (value, expected) => {
	expect(hasLostDigits(value)).toBe(expected);
});

describe('a quotation', () => {
	test.each<[unknown, string]>([
		[' a\n\tb ', '“a b”'],
		['x'.repeat(60), `“${'x'.repeat(60)}”`],
		['x'.repeat(61), `“${'x'.repeat(60)}…”`],
		[12, '“12”'],
		[['a'], '“["a"]”'],
	])('of %j is short and on one line', (value, expected) => {
		expect(quote(value)).toBe(expected);
	});

	test('never ends in half an emoji', () => {
		expect(quote(`${'x'.repeat(59)}😀`)).toMatch(/^“x{59}.…”$/u);
		expect(quote(`${'x'.repeat(59)}😀`).isWellFormed()).toBe(true);
	});
});
