import { z } from 'zod';
import { sameText } from '../../zapier/matching.ts';
import { readPages } from '../../zapier/paging.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user by email.',
	input: z.object({ email: email() }),
	output: User,
	sample: sampleUser,
	perform: async ({ email }, session) => {
		const users = await readPages(session, 0, (page) => listUsers(session, { by_email_address: email }, page));
		return users.filter((user) => sameText(user.email, email));
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user by email, or invites the person to a workspace if there is no such user.',
	},
});
