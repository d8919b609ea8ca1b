import { z } from 'zod';
import { defineDropdown } from '../../zapier/trigger.ts';
import { listWorkspaces } from './lists.ts';

const permission =
	'The list of workspaces needs an API key that may read the workspaces of the organization; you can also type the name of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21', name: 'default' },
	// The platform gives all workspaces at once.
	list: async (send, page) =>
		page > 0 ? [] : (await listWorkspaces(send)).map(({ name, workspace_id }) => ({ id: workspace_id ?? name, name })),
});
