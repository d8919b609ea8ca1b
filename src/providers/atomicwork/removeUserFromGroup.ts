import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { groupId, requireGroup } from './agentGroups.ts';
import { userId, workspaceId } from './fields.ts';
import { requireUser } from './users.ts';

const advice = { 403: 'Ask an Atomicwork administrator for an API key that may manage agent groups.' };

/**
 * DELETE …/agent-groups/{agent_group_id}/members/{member_id} of the vendor's OpenAPI document. That a member has the id of the
 * user is likely, not documented.
 */
export const removeUserFromGroup = defineCreate({
	key: 'remove_user_from_group',
	noun: 'group member',
	label: 'Remove User From Group',
	description: 'Removes a user from an agent group of a workspace. The user stays in the workspace.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: { user: userId(), workspace_id: workspaceId(), group_id: groupId() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		group_id: plainText,
		group_name: plainText,
		status: oneOf('removed'),
	},
	sample: {
		id: '1093',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: '42',
		group_id: '501',
		group_name: 'Service desk',
		status: 'removed',
	},
	advice,
	async perform({ user, workspace_id, group_id }, session) {
		const { id, email, name } = await requireUser(session, user);
		const group = await requireGroup(session, workspace_id, group_id);
		await session.send({
			method: 'DELETE',
			path: path`/workspaces/${workspace_id}/agent-groups/${group.id}/members/${user}`,
			// The user and the group are there. But a member may have another id than the user, and no list of members is documented.
			advice: {
				...advice,
				404: `Atomicwork found no member with the ID of ${email} in the group ${quote(group.name)}: look there whether the user is still in it.`,
			},
		});
		return { id, email, name, workspace_id, group_id: group.id, group_name: group.name, status: 'removed' as const };
	},
});
