import { path } from '../../zapier/http.ts';
import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { listPeople, sampleUser, User, userOf } from './users.ts';

export const invitationAccepted = defineTrigger({
	key: 'invitation_accepted',
	noun: 'invitation',
	label: 'Invitation Accepted',
	description: 'Triggers when a user accepts an invitation to the organization.',
	output: User,
	sample: sampleUser,
	list: async (session, poll) => {
		// Whoever accepted last comes first, if that counts as an update. When a user was made or updated says nothing of when
		// they accepted: where Atomicwork doesn't tell that, the list is read whole; nobody accepts twice.
		const filter = { invitation_status: 'ACCEPTED', sort_order: 'UPDATED_AT_DESC' };
		const accepted = await readNewest(session, poll, listPeople(session, path`/users/list`, filter), ({ accepted_at }) => accepted_at);
		return accepted.map(userOf);
	},
});
