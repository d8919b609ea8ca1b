import { findByName, matchField } from '../../src/zapier/findByName.ts';
import type { LoadPage } from '../../src/zapier/paging.ts';

const session = { timeLeft: () => 25_000, names: new Map(), unresolved: [] } as unknown as Parameters<typeof findByName>[0];
type Item = { name: string };

/** A list of two pages. */
function listOf(...pages: string[][]): jest.MockedFunction<LoadPage<Item>> {
	return jest.fn(async ({ page }) => ({ items: (pages[page] ?? []).map((name) => ({ name })), raw: pages[page] ?? [] }));
}
const found = (items: Item[]) => items.map(({ name }) => name);

test.each<[name: string, match: 'exact' | 'contains' | undefined, expected: string[]]>([
	['SALES', undefined, ['Sales']],
	['sales', 'contains', ['Sales']],
	['Sale', undefined, []],
	['Sale', 'exact', []],
	['Sale', 'contains', ['Presales', 'Sales']],
	['Nowhere', 'contains', []],
])('%s, %s: an exact name wins across all pages, a part only counts if asked for', async (name, match, expected) => {
	expect(found(await findByName(session, { name, match }, undefined, listOf(['Presales', 'Support'], ['Sales'])))).toStrictEqual(expected);
});

test('asks the API’s own search first, and then no more', async () => {
	const all = listOf(['Sales']);
	expect(found(await findByName(session, { name: 'sales' }, listOf(['Presales', 'Sales']), all))).toStrictEqual(['Sales']);
	expect(all).not.toHaveBeenCalled();
});

test('looks at everything where the API’s search minds the case', async () => {
	expect(found(await findByName(session, { name: 'sales' }, listOf([]), listOf(['Support'], ['Sales'])))).toStrictEqual(['Sales']);
});

test('reads no further than the page with the exact name', async () => {
	const all = listOf(['Support'], ['Sales'], ['Legal']);
	await findByName(session, { name: 'Sales' }, undefined, all);
	expect(all).toHaveBeenCalledTimes(2);
});

test('whether a part of the name will do is a choice, which may be left out', () => {
	const field = matchField();
	expect(field.field).toMatchObject({
		label: 'Match',
		default: 'exact',
		choices: { exact: 'The whole name', contains: 'A part of the name' },
		helpText: expect.stringMatching(/^Whether the text above is the whole name/),
	});
	expect(field.required).toBe(false);
});
