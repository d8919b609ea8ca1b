import { multilineText, pathSegment, text, uuid } from '../../../src/zapier/schemas/text.ts';
import { LONE_LOW_SURROGATE, LONE_SURROGATE, read, refusalOf, VALUE } from '../../support/form.ts';

describe('a text', () => {
	test.each([
		['Jane', 'Jane'],
		['  Jane \t\r\n', 'Jane'],
		['\u200bJane\ufeff\u00a0', 'Jane'],
		['Jane\nDoe', 'Jane\nDoe'],
		['"Jane"', '"Jane"'],
		[12, '12'],
		[-0.5, '-0.5'],
		[0, '0'],
		[true, 'true'],
		[false, 'false'],
		[['Jane'], 'Jane'],
		[[[' Jane ']], 'Jane'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[Number.MIN_SAFE_INTEGER, '-9007199254740991'],
		['12345678901234567890', '12345678901234567890'],
		['a, b; c', 'a, b; c'],
		['😀', '😀'],
		['👩\u200d👧', '👩\u200d👧'],
		['{{bundle.authData.api_key}}', '{{bundle.authData.api_key}}'],
		['../..', '../..'],
	])('%j is read as %j', (value, expected) => {
		expect(read(text(VALUE), value)).toBe(expected);
	});

	test.each([
		[['a', 'b'], 'Value takes one value, but 2 arrived. Map a single value.'],
		[[['a', 'b', 'c']], 'Value takes one value, but 3 arrived. Map a single value.'],
		[{ first: 'Jane', last: 'Doe' }, "Value can't take a whole group of values. Map one of them."],
		[[{ first: 'Jane' }], "Value can't take a whole group of values. Map one of them."],
		[{}, "Value can't take a whole group of values. Map one of them."],
		[{ toString: 1, valueOf: 1 }, "Value can't take a whole group of values. Map one of them."],
		[Number.MAX_SAFE_INTEGER + 1, 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[-(2 ** 53), 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[1e300, 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[`Jane ${LONE_SURROGATE}`, 'Value holds a broken character. Type it again.'],
		[LONE_LOW_SURROGATE, 'Value holds a broken character. Type it again.'],
	])('%j is refused: %s', (value, message) => {
		expect(refusalOf(text(VALUE), value)).toBe(message);
	});
});

test('a text of several lines keeps the spaces around it', () => {
	expect(read(multilineText(VALUE), '  Dear Jane,\n\n ')).toBe('  Dear Jane,\n\n ');
});

describe('a segment of a path', () => {
	test.each([
		['...', '...'],
		['.a', '.a'],
		['a..', 'a..'],
		['a/b', 'a/b'],
		['%2e', '%2e'],
		['“default”', 'default'],
		['de\u200bfault\u00a0', 'default'],
	])('may be %j', (value, expected) => {
		expect(read(pathSegment(VALUE), value)).toBe(expected);
	});

	test.each(['.', '..', '"."', '..\u200b'])("can't be %j", (value) => {
		expect(refusalOf(pathSegment(VALUE), value)).toBe("Value can't be only dots. Check the name.");
	});
});

describe('a UUID', () => {
	const EXAMPLE = '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10';
	const field = uuid({ ...VALUE, placeholder: EXAMPLE });

	test.each([EXAMPLE, ` ${EXAMPLE}\n`, `'${EXAMPLE}'`])('is read from %j', (value) => {
		expect(read(field, value)).toBe(EXAMPLE);
	});

	test.each(['a', `${EXAMPLE}0`, EXAMPLE.replaceAll('-', '')])('is not %j', (value) => {
		expect(refusalOf(field, value)).toBe(`Value must be an ID like ${EXAMPLE}.`);
	});
});

test('only a text of several lines is said to be one', () => {
	expect(multilineText(VALUE).field).toStrictEqual({ ...VALUE, type: 'text' });
	expect(text(VALUE).field).toStrictEqual(VALUE);
});
