import { FIRST_PAGE, readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listAccountMemberships } from './accountMemberships.ts';
import { sampleUser, User } from './users.ts';

export const userRemoved = defineTrigger({
	key: 'user_removed',
	noun: 'user',
	label: 'User Removed',
	description: 'Triggers when a user of the account is disabled.',
	output: User,
	sample: sampleUser,
	// No date of it is documented: whoever is enabled and disabled again isn't new.
	list: async (session, poll) => {
		const load = listAccountMemberships(session, { only_inactive: true });
		const disabled = poll.sampleOnly ? (await load(FIRST_PAGE)).items : await readPages(session, load);
		return newestFirst(
			disabled.map(({ user }) => user),
			() => null,
		);
	},
});
