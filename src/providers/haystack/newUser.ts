import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the organization.',
	output: User,
	sample: sampleUser,
	// Users have no date, so they stay in the platform's order; Zapier tells the new ones by their ids.
	list: (session, poll) => readNewest(session, poll, listUsers(session), () => null),
});
