import { int64, toJsonNumber } from '../../../src/zapier/schemas/int64.ts';
import { read, refusalOf, VALUE } from '../../support/form.ts';

const field = int64({ ...VALUE, placeholder: '1234567' });

test.each([
	['42', '42'],
	[42, '42'],
	[' 42 ', '42'],
	['"42"', '42'],
	['9007199254740993', '9007199254740993'],
	['9223372036854775807', '9223372036854775807'],
])('%j is %s', (value, expected) => {
	expect(read(field, value)).toBe(expected);
});

test.each(['0', '-1', '1.5', '007', '12 Main Street', '1,234', '1e3', '0x10', '٤٢', '1'.repeat(20)])('%j is none', (value) => {
	expect(refusalOf(field, value)).toBe('Value must be a number without other characters, such as 1234567.');
});

test('larger than an int64 is refused', () => {
	expect(refusalOf(field, '9223372036854775808')).toBe('Value is larger than any ID can be. Check the number.');
});

test('a number that has lost digits is refused', () => {
	expect(refusalOf(field, 2 ** 53)).toBe('Value has too many digits to arrive exactly as a number. Map it as text.');
});

test('the example is 42 without a placeholder', () => {
	expect(refusalOf(int64(VALUE), 'x')).toContain('such as 42.');
});

test('is sent digit for digit', () => {
	expect(JSON.stringify({ id: toJsonNumber('9223372036854775807') })).toBe('{"id":9223372036854775807}');
});
