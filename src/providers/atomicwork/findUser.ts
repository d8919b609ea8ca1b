import { z } from 'zod';
import { ApiFault } from '../../zapier/fault.ts';
import { field } from '../../zapier/field.ts';
import { defineSearch } from '../../zapier/search.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { lookUpUser, sampleUser, User } from './lists.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user by email.',
	input: z.object({ email: emailAddress().register(field, { label: 'Email', placeholder: 'jane.doe@example.com' }) }),
	output: User,
	sample: sampleUser,
	find: async (send, { email }) => {
		try {
			const user = await lookUpUser(send, email);
			return user && user.email.toLowerCase() === email.toLowerCase() ? [user] : [];
		} catch (error) {
			// Nobody has this address.
			if (error instanceof ApiFault && error.fault.kind === 'refused' && error.fault.status === 404) return [];
			throw error;
		}
	},
	orCreate: {
		action: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user by email, or invites the person if there is no such user.',
	},
});
