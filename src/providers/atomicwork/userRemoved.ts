import { plainText } from '../../zapier/fields/outputField.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listRemoved, sampleUser, User, userOf } from './users.ts';

export const userRemoved = defineTrigger({
	key: 'user_removed',
	noun: 'user',
	label: 'User Removed',
	description: 'Triggers when a user is removed from the organization.',
	output: { ...User, user_id: plainText },
	sample: { ...sampleUser, user_id: sampleUser.id },
	list: async (session, poll) => {
		const removed = await readNewest(session, poll, listRemoved(session), ({ deleted_at }) => deleted_at);
		return removed.map((one) => ({
			...userOf(one),
			// Whoever is restored and removed again is new once more, where Atomicwork tells when.
			id: one.deleted_at ? `${one.id}:${one.deleted_at}` : one.id,
			user_id: one.id,
		}));
	},
});
