import { newestFirst } from '../../zapier/lists.ts';
import { defineTrigger } from '../../zapier/trigger.ts';
import { listUsers, sampleUser, User } from './lists.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the organization.',
	output: User,
	sample: sampleUser,
	list: async (send, { sampleOnly }) => newestFirst(await listUsers(send, {}, sampleOnly ? 1 : undefined), ({ created_at }) => created_at),
});
