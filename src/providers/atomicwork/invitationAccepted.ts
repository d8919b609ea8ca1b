import { FIRST_PAGE, readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { listUsers, sampleUser, User } from './users.ts';

export const invitationAccepted = defineTrigger({
	key: 'invitation_accepted',
	noun: 'invitation',
	label: 'Invitation Accepted',
	description: 'Triggers when a user accepts an invitation to the organization.',
	output: User,
	sample: sampleUser,
	// The date is that of the invitation, so the list is read whole; nobody accepts twice.
	list: async (session, poll) => {
		const load = listUsers(session, { invitation_status: 'ACCEPTED' });
		const accepted = poll.sampleOnly ? (await load(FIRST_PAGE)).items : await readPages(session, load);
		return newestFirst(accepted, ({ created_at }) => created_at);
	},
});
