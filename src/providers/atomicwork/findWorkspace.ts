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
	description: 'Finds a workspace by name.',
	input: z.object({ name: text({ label: 'Name', placeholder: 'IT Service Desk' }) }),
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '42', name: 'IT Service Desk' },
	perform: async ({ name }, session) => bestMatches(await readPages(session, 0, (page) => listWorkspaces(session, page, name)), name),
});
