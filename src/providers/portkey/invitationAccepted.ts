import type { ValuesOf } from '../../zapier/fields/outputField.ts';
import { FIRST_PAGE, isRecent, readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { Invitation, listInvitations, sampleInvitation } from './invitations.ts';

export const invitationAccepted = defineTrigger({
	key: 'invitation_accepted',
	noun: 'invitation',
	label: 'Invitation Accepted',
	description: 'Triggers when a user accepts an invitation to the organization.',
	output: Invitation,
	sample: sampleInvitation,
	// The list is sorted, if at all, by when people were invited, so it is read whole.
	list: async (session, poll) => {
		const load = listInvitations(session, { status: 'accepted' });
		const accepted = poll.sampleOnly ? (await load(FIRST_PAGE)).items : await readPages(session, load);
		const at = ({ accepted_at, created_at }: ValuesOf<typeof Invitation>) => accepted_at ?? created_at;
		return newestFirst(
			accepted.filter((one) => one.status === 'accepted' && (poll.sampleOnly || isRecent(at(one)))),
			at,
		);
	},
});
