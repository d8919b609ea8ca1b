import { defineCreate } from '../../zapier/creates.ts';
import { ExistsError } from '../../zapier/errors/existsError.ts';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { userId, workspaceId, workspaceRole } from './fields.ts';
import { ACCESS, giveAccess, memberAdvice } from './members.ts';
import { requireUser } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/workspace-members/add-a-workspace-member answers {}. */
export const addUserToWorkspace = defineCreate({
	key: 'add_user_to_workspace',
	noun: 'workspace member',
	label: 'Add User to Workspace',
	description: 'Adds a user of the organization to a workspace, or changes the role of somebody who is already a member.',
	effect: ACCESS,
	destructive: true,
	input: { user: userId(), workspace_id: workspaceId(), role: workspaceRole() },
	wireNames: { id: 'user' },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainText,
		status: oneOf('added', 'role_changed', 'already_member'),
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: 'ws-shared-1a2b3c',
		workspace_name: 'Shared workspace',
		role: 'member',
		status: 'added',
	},
	advice: memberAdvice,
	async perform({ user, workspace_id, role }, session) {
		const found = await requireUser(session, user);
		const outcome = await giveAccess(session, workspace_id, found, role).catch((error) => {
			const refusal = refusalOf(error);
			// Somebody else may have added the user meanwhile, in whatever role.
			throw refusal?.code === 'AB07' ? new ExistsError(refusal) : error;
		});
		return {
			id: found.id,
			email: found.email,
			name: found.name,
			workspace_id,
			workspace_name: session.names.get(workspace_id) ?? null,
			role,
			status: outcome === 'unchanged' ? ('already_member' as const) : outcome,
		};
	},
});
