import { closest, sameText } from '../../src/zapier/matching.ts';

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
