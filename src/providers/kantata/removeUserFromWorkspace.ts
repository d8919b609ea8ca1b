import { defineCreate } from '../../zapier/creates.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { yesNo } from '../../zapier/schemas/yesNo.ts';
import { projectId, requireSomebodyElse, userId } from './fields.ts';
import { findParticipation } from './participations.ts';
import { getWorkspace } from './workspaces.ts';

/** https://developer.kantata.com/kantata/specification/participations: Kantata deletes what the project holds of the person. */
export const removeUserFromWorkspace = defineCreate({
	key: 'remove_user_from_workspace',
	noun: 'participation',
	label: 'Remove User From Project',
	description: 'Removes a user from a project, and deletes their time entries and assignments there.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: {
		user: userId('The user to remove from the project. Choose one, or map an email address or an ID.'),
		workspace_id: reference({
			label: 'Project',
			dynamic: 'workspaces.id.name',
			idForm: INT64,
			search: 'find_workspace.id',
			placeholder: '41654325',
			helpText: 'Choose a project, or map its exact title or its ID.',
		}),
		confirm_data_loss: yesNo({
			label: 'Confirm Data Loss',
			helpText:
				'Choose Yes to agree: Kantata OX also deletes the user’s data in this project, such as time entries, and nothing brings it back. To keep the data, use **Remove User** instead.',
		}),
	},
	output: {
		id: plainTextOrNull,
		user_id: plainText,
		workspace_id: projectId,
		role: plainTextOrNull,
		status: oneOf('removed', 'already_removed'),
	},
	sample: { id: '88213', user_id: '9041', workspace_id: '41654325', role: 'maven', status: 'removed' },
	advice: {
		403: 'Connect a Kantata OX user who may remove people from this project, or ask the project lead for that permission.',
		404: 'Check Project and User: the connected user must see both.',
	},
	async perform({ user, workspace_id, confirm_data_loss }, session) {
		if (!confirm_data_loss) {
			throw new InputError(
				'Confirm Data Loss must say yes: Kantata OX deletes the project data of a user who is removed from a project. Nobody was removed.',
			);
		}
		await requireSomebodyElse(session, user);
		const found = await findParticipation(session, workspace_id, user);
		if (!found) {
			// Nobody is on a project that isn't there either, which a wrong ID would hide.
			await getWorkspace(session, workspace_id);
			return { id: null, user_id: user, workspace_id, role: null, status: 'already_removed' as const };
		}
		await session.send({ method: 'DELETE', path: path`/participations/${found.id}` });
		return { id: found.id, user_id: user, workspace_id, role: found.role ?? null, status: 'removed' as const };
	},
});
