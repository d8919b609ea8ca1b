import { z } from 'zod';
import { defineDropdown } from '../../zapier/trigger.ts';
import { listWorkspaces } from './lists.ts';

const permission =
	'The list of workspaces needs an API key that may read workspaces, which an Atomicwork administrator gives; you can also type the ID of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '42', name: 'IT Service Desk' },
	list: (send, page) => listWorkspaces(send, page),
});
