import { optional } from '../../zapier/fields/inputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { workspaceId } from './fields.ts';
import { findMember } from './members.ts';
import { findUsers, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email, or of one workspace.',
	input: {
		email: email(),
		workspace_id: optional(
			workspaceId('Finds the user only if they are a member of this workspace. You can also map its name or its slug.'),
		),
	},
	output: User,
	sample: sampleUser,
	perform: async ({ email, workspace_id }, session) => {
		const users = await findUsers(session, email);
		const [user] = users;
		if (!user || workspace_id === undefined) return users;
		return (await findMember(session, workspace_id, user)) ? users : [];
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person if there is no such user.',
	},
});
