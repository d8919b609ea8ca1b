import { bestMatches, sameText } from '../../src/zapier/matching.ts';

const items = ['Sales', 'sales team', 'Presales', 'Support'].map((name) => ({ name }));

test.each([
	['SALES', ['Sales']],
	['Sale', ['Sales', 'sales team', 'Presales']],
	['Team', ['sales team']],
	['Nowhere', []],
])('%s is best matched by %j', (name, expected) => {
	expect(bestMatches(items, name).map((item) => item.name)).toStrictEqual(expected);
});

test.each([
	['a', 'A', true],
	['a', 'a ', false],
	['jane@x.com', 'jane@x.co', false],
	['', '', true],
])('are %j and %j the same? %j', (a, b, same) => {
	expect(sameText(a, b)).toBe(same);
});
