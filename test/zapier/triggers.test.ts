import type { Bundle, ZObject } from 'zapier-platform-core';
import { plainText, wholeNumber } from '../../src/zapier/fields/outputField.ts';
import type { LoadPage } from '../../src/zapier/paging.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import type { Session } from '../../src/zapier/session.ts';
import { defineTrigger, eachOnce, readNewest, toTrigger } from '../../src/zapier/triggers.ts';
import { acmeConnection, placeAcme } from '../support/acme.ts';
import { zObject } from '../support/zapier.ts';

const list = jest.fn(async () => [
	{ id: '2', at: 1 },
	{ id: '1', at: 2 },
	{ id: '2', at: 3 },
]);
const trigger = toTrigger(
	defineTrigger({
		key: 'new_place',
		noun: 'place',
		label: 'New Place',
		description: 'Triggers when a place is new.',
		output: { id: plainText, at: wholeNumber },
		sample: { id: '1' },
		list,
	}),
	{ ...placeAcme(), prefix: 'acme_', suffix: ' in Acme' },
);

test('is a visible polling trigger', () => {
	expect(trigger).toMatchObject({
		key: 'acme_new_place',
		noun: 'place',
		display: { label: 'New Place in Acme', description: 'Triggers when a place is new.' },
		operation: { type: 'polling', sample: { id: '1' } },
	});
	expect(trigger.display).not.toHaveProperty('hidden');
});

test.each([
	[{}, false],
	[{ isLoadingSample: false }, false],
	[{ isLoadingSample: true }, true],
])('polls with %j, and gives each item once, where it comes first', async (meta, sampleOnly) => {
	const { perform } = trigger.operation as unknown as { perform(zapier: ZObject, bundle: Bundle): Promise<unknown> };
	expect(await perform({} as ZObject, { authData: acmeConnection, inputData: {}, meta } as unknown as Bundle)).toStrictEqual([
		{ id: '2', at: 1 },
		{ id: '1', at: 2 },
	]);
	expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ baseUrl: 'https://api.acme.example/v1' }), { sampleOnly }, {});
});

test('runs as a step of a Zap that changes nothing, with its own advice', () => {
	const advice = { 403: 'Ask an admin.' };
	const declared = defineTrigger({
		key: 'new_place',
		noun: 'place',
		label: 'New Place',
		description: 'Triggers when a place is new.',
		output: { id: plainText },
		sample: { id: '1' },
		list: async () => [],
		advice,
	});
	expect(declared.stepFor({ sampleOnly: true })).toMatchObject({ stage: 'running', effect: undefined, advice });
	expect(declared).toMatchObject({ advice });
});

test('asks what to look at, and reads it as any form is read', async () => {
	const listIn = jest.fn(async () => []);
	const { operation } = toTrigger(
		defineTrigger({
			key: 'new_guest',
			noun: 'guest',
			label: 'New Guest',
			description: 'Triggers when a guest comes to a place.',
			input: { place: text({ label: 'Place' }) },
			output: { id: plainText },
			sample: { id: '1' },
			list: listIn,
		}),
		placeAcme(),
	);
	const { perform, inputFields } = operation as unknown as {
		perform(zapier: object, bundle: object): Promise<unknown>;
		inputFields: unknown[];
	};
	expect(inputFields).toMatchObject([{ key: 'place', label: 'Place', required: true, type: 'string' }]);
	await perform({}, { authData: acmeConnection, inputData: { place: ' Hall ' } });
	expect(listIn).toHaveBeenLastCalledWith(expect.anything(), { sampleOnly: false }, { place: 'Hall' });
	await expect(perform(await zObject(), { authData: acmeConnection, inputData: {} })).rejects.toThrow('Fill in Place.');
});

test('180,000 items are gone through at once', () => {
	expect(eachOnce(Array.from({ length: 180_000 }, (_, index) => ({ id: String(index % 90_000) })))).toHaveLength(90_000);
});

describe('the newest', () => {
	const day = 24 * 60 * 60 * 1000;
	const ago = (days: number) => ({ id: `${days}`, date: new Date(Date.now() - days * day).toISOString() });
	const session = { timeLeft: () => 25_000 } as Session;
	const pages = [
		[ago(2), ago(1)],
		[ago(90), ago(3)],
	];
	const load: LoadPage<{ id: string; date: string }> = async ({ page }) => ({ items: pages[page] ?? [], raw: pages[page] ?? [], total: 4 });

	test.each([
		[false, ['1', '2', '3']],
		[true, ['1', '2']],
	])('are those of the last month, or, as a sample (%j), of the first page', async (sampleOnly, ids) => {
		expect((await readNewest(session, { sampleOnly }, load, ({ date }) => date)).map(({ id }) => id)).toStrictEqual(ids);
	});
});
