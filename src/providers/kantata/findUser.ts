import { optional } from '../../zapier/fields/inputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { findParticipants } from './participations.ts';
import { findUsers, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user by email, on the account or on one project.',
	input: {
		email: email(),
		workspace_id: optional(
			reference({
				label: 'Project',
				dynamic: 'workspaces.id.name',
				idForm: INT64,
				placeholder: '41654325',
				helpText: 'Finds the user only if they are on this project. You can also map its title or its ID.',
			}),
		),
	},
	output: User,
	sample: sampleUser,
	perform: async ({ email, workspace_id }, session) => {
		if (workspace_id === undefined) return findUsers(session, email);
		return (await findParticipants(session, workspace_id, email)).map(({ user }) => user);
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user by email, or invites the person to a project if there is no such user.',
	},
});
