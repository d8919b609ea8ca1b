import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
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
		email: plainText,
		name: plainText,
		workspace_id: plainText,
		workspace_name: plainTextOrNull,
		role: plainTextOrNull,
	},
	sample: {
		id: '42:1093',
		user_id: '1093',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: '42',
		workspace_name: 'IT Service Desk',
		role: '3, 7',
	},
	async list(session, poll, { workspace_id }) {
		// A user may join long after they were created, and no date of joining is documented: so the list is read whole.
		const members = await readNewest(session, poll, listMembers(session, workspace_id), () => null);
		return members.map(({ id, email, name, roles }) => ({
			id: `${workspace_id}:${id}`,
			user_id: id,
			email,
			name,
			workspace_id,
			workspace_name: session.names.get(workspace_id) ?? null,
			role: roles?.join(', ') ?? null,
		}));
	},
});
