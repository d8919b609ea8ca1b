import { newestFirst } from '../../src/zapier/sorting.ts';

interface Item {
	id: string;
	date?: string;
}

const sorted = (items: Item[]) => newestFirst(items, ({ date }) => date ?? null).map(({ id }) => id);
const items = (...pairs: [id: string, date?: string][]): Item[] => pairs.map(([id, date]) => (date ? { id, date } : { id }));

const UUIDS = ['b3a0c1d2-0000-4000-8000-000000000000', '0b7c1d1e-0000-4000-8000-000000000000', 'f5d1e2c3-0000-4000-8000-000000000000'];

test.each<[title: string, given: Item[], expected: string[]]>([
	['by date', items(['1', '2026-01-01'], ['3', '2026-03-01'], ['2', '2026-02-01']), ['3', '2', '1']],
	['by date, not by id', items(['2', '2026-01-01'], ['1', '2026-03-01']), ['1', '2']],
	['by date in any zone', items(['1', '2026-01-01T10:00:00+02:00'], ['2', '2026-01-01T09:00:00Z']), ['2', '1']],
	['by id at the same moment', items(['9', '2026-01-01'], ['10', '2026-01-01']), ['10', '9']],
	['UUIDs by date', items(['a', '2026-03-01'], ['b', '2026-01-01'], ['c', '2026-02-01']), ['a', 'c', 'b']],
	[
		'UUIDs at the same moment in their order',
		items([UUIDS[0] ?? '', '2026-01-01'], [UUIDS[1] ?? '', '2026-01-01'], [UUIDS[2] ?? '', '2026-02-01']),
		[UUIDS[2] ?? '', UUIDS[0] ?? '', UUIDS[1] ?? ''],
	],
	['undated numbers by number', items(['9'], ['101'], ['20']), ['101', '20', '9']],
	['ids beyond 2^53', items(['9223372036854775806'], ['9223372036854775807'], ['8']), ['9223372036854775807', '9223372036854775806', '8']],
	['undated UUIDs in their order', items([UUIDS[0] ?? ''], [UUIDS[1] ?? ''], [UUIDS[2] ?? '']), UUIDS],
	['undated items behind dated ones', items(['9'], ['1', '2020-01-01']), ['1', '9']],
	[
		'undated items among dated ones',
		items(['a', '2026-01-01'], ['x'], ['b', '2026-03-01'], ['y'], ['c', '2026-02-01']),
		['b', 'c', 'a', 'x', 'y'],
	],
	['undated numbers among dated ones', items(['1'], ['5', '2020-01-01'], ['3']), ['5', '3', '1']],
	['one undated id that is no number', items(['1'], ['a2']), ['1', 'a2']],
	['an id that only begins with a number', items(['1a'], ['2']), ['1a', '2']],
	['an id that only ends with a number', items(['a1'], ['2']), ['a1', '2']],
	['none', [], []],
])('%s', (_title, given, expected) => {
	expect(sorted(given)).toStrictEqual(expected);
});

test('leaves the list itself alone', () => {
	const given = items(['1'], ['2']);
	sorted(given);
	expect(given.map(({ id }) => id)).toStrictEqual(['1', '2']);
});
