import * as z from 'zod/mini';
import { StepError } from '../../src/zapier/errors/stepError.ts';
import type { HttpRequest, HttpResponse } from '../../src/zapier/http.ts';
import {
	FIRST_PAGE,
	isRecent,
	itemsOf,
	linkedPage,
	type Page,
	type PageRequest,
	readPages,
	readRecent,
	readToItems,
} from '../../src/zapier/paging.ts';
import { fc } from '../support/randomness.ts';

const GET: HttpRequest = { method: 'GET', path: '/things' };
const NOW = Date.parse('2027-01-31T00:00:00Z');
const endless = { timeLeft: () => 25_000 };

/** Answers with the pages, one after the other, and notes what was asked. */
function pages<Item>(...given: Page<Item>[]) {
	const asked: PageRequest[] = [];
	const load = async (wanted: PageRequest): Promise<Page<Item>> => {
		asked.push(wanted);
		return given[wanted.page] ?? { items: [], raw: [] };
	};
	return { load, asked };
}

const page = (text: string, more: Partial<Page<string>> = {}): Page<string> => ({ items: [...text], raw: [...text], ...more });

describe('pages are read', () => {
	test.each<[title: string, given: Page<string>[], expected: string, requests: number]>([
		['up to an empty page', [page('ab'), page('c'), page('')], 'abc', 3],
		['up to the total', [page('ab', { total: 3 }), page('c', { total: 3 }), page('d')], 'abc', 2],
		[
			'up to the total, from a server that gives fewer than asked',
			[page('a', { total: 3 }), page('b', { total: 3 }), page('c', { total: 3 })],
			'abc',
			3,
		],
		[
			'past a page of which nothing can be read',
			[page('a', { total: 3 }), { items: [], raw: [null], total: 3 }, page('c', { total: 3 })],
			'ac',
			3,
		],
		['up to an empty page, whatever the total', [page('a', { total: 9 }), page('', { total: 9 }), page('z')], 'a', 2],
		['up to the number of pages', [page('a', { pages: 2 }), page('b', { pages: 2 }), page('z')], 'ab', 2],
		['while there is more', [page('a', { hasMore: true }), page('', { hasMore: true }), page('b', { hasMore: false }), page('z')], 'ab', 3],
		[
			'while there is more, whatever is empty',
			[page('', { hasMore: true }), page('', { hasMore: true }), page('a', { hasMore: false }), page('z')],
			'a',
			3,
		],
		['while there is a next one', [page('a', { next: 'x' }), page('b', { next: '' }), page('z')], 'ab', 2],
		['until they repeat', [page('ab'), page('ab'), page('c')], 'ab', 2],
		[
			'until they repeat, though nothing on them can be read',
			[{ items: [], raw: ['x'] }, { items: [], raw: ['y'] }, { items: [], raw: ['y'] }, page('c')],
			'',
			3,
		],
		['of nothing', [page('')], '', 1],
	])('%s', async (_title, given, expected, requests) => {
		const { load, asked } = pages(...given);
		expect((await readPages(endless, load)).join('')).toBe(expected);
		expect(asked.map(({ page: number }) => number)).toStrictEqual(Array.from({ length: requests }, (_, index) => index));
	});

	test.each<[title: string, more: Partial<Page<string>>]>([
		['a total', { total: 9 }],
		['a number of pages', { pages: 9 }],
		['more', { hasMore: true }],
		['a next one', { next: 'x' }],
	])('not as if that were all, where the same comes again and the API tells of %s', async (_title, more) => {
		const { load, asked } = pages(page('ab', more), page('ab', more), page('c', more));
		await expect(readPages(endless, load)).rejects.toMatchObject({
			name: 'StepError',
			code: 'incomplete_list',
			message: 'The list has more pages, but the same one came again, so nobody can tell what is in the rest of it.',
		});
		expect(asked).toHaveLength(2);
	});

	test('by the cursor of the page before', async () => {
		const { load, asked } = pages(page('a', { next: 'c1' }), page('b', { next: 'c2' }), page('c', { next: '' }));
		await readPages(endless, load);
		expect(asked).toStrictEqual([FIRST_PAGE, { page: 1, cursor: 'c1' }, { page: 2, cursor: 'c2' }]);
	});

	test('until there is enough', async () => {
		const { load, asked } = pages(page('ab'), page('cd'), page('ef'));
		expect(await readPages(endless, load, (items) => items.includes('c'))).toStrictEqual([...'abcd']);
		expect(asked).toHaveLength(2);
	});

	test('of 180,000 items at once', async () => {
		const items = Array.from({ length: 180_000 }, (_, index) => index);
		const { load } = pages<number>({ items, raw: items, total: items.length });
		expect(await readPages(endless, load)).toHaveLength(180_000);
	});

	test('while there is time, and then the list is an error, never a part of it', async () => {
		let left = 5_000;
		let number = 0;
		const load = async () => {
			left -= 1_500;
			return { items: [number++], raw: [number] };
		};
		await expect(readPages({ timeLeft: () => left }, load)).rejects.toThrow(
			new StepError(
				'The list is too long to look through in the time that a step has, so nobody can tell what is in the rest of it.',
				'incomplete_list',
			),
		);
		expect(number).toBe(3);
	});
});

describe('a date is recent', () => {
	test.each([
		['2027-01-31T00:00:00Z', true],
		['2026-12-31T00:00:00Z', true],
		['2026-12-30T23:59:59Z', false],
		['2028-01-01T00:00:00Z', true],
		[null, true],
	])('%s: %j', (date, expected) => {
		expect(isRecent(date, NOW)).toBe(expected);
	});
});

describe('recent items', () => {
	interface Item {
		id: string;
		date: string | null;
	}
	const dateOf = ({ date }: Item) => date;
	const item = (day: number, month = '01'): Item => ({
		id: `${month}-${day}`,
		date: `2027-${month}-${String(day).padStart(2, '0')}T00:00:00Z`,
	});
	const old = (day: number): Item => ({ id: `old-${day}`, date: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z` });
	const listOf = (items: Item[], size: number): Page<Item>[] =>
		Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
			const part = items.slice(index * size, (index + 1) * size);
			return { items: part, raw: part, total: items.length };
		});
	const many = Array.from({ length: 20 }, (_, index) => old(index + 1));

	test.each<[title: string, items: Item[], size: number, expected: string[], asked: number[]]>([
		['of a list with the newest first: from its beginning', [item(30), item(29), ...many.toReversed()], 8, ['01-30', '01-29'], [0, 2]],
		['of a list with the oldest first: from its end', [...many, item(29), item(30)], 8, ['01-29', '01-30'], [0, 2]],
		['of a list in no order: all of it', [old(3), item(30), ...many.slice(3, 10), old(1)], 2, ['01-30'], [0, 4, 1, 2, 3]],
		['of a list whose ends are in order by chance: all of it', [old(1), item(30), old(2)], 1, ['01-30'], [0, 2, 1]],
		['of a list on one page', [old(1), item(30)], 2, ['01-30'], [0]],
		['of an empty list', [], 2, [], [0]],
		['of a list with eight dates in order', [item(30), ...many.slice(0, 11).toReversed()], 4, ['01-30'], [0, 2]],
		['of a list with seven dates: all of it', [item(30), ...many.slice(1, 11).toReversed(), old(2)], 4, ['01-30'], [0, 2, 1]],
		['of a list with equal dates, newest first', [item(30), item(30), ...many.slice(0, 14).toReversed()], 6, ['01-30', '01-30'], [0, 2]],
		['of a list with equal dates, oldest first', [...many.slice(0, 14), item(30), item(30)], 6, ['01-30', '01-30'], [0, 2]],
		[
			'of a list in no order, of which many dates are known: all of it',
			[...many.slice(6, 12), item(30), ...many.slice(12), ...many.slice(0, 6)],
			6,
			['01-30'],
			[0, 3, 1, 2],
		],
		[
			'of a list that is in order but for one: all of it',
			[item(30), ...many.slice(0, 10).toReversed(), item(29), old(1)],
			4,
			['01-30', '01-29'],
			[0, 3, 1, 2],
		],
	])('%s', async (_title, items, size, expected, asked) => {
		const list = pages(...listOf(items, size));
		expect((await readRecent(endless, list.load, dateOf, NOW)).map(({ id }) => id).toSorted()).toStrictEqual(expected.toSorted());
		expect(list.asked.map(({ page: number }) => number)).toStrictEqual(asked);
	});

	test('without a date can’t be told from new ones: the list is read whole', async () => {
		const list = pages(...listOf([item(30), { id: 'undated', date: null }, ...many], 2));
		expect((await readRecent(endless, list.load, dateOf, NOW)).map(({ id }) => id)).toStrictEqual(['01-30', 'undated']);
	});

	test.each([0, 1, 5])('that are old never come up because %i others were removed', async (removed) => {
		const list = pages(...listOf([...many.slice(removed), item(30)], 2));
		expect((await readRecent(endless, list.load, dateOf, NOW)).map(({ id }) => id)).toStrictEqual(['01-30']);
	});
});

function response(body: unknown, headers: Record<string, string> = {}): HttpResponse {
	return { request: GET, status: 200, headers: new Headers(headers), body };
}

describe('a Link header', () => {
	const base = { baseUrl: 'https://api.acme.example/v1' };

	test.each([
		['<https://api.acme.example/v1/things?page=2>; rel="next"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=1>; rel="prev", <https://api.acme.example/v1/things?page=3>; rel="next"', '/things?page=3'],
		['</v1/things?after=a%26b>; title="x"; rel=next', '/things?after=a%26b'],
		['<?page=2>; rel="last next"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=2>; rel="prev"', undefined],
		['<https://api.acme.example/v1/things?page=2>; rel="nextish"', undefined],
		['nonsense', undefined],
		['', undefined],
		['<https://api.acme.example/v1/things?page=2>;rel="next"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=2>  ;  title="x"  ;  rel  =  "next"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=2>; rel="next start last"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=2>; rel="start next"; title="x"', '/things?page=2'],
		['<https://api.acme.example/v1/things?page=2>; rel="nextish x"', undefined],
		['<https://api.acme.example/v1/things?page=2>; rel="x annext"', undefined],
	])('%s leads to %s', (link, expected) => {
		expect(linkedPage(response([], { link }), base)).toBe(expected);
	});

	test('that is missing leads nowhere', () => {
		expect(linkedPage(response([]), base)).toBeUndefined();
	});

	test.each(['https://api.acme.example', 'https://api.acme.example/', 'https://api.acme.example/v1/'])(
		'leads to a path below %s',
		(baseUrl) => {
			const { pathname } = new URL(baseUrl);
			const link = `<${pathname}things?page=2>; rel="next"`;
			expect(linkedPage(response([], { link }), { baseUrl })).toBe('/things?page=2');
		},
	);

	test.each([
		'https://evil.example/v1/things?page=2',
		'http://api.acme.example/v1/things',
		'https://api.acme.example:8443/v1/things',
		'https://api.acme.example/v2/things',
		'//evil.example/v1/things',
	])('to %s leads where no credential may go', (url) => {
		expect(() => linkedPage(response([], { link: `<${url}>; rel="next"` }), base)).toThrow(
			expect.objectContaining({ failure: { kind: 'unreadable', reason: 'redirect', status: 200 } }),
		);
	});
});

describe('the items of a list', () => {
	const item = () => z.object({ id: z.pipe(z.union([z.string(), z.number()]), z.transform(String)) });

	test.each<[title: string, body: unknown, ids: string[], all: number]>([
		['bare', [{ id: 1 }, { id: '2' }], ['1', '2'], 2],
		['as data', { data: [{ id: 1 }], total: 1 }, ['1'], 1],
		['empty', { data: [] }, [], 0],
		['with others that lack what is needed', [{ id: 1 }, { name: 'x' }, null, 'x', { id: 2, more: true }], ['1', '2'], 5],
	])('may come %s', (_title, body, ids, all) => {
		const { items, raw } = itemsOf(response(body), item);
		expect(items).toStrictEqual(ids.map((id) => ({ id })));
		expect(raw).toHaveLength(all);
	});

	test('may have a key of their own', () => {
		expect(itemsOf(response({ users: [{ id: 1 }] }), item, 'users')).toStrictEqual({ items: [{ id: '1' }], raw: [{ id: 1 }] });
	});

	test.each([[undefined], [null], [{}], [{ data: null }], [{ data: {} }], ['x'], [7]])('can’t be read from %j', (body) => {
		expect(() => itemsOf(response(body), item)).toThrow(
			expect.objectContaining({ request: GET, failure: { kind: 'unreadable', reason: 'json', status: 200 } }),
		);
	});
});

describe('the items of the last 31 days', () => {
	const NOW = Date.parse('2026-11-21T12:00:00Z');
	const DAY = 24 * 60 * 60 * 1000;
	interface Dated {
		id: number;
		date: string | null;
	}
	const dated = (daysAgo: (number | null)[]): Dated[] =>
		daysAgo.map((days, id) => ({ id, date: days === null ? null : new Date(NOW - days * DAY).toISOString() }));

	/** A list as an API gives it, which tells how many there are, or how many pages, or nothing. */
	function listOf(items: Dated[], size: number, tells: 'total' | 'pages' | 'nothing') {
		const asked: number[] = [];
		const load = async ({ page }: PageRequest): Promise<Page<Dated>> => {
			asked.push(page);
			const some = items.slice(page * size, (page + 1) * size);
			const told = { total: { total: items.length }, pages: { pages: Math.ceil(items.length / size) }, nothing: {} }[tells];
			return { items: some, raw: some, ...told };
		};
		return { asked, read: () => readRecent(endless, load, ({ date }) => date, NOW) };
	}

	test('are all there, whatever the order, the size of a page and what the API tells', async () => {
		const days = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(null)), { maxLength: 40 });
		const order = fc.constantFrom('oldest', 'newest', 'none');
		const sorted = (list: (number | null)[], by: string) =>
			by === 'none' ? list : list.toSorted((a, b) => ((a ?? 0) - (b ?? 0)) * (by === 'newest' ? 1 : -1));
		await fc.assert(
			fc.asyncProperty(
				days,
				order,
				fc.integer({ min: 1, max: 9 }),
				fc.constantFrom('total', 'pages', 'nothing'),
				async (list, by, size, tells) => {
					const items = dated(sorted(list, by));
					const found = await listOf(items, size, tells).read();
					const expected = items.filter(({ date }) => date === null || Date.parse(date) >= NOW - 31 * DAY);
					expect(found.map(({ id }) => id).toSorted((a, b) => a - b)).toStrictEqual(expected.map(({ id }) => id));
				},
			),
			{ numRuns: 500 },
		);
	});

	const many = Array.from({ length: 1000 }, (_, index) => index);

	test.each([
		['the newest stand first', many, [0, 9]],
		['the oldest stand first', many.toReversed(), [0, 9]],
	])('take two requests of ten where %s', async (_title, days, pages) => {
		const { asked, read } = listOf(dated(days), 100, 'total');
		expect(await read()).toHaveLength(32);
		expect(asked).toStrictEqual(pages);
	});

	test('are read from the end over as many pages as they take', async () => {
		const { asked, read } = listOf(dated(many.toReversed()), 10, 'pages');
		expect(await read()).toHaveLength(32);
		expect(asked).toStrictEqual([0, 99, 98, 97, 96]);
	});

	test.each(['total', 'pages'] as const)('are all there where all are recent, and the oldest stand first (%s)', async (tells) => {
		const { asked, read } = listOf(dated(many.slice(0, 20).toReversed()), 5, tells);
		expect((await read()).map(({ id }) => id).toSorted((a, b) => a - b)).toStrictEqual(many.slice(0, 20));
		expect(asked).toStrictEqual([0, 3, 2, 1]);
	});

	test.each([
		['the newest stand first', 0, [many.slice(0, 8), many.slice(40, 48), many.slice(90, 98)], [0, 2, 1]],
		['the oldest stand first', 2, [many.slice(90, 98).toReversed(), many.slice(0, 8).toReversed(), many.slice(40, 48)], [0, 2, 1]],
	])('are read past a page of which nothing can be read, where %s', async (_title, unreadable, pages, expected) => {
		const asked: number[] = [];
		const load = async ({ page }: PageRequest): Promise<Page<Dated>> => {
			asked.push(page);
			return { items: page === unreadable ? [] : dated(pages[page] ?? []), raw: pages[page] ?? [], pages: 3 };
		};
		await readRecent(endless, load, ({ date }) => date, NOW);
		expect(asked).toStrictEqual(expected);
	});

	test('are looked for in the whole list where too few dates tell an order', async () => {
		const { asked, read } = listOf(dated([1, 1, 2, 2, 50, 50, 60, 60, 3, 3]), 2, 'total');
		expect((await read()).map(({ id }) => id)).toStrictEqual([0, 1, 2, 3, 8, 9]);
		expect(asked.toSorted()).toStrictEqual([0, 1, 2, 3, 4]);
	});

	test.each([
		['before the order is known', 0, [0]],
		['on the way from the end', 2, [0, 99]],
	])('end with an error if time runs out %s', async (_title, checks, expected) => {
		let left = checks;
		const session = { timeLeft: () => (left-- > 0 ? 1_000 : 999) };
		const asked: number[] = [];
		const items = dated(many.toReversed());
		const load = async ({ page }: PageRequest) => {
			asked.push(page);
			const some = items.slice(page * 10, page * 10 + 10);
			return { items: some, raw: some, total: 1000 };
		};
		await expect(readRecent(session, load, ({ date }) => date, NOW)).rejects.toMatchObject({ code: 'incomplete_list' });
		expect(asked).toStrictEqual(expected);
	});

	test('end with an error if time runs out in a list without an order', async () => {
		let left = 2_500;
		const session = { timeLeft: () => (left -= 1_000) };
		const items = dated(many.toReversed());
		const load = async ({ page }: PageRequest) => {
			const some = items.slice(page * 2, page * 2 + 2);
			return { items: some, raw: some, total: 1000 };
		};
		await expect(readRecent(session, load, ({ date }) => date, NOW)).rejects.toMatchObject({ code: 'incomplete_list' });
	});
});

describe('the first page with items', () => {
	const pagesOf =
		(...given: Page<string>[]) =>
		async ({ page }: PageRequest) =>
			given[page] ?? { items: [], raw: [] };
	const pages: Record<number, Page<string>> = {
		0: { items: [], raw: [1, 2], total: 7, next: 'c1' },
		1: { items: [], raw: [3, 4], total: 7, next: 'c2' },
		2: { items: ['a'], raw: ['a', 5], total: 7, next: 'c3' },
		3: { items: [], raw: [6], total: 7, next: '' },
	};
	const load = jest.fn(async ({ page }: PageRequest) => pages[page] ?? { items: [], raw: [] });
	beforeEach(() => load.mockClear());

	test.each([
		[0, ['a'], [0, 1, 2]],
		[2, ['a'], [2]],
		[3, [], [3]],
		[9, [], [9]],
	])('from page %i on is found', async (page, items, asked) => {
		expect((await readToItems(endless, load, { page, cursor: undefined })).items).toStrictEqual(items);
		expect(load.mock.calls.map(([wanted]) => wanted.page)).toStrictEqual(asked);
	});

	test('is asked for by the cursor of the page before', async () => {
		await readToItems(endless, load, { page: 0, cursor: undefined });
		expect(load.mock.calls.map(([{ cursor }]) => cursor)).toStrictEqual([undefined, 'c1', 'c2']);
	});

	test('is looked for past an empty one, where there is a next one', async () => {
		const given = pagesOf({ items: [], raw: [], next: 'c1' }, { items: ['a'], raw: ['a'], next: '' });
		expect((await readToItems(endless, given, FIRST_PAGE)).items).toStrictEqual(['a']);
	});

	test('is none where an API that knows no pages gives nothing of use', async () => {
		const same = jest.fn(async () => ({ items: [], raw: [null] }));
		expect((await readToItems(endless, same, FIRST_PAGE)).items).toStrictEqual([]);
		expect(same).toHaveBeenCalledTimes(2);
	});

	test('is unknown where the same comes again of more', async () => {
		const same = async () => ({ items: [], raw: [null], total: 9 });
		await expect(readToItems(endless, same, FIRST_PAGE)).rejects.toMatchObject({ code: 'incomplete_list' });
	});

	test('needs a second', async () => {
		expect((await readToItems({ timeLeft: () => 1_000 }, load, { page: 2, cursor: undefined })).items).toStrictEqual(['a']);
	});

	test('needs time', async () => {
		await expect(readToItems({ timeLeft: () => 999 }, load, FIRST_PAGE)).rejects.toMatchObject({ code: 'incomplete_list' });
		expect(load).not.toHaveBeenCalled();
	});

	test('is the last where the number of items tells that no more come', async () => {
		const last = jest.fn(async () => ({ items: [], raw: [1, 2, 3], total: 6 }));
		await readToItems(endless, last, { page: 1, cursor: undefined });
		expect(last).toHaveBeenCalledTimes(1);
	});
});
