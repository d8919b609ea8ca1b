import type { Bundle, ZObject } from 'zapier-platform-core';
import { defineDropdown, toHiddenTrigger } from '../../src/zapier/dropdowns.ts';
import { plainText } from '../../src/zapier/fields/outputField.ts';
import type { Page, PageRequest } from '../../src/zapier/paging.ts';
import { acmeConnection, placeAcme } from '../support/acme.ts';

interface Item {
	id: string;
}

const placement = { ...placeAcme(), prefix: 'acme_', suffix: ' in Acme' };

/** A dropdown that answers as told, as Zapier's editor asks it: page by page, with a cursor that Zapier keeps. */
function openDropdown(answer: (wanted: PageRequest) => Page<Item>, pagedByCursor?: true) {
	const asked: PageRequest[] = [];
	let kept: string | undefined;
	const trigger = toHiddenTrigger(
		defineDropdown({
			key: 'places',
			noun: 'favourite place',
			output: { id: plainText },
			sample: { id: '1' },
			...(pagedByCursor ? { pagedByCursor } : {}),
			list: async (_session, wanted) => {
				asked.push(wanted);
				return answer(wanted);
			},
		}),
		placement,
	);
	const cursor = {
		get: async () => kept,
		set: async (value: string) => {
			kept = value;
		},
	};
	const { perform } = trigger.operation as unknown as { perform(zapier: ZObject, bundle: Bundle): Promise<Item[]> };
	const load = (page?: number) =>
		perform({ cursor } as unknown as ZObject, { authData: acmeConnection, inputData: {}, meta: { page } } as unknown as Bundle);
	return { trigger, asked, load, kept: () => kept };
}

const pageOf = (ids: string[], next?: string): Page<Item> => ({
	items: ids.map((id) => ({ id })),
	raw: ids,
	...(next === undefined ? {} : { next }),
});

test('is a hidden trigger that Zapier’s editor reads page by page', () => {
	expect(openDropdown(() => pageOf([])).trigger).toMatchObject({
		key: 'acme_places',
		noun: 'favourite place',
		display: {
			label: 'List of Favourite Places in Acme',
			description: 'Triggers when a list of favourite places is needed for a dropdown.',
			hidden: true,
		},
		operation: { type: 'polling', canPaginate: true, sample: { id: '1' }, outputFields: [{ key: 'id', label: 'ID', type: 'string' }] },
	});
});

describe('a dropdown paged by number', () => {
	test('asks for the page that is wanted, and keeps no cursor', async () => {
		const { load, asked, kept } = openDropdown(({ page }) => pageOf([`p${page}`]));
		expect(await load()).toStrictEqual([{ id: 'p0' }]);
		expect(await load(3)).toStrictEqual([{ id: 'p3' }]);
		expect(asked).toStrictEqual([
			{ page: 0, cursor: undefined },
			{ page: 3, cursor: undefined },
		]);
		expect(kept()).toBeUndefined();
	});

	test('goes on behind a page without anything that belongs into it, since an empty one would end the list', async () => {
		const { load, asked } = openDropdown(({ page }) => ({ ...pageOf(page === 2 ? ['a'] : []), raw: page < 4 ? [page] : [] }));
		expect(await load()).toStrictEqual([{ id: 'a' }]);
		expect(await load(3)).toStrictEqual([]);
		expect(asked.map(({ page }) => page)).toStrictEqual([0, 1, 2, 3, 4]);
	});

	test('asks for nothing behind the last page', async () => {
		const { load, asked } = openDropdown(() => ({ ...pageOf([]), raw: [1, 2, 3, 4, 5], total: 5 }));
		expect(await load()).toStrictEqual([]);
		expect(asked).toHaveLength(1);
	});

	test('gives each item once', async () => {
		expect(await openDropdown(() => pageOf(['b', 'a', 'b'])).load()).toStrictEqual([{ id: 'b' }, { id: 'a' }]);
	});
});

describe('a dropdown paged by cursor', () => {
	const list: Record<string, Page<Item>> = { '': pageOf(['a'], 'c1'), c1: pageOf(['b'], 'c2'), c2: pageOf(['c']) };
	const answer = ({ cursor = '' }: PageRequest) => list[cursor] ?? pageOf(['lost']);

	test('goes on where the page before ended, to an end without a next one', async () => {
		const { load, asked } = openDropdown(answer, true);
		expect([await load(0), await load(1), await load(2), await load(3)]).toStrictEqual([[{ id: 'a' }], [{ id: 'b' }], [{ id: 'c' }], []]);
		expect(asked.map(({ cursor }) => cursor)).toStrictEqual([undefined, 'c1', 'c2']);
	});

	test('begins anew with the first page, whatever cursor is kept', async () => {
		const { load, asked } = openDropdown(answer, true);
		await load(0);
		await load(1);
		expect(await load(0)).toStrictEqual([{ id: 'a' }]);
		expect(asked.at(-1)).toStrictEqual({ page: 0, cursor: undefined });
	});

	test('that is lost asks for nothing', async () => {
		const { load, asked } = openDropdown(answer, true);
		expect(await load(1)).toStrictEqual([]);
		expect(asked).toStrictEqual([]);
	});
});
