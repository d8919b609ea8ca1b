import * as z from 'zod/mini';
import { outputFields, outputLabel } from '../../../src/zapier/fields/outputFields.ts';

test.each<[key: string, schema: z.ZodMiniType, type: string]>([
	['email', z.string(), 'string'],
	['email', z.nullable(z.string()), 'string'],
	['email', z.optional(z.email()), 'string'],
	['status', z.enum(['a', 'b']), 'string'],
	['count', z.number(), 'integer'],
	['count', z.nullable(z.int()), 'integer'],
	['count', z.optional(z.nullable(z.int())), 'integer'],
	['count', z.nullable(z.optional(z.int())), 'integer'],
	['active', z.boolean(), 'boolean'],
	['active', z.nullish(z.boolean()), 'boolean'],
	['created_at', z.iso.datetime(), 'datetime'],
	['created_at', z.nullish(z.iso.datetime({ offset: true })), 'datetime'],
])('%s', (key, schema, type) => {
	expect(outputFields({ [key]: schema })).toMatchObject([{ key, type }]);
	expect(outputFields({ [key]: schema })[0]).not.toHaveProperty('list');
});

test('a list says so, and of what', () => {
	const result = {
		emails: z.array(z.string()),
		counts: z.nullable(z.array(z.int())),
		dates: z.optional(z.array(z.iso.datetime())),
	};
	expect(outputFields(result)).toStrictEqual([
		{ key: 'emails', label: 'Emails', type: 'string', list: true },
		{ key: 'counts', label: 'Counts', type: 'integer', list: true },
		{ key: 'dates', label: 'Dates', type: 'datetime', list: true },
	]);
});

test('labels follow from the keys, unless the registry has others', () => {
	const result = {
		invite_link: z.string(),
		id: z.string(),
		workspace_id: z.string(),
		idea: z.string(),
		status: z.string().register(outputLabel, { label: 'What Happened' }),
	};
	expect(outputFields(result).map(({ label }) => label)).toStrictEqual(['Invite Link', 'ID', 'Workspace ID', 'Idea', 'What Happened']);
});

test('a list of objects has children', () => {
	const places = z.array(z.object({ place_id: z.string(), roles: z.array(z.string()) }));
	expect(outputFields({ places: z.nullable(places) })).toStrictEqual([
		{
			key: 'places',
			label: 'Places',
			children: [
				{ key: 'place_id', label: 'Place ID', type: 'string' },
				{ key: 'roles', label: 'Roles', type: 'string', list: true },
			],
		},
	]);
});
