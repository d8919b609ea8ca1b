import { newestFirst } from '../../zapier/lists.ts';
import { defineTrigger } from '../../zapier/trigger.ts';
import { Invitation, listInvitations, sampleInvitation } from './lists.ts';

export const invitationAccepted = defineTrigger({
	key: 'invitation_accepted',
	noun: 'invitation',
	label: 'Invitation Accepted',
	description: 'Triggers when a user accepts an invitation to the organization.',
	output: Invitation,
	sample: sampleInvitation,
	list: async (send, { sampleOnly }) => {
		const accepted = await listInvitations(send, { status: 'accepted' }, sampleOnly ? 1 : undefined);
		return newestFirst(
			accepted.filter(({ status }) => status === 'accepted'),
			({ accepted_at, created_at }) => accepted_at ?? created_at,
		);
	},
});
