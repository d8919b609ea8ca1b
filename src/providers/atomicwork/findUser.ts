import { z } from 'zod';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { sameText } from '../../zapier/matching.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { lookUpUser, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user by email.',
	input: z.object({ email: email() }),
	output: User,
	sample: sampleUser,
	perform: async ({ email }, session) => {
		try {
			const user = await lookUpUser(session, email);
			return user && sameText(user.email, email) ? [user] : [];
		} catch (error) {
			// Nobody has this address.
			if (refusalOf(error)?.status === 404) return [];
			throw error;
		}
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user by email, or invites the person if there is no such user.',
	},
});
