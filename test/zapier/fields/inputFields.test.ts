import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import * as z from 'zod/mini';
import { type Field, type Form, type LoadChoices, optional } from '../../../src/zapier/fields/inputField.ts';
import { inputFieldGroups, inputFields } from '../../../src/zapier/fields/inputFields.ts';
import { choice } from '../../../src/zapier/schemas/choice.ts';
import { secret } from '../../../src/zapier/schemas/credential.ts';
import { dateTime } from '../../../src/zapier/schemas/dateTime.ts';
import { dictionary } from '../../../src/zapier/schemas/dictionary.ts';
import { email } from '../../../src/zapier/schemas/email.ts';
import { int64 } from '../../../src/zapier/schemas/int64.ts';
import { lineItems } from '../../../src/zapier/schemas/lineItems.ts';
import { emails, list } from '../../../src/zapier/schemas/list.ts';
import { multilineText, text } from '../../../src/zapier/schemas/text.ts';
import { yesNo } from '../../../src/zapier/schemas/yesNo.ts';
import type { Session } from '../../../src/zapier/session.ts';
import { VALUE } from '../../support/form.ts';

type Options = Parameters<typeof inputFields>[1];

const session = {} as Session;

/** An integration whose connection always works. */
function optionsOf(prefix = 'acme_'): Options {
	return { prefix, load: async (_z, bundle, loadChoices) => loadChoices(session, bundle.inputData ?? {}) };
}

/** The fields as Zapier shows them for what is filled in so far. */
async function shown(form: Form, options = optionsOf(), inputData: Record<string, unknown> = {}): Promise<PlainInputField[]> {
	const fields = await Promise.all(
		inputFields(form, options).map((one) => (typeof one === 'function' ? one({} as ZObject, { inputData } as Bundle) : [one])),
	);
	return fields.flat();
}

const CHOICES = [
	{ value: 'a', label: 'The A', sample: 'a' },
	{ value: 'b', label: 'The B', sample: 'b' },
];

test.each<[title: string, field: Field, expected: object]>([
	['a text', text(VALUE), { required: true, type: 'string' }],
	['an optional text', optional(text(VALUE)), { required: false, type: 'string' }],
	['a text of several lines', multilineText(VALUE), { required: true, type: 'text' }],
	['an address', email(VALUE), { required: true, type: 'string', placeholder: 'jane.doe@example.com' }],
	['a secret', secret(VALUE), { required: true, type: 'password' }],
	['yes or no', optional(yesNo(VALUE)), { required: false, type: 'boolean' }],
	['a moment', dateTime(VALUE), { required: true, type: 'datetime' }],
	['an int64, which is a text', int64(VALUE), { required: true, type: 'string' }],
	['a list', list(() => z.string(), VALUE), { required: true, type: 'string', list: true }],
	['an optional list of addresses', optional(emails(VALUE)), { required: false, type: 'string', list: true }],
	['a dictionary', dictionary(VALUE), { required: true, type: 'string', dict: true }],
	['a default', yesNo({ ...VALUE, default: 'false' }), { required: true, type: 'boolean', default: 'false' }],
	['an empty default', text({ ...VALUE, default: '' }), { required: true, type: 'string', default: '' }],
	[
		'words around it',
		text({ ...VALUE, helpText: 'Help.', placeholder: 'jane' }),
		{ required: true, type: 'string', helpText: 'Help.', placeholder: 'jane' },
	],
	['a heading', text({ ...VALUE, group: 'API Key & More' }), { required: true, type: 'string', group: 'api_key_more' }],
	['choices', choice({ a: 'The A', b: 'The B' }, VALUE), { required: true, type: 'string', choices: CHOICES }],
	['suggestions', text({ ...VALUE, choices: { a: 'The A', b: 'The B' } }), { required: true, type: 'string', choices: CHOICES }],
	[
		'a dropdown of the provider',
		text({ ...VALUE, dynamic: 'workspaces.id.name', search: 'find_workspace.id', choices: { a: 'A' } }),
		{ required: true, type: 'string', dynamic: 'acme_workspaces.id.name', search: 'acme_find_workspace.id' },
	],
])('a field may be %s', async (_title, field, expected) => {
	expect(await shown({ value: field })).toStrictEqual([{ key: 'value', label: 'Value', ...expected }]);
});

test('a field refers to what has no prefix in an integration of its own', async () => {
	const form = { value: text({ ...VALUE, dynamic: 'workspaces.id.name' }) };
	expect(await shown(form, optionsOf(''))).toMatchObject([{ dynamic: 'workspaces.id.name' }]);
});

test('line items have children, without help of their own and no lists among them, which are required if the group is', async () => {
	const columns = {
		place: text({ label: 'Place', helpText: 'Where.', placeholder: 'here' }),
		ranks: optional(list(() => z.string(), { label: 'Ranks', choices: { a: 'The A', b: 'The B' } })),
	};
	const place = { key: 'place', label: 'Place', type: 'string', helpText: 'Where.', placeholder: 'here' };
	const ranks = { key: 'ranks', label: 'Ranks', required: false, type: 'string', choices: CHOICES };
	expect(await shown({ value: lineItems(columns, { ...VALUE, helpText: 'Never shown.' }) })).toStrictEqual([
		{ key: 'value', label: 'Value', required: false, children: [{ ...place, required: true }, ranks] },
	]);
	expect(await shown({ value: optional(lineItems(columns, { ...VALUE, group: 'More' })) })).toStrictEqual([
		{ key: 'value', label: 'Value', required: false, group: 'more', children: [{ ...place, required: false }, ranks] },
	]);
});

describe('fields that depend on another', () => {
	const form = {
		first: text({ label: 'First' }),
		more: optional(yesNo({ label: 'More' })),
		scopes: optional(list(() => z.string(), { label: 'Scopes', shownWhile: 'more', requiredWhileShown: true })),
		note: optional(text({ label: 'Note', shownWhile: 'more' })),
		last: text({ label: 'Last' }),
	};

	test.each([undefined, '', 'no', false, 'perhaps'])('are hidden while it is %j', async (more) => {
		expect((await shown(form, optionsOf(), { more })).map(({ key }) => key)).toStrictEqual(['first', 'more', 'last']);
	});

	test.each(['yes', true, '1'])('are shown in their places while it is %j', async (more) => {
		const fields = await shown(form, optionsOf(), { more });
		expect(fields.map(({ key, required }) => [key, required])).toStrictEqual([
			['first', true],
			['more', false],
			['scopes', true],
			['note', false],
			['last', true],
		]);
	});

	test('are asked for again when it changes, and only then', async () => {
		const fields = await shown(form, optionsOf(), { more: 'yes' });
		expect(fields.filter(({ altersDynamicFields }) => altersDynamicFields).map(({ key }) => key)).toStrictEqual(['more']);
		expect(fields.filter((one) => !('altersDynamicFields' in one))).toHaveLength(4);
	});

	test('survive a form in which nothing is filled in', async () => {
		const [dependent] = inputFields(form, optionsOf()).filter((one) => typeof one === 'function');
		expect(await dependent?.({} as ZObject, {} as Bundle)).toStrictEqual([]);
	});
});

describe('choices that the account tells', () => {
	const FALLBACK = [{ value: 'ADMIN', label: 'Admin', sample: 'ADMIN' }];
	const formOf = (loadChoices: LoadChoices) => ({
		workspace: text({ label: 'Workspace' }),
		role: text({ label: 'Role', choices: { ADMIN: 'Admin' }, loadChoices, choicesDependOn: 'workspace' }),
	});
	const roleOf = async (loadChoices: LoadChoices, options = optionsOf(), inputData?: Record<string, unknown>) =>
		(await shown(formOf(loadChoices), options, inputData)).at(-1);

	test('are read for what is filled in so far', async () => {
		const load = jest.fn<Promise<Record<string, string>>, [Session, Record<string, unknown>]>(async () => ({ r1: 'Reader' }));
		expect(await roleOf(load, optionsOf(), { workspace: 'w' })).toStrictEqual({
			key: 'role',
			label: 'Role',
			required: true,
			type: 'string',
			choices: [{ value: 'r1', label: 'Reader', sample: 'r1' }],
		});
		expect(load.mock.calls).toStrictEqual([[session, { workspace: 'w' }]]);
	});

	test.each<[title: string, load: LoadChoices, options: Options]>([
		['there are none to tell', async () => undefined, optionsOf()],
		['they can’t be read', () => Promise.reject(new Error('forbidden')), optionsOf()],
		['there is no connection', async () => ({}), { ...optionsOf(), load: () => Promise.reject(new Error('no connection')) }],
	])('are those of the field where %s', async (_title, load, options) => {
		expect(await roleOf(load, options)).toMatchObject({ choices: FALLBACK });
	});

	test('survive a form in which nothing is filled in', async () => {
		const load = jest.fn(async () => ({ r1: 'Reader' }));
		const [dependent] = inputFields(formOf(load), optionsOf()).filter((one) => typeof one === 'function');
		expect(await dependent?.({} as ZObject, {} as Bundle)).toMatchObject([{ choices: [{ value: 'r1' }] }]);
		expect(load.mock.calls).toStrictEqual([[session, {}]]);
	});

	test('make Zapier ask again when what they depend on changes', async () => {
		expect(await shown(formOf(async () => undefined))).toMatchObject([{ key: 'workspace', altersDynamicFields: true }, { key: 'role' }]);
	});
});

describe('the headings of a form', () => {
	const under = (group?: string) => text({ label: 'X', ...(group ? { group } : {}) });

	test('come in the order of its fields, each once', () => {
		const form = { a: under('User'), b: under('API Key'), c: under('User'), d: under() };
		expect(inputFieldGroups(form)).toStrictEqual([
			{ key: 'user', label: 'User' },
			{ key: 'api_key', label: 'API Key' },
		]);
	});

	test.each([{}, { a: under() }])('are none where no field has one', (form) => {
		expect(inputFieldGroups(form)).toBeUndefined();
	});
});
