import { z } from 'zod';
import { defineDropdown } from '../../zapier/trigger.ts';
import { listWorkspaces } from './lists.ts';

const permission =
	'The list of workspaces needs an Admin API key with the permission workspaces.list ([create one](https://app.portkey.ai/api-keys)); you can also type the slug of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: 'ws-shared-1a2b3c', name: 'Shared workspace' },
	list: (send, page) => listWorkspaces(send, page),
});
