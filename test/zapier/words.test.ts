import { andList, orList } from '../../src/zapier/words.ts';

test.each([
	[['a'], 'a', 'a'],
	[['a', 'b'], 'a and b', 'a or b'],
	[['a', 'b', 'c'], 'a, b, and c', 'a, b, or c'],
])('%j reads like English: %s, %s', (words, and, or) => {
	expect(andList(words)).toBe(and);
	expect(orList(words)).toBe(or);
});
