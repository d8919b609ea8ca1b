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
	list: async (session, { sampleOnly }) => {
		const accepted = await listInvitations(session, { status: 'accepted' }, sampleOnly);
		return newestFirst(
			accepted.filter(({ status }) => status === 'accepted'),
			({ accepted_at, created_at }) => accepted_at ?? created_at,
		);
	},
});
