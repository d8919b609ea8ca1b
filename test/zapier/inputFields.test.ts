import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import * as z from 'zod';
import type { Send } from '../../src/zapier/api.ts';
import { type Field, field } from '../../src/zapier/field.ts';
import { type ChoiceLoader, type FormContext, inputFieldGroups, inputFields, zapierType } from '../../src/zapier/inputFields.ts';

const send: Send = async () => ({ status: 200, body: undefined });

/** An integration whose connection always works. */
function contextOf(choices: Record<string, ChoiceLoader> = {}, prefix = 'acme_'): FormContext {
	return { prefix, choices, connected: async (_z, _bundle, load) => load(send) };
}

/** The fields as Zapier shows them for what is filled in so far. */
async function shown(form: z.ZodObject, context = contextOf(), inputData: Record<string, unknown> = {}): Promise<PlainInputField[]> {
	const fields = await Promise.all(
		inputFields(form, context).map((one) => (typeof one === 'function' ? one({} as ZObject, { inputData } as Bundle) : [one])),
	);
	return fields.flat();
}

/** The one field of a form of one field. */
async function fieldOf(schema: z.ZodType, meta: Partial<Field> = {}): Promise<PlainInputField | undefined> {
	const [first, ...others] = await shown(z.object({ value: schema.register(field, { label: 'Value', ...meta }) }));
	expect(others).toStrictEqual([]);
	return first;
}

describe('a field', () => {
	test.each<[title: string, schema: z.ZodType, meta: Partial<Field>, expected: object]>([
		['a text', z.string(), {}, { required: true, type: 'string' }],
		['an optional text', z.string().optional(), {}, { required: false, type: 'string' }],
		['a text with a default', z.string().default('x'), {}, { required: false, type: 'string' }],
		['a text of several lines', z.string(), { type: 'text' }, { required: true, type: 'text' }],
		['an address', z.email(), {}, { required: true, type: 'string' }],
		['yes or no', z.boolean().optional(), {}, { required: false, type: 'boolean' }],
		['a moment', z.iso.datetime(), {}, { required: true, type: 'datetime' }],
		['a number', z.int(), {}, { required: true, type: 'integer' }],
		['a list', z.array(z.string()), {}, { required: true, type: 'string', list: true }],
		['an optional list of moments', z.array(z.iso.datetime()).optional(), {}, { required: false, type: 'datetime', list: true }],
		['a dictionary', z.record(z.string(), z.string()), {}, { required: true, type: 'string', dict: true }],
		['a default', z.boolean(), { default: 'false' }, { required: true, type: 'boolean', default: 'false' }],
		['an empty default', z.string(), { default: '' }, { required: true, type: 'string', default: '' }],
		[
			'words around it',
			z.string(),
			{ helpText: 'Help.', placeholder: 'jane' },
			{ required: true, type: 'string', helpText: 'Help.', placeholder: 'jane' },
		],
		['a heading', z.string(), { group: 'API Key & More' }, { required: true, type: 'string', group: 'api_key_more' }],
		[
			'choices',
			z.enum(['a', 'b']),
			{ choices: { a: 'The A', b: 'The B' } },
			{
				required: true,
				type: 'string',
				choices: [
					{ value: 'a', label: 'The A', sample: 'a' },
					{ value: 'b', label: 'The B', sample: 'b' },
				],
			},
		],
		[
			'a dropdown of the provider',
			z.string(),
			{ dropdown: 'workspaces.id.name', search: 'find_workspace.id', choices: { a: 'A' } },
			{ required: true, type: 'string', dynamic: 'acme_workspaces.id.name', search: 'acme_find_workspace.id' },
		],
	])('may be %s', async (_title, schema, meta, expected) => {
		expect(await fieldOf(schema, meta)).toStrictEqual({ key: 'value', label: 'Value', ...expected });
	});

	test('refers to what has no prefix in an integration of its own', async () => {
		const form = z.object({ value: z.string().register(field, { label: 'Value', dropdown: 'workspaces.id.name' }) });
		expect(await shown(form, contextOf({}, ''))).toMatchObject([{ dynamic: 'workspaces.id.name' }]);
	});

	test('without a label is a programming error', () => {
		expect(() => inputFields(z.object({ value: z.string() }), contextOf())).toThrow('The field "value" has no label: register it');
	});
});

test('line items have children, without help of their own and no lists among them, which are required if the group is', async () => {
	const items = z.array(
		z.object({
			place: z.string().register(field, { label: 'Place', helpText: 'Where.', placeholder: 'here' }),
			ranks: z
				.array(z.string())
				.optional()
				.register(field, { label: 'Ranks', choices: { a: 'A' } }),
		}),
	);
	const place = { key: 'place', label: 'Place', type: 'string', helpText: 'Where.', placeholder: 'here' };
	const ranks = { key: 'ranks', label: 'Ranks', required: false, type: 'string', choices: [{ value: 'a', label: 'A', sample: 'a' }] };
	expect(await fieldOf(items, { helpText: 'Never shown.' })).toStrictEqual({
		key: 'value',
		label: 'Value',
		required: false,
		children: [{ ...place, required: true }, ranks],
	});
	expect(await fieldOf(items.optional(), { group: 'More' })).toStrictEqual({
		key: 'value',
		label: 'Value',
		required: false,
		group: 'more',
		children: [{ ...place, required: false }, ranks],
	});
});

describe('fields that depend on another', () => {
	const form = z.object({
		first: z.string().register(field, { label: 'First' }),
		more: z.boolean().optional().register(field, { label: 'More' }),
		scopes: z.array(z.string()).optional().register(field, { label: 'Scopes', shownWhile: 'more', requiredWhileShown: true }),
		note: z.string().optional().register(field, { label: 'Note', shownWhile: 'more' }),
		last: z.string().register(field, { label: 'Last' }),
	});

	test.each([undefined, '', 'no', false, 'perhaps'])('are hidden while it is %j', async (more) => {
		expect((await shown(form, contextOf(), { more })).map(({ key }) => key)).toStrictEqual(['first', 'more', 'last']);
	});

	test.each(['yes', true, '1'])('are shown in their places while it is %j', async (more) => {
		const fields = await shown(form, contextOf(), { more });
		expect(fields.map(({ key, required }) => [key, required])).toStrictEqual([
			['first', true],
			['more', false],
			['scopes', true],
			['note', false],
			['last', true],
		]);
	});

	test('are asked for again when it changes, and only then', async () => {
		const fields = await shown(form, contextOf(), { more: 'yes' });
		expect(fields.filter(({ altersDynamicFields }) => altersDynamicFields).map(({ key }) => key)).toStrictEqual(['more']);
		expect(fields.filter((one) => !('altersDynamicFields' in one))).toHaveLength(4);
	});

	test('survive a form in which nothing is filled in', async () => {
		const [dependent] = inputFields(form, contextOf()).filter((one) => typeof one === 'function');
		expect(await dependent?.({} as ZObject, {} as Bundle)).toStrictEqual([]);
	});
});

describe('choices that the account tells', () => {
	const form = z.object({
		workspace: z.string().register(field, { label: 'Workspace' }),
		role: z.string().register(field, {
			label: 'Role',
			choices: { ADMIN: 'Admin' },
			choicesFrom: 'roles',
			choicesDependOn: 'workspace',
		}),
	});
	const FALLBACK = [{ value: 'ADMIN', label: 'Admin', sample: 'ADMIN' }];
	const roleOf = async (context: FormContext, inputData?: Record<string, unknown>) => (await shown(form, context, inputData)).at(-1);

	test('are read for what is filled in so far', async () => {
		const roles = jest.fn<Promise<Record<string, string>>, [Send, Record<string, unknown>]>(async () => ({ r1: 'Reader' }));
		expect(await roleOf(contextOf({ roles }), { workspace: 'w' })).toStrictEqual({
			key: 'role',
			label: 'Role',
			required: true,
			type: 'string',
			choices: [{ value: 'r1', label: 'Reader', sample: 'r1' }],
		});
		expect(roles.mock.calls).toStrictEqual([[send, { workspace: 'w' }]]);
	});

	test('may be none to tell, or can’t be read: then those of the field stand in', async () => {
		expect(await roleOf(contextOf({ roles: async () => undefined }))).toMatchObject({ choices: FALLBACK });
		expect(
			await roleOf(
				contextOf({
					roles: async () => {
						throw new Error('forbidden');
					},
				}),
			),
		).toMatchObject({ choices: FALLBACK });
		expect(
			await roleOf({ ...contextOf({ roles: async () => ({}) }), connected: () => Promise.reject(new Error('no connection')) }),
		).toMatchObject({
			choices: FALLBACK,
		});
	});

	test('survive a form in which nothing is filled in', async () => {
		const roles = jest.fn(async () => ({ r1: 'Reader' }));
		const [dependent] = inputFields(form, contextOf({ roles })).filter((one) => typeof one === 'function');
		expect(await dependent?.({} as ZObject, {} as Bundle)).toMatchObject([{ choices: [{ value: 'r1' }] }]);
		expect(roles.mock.calls).toStrictEqual([[send, {}]]);
	});

	test('that the provider doesn’t know are those of the field, without asking', () => {
		expect(inputFields(form, contextOf())).toMatchObject([{ key: 'workspace' }, { key: 'role', choices: FALLBACK }]);
	});

	test('make Zapier ask again when what they depend on changes', async () => {
		const [workspace, role] = await shown(form, contextOf({ roles: async () => undefined }));
		expect(workspace).toHaveProperty('altersDynamicFields', true);
		expect(role).not.toHaveProperty('altersDynamicFields');
	});
});

describe('the headings of a form', () => {
	const in_ = (label: string, group?: string) => z.string().register(field, { label, ...(group ? { group } : {}) });

	test('stand in the order of their first fields, once each', () => {
		const form = z.object({ a: in_('A'), b: in_('B', 'The User'), c: in_('C', 'API-Key 2'), d: in_('D', 'The User'), e: in_('E') });
		expect(inputFieldGroups(form)).toStrictEqual([
			{ key: 'the_user', label: 'The User' },
			{ key: 'api_key_', label: 'API-Key 2' },
		]);
	});

	test('are none in a short form', () => {
		expect(inputFieldGroups(z.object({ a: in_('A') }))).toBeUndefined();
		expect(inputFieldGroups(z.object({}))).toBeUndefined();
	});
});

test.each<[schema: z.ZodType, type: string]>([
	[z.string(), 'string'],
	[z.enum(['a']), 'string'],
	[z.record(z.string(), z.string()), 'string'],
	[z.array(z.boolean()), 'boolean'],
	[z.array(z.string().optional()), 'string'],
	[z.array(z.int().optional()), 'integer'],
	[z.number(), 'integer'],
])('Zapier’s type %#', (schema, type) => {
	expect(zapierType(schema)).toBe(type);
});
