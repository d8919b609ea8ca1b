import { headerValue, secret } from '../../../src/zapier/schemas/credential.ts';
import { read, refusalOf, VALUE } from '../../support/form.ts';

describe.each([
	['a secret', secret(VALUE)],
	['a value of a header', headerValue(VALUE)],
])('%s', (_name, field) => {
	test.each(['k', 'pk-live_0123456789.abc~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '"k"', 'k'.repeat(10_000)])(
		'%j is taken as it is',
		(value) => {
			expect(read(field, value)).toBe(value);
		},
	);

	test.each([' k ', 'k\r\n', '\u200bk\ufeff', '\u00a0k'])('%j is trimmed', (value) => {
		expect(read(field, value)).toBe('k');
	});

	test.each(['a b', 'a\r\nx-evil: 1', 'a\tb', 'schlüssel', 'a\u0000', 'a\u007f', 'a\u00a0b', '“a”', 'a\u200bb'])(
		'%j is refused',
		(value) => {
			expect(refusalOf(field, value)).toBe(
				"Value holds a space or a character that keys don't have. Copy it again, without anything around it.",
			);
		},
	);
});

test('only a secret is hidden', () => {
	expect(secret(VALUE).field.type).toBe('password');
	expect(headerValue(VALUE).field.type).toBeUndefined();
});
