import { newestFirst } from '../../zapier/lists.ts';
import { defineTrigger } from '../../zapier/trigger.ts';
import { listUsers, sampleUser, User } from './lists.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the account.',
	output: User,
	sample: sampleUser,
	// No date of joining is documented; ids grow.
	list: async (send, { sampleOnly }) =>
		newestFirst(await listUsers(send, { on_my_account: 'true' }, sampleOnly ? 1 : undefined), () => null),
});
