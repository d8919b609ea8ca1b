import * as z from 'zod';
import { outputFields, outputLabel } from '../../../src/zapier/fields/outputFields.ts';

test.each<[key: string, schema: z.ZodType, type: string]>([
	['email', z.string(), 'string'],
	['email', z.string().nullable(), 'string'],
	['email', z.email().optional(), 'string'],
	['status', z.enum(['a', 'b']), 'string'],
	['count', z.number(), 'integer'],
	['count', z.int().nullable(), 'integer'],
	['count', z.int().nullable().optional(), 'integer'],
	['count', z.int().optional().nullable(), 'integer'],
	['active', z.boolean(), 'boolean'],
	['active', z.boolean().nullish(), 'boolean'],
	['created_at', z.iso.datetime(), 'datetime'],
	['created_at', z.iso.datetime({ offset: true }).nullish(), 'datetime'],
])('%s', (key, schema, type) => {
	expect(outputFields(z.object({ [key]: schema }))).toMatchObject([{ key, type }]);
	expect(outputFields(z.object({ [key]: schema }))[0]).not.toHaveProperty('list');
});

test('a list says so, and of what', () => {
	const result = z.object({
		emails: z.array(z.string()),
		counts: z.array(z.int()).nullable(),
		dates: z.array(z.iso.datetime()).optional(),
	});
	expect(outputFields(result)).toStrictEqual([
		{ key: 'emails', label: 'Emails', type: 'string', list: true },
		{ key: 'counts', label: 'Counts', type: 'integer', list: true },
		{ key: 'dates', label: 'Dates', type: 'datetime', list: true },
	]);
});

test('labels follow from the keys, unless the registry has others', () => {
	const result = z.object({
		invite_link: z.string(),
		id: z.string(),
		workspace_id: z.string(),
		idea: z.string(),
		status: z.string().register(outputLabel, { label: 'What Happened' }),
	});
	expect(outputFields(result).map(({ label }) => label)).toStrictEqual(['Invite Link', 'ID', 'Workspace ID', 'Idea', 'What Happened']);
});

test('a list of objects has children', () => {
	const places = z.array(z.object({ place_id: z.string(), roles: z.array(z.string()) }));
	expect(outputFields(z.object({ places: places.nullable() }))).toStrictEqual([
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
