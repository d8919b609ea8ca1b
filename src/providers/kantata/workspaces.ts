import { z } from 'zod';
import { defineDropdown } from '../../zapier/trigger.ts';
import { listWorkspaces } from './lists.ts';

const permission =
	'The list of workspaces needs a Kantata OX user who may see workspaces and invite to them; you can also type the ID of a workspace.';

/** Only workspaces that the connected user may invite to. */
export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '41654325', name: 'Website relaunch' },
	list: async (send, page) => {
		// An empty page would end the list in the editor, although later pages may hold workspaces that one may invite to.
		for (let next = page; ; next++) {
			const { items, last } = await listWorkspaces(send, next);
			const inviting = items.filter(({ mayInvite }) => mayInvite).map(({ id, name }) => ({ id, name }));
			if (inviting.length || last) return inviting;
		}
	},
});
