import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import { defineSearch } from '../../zapier/search.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { listUsers, sampleUser, User } from './lists.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email.',
	input: z.object({ email: emailAddress().register(field, { label: 'Email', placeholder: 'jane.doe@example.com' }) }),
	output: User,
	sample: sampleUser,
	find: async (send, { email }) => {
		const users = await listUsers(send, { email });
		return users.filter((user) => user.email.toLowerCase() === email.toLowerCase());
	},
	orCreate: {
		action: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person if there is no such user.',
	},
});
