import { z } from 'zod';
import { sameText } from '../../zapier/matching.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email.',
	input: z.object({ email: email() }),
	output: User,
	sample: sampleUser,
	perform: async ({ email }, session) => {
		const users = await listUsers(session, { email });
		return users.filter((user) => sameText(user.email, email));
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person if there is no such user.',
	},
});
