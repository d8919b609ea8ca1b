import { dateTimeOrNull, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { workspaceId } from './fields.ts';
import { findMember } from './members.ts';
import { findUsers } from './users.ts';

export const findWorkspaceMember = defineSearch({
	key: 'find_workspace_member',
	noun: 'workspace member',
	label: 'Find Workspace Member',
	description: 'Finds a member of a workspace by email.',
	input: { workspace_id: workspaceId(), email: email() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainTextOrNull,
		joined_at: dateTimeOrNull,
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: 'ws-shared-1a2b3c',
		workspace_name: 'Shared workspace',
		role: 'member',
		joined_at: '2026-10-05T14:48:00Z',
	},
	async perform({ workspace_id, email }, session) {
		const users = await findUsers(session, email);
		const members = await Promise.all(
			users.map(async ({ id, email, name }) => {
				const member = await findMember(session, workspace_id, { id, email });
				const workspace_name = session.names.get(workspace_id) ?? null;
				return member ? [{ id, email, name, workspace_id, workspace_name, role: member.role, joined_at: member.created_at }] : [];
			}),
		);
		return members.flat();
	},
	orCreate: {
		create: 'add_user_to_workspace',
		label: 'Find or Add Workspace Member',
		description: 'Finds a member of a workspace by email, or adds the user to the workspace if there is no such member.',
	},
});
