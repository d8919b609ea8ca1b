import { defineCreate } from '../../zapier/creates.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { userId, workspaceId, workspaceRole } from './fields.ts';
import { changeRole, findMember, memberAdvice } from './members.ts';
import { requireNotOwner, requireUser } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/workspace-members/update-workspace-member answers {}. */
export const updateUserInWorkspace = defineCreate({
	key: 'update_user_in_workspace',
	noun: 'workspace member',
	label: 'Update User in Workspace',
	description: 'Changes the role of a member of a workspace.',
	effect: { noun: 'the role', done: 'changed' },
	destructive: true,
	input: { user: userId(), workspace_id: workspaceId(), role: workspaceRole() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainText,
		previous_role: plainTextOrNull,
		status: oneOf('role_changed', 'unchanged'),
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: 'ws-shared-1a2b3c',
		workspace_name: 'Shared workspace',
		role: 'manager',
		previous_role: 'member',
		status: 'role_changed',
	},
	advice: memberAdvice,
	async perform({ user, workspace_id, role }, session) {
		const found = await requireUser(session, user);
		const member = await findMember(session, workspace_id, found);
		const workspace_name = session.names.get(workspace_id) ?? null;
		if (!member) {
			throw new InputError(
				`${found.email} isn't a member of ${workspace_name ?? workspace_id}. Use Add User to Workspace first.`,
				'not_found',
			);
		}
		requireNotOwner(found, "can't be given another role here. Nothing was changed.");
		const { id, email, name } = found;
		const result = { id, email, name, workspace_id, workspace_name, role, previous_role: member.role };
		if (member.role === role) return { ...result, status: 'unchanged' as const };
		await changeRole(session, workspace_id, id, role);
		return { ...result, status: 'role_changed' as const };
	},
});
