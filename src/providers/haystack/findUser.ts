import { sameText } from '../../zapier/matching.ts';
import { readPages } from '../../zapier/paging.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { person } from './fields.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const findUser = defineSearch({
	key: 'find_user',
	noun: 'user',
	label: 'Find User',
	description: 'Finds a user of the organization by email. It can’t tell which workspaces they may use.',
	input: { email: person().email },
	output: User,
	sample: sampleUser,
	// The list has no filter.
	perform: async ({ email }, session) => {
		const found = (users: { email: string }[]) => users.some((user) => sameText(user.email, email));
		const users = await readPages(session, listUsers(session), found);
		return users.filter((user) => sameText(user.email, email));
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Invite User',
		description: 'Finds a user of the organization by email, or invites the person to a workspace if there is no such user.',
	},
});
