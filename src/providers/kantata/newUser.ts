import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the account.',
	output: User,
	sample: sampleUser,
	// No date of joining is documented; ids grow.
	list: (session, poll) => readNewest(session, poll, listUsers(session, { on_my_account: true }), () => null),
});
