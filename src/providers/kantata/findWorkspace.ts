import { z } from 'zod';
import { bestMatches } from '../../zapier/matching.ts';
import { readPages } from '../../zapier/paging.ts';
import { text } from '../../zapier/schemas/text.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listWorkspaces } from './workspaces.ts';

export const findWorkspace = defineSearch({
	key: 'find_workspace',
	noun: 'workspace',
	label: 'Find Workspace',
	description: 'Finds a workspace by title.',
	input: z.object({ name: text({ label: 'Title', placeholder: 'Website relaunch' }) }),
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '41654325', name: 'Website relaunch' },
	perform: async ({ name }, session) => {
		const found = await readPages(session, 0, (page) => listWorkspaces(session, page, name));
		return bestMatches(found, name).map((workspace) => ({ id: workspace.id, name: workspace.name }));
	},
});
