import * as z from 'zod/mini';
import { optional } from '../../../src/zapier/fields/inputField.ts';
import { emails, list } from '../../../src/zapier/schemas/list.ts';
import { LONE_SURROGATE, read, refusalOf, VALUE } from '../../support/form.ts';

const texts = list(() => z.string(), VALUE);
const addresses = emails(VALUE);

test.each<[unknown, string[]]>([
	[
		['a', 'b'],
		['a', 'b'],
	],
	['a', ['a']],
	['a, b;c\nd\r\ne', ['a', 'b', 'c', 'd', 'e']],
	[' a ,, b,\n', ['a', 'b']],
	['“a”, "b"', ['a', 'b']],
	['a\u200b, \u00a0b', ['a', 'b']],
	[
		['a,b', 'c'],
		['a', 'b', 'c'],
	],
	[
		['a', ['b', ['c']], [], ''],
		['a', 'b', 'c'],
	],
	[
		[{ value: 'a' }, { value: 'b, c' }],
		['a', 'b', 'c'],
	],
	[[{ value: 'a', other: 'x' }], ['a']],
	[
		[{ other: 'a' }, { other: ['b', 'c'] }],
		['a', 'b', 'c'],
	],
	[{ value: ['a', 'b'] }, ['a', 'b']],
	[{ other: 'a' }, ['a']],
	[[{ value: [{ value: 'a' }] }], ['a']],
	[7, ['7']],
	[
		[1, true, 'x'],
		['1', 'true', 'x'],
	],
	[
		['a', 'a', 'A'],
		['a', 'a', 'A'],
	],
	['😀,😀', ['😀', '😀']],
	['1,2', ['1', '2']],
	['12,3456', ['12', '3456']],
	['1, 234', ['1', '234']],
	['1234,567', ['1234', '567']],
	['0,234', ['0', '234']],
	['1;234', ['1', '234']],
	[
		['1', '234'],
		['1', '234'],
	],
])('%j is %j', (value, expected) => {
	expect(read(texts, value)).toStrictEqual(expected);
});

test.each<[unknown, string]>([
	['1,234', '“1,234”'],
	[' 1,234 ', '“1,234”'],
	['12,345,678', '“12,345,678”'],
	[['7', '1,234'], '“1,234”'],
	['7\n1,234', '“1,234”'],
	['1,234;5,678', '“1,234”'],
])('%j may be one number or several', (value, quoted) => {
	expect(refusalOf(texts, value)).toBe(`Value ${quoted} may be one number or several. Write each on a line of its own.`);
});

test.each<[unknown, string]>([
	[['a', 2 ** 60], 'Value has too many digits to arrive exactly as a number. Map it as text.'],
	[['a', { x: 1, y: 2 }], "Value can't take a whole group of values. Map one of them."],
	[{}, "Value can't take a whole group of values. Map one of them."],
	[`a, ${LONE_SURROGATE}`, 'Value holds a broken character. Type it again.'],
])('%j is refused, not shortened', (value, message) => {
	expect(refusalOf(texts, value)).toBe(message);
	expect(refusalOf(optional(texts), value)).toBe(message);
});

test.each<[unknown]>([[' , ;'], [[]], [['', ' ']], ['\n']])('%j is an empty list', (value) => {
	expect(refusalOf(texts, value)).toBe('Fill in Value.');
	expect(read(optional(texts), value)).toBeUndefined();
});

test('with a rule of its own is refused in the words of the rule', () => {
	const numbers = list(() => z.string().check(z.regex(/^\d+$/, 'must be a number, such as 42.')), VALUE);
	expect(refusalOf(numbers, '42, 4a')).toBe('Value must be a number, such as 42.');
	expect(read(numbers, '42; 43')).toStrictEqual(['42', '43']);
});

test('180,000 items are read', () => {
	expect(
		read(
			texts,
			Array.from({ length: 180_000 }, (_, index) => `i${index}`),
		),
	).toHaveLength(180_000);
});

describe('of addresses', () => {
	test.each<[unknown, string[]]>([
		[
			['Jane@example.com', 'john@example.com', 'JANE@EXAMPLE.COM, john@example.com'],
			['Jane@example.com', 'john@example.com'],
		],
		['Ana Diaz <ana@x.com>; mailto:ben@x.com', ['ana@x.com', 'ben@x.com']],
		['“ana@x.com”\n\u200bben@x.com', ['ana@x.com', 'ben@x.com']],
		['Ana <ANA@x.com>, ana@x.com', ['ANA@x.com']],
	])('%j names each person once, as first written', (value, expected) => {
		expect(read(addresses, value)).toStrictEqual(expected);
	});

	test('that is empty is missing', () => {
		expect(refusalOf(addresses, ' , ;')).toBe('Fill in Value.');
	});

	test('quotes the one that is wrong', () => {
		expect(refusalOf(addresses, 'a@b.co, jane, x')).toBe("Value “jane” isn't an email address. Write one like jane.doe@example.com.");
	});
});

test('each is a field for several values', () => {
	expect(texts.field).toStrictEqual({ ...VALUE, list: true });
	expect(addresses.field).toStrictEqual({ ...VALUE, list: true });
});

test.each<[string, string[]]>([
	['a,\nb', ['a', 'b']],
	['a,  \r\n  b', ['a', 'b']],
	['a,\n\nb', ['a', 'b']],
])('a comma at the end of a line of %j separates nothing more', (value, expected) => {
	expect(read(texts, value)).toStrictEqual(expected);
});

test('a number with commas is ambiguous with spaces around it, too', () => {
	expect(refusalOf(texts, ['7', ' 1,234 '])).toContain('may be one number or several');
});
