import { readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const newUser = defineTrigger({
	key: 'new_user',
	noun: 'user',
	label: 'New User',
	description: 'Triggers when a user joins the account.',
	output: User,
	sample: sampleUser,
	// No date of joining is documented; ids grow.
	list: async (session, { sampleOnly }) => {
		const load = (page: number) => listUsers(session, { on_my_account: true }, page);
		return newestFirst(await readPages(session, 0, load, () => sampleOnly), () => null);
	},
});
