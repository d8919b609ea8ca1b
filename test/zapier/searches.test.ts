import type { Bundle, ZObject } from 'zapier-platform-core';
import { plainText } from '../../src/zapier/fields/outputField.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import { defineSearch, toSearch, toSearchOrCreate } from '../../src/zapier/searches.ts';
import { acmeConnection, placeAcme } from '../support/acme.ts';

const placement = { ...placeAcme(), prefix: 'acme_', suffix: ' in Acme' };
const declaration = {
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user.',
	input: { name: text({ label: 'Name' }) },
	output: { id: plainText },
	sample: { id: '1' },
	perform: async ({ name }: { name: string }) => [{ id: name }],
};
const orCreate = { create: 'invite_user', label: 'Find or Invite User', description: 'Finds a user or invites one.' };

test('is a search of Zapier’s that finds by what the form says', async () => {
	const search = toSearch(defineSearch(declaration), placement);
	expect(search).toMatchObject({
		key: 'acme_find_user',
		noun: 'user',
		display: { label: 'Find User in Acme', description: 'Finds a user.' },
		operation: { inputFields: [{ key: 'name', label: 'Name', required: true }], sample: { id: '1' } },
	});
	const perform = search.operation.perform as (zapier: ZObject, bundle: Bundle) => Promise<unknown>;
	const bundle = { authData: acmeConnection, inputData: { name: ' Jane ' } } as unknown as Bundle;
	expect(await perform({} as ZObject, bundle)).toStrictEqual([{ id: 'Jane' }]);
});

test('only reads', () => {
	const search = defineSearch(declaration);
	expect(search).toMatchObject({ stage: 'running', effect: undefined, advice: {} });
	expect(search.labels()).toEqual({ name: 'Name' });
	expect(defineSearch({ ...declaration, advice: { 404: 'x' } }).advice).toStrictEqual({ 404: 'x' });
});

test('is paired with the action that stands in, if there is one', () => {
	expect(toSearchOrCreate(defineSearch(declaration), placement)).toStrictEqual([]);
	expect(toSearchOrCreate(defineSearch({ ...declaration, orCreate }), placement).map((pair) => ({ ...pair }))).toStrictEqual([
		{
			key: 'acme_find_user',
			display: { label: 'Find or Invite User in Acme', description: 'Finds a user or invites one.' },
			search: 'acme_find_user',
			create: 'acme_invite_user',
		},
	]);
});
