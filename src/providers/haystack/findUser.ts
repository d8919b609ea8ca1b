import { z } from 'zod';
import { defineSearch } from '../../zapier/search.ts';
import { person } from './fields.ts';
import { listUsers, sampleUser, User } from './lists.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email.',
	input: z.object({ email: person.email() }),
	output: User,
	sample: sampleUser,
	// The list has no filter.
	find: async (send, { email }) => (await listUsers(send)).filter((user) => user.email.toLowerCase() === email.toLowerCase()),
	orCreate: {
		action: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person to a workspace if there is no such user.',
	},
});
