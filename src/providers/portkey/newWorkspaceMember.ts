import { dateTimeOrNull, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { workspaceId } from './fields.ts';
import { listMembers } from './members.ts';

export const newWorkspaceMember = defineTrigger({
	key: 'new_workspace_member',
	noun: 'workspace member',
	label: 'New Workspace Member',
	description: 'Triggers when a user becomes a member of a workspace.',
	input: { workspace_id: workspaceId() },
	output: {
		id: plainText,
		user_id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainTextOrNull,
		joined_at: dateTimeOrNull,
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11:2026-10-05T14:48:00Z',
		user_id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: 'ws-shared-1a2b3c',
		workspace_name: 'Shared workspace',
		role: 'member',
		joined_at: '2026-10-05T14:48:00Z',
	},
	async list(session, poll, { workspace_id }) {
		const members = await readNewest(session, poll, listMembers(session, workspace_id), ({ created_at }) => created_at);
		return members.map(({ id, email, name, role, created_at }) => ({
			// Whoever is removed and added again is new once more.
			id: created_at ? `${id}:${created_at}` : id,
			user_id: id,
			email,
			name,
			workspace_id,
			workspace_name: session.names.get(workspace_id) ?? null,
			role,
			joined_at: created_at,
		}));
	},
});
