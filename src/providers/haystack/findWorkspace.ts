import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import { bestMatches } from '../../zapier/lists.ts';
import { defineSearch } from '../../zapier/search.ts';
import { listWorkspaces } from './lists.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by name.',
	input: z.object({ name: z.string().register(field, { label: 'Name', placeholder: 'default' }) }),
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21', name: 'default' },
	find: async (send, { name }) => {
		const workspaces = await listWorkspaces(send);
		return bestMatches(
			workspaces.map((workspace) => ({ id: workspace.workspace_id ?? workspace.name, name: workspace.name })),
			name,
		);
	},
});
