import * as z from 'zod/mini';
import { FIRST_PAGE, readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listRemoved, sampleUser, User, userOf } from './users.ts';

export const userRemoved = defineTrigger({
	key: 'user_removed',
	noun: 'user',
	label: 'User Removed',
	description: 'Triggers when a user is removed from the organization.',
	output: z.extend(User, { user_id: z.string() }),
	sample: { ...sampleUser, user_id: sampleUser.id },
	list: async (session, poll) => {
		const load = listRemoved(session);
		const removed = poll.sampleOnly ? (await load(FIRST_PAGE)).items : await readPages(session, load);
		const items = removed.map((one) => ({
			...userOf(one),
			// Whoever is restored and removed again is new once more, where Atomicwork tells when.
			id: one.deleted_at ? `${one.id}:${one.deleted_at}` : one.id,
			user_id: one.id,
			at: one.deleted_at,
		}));
		return newestFirst(items, ({ at }) => at).map(({ at: _at, ...user }) => user);
	},
});
