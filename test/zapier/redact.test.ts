import { redact } from '../../src/zapier/redact.ts';
import { fc } from '../support/randomness.ts';

const SECRET = 'pk"live/+ü=?&\\1';

test('a secret that was copied with the escapes of a URL is hidden as what it stands for, too', () => {
	const copied = 'v02%3Auser%3Aabc/def';
	expect(redact('v02:user:abc/def v02%3Auser%3Aabc/def v02%3auser%3aabc%2fdef', [copied])).toBe('[hidden] [hidden] [hidden]');
	expect(redact('100%-sure', ['100%-sure'])).toBe('[hidden]');
});

/** Every text that gives a secret away to who knows the usual encodings. */
const disguises: [string, string][] = [
	['as it is', SECRET],
	['in a URL', encodeURIComponent(SECRET)],
	['in a JSON text', JSON.stringify(SECRET).slice(1, -1)],
	['in base64', Buffer.from(SECRET).toString('base64')],
	['in base64url', Buffer.from(SECRET).toString('base64url')],
];

test('the disguises differ, so that each test below means something', () => {
	expect(new Set(disguises.map(([, text]) => text)).size).toBe(disguises.length);
});

test('a secret of letters, digits and hyphens is hidden in base64 as well', () => {
	const plain = 'sk-live_key.~1';
	const [base64, base64url] = (['base64', 'base64url'] as const).map((encoding) => Buffer.from(plain).toString(encoding));
	expect(redact(`${plain} ${base64} ${base64url}`, [plain])).toBe('[hidden] [hidden] [hidden]');
});

describe.each(disguises)('a secret %s', (_title, text) => {
	test('is hidden wherever it stands in a text', () => {
		expect(redact(`a ${text} b ${text}`, [SECRET])).toBe('a [hidden] b [hidden]');
		expect(redact(text, [SECRET])).toBe('[hidden]');
	});

	test('is hidden in values, lists and keys, however deep', () => {
		expect(redact({ a: [{ b: `x${text}` }], [`key ${text}`]: { c: text } }, [SECRET])).toStrictEqual({
			a: [{ b: 'x[hidden]' }],
			'key [hidden]': { c: '[hidden]' },
		});
	});
});

test('of several secrets every one is hidden', () => {
	expect(redact('first-key and second-key', ['first-key', 'second-key'])).toBe('[hidden] and [hidden]');
});

test.each([[['abcde', 'abcdefgh']], [['abcdefgh', 'abcde']]])('no part of a longer secret is left behind: %j', (secrets) => {
	expect(redact('abcdefgh abcde', secrets)).toBe('[hidden] [hidden]');
});

test('what is too short to be a secret stays', () => {
	expect(redact('abcd abcde', ['abcd', '', 'abcde'])).toBe('abcd [hidden]');
	expect(redact({ abcd: 'abcd' }, ['abcd'])).toStrictEqual({ abcd: 'abcd' });
	expect(redact('abcd', ['', 'abcd'])).toBe('abcd');
});

test('without secrets everything stays', () => {
	const value = { a: 'b' };
	expect(redact(value, [])).toBe(value);
});

test('what is no text keeps its type', () => {
	const value = { a: 1, b: true, c: null, d: [2, undefined], e: {} };
	expect(redact(value, ['secret'])).toStrictEqual(value);
	expect(redact({ ...value, text: 'secret' }, ['secret'])).toStrictEqual({ ...value, text: '[hidden]' });
	expect(redact(undefined, ['secret'])).toBeUndefined();
	expect(redact(12345, ['12345'])).toBe(12345);
});

test('a secret is a text, not a pattern', () => {
	expect(redact('abcde a.c.e', ['a.c.e'])).toBe('abcde [hidden]');
	expect(redact('$&$&$ x', ['$&$&$'])).toBe('[hidden] x');
});

test('half a character in a secret is no failure', () => {
	expect(redact('key-\ud800!', ['key-\ud800'])).toBe('[hidden]!');
});

test('an odd key stays a key of its own', () => {
	const value = JSON.parse('{"__proto__": "my-secret", "constructor": "x"}');
	const clean = redact(value, ['my-secret']);
	expect(JSON.stringify(clean)).toBe('{"__proto__":"[hidden]","constructor":"x"}');
	expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
});

test('no secret is left in any text, whatever stands around it', () => {
	const text = fc.string({ unit: 'binary', maxLength: 20 });
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 5, maxLength: 20 }), text, text, (secret, before, after) => {
			const { list } = redact({ list: [`${before}${secret}${after}`] }, [secret]);
			expect(list[0]).toContain('[hidden]');
			expect(list[0]?.replaceAll('[hidden]', '')).not.toContain(secret);
		}),
	);
});
