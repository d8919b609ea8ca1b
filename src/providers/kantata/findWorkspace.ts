import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import { bestMatches } from '../../zapier/lists.ts';
import { defineSearch } from '../../zapier/search.ts';
import { listWorkspaces } from './lists.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by title.',
	input: z.object({ name: z.string().register(field, { label: 'Title', placeholder: 'Website relaunch' }) }),
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '41654325', name: 'Website relaunch' },
	find: async (send, { name }) => {
		const { items } = await listWorkspaces(send, 0, name);
		return bestMatches(
			items.map((workspace) => ({ id: workspace.id, name: workspace.name })),
			name,
		);
	},
});
