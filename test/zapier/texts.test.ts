import { emailAddress, pathSegment } from '../../src/zapier/texts.ts';

describe('an email address', () => {
	test.each(['jane.doe@example.com', "o'brien+tag@mail.example.co.uk", 'x@a-b.io', '_@1.de', 'A1-@EXAMPLE.COM'])('%s is one', (text) => {
		expect(emailAddress().safeParse(text).success).toBe(true);
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
		'jane@example.com ',
		' jane@example.com',
		'jane@exämple.com',
		'Jane <jane@example.com>',
		'jane@example.com,john@example.com',
	])('%j is none', (text) => {
		expect(emailAddress().safeParse(text).success).toBe(false);
	});
});

describe('a segment of a path', () => {
	test.each(['...', '.a', 'a..', 'a/b', '%2e'])('may be %j', (text) => {
		expect(pathSegment().parse(text)).toBe(text);
	});

	test.each(['.', '..'])("can't be %j", (text) => {
		expect(pathSegment().safeParse(text).error?.issues[0]?.message).toBe("can't be only dots. Check the name.");
	});
});
