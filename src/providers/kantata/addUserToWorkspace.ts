import { defineCreate } from '../../zapier/creates.ts';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { projectId, readTeam, team, userId, workspaceId } from './fields.ts';
import { findParticipation, ifListed, isAlreadyOnProject, type Participation } from './participations.ts';
import { first } from './response.ts';

/** https://developer.kantata.com/kantata/specification/participations/create-participation */
export const addUserToWorkspace = defineCreate({
	key: 'add_user_to_workspace',
	noun: 'participation',
	label: 'Add User to Project',
	description: 'Adds a user of the account to a project, without an invitation.',
	effect: { noun: 'the participation', done: 'added' },
	input: { workspace_id: workspaceId(), user_id: userId(), role: team() },
	output: {
		id: plainTextOrNull,
		workspace_id: projectId,
		user_id: plainText,
		role: plainTextOrNull,
		status: oneOf('added', 'already_member'),
	},
	sample: { id: '88213', workspace_id: '41654325', user_id: '9041', role: 'maven', status: 'added' },
	advice: {
		403: 'Connect a Kantata OX user who may add people to this project, or ask the project lead for that permission.',
		404: 'Check Project and User: the connected user must see both.',
	},
	async perform({ workspace_id, user_id, role }, session) {
		const team = await readTeam(session, workspace_id, role);
		const already = (found: Participation | undefined) => ({
			id: found?.id ?? null,
			workspace_id,
			user_id,
			// Whoever is there keeps their own role, which not every connected user may see.
			role: found?.role ?? null,
			status: 'already_member' as const,
		});
		const found = await ifListed(findParticipation(session, workspace_id, user_id));
		if (found) return already(found);
		try {
			const response = await session.send({
				method: 'POST',
				path: path`/participations`,
				body: { participation: { workspace_id: toJsonNumber(workspace_id), role: team, user_id: toJsonNumber(user_id) } },
			});
			return { id: first(response, 'participations')?.id ?? null, workspace_id, user_id, role: team, status: 'added' as const };
		} catch (error) {
			const refusal = refusalOf(error);
			// Somebody may be on a project whose participants the connected user doesn't see.
			if (refusal && isAlreadyOnProject(refusal)) return already(undefined);
			throw error;
		}
	},
});
