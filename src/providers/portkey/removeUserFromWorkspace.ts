import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { userId, workspaceId } from './fields.ts';
import { findMember, memberAdvice } from './members.ts';
import { requireNotOwner, requireUser } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/workspace-members/remove-workspace-member answers {}. */
export const removeUserFromWorkspace = defineCreate({
	key: 'remove_user_from_workspace',
	noun: 'workspace member',
	label: 'Remove User From Workspace',
	description: 'Removes a user from a workspace. The user stays in the organization.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: { user: userId(), workspace_id: workspaceId() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainTextOrNull,
		status: oneOf('removed', 'already_removed'),
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: 'ws-shared-1a2b3c',
		workspace_name: 'Shared workspace',
		role: 'member',
		status: 'removed',
	},
	advice: memberAdvice,
	async perform({ user, workspace_id }, session) {
		const found = await requireUser(session, user);
		const { id, email, name } = found;
		const member = await findMember(session, workspace_id, found);
		const workspace_name = session.names.get(workspace_id) ?? null;
		const result = { id, email, name, workspace_id, workspace_name };
		if (!member) return { ...result, role: null, status: 'already_removed' as const };
		requireNotOwner(found, "can't be removed here. Nothing was changed.");
		await session.send({ method: 'DELETE', path: path`/admin/workspaces/${workspace_id}/users/${id}` });
		return { ...result, role: member.role, status: 'removed' as const };
	},
});
