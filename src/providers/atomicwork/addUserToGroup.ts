import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { groupId, requireGroup } from './agentGroups.ts';
import { userId, workspaceId } from './fields.ts';
import { requireAdded } from './outcomes.ts';
import { requireUser } from './users.ts';

/** POST …/agent-groups/{agent_group_id}/members of the vendor's OpenAPI document. Who is in a group already, Atomicwork doesn't tell. */
export const addUserToGroup = defineCreate({
	key: 'add_user_to_group',
	noun: 'group member',
	label: 'Add User to Group',
	description: 'Adds a user to an agent group of a workspace.',
	effect: { noun: 'the user', done: 'added' },
	destructive: true,
	input: { user: userId(), workspace_id: workspaceId(), group_id: groupId() },
	wireNames: { user_ids: 'user' },
	output: {
		id: plainText,
		workspace_id: plainText,
		group_id: plainText,
		group_name: plainText,
		status: oneOf('added'),
	},
	sample: { id: '1093', workspace_id: '42', group_id: '501', group_name: 'Service desk', status: 'added' },
	advice: {
		403: 'Ask an Atomicwork administrator for an API key that may manage agent groups.',
		404: 'Check User, Workspace and Group: each must exist in your Atomicwork.',
	},
	async perform({ user, workspace_id, group_id }, session) {
		const person = await requireUser(session, user);
		const group = await requireGroup(session, workspace_id, group_id);
		const { body } = await session.send({
			method: 'POST',
			path: path`/workspaces/${workspace_id}/agent-groups/${group.id}/members`,
			body: { user_ids: [toJsonNumber(user)] },
		});
		requireAdded(body, person);
		return { id: user, workspace_id, group_id: group.id, group_name: group.name, status: 'added' as const };
	},
});
