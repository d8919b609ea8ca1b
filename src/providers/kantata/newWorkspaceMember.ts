import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { projectId, projectName, workspaceId } from './fields.ts';
import { listParticipants } from './participations.ts';

export const newWorkspaceMember = defineTrigger({
	key: 'new_workspace_member',
	noun: 'participant',
	label: 'New Project Participant',
	description: 'Triggers when a user joins a project.',
	input: { workspace_id: workspaceId() },
	output: {
		id: plainText,
		user_id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		workspace_id: projectId,
		workspace_name: projectName,
		role: plainTextOrNull,
	},
	sample: {
		id: '88213',
		user_id: '9041',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		workspace_id: '41654325',
		workspace_name: 'Website relaunch',
		role: 'maven',
	},
	async list(session, poll, { workspace_id }) {
		// No date of joining is documented; ids grow, and whoever is removed and added again has another one.
		const participants = await readNewest(session, poll, listParticipants(session, workspace_id), () => null);
		return participants.map(({ id, user_id, role, user }) => ({
			id,
			user_id,
			email: user?.email || null,
			name: user?.name || null,
			workspace_id,
			workspace_name: session.names.get(workspace_id) ?? null,
			role: role ?? null,
		}));
	},
});
