import { address, bare, EXAMPLE_ADDRESS, email, isAddress } from '../../../src/zapier/schemas/email.ts';
import { read, refusalOf, VALUE } from '../../support/form.ts';

const field = email(VALUE);

describe('an address', () => {
	test.each([
		'jane.doe@example.com',
		"o'brien+tag@mail.example.co.uk",
		'x@a-b.io',
		'_@1.de',
		'A1-@EXAMPLE.COM',
		'&jane@example.com',
		"!#$%&'*+/=?^_`{|}~-@example.com",
		'ana@xn--e1afmkfd.xn--p1ai',
		'ana@xn--bcher-kva.example',
		`${'a'.repeat(64)}@example.com`,
		`a@${'b'.repeat(63)}.com`,
		`a@${'b'.repeat(63)}.${'c'.repeat(63)}`,
		`a@${'b.'.repeat(125)}com`,
	])('may be %s', (text) => {
		expect(address().safeParse(text).success).toBe(true);
		expect(read(field, text)).toBe(text);
	});

	test.each([
		'jane',
		'jane@',
		'@example.com',
		'jane@example',
		'jane@example.c',
		'jane@example.c0m',
		'jane@b-.co',
		'jane@-b.co',
		'jane@b..co',
		'.jane@example.com',
		'jane.@example.com',
		'ja..ne@example.com',
		'ja ne@example.com',
		'jane@exa mple.com',
		'jane@exämple.com',
		'jäne@example.com',
		'jane@example.xn--',
		'jane@[127.0.0.1]',
		'"jane doe"@example.com',
		'Jane <jane@example.com> x',
		'Jane <jane>',
		`${'a'.repeat(65)}@example.com`,
		`a@${'b'.repeat(64)}.com`,
		`a@b.${'c'.repeat(64)}`,
		`a@${'b.'.repeat(126)}com`,
		`a@${'b'.repeat(300)}.com`,
	])("can't be %j", (text) => {
		expect(address().safeParse(text).success).toBe(false);
		expect(refusalOf(field, text)).toContain("isn't an email address. Write one like jane.doe@example.com.");
	});

	test('in a list is itself checked, not cleaned', () => {
		expect(address().safeParse(' jane@example.com').success).toBe(false);
		expect(address().safeParse('jane@example.com ').success).toBe(false);
	});
});

describe('as people copy it', () => {
	test.each([
		[' jane@example.com\n', 'jane@example.com'],
		['Jane@Example.com', 'Jane@Example.com'],
		['Jane Doe <jane@example.com>', 'jane@example.com'],
		['"Doe, Jane" <jane@example.com>', 'jane@example.com'],
		['<jane@example.com>', 'jane@example.com'],
		['Jane\n<jane@example.com>', 'jane@example.com'],
		['Jane Doe < jane@example.com >', 'jane@example.com'],
		['mailto:jane@example.com', 'jane@example.com'],
		['MAILTO:jane@example.com', 'jane@example.com'],
		['Jane <mailto:jane@example.com>', 'jane@example.com'],
		['"jane@example.com"', 'jane@example.com'],
		["'jane@example.com'", 'jane@example.com'],
		['“jane@example.com”', 'jane@example.com'],
		['«jane@example.com»', 'jane@example.com'],
		['\u200bjane@exam\u200bple.com\ufeff', 'jane@example.com'],
		['\u00a0jane@example.com\u00a0', 'jane@example.com'],
		['jane\u00ad@example.com', 'jane@example.com'],
		[['jane@example.com'], 'jane@example.com'],
	])('%j is %s', (value, expected) => {
		expect(read(field, value)).toBe(expected);
	});

	test.each([
		['Jane <jane@example.com>', 'jane@example.com'],
		['mailto:jane@example.com', 'jane@example.com'],
		['jane@example.com', 'jane@example.com'],
		['<a> <b>', '<a> <b>'],
	])('%j is bare as %s', (text, expected) => {
		expect(bare(text)).toBe(expected);
	});
});

describe('several addresses', () => {
	test.each([
		'a@b.co,c@d.co',
		'a@b.co, c@d.co',
		'a@b.co; c@d.co',
		'a@b.co c@d.co',
		'a@b.co\nc@d.co',
		'Ana <a@b.co>, Ben <c@d.co>',
		'mailto:a@b.co, c@d.co',
	])('%j name Looping by Zapier', (value) => {
		expect(refusalOf(field, value)).toBe('Value takes one address. For several, add Looping by Zapier before this step.');
	});

	test('as a list are too many values', () => {
		expect(refusalOf(field, ['a@b.co', 'c@d.co'])).toBe('Value takes one value, but 2 arrived. Map a single value.');
	});
});

test('a long value is cut in the message, on one line', () => {
	expect(refusalOf(field, `x\n${'y'.repeat(100)}`)).toBe(
		`Value “x ${'y'.repeat(58)}…” isn't an email address. Write one like ${EXAMPLE_ADDRESS}.`,
	);
	expect(refusalOf(field, 42)).toBe(`Value “42” isn't an email address. Write one like ${EXAMPLE_ADDRESS}.`);
});

test('a long name in front of an address is read at once', () => {
	const text = `${'<'.repeat(50_000)}jane@example.com>`;
	expect(refusalOf(field, text)).toContain("isn't an email address");
});

test('is called Email unless told otherwise', () => {
	expect(refusalOf(email(), 'x')).toMatch(/^Email “x”/);
});

test('several addresses are only named so where each is one', () => {
	expect(refusalOf(field, 'a@x.com; b@x.com')).toBe('Value takes one address. For several, add Looping by Zapier before this step.');
	expect(refusalOf(field, 'a@x.com; b@x')).toBe(`Value “a@x.com; b@x” isn't an email address. Write one like ${EXAMPLE_ADDRESS}.`);
});

test('only a whole address is one', () => {
	expect(['a@x.com', 'a@x.com ', 'Ana <a@x.com>', 'mailto:a@x.com', 'Ana', ''].filter(isAddress)).toStrictEqual(['a@x.com']);
});

test('only what stands in front of an address is its scheme', () => {
	expect(bare('MAILTO:a@x.com')).toBe('a@x.com');
	expect(bare('a+mailto:b@x.com')).toBe('a+mailto:b@x.com');
});
