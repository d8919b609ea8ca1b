import { readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user is added.',
	output: User,
	sample: sampleUser,
	list: async (session, { sampleOnly }) => {
		const users = await readPages(
			session,
			0,
			(page) => listUsers(session, page),
			() => sampleOnly,
		);
		return newestFirst(users, ({ created_at }) => created_at);
	},
});
