import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the organization.',
	output: User,
	sample: sampleUser,
	list: async (session, { sampleOnly }) => newestFirst(await listUsers(session, {}, sampleOnly), ({ created_at }) => created_at),
});
