import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import { allPages, bestMatches } from '../../zapier/lists.ts';
import { defineSearch } from '../../zapier/search.ts';
import { listWorkspaces } from './lists.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by name.',
	input: z.object({ name: z.string().register(field, { label: 'Name', placeholder: 'Engineering' }) }),
	output: z.object({ id: z.string().register(field, { label: 'Slug' }), name: z.string() }),
	sample: { id: 'ws-engine-4d5e6f', name: 'Engineering' },
	find: async (send, { name }) => {
		const found = await allPages(async (page) => {
			const items = await listWorkspaces(send, page, name);
			return { items, last: items.length === 0 };
		});
		return bestMatches(found, name);
	},
});
