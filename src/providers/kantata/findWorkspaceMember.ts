import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { projectId, projectName, workspaceId } from './fields.ts';
import { findParticipants } from './participations.ts';
import { sampleUser, User } from './users.ts';

export const findWorkspaceMember = defineSearch({
	key: 'find_workspace_member',
	noun: 'participant',
	label: 'Find Project Participant',
	description: 'Finds a user of a project by email.',
	input: { workspace_id: workspaceId(), email: email() },
	output: {
		...User,
		workspace_id: projectId,
		workspace_name: projectName,
		participation_id: plainText,
		role: plainTextOrNull,
	},
	sample: { ...sampleUser, workspace_id: '41654325', workspace_name: 'Website relaunch', participation_id: '88213', role: 'maven' },
	async perform({ workspace_id, email }, session) {
		const workspace_name = session.names.get(workspace_id) ?? null;
		const found = await findParticipants(session, workspace_id, email);
		return found.map(({ user, participation: { id, role = null } }) => ({
			...user,
			workspace_id,
			workspace_name,
			participation_id: id,
			role,
		}));
	},
	orCreate: {
		create: 'add_user_to_workspace',
		label: 'Find or Add Project Participant',
		description: 'Finds a user of a project by email, or adds the user to the project.',
	},
});
