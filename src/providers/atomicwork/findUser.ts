import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { findUser as findUserByEmail, sampleUser, User, userOf } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email.',
	input: { email: email() },
	output: User,
	sample: sampleUser,
	perform: async ({ email }, session) => {
		const user = await findUserByEmail(session, email);
		return user ? [userOf(user)] : [];
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user by email, or invites the person if there is no such user.',
	},
});
