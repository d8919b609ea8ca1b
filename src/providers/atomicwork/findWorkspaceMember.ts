import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { workspaceId } from './fields.ts';
import { listMembers } from './members.ts';
import { withAddress } from './users.ts';

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
	},
	sample: {
		id: '1093',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: '42',
		workspace_name: 'IT Service Desk',
		role: '3, 7',
	},
	async perform({ workspace_id, email }, session) {
		const members = await withAddress(session, email, (search) => listMembers(session, workspace_id, search));
		const workspace_name = session.names.get(workspace_id) ?? null;
		return members.map(({ id, email: address, name, roles }) => ({
			id,
			email: address,
			name,
			workspace_id,
			workspace_name,
			role: roles?.join(', ') ?? null,
		}));
	},
	orCreate: {
		create: 'add_user_to_workspace',
		label: 'Find or Add Workspace Member',
		description: 'Finds a member of a workspace by email, or adds the user to the workspace if there is no such member.',
	},
});
