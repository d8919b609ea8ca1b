import * as z from 'zod';
import { ApiFault } from '../../src/zapier/fault.ts';
import { allPages, bestMatches, id, isoDate, itemsOf, newestFirst, text } from '../../src/zapier/lists.ts';

describe('an id', () => {
	test.each([
		['42', '42'],
		[42, '42'],
		[0, '0'],
		['9223372036854775807', '9223372036854775807'],
	])('%j is %j', (value, expected) => {
		expect(id.parse(value)).toBe(expected);
	});

	test.each(['', null, undefined, true, {}])('%j is none', (value) => {
		expect(id.safeParse(value).success).toBe(false);
	});
});

test.each([
	['a', 'a'],
	['', undefined],
	[null, null],
	[undefined, undefined],
	[7, undefined],
	[{}, undefined],
])('the text of %j is %j', (value, expected) => {
	expect(text.parse(value)).toBe(expected);
});

describe('the items of a list', () => {
	const item = z.object({ id });

	test.each<[title: string, body: unknown, ids: string[]]>([
		['bare', [{ id: 1 }, { id: '2' }], ['1', '2']],
		['as data', { data: [{ id: 1 }], total: 1 }, ['1']],
		['empty', { data: [] }, []],
		['with others that lack what is needed', [{ id: 1 }, { name: 'x' }, null, 'x', { id: 2, more: true }], ['1', '2']],
	])('may come %s', (_title, body, ids) => {
		expect(itemsOf(body, item).map((one) => one.id)).toStrictEqual(ids);
	});

	test.each([[undefined], [null], [{}], [{ data: null }], [{ data: {} }], ['x'], [7]])('can’t be read from %j', (body) => {
		try {
			itemsOf(body, item);
		} catch (error) {
			expect(error).toBeInstanceOf(ApiFault);
			expect((error as ApiFault).fault).toStrictEqual({ kind: 'unreadable', reason: 'json' });
			return;
		}
		throw new Error('it was read');
	});
});

describe('pages', () => {
	const pageOf = (last: number) => jest.fn(async (page: number) => ({ items: [`a${page}`, `b${page}`], last: page === last }));

	test('are read up to the last, in order', async () => {
		const load = pageOf(2);
		expect(await allPages(load)).toStrictEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
		expect(load).toHaveBeenCalledTimes(3);
	});

	test('are no more than one operation can read in time', async () => {
		const load = pageOf(-1);
		expect(await allPages(load)).toHaveLength(40);
		expect(load).toHaveBeenCalledTimes(20);
		expect(await allPages(pageOf(-1), 1)).toStrictEqual(['a0', 'b0']);
	});
});

describe('a date', () => {
	test.each([
		['2026-01-31T09:00:00', '2026-01-31T09:00:00Z'],
		['2026-01-31 09:00', '2026-01-31T09:00:00Z'],
		['2026-01-31 09:00:00', '2026-01-31T09:00:00Z'],
		['2026-01-31 09:00:00.25', '2026-01-31T09:00:00.250Z'],
		['2026-01-31T09:00:00Z', '2026-01-31T09:00:00Z'],
		['2026-01-31T09:00:00.000Z', '2026-01-31T09:00:00Z'],
		['2026-01-31T09:00:00+01:00', '2026-01-31T08:00:00Z'],
		['2026-01-31', '2026-01-31T00:00:00Z'],
		['2026-01-31 09:00:00+01:00', '2026-01-31T08:00:00Z'],
	])('%j is %s', (value, expected) => {
		expect(isoDate(value)).toBe(expected);
	});

	test.each(['', null, undefined, 'soon', '2026-13-31', '2026-01-31 99:00:00', 'x2026-01-31 09:00:00x'])('%j is none', (value) => {
		expect(isoDate(value)).toBeUndefined();
	});
});

describe('the newest first', () => {
	const sorted = (items: { id: string; date?: string }[]) => newestFirst(items, ({ date }) => date ?? null).map((item) => item.id);

	test('goes by date, then by id, which grows', () => {
		expect(
			sorted([
				{ id: '1', date: '2026-01-01' },
				{ id: '3', date: '2026-03-01' },
				{ id: '2', date: '2026-02-01' },
			]),
		).toStrictEqual(['3', '2', '1']);
		expect(
			sorted([
				{ id: '9', date: '2026-01-01' },
				{ id: '10', date: '2026-01-01' },
			]),
		).toStrictEqual(['10', '9']);
		expect(sorted([{ id: '9223372036854775806' }, { id: '9223372036854775807' }, { id: '8' }])).toStrictEqual([
			'9223372036854775807',
			'9223372036854775806',
			'8',
		]);
		expect(
			sorted([
				{ id: '2', date: '2026-01-01' },
				{ id: '1', date: '2026-03-01' },
			]),
		).toStrictEqual(['1', '2']);
		expect(
			sorted([
				{ id: 'a', date: '2026-03-01' },
				{ id: 'b', date: '2026-01-01' },
				{ id: 'c', date: '2026-02-01' },
			]),
		).toStrictEqual(['a', 'c', 'b']);
		expect(sorted([{ id: '1' }, { id: '2', date: '2020-01-01' }])).toStrictEqual(['2', '1']);
		expect(sorted([{ id: '1', date: '2020-01-01' }, { id: '2' }])).toStrictEqual(['2', '1']);
		expect(sorted([{ id: '2' }, { id: '1', date: '2020-01-01' }])).toStrictEqual(['2', '1']);
	});

	test('keeps the order where nothing tells it', () => {
		expect(sorted([{ id: 'b' }, { id: 'a' }, { id: 'c' }])).toStrictEqual(['b', 'a', 'c']);
		expect(sorted([{ id: '1' }, { id: 'a2' }])).toStrictEqual(['1', 'a2']);
		expect(sorted([{ id: '1a' }, { id: '2' }])).toStrictEqual(['1a', '2']);
	});

	test('leaves the list itself alone', () => {
		const items = [{ id: '1' }, { id: '2' }];
		newestFirst(items, () => null);
		expect(items).toStrictEqual([{ id: '1' }, { id: '2' }]);
	});
});

describe('the best matches', () => {
	const items = ['Sales', 'sales team', 'Presales', 'Support'].map((name) => ({ name }));
	const found = (name: string) => bestMatches(items, name).map((item) => item.name);

	test('are those of exactly that name, or else those that contain it, in any case', () => {
		expect(found('SALES')).toStrictEqual(['Sales']);
		expect(found('Sale')).toStrictEqual(['Sales', 'sales team', 'Presales']);
		expect(found('Team')).toStrictEqual(['sales team']);
		expect(found('Nowhere')).toStrictEqual([]);
	});
});
