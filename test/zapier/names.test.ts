import { type Dropdown, defineDropdown } from '../../src/zapier/dropdowns.ts';
import { type Failure, RequestError } from '../../src/zapier/errors/requestError.ts';
import { InputError } from '../../src/zapier/errors/stepError.ts';
import { optional } from '../../src/zapier/fields/inputField.ts';
import { plainText, type ValuesOf } from '../../src/zapier/fields/outputField.ts';
import { path } from '../../src/zapier/http.ts';
import * as names from '../../src/zapier/names.ts';
import { lineItems } from '../../src/zapier/schemas/lineItems.ts';
import { INT64, reference, references } from '../../src/zapier/schemas/reference.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import type { Session } from '../../src/zapier/session.ts';

/** What is refused without waiting is a rejection, too. */
const lookUpNames = async (...given: Parameters<typeof names.lookUpNames>) => names.lookUpNames(...given);

const item = { id: plainText, name: plainText, email: plainText };
type Item = ValuesOf<typeof item>;
const people: Item[] = [
	{ id: '1', name: 'Ana', email: 'ana@x.com' },
	{ id: '2', name: 'Ben', email: 'ben@x.com' },
	{ id: '3', name: 'Twin', email: 'a@x.com' },
	{ id: '4', name: 'Twin', email: 'b@x.com' },
];

/** The list behind the fields, two a page, and how often it was read. */
function dropdownOf(more: Partial<Dropdown> = {}) {
	const list = jest.fn(async (_session: Session, { page }: { page: number }) => {
		const items = people.slice(page * 2, page * 2 + 2);
		return { items, raw: items, total: people.length };
	});
	const sample = { id: '1', name: 'Ana', email: 'ana@x.com' };
	return { list, dropdown: { ...defineDropdown({ key: 'people', noun: 'person', output: item, sample, list }), ...more } };
}

const refused = (status: number): Failure => ({
	kind: 'refused',
	status,
	message: undefined,
	code: undefined,
	fields: [],
	retryAfter: undefined,
	body: undefined,
});
const failedWith = (failure: Failure) => new RequestError({ method: 'GET', path: path`/people` }, failure);
const refusedWith = (status: number) => failedWith(refused(status));

const sessionOf = () => ({ timeLeft: () => 25_000, names: new Map<string, string>(), unresolved: [] as string[] }) as unknown as Session;
const field = { label: 'Person', dynamic: 'people.id.name', idForm: INT64 };
const form = {
	one: optional(reference(field)),
	several: optional(references({ ...field, label: 'People' })),
	rows: optional(lineItems({ person: reference(field), note: optional(text({ label: 'Note' })) }, { label: 'Rows' })),
	plain: optional(text({ label: 'Plain' })),
};

test.each([
	[{ one: '7' }, { one: '7' }],
	[{ one: 'ana' }, { one: '1' }],
	[{ one: 'BEN@x.com' }, { one: '2' }],
	[{ several: ['Ben', '1', 'ben', 'Ana'] }, { several: ['2', '1'] }],
	[{ rows: [{ person: 'Ben', note: 'Ana' }, { person: '9' }] }, { rows: [{ person: '2', note: 'Ana' }, { person: '9' }] }],
	[
		{ rows: [{ person: 'Ben', note: 'x' }, { person: '2', note: 'x' }, { person: '1' }] },
		{ rows: [{ person: '2', note: 'x' }, { person: '1' }] },
	],
	[{ plain: 'Ana' }, { plain: 'Ana' }],
	[{}, {}],
])('%j becomes %j', async (input, expected) => {
	expect(await lookUpNames(form, input, sessionOf(), [dropdownOf().dropdown])).toStrictEqual(expected);
});

test.each([
	['Twin', 'Person “Twin” is the name of 2 persons. Use the ID instead: 3 or 4.'],
	['Anna', "Person “Anna” wasn't found: there is no person with that name or ID. Did you mean “Ana”?"],
	['Somebody Else', "Person “Somebody Else” wasn't found: there is no person with that name or ID. Choose one from the list."],
])('%s is refused: %s', async (one, message) => {
	await expect(lookUpNames(form, { one }, sessionOf(), [dropdownOf().dropdown])).rejects.toThrow(new InputError(message));
});

test.each([
	[
		[
			{ person: 'Ben', note: 'a' },
			{ person: '2', note: 'b' },
		],
		'Person “2” is named 2 times, with Note “a” and “b”. Keep one of them.',
	],
	[[{ person: '1', note: 'a' }, { person: '1' }], 'Person “1” is named 2 times, with Note “a” and none. Keep one of them.'],
])('line items %j are refused', async (rows, message) => {
	await expect(lookUpNames(form, { rows }, sessionOf(), [dropdownOf().dropdown])).rejects.toThrow(new InputError(message));
});

test('what is named twice is looked up once, and its name is kept', async () => {
	const { dropdown, list } = dropdownOf();
	const session = sessionOf();
	await lookUpNames(form, { one: 'Ana', several: ['ana', 'ANA'] }, session, [dropdown]);
	expect(list).toHaveBeenCalledTimes(2);
	expect([...session.names]).toStrictEqual([['1', 'Ana']]);
});

test('an id asks for nothing, and waits for nothing', () => {
	const { dropdown, list } = dropdownOf();
	expect(names.lookUpNames(form, { one: '42' }, sessionOf(), [dropdown])).toStrictEqual({ one: '42' });
	expect(list).not.toHaveBeenCalled();
});

test.each<[title: string, found: Item[], requests: number]>([
	['that finds it', people.slice(0, 1), 0],
	['that finds somebody else', people.slice(1, 2), 2],
	['that finds nobody', [], 2],
])('an API’s own search %s goes first', async (_title, found, requests) => {
	const { dropdown, list } = dropdownOf({ find: async () => found });
	expect(await lookUpNames(form, { one: 'Ana' }, sessionOf(), [dropdown])).toStrictEqual({ one: '1' });
	expect(list).toHaveBeenCalledTimes(requests);
});

describe('a list that can’t be read', () => {
	const failing = (failure: Failure) => {
		const list = () => Promise.reject(failedWith(failure));
		return { ...dropdownOf().dropdown, list };
	};

	test.each([401, 403])('for lack of permission (%i): the name is sent as typed, and that is noted', async (status) => {
		const session = sessionOf();
		const one = reference({ label: 'Person', dynamic: 'people.id.name', idForm: /^p-\d+$/ });
		expect(await lookUpNames({ one }, { one: 'Ana' }, session, [failing(refused(status))])).toStrictEqual({ one: 'Ana' });
		expect(session.unresolved).toStrictEqual(['Person “Ana”']);
	});

	test.each([401, 403])('for lack of permission (%i): a name that can’t stand for a number isn’t sent', async (status) => {
		await expect(lookUpNames(form, { one: 'Ana' }, sessionOf(), [failing(refused(status))])).rejects.toThrow(
			"Person “Ana” can't be looked up, since this connection may not list persons. Use the ID instead.",
		);
	});

	test.each<[Failure]>([[refused(500)], [refused(429)], [{ kind: 'unanswered', reason: 'timeout' }]])(
		'for another reason ends the step: %j',
		async (failure) => {
			await expect(lookUpNames(form, { one: 'Ana' }, sessionOf(), [failing(failure)])).rejects.toBeInstanceOf(RequestError);
		},
	);
});

describe('for a step that destroys something', () => {
	const exact = { exact: true };

	test.each([
		['7', '7'],
		['ana@x.com', '1'],
		['BEN@X.com', '2'],
		['Ana Diaz <ana@x.com>', '1'],
		['mailto:ana@x.com', '1'],
	])('%s is %s', async (one, id) => {
		expect(await lookUpNames(form, { one }, sessionOf(), [dropdownOf().dropdown], exact)).toStrictEqual({ one: id });
	});

	test.each([
		['Ana', 'Person “Ana” is neither an email address nor an ID. Choose one from the list, or map an email address.'],
		['na@x.com', "Person “na@x.com” wasn't found: there is no person with that email address or ID. Choose one from the list."],
		['ana@x.com, ben@x.com', /is neither an email address nor an ID/],
		['*@x.com', /there is no person with that email address or ID/],
	])('%s is refused', async (one, message) => {
		await expect(lookUpNames(form, { one }, sessionOf(), [dropdownOf().dropdown], exact)).rejects.toThrow(message);
	});

	test('an address that several have is refused', async () => {
		const twins = [...people, { id: '5', name: 'Ana', email: 'Ana@X.com' }];
		const { dropdown } = dropdownOf({ list: async () => ({ items: twins, raw: twins, total: 5 }) });
		await expect(lookUpNames(form, { one: 'ana@x.com' }, sessionOf(), [dropdown], exact)).rejects.toThrow(
			new InputError('Person “ana@x.com” is the email address of 2 persons. Use the ID instead: 1 or 5.'),
		);
	});

	test('whom the API doesn’t find by address isn’t looked for in the whole list', async () => {
		const { dropdown, list } = dropdownOf({ find: async () => [] });
		await expect(lookUpNames(form, { one: 'ana@x.com' }, sessionOf(), [dropdown], exact)).rejects.toThrow(/wasn't found/);
		expect(list).not.toHaveBeenCalled();
	});

	test('what can’t be looked up is not sent', async () => {
		const { dropdown } = dropdownOf({ list: () => Promise.reject(refusedWith(403)) });
		await expect(lookUpNames(form, { one: 'ana@x.com' }, sessionOf(), [dropdown], exact)).rejects.toThrow(
			new InputError("Person “ana@x.com” can't be looked up, since this connection may not list persons. Use the ID instead."),
		);
	});

	test('a key that isn’t valid is said to be that', async () => {
		const { dropdown } = dropdownOf({ list: () => Promise.reject(refusedWith(401)) });
		await expect(lookUpNames(form, { one: 'ana@x.com' }, sessionOf(), [dropdown], exact)).rejects.toBeInstanceOf(RequestError);
	});
});

test.each([undefined, [], [dropdownOf({ key: 'places' }).dropdown]])(
	'a field that refers to no dropdown of %j is a programming error',
	async (dropdowns) => {
		await expect(lookUpNames(form, { one: 'Ana' }, sessionOf(), dropdowns)).rejects.toThrow(
			new TypeError("Person refers to a dropdown that isn't there: people.id.name"),
		);
	},
);

test('each field looks in the list that it refers to, under the keys that it names', async () => {
	const { dropdown: places } = dropdownOf({
		key: 'places',
		noun: 'place',
		find: async () => [{ id: '70', code: '77', name: 'x', title: 'Ana' }],
	});
	const place = reference({ label: 'Place', dynamic: 'places.code.title', idForm: INT64 });
	const both = { one: reference(field), place };
	expect(await lookUpNames(both, { one: 'Ana', place: 'Ana' }, sessionOf(), [dropdownOf().dropdown, places])).toStrictEqual({
		one: '1',
		place: '77',
	});
});

test('an item without a name is none that is meant', async () => {
	const { dropdown } = dropdownOf({ find: async () => [{ id: '8' }, { id: '1', name: 'Ana' }] as Item[] });
	expect(await lookUpNames(form, { one: 'ana' }, sessionOf(), [dropdown])).toStrictEqual({ one: '1' });
	await expect(lookUpNames(form, { one: 'undefined' }, sessionOf(), [dropdown])).rejects.toThrow("wasn't found");
});

describe('an error offers three at most', () => {
	const many = [1, 2, 3, 4].map((n) => ({ id: `${n}`, name: `Anna ${n}`, email: '' }));

	test('names that are close', async () => {
		const { dropdown } = dropdownOf({ list: async () => ({ items: many, raw: many, total: 4 }) });
		await expect(lookUpNames(form, { one: 'Anna' }, sessionOf(), [dropdown])).rejects.toThrow(
			/Did you mean “Anna 1”, “Anna 2”, or “Anna 3”\?$/,
		);
	});

	test('IDs of those who are meant', async () => {
		const { dropdown } = dropdownOf({ find: async () => many.map((one) => ({ ...one, name: 'Anna' })) });
		await expect(lookUpNames(form, { one: 'Anna' }, sessionOf(), [dropdown])).rejects.toThrow(
			/is the name of 4 persons\. Use the ID instead: 1, 2, or 3\.$/,
		);
	});
});

test('line items that begin with no reference stay as they are', async () => {
	const rows = [{ note: 'a' }, { note: 'a' }];
	const noted = { rows: lineItems({ note: text({ label: 'Note' }) }, { label: 'Rows' }) };
	expect(await lookUpNames(noted, { rows }, sessionOf(), [])).toStrictEqual({ rows });
});

test('a list may be named without its keys: the ID and the name then', async () => {
	const one = reference({ label: 'Person', dynamic: 'people', idForm: INT64 });
	expect(await lookUpNames({ one }, { one: 'Ana' }, sessionOf(), [dropdownOf().dropdown])).toStrictEqual({ one: '1' });
});

describe('people whom a field refers to by address', () => {
	const byAddress = { one: reference({ label: 'Person', dynamic: 'people.id.email', idForm: INT64 }) };

	test('are known by nothing else', async () => {
		await expect(lookUpNames(byAddress, { one: 'Ana' }, sessionOf(), [dropdownOf().dropdown])).rejects.toThrow(
			'Person “Ana” is neither an email address nor an ID. Choose one from the list, or map an email address.',
		);
	});

	test('are found by it, and have it for a name', async () => {
		const session = sessionOf();
		expect(await lookUpNames(byAddress, { one: 'ANA@x.com' }, session, [dropdownOf().dropdown])).toStrictEqual({ one: '1' });
		expect([...session.names]).toStrictEqual([['1', 'ana@x.com']]);
	});
});

test('what isn’t a text is no name', async () => {
	const { dropdown, list } = dropdownOf();
	expect(await lookUpNames(form, { one: 7, several: [8, null] }, sessionOf(), [dropdown])).toStrictEqual({ one: 7, several: [8, null] });
	expect(list).not.toHaveBeenCalled();
});

test('line items of one thing differ by a list as well', async () => {
	const tags = references({ ...field, label: 'Tags' });
	const tagged = { rows: lineItems({ person: reference(field), tags }, { label: 'Rows' }) };
	const rows = [
		{ person: '1', tags: ['2', '3'] },
		{ person: '1', tags: ['23'] },
	];
	await expect(lookUpNames(tagged, { rows }, sessionOf(), [dropdownOf().dropdown])).rejects.toThrow(
		'Person “1” is named 2 times, with Tags “2, 3” and “23”. Keep one of them.',
	);
});

test('a form that refers to nothing is passed on as it is', async () => {
	const input = { plain: 'Ana' };
	expect(await lookUpNames({ plain: text({ label: 'Plain' }) }, input, sessionOf())).toStrictEqual(input);
});
