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
	input: z.object({ name: z.string().register(field, { label: 'Name', placeholder: 'IT Service Desk' }) }),
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '42', name: 'IT Service Desk' },
	find: async (send, { name }) => bestMatches(await listWorkspaces(send, 0, name), name),
});
