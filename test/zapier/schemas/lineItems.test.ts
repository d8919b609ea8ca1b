import * as z from 'zod/mini';
import { optional } from '../../../src/zapier/fields/inputField.ts';
import { choice } from '../../../src/zapier/schemas/choice.ts';
import { email } from '../../../src/zapier/schemas/email.ts';
import { readInput } from '../../../src/zapier/schemas/input.ts';
import { lineItems } from '../../../src/zapier/schemas/lineItems.ts';
import { list } from '../../../src/zapier/schemas/list.ts';
import { text } from '../../../src/zapier/schemas/text.ts';
import { refusal } from '../../support/form.ts';

const rank = () => choice({ admin: 'Admin', member: 'Member' }, { label: 'Rank' });
const form = {
	items: optional(
		lineItems(
			{ place: text({ label: 'Place' }), rank: rank(), tags: optional(list(() => z.string(), { label: 'Tags' })) },
			{ label: 'Places' },
		),
	),
};
const items = (raw: Record<string, unknown>) => readInput(form, raw).items;

const A = { place: 'a', rank: 'admin' };
const B = { place: 'b', rank: 'member' };
const C = { place: 'c', rank: 'member' };

test.each<[string, unknown, unknown]>([
	['none', undefined, undefined],
	['nothing', null, undefined],
	['an empty text', ' ', undefined],
	['nothing in a list', [null, A, ''], [A]],
	['an empty list', [], undefined],
	['empty objects', [{}, { place: '', rank: null }], undefined],
	['one object', A, [A]],
	[
		'a list of objects',
		[
			{ place: 'a', rank: 'Admin' },
			{ place: ' b ', rank: 'MEMBER', tags: 'x, y' },
		],
		[A, { ...B, tags: ['x', 'y'] }],
	],
	['empty objects between', [A, {}, B], [A, B]],
	['nested lists', [[A]], [A]],
	['a key of no column', [{ ...A, extra: 'x' }], [A]],
	['a cell with several values in each column', [{ place: 'a, b', rank: 'admin; member' }], [A, B]],
	['lists in each column', { place: ['a', 'b'], rank: ['admin', 'member'] }, [A, B]],
	[
		'one value for every item',
		[{ place: 'a\nb\r\nc', rank: 'member', tags: ['x', 'y'] }],
		['a', 'b', 'c'].map((place) => ({ place, rank: 'member', tags: ['x', 'y'] })),
	],
	['one value for every item, in the first column', [{ place: 'a', rank: 'admin, member' }], [A, { place: 'a', rank: 'member' }]],
	['separators doubled by line breaks', [{ place: 'a,\nb,\n', rank: 'admin,\r\n\r\nmember' }], [A, B]],
	['an item empty in every column', [{ place: 'a,,c', rank: 'admin,,member' }], [A, C]],
	['an empty item beside one value for every item', [{ place: 'a,,c', rank: 'member' }], [{ place: 'a', rank: 'member' }, C]],
	['a gap in front, and one value for every item', [{ place: ',b', rank: 'member' }], [B]],
	['a line break in front, which is no gap', [{ place: '\na\nb', rank: 'admin, member' }], [A, B]],
	['what is copied with quotes and spaces', [{ place: 'a, b', rank: '“Admin”,\u00a0member' }], [A, B]],
	['one value with a gap behind it in every column', [{ place: 'a,', rank: 'admin,' }], [A]],
	['a separator behind the last value of one column', [{ place: 'a, b,', rank: 'admin, member' }], [A, B]],
])('%s', (_title, value, expected) => {
	expect(items({ items: value })).toStrictEqual(expected);
});

describe('a choice beside the name', () => {
	test.each<[string, unknown, unknown]>([
		['with a colon', [{ place: 'a: Admin' }], [A]],
		['with “as”', [{ place: 'b as member' }], [B]],
		['in each of several', [{ place: 'a: Admin; b as MEMBER' }], [A, B]],
		['in a list', [{ place: ['a:admin', 'b:member'] }], [A, B]],
		['of a plain text', 'a:admin\nb:member', [A, B]],
		['behind a name with “as” in it', [{ place: 'c as a as admin' }], [{ place: 'c as a', rank: 'admin' }]],
		['behind a name with a colon in it', [{ place: 'x: y: admin' }], [{ place: 'x: y', rank: 'admin' }]],
	])('%s', (_title, value, expected) => {
		expect(items({ items: value })).toStrictEqual(expected);
	});

	test('is left in the name where the second column is filled in', () => {
		expect(items({ items: [{ place: 'a: Admin', rank: 'member' }] })).toStrictEqual([{ place: 'a: Admin', rank: 'member' }]);
	});

	test.each<[string, unknown, string]>([
		['that is none', [{ place: 'a: owner' }], 'Fill in Rank (line 1).'],
		['of some only', [{ place: 'a: admin; b' }], 'Fill in Rank (line 2).'],
		['without a name', [{ place: ': admin' }], 'Fill in Rank (line 1).'],
	])('%s is not guessed', (_title, value, message) => {
		expect(refusal(form, { items: value })).toBe(message);
	});

	test('stays in the name where the second column is no choice', () => {
		const plain = { items: lineItems({ a: text({ label: 'A' }), b: optional(text({ label: 'B' })) }, { label: 'Items' }) };
		expect(readInput(plain, { items: [{ a: 'x: admin' }] }).items).toStrictEqual([{ a: 'x: admin' }]);
	});
});

test('an optional column that is empty in one line is left out of that line', () => {
	const perhaps = { items: lineItems({ place: text({ label: 'Place' }), rank: optional(rank()) }, { label: 'Places' }) };
	const read = (value: unknown) => readInput(perhaps, { items: value }).items;
	expect(
		read([
			{ place: 'a', rank: 'admin' },
			{ place: 'b', rank: '' },
		]),
	).toStrictEqual([A, { place: 'b' }]);
	expect(read([{ place: 'a, b, c', rank: 'admin,,member' }])).toStrictEqual([A, { place: 'b' }, C]);
	expect(read([{ place: 'a, b' }])).toStrictEqual([{ place: 'a' }, { place: 'b' }]);
	expect(read([{ place: 'a: admin; b; c: member' }])).toStrictEqual([A, { place: 'b' }, C]);
	// Words that are no choice, or stand without a name, are a part of the name.
	expect(read([{ place: 'a: admin; b: owner; : member' }])).toStrictEqual([A, { place: 'b: owner' }, { place: ': member' }]);
});

describe('what Zapier puts beside the group', () => {
	test.each<[string, Record<string, unknown>, unknown]>([
		['a plain value is one of the first column', { items: 'a, b', rank: 'member' }, [{ place: 'a', rank: 'member' }, B]],
		['columns under keys of their own', { place: 'a', rank: 'member', tags: 'x' }, [{ place: 'a', rank: 'member', tags: ['x'] }]],
		['the column’s own key goes first', { items: 'b', place: 'a', rank: 'member' }, [{ place: 'a', rank: 'member' }]],
		['an empty column gives way to the group', { items: 'b', place: ' ', rank: 'member' }, [B]],
		['nothing but empty columns', { place: '', rank: [], tags: null }, undefined],
		['beside a list they don’t count', { items: [A], rank: 'member' }, [A]],
	])('%s', (_title, raw, expected) => {
		expect(items(raw)).toStrictEqual(expected);
	});

	test('nor does a column beside a list that lacks it', () => {
		expect(refusal(form, { items: [{ place: 'a' }], rank: 'admin' })).toBe('Fill in Rank (line 1).');
	});
});

describe('a message', () => {
	const UNEVEN =
		"Places don't line up: Place, Rank, and Tags hold different numbers of values. Give one value, or as many as there are Place values.";

	test.each<[string, unknown, string]>([
		['for a plain value in a list', ['a'], 'Fill in Rank (line 1).'],
		['for only separators', [{ place: 'a, b', rank: ',' }], 'Fill in Rank (line 1) and Rank (line 2).'],
		['names the lines where something is missing', [A, { rank: 'admin' }, { place: 'c' }], 'Fill in Place (line 2) and Rank (line 3).'],
		['names the line that is wrong', [A, { place: 'b', rank: 'owner' }], "Rank (line 2) can't be “owner”. Choose Admin or Member."],
		[
			'for a column of a list names the line',
			[{ ...A, tags: [{ x: 1, y: 2 }] }],
			"Tags (line 1) can't take a whole group of values. Map one of them.",
		],
		['for more ranks than places', [{ place: 'a, b', rank: 'admin, member, admin' }], UNEVEN],
		['for fewer ranks than places', [{ place: 'a, b, c', rank: 'admin, member' }], UNEVEN],
		['for lists of different lengths', { place: ['a', 'b'], rank: ['admin', 'member', 'admin'] }, UNEVEN],
		['for a gap, which never moves what is behind it', [{ place: 'a,,c', rank: 'admin,member,admin' }], 'Fill in Place (line 2).'],
		['for a gap in a list', { place: ['a', 'b', 'c'], rank: ['admin', null, 'member'] }, 'Fill in Rank (line 2).'],
		['for a gap at the end', [{ place: 'a,,c', rank: 'admin,member,' }], 'Fill in Place (line 2) and Rank (line 3).'],
		['for one value with a gap behind it, which is not one for every item', [{ place: 'a, b', rank: 'admin,' }], 'Fill in Rank (line 2).'],
		['for one value with a gap behind it, in a list', { place: ['a', 'b'], rank: ['admin', ''] }, 'Fill in Rank (line 2).'],
		[
			'for a number with commas',
			[{ place: '1,234', rank: 'admin' }],
			'Places “1,234” may be one number or several. Write each on a line of its own.',
		],
	])('%s', (_title, value, message) => {
		expect(refusal(form, { items: value })).toBe(message);
	});
});

describe('addresses in a column', () => {
	const people = { people: lineItems({ email: email(), team: text({ label: 'Team' }) }, { label: 'People' }) };

	test('stay in every item in which they occur', () => {
		expect(readInput(people, { people: [{ email: 'a@b.co, A@b.co, Cy <c@d.co>', team: 'x, y, z' }] }).people).toStrictEqual([
			{ email: 'a@b.co', team: 'x' },
			{ email: 'A@b.co', team: 'y' },
			{ email: 'c@d.co', team: 'z' },
		]);
	});

	test.each([
		[{}, 'Fill in People.'],
		[{ people: [{ email: 'x', team: 'y' }] }, "Email (line 1) “x” isn't an email address. Write one like jane.doe@example.com."],
	])('%j: %s', (raw, message) => {
		expect(refusal(people, raw)).toBe(message);
	});
});

test('a key of every object is no column', () => {
	const odd = JSON.parse('[{"place": "a", "rank": "admin", "__proto__": {"place": "b"}, "constructor": "c"}]');
	expect(items({ items: odd })).toStrictEqual([A]);
});
