import { z } from 'zod';
import { sameText } from '../../zapier/matching.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { Invitation, listInvitations, sampleInvitation } from './invitations.ts';

export const findInvitation = defineSearch({
	key: 'find_invitation',
	noun: 'invitation',
	label: 'Find Invitation',
	description: 'Finds the newest invitation of a user by email.',
	input: z.object({
		email: email(),
		status: choice(
			{ pending: 'Pending', accepted: 'Accepted', cancelled: 'Cancelled', expired: 'Expired' },
			{ label: 'Status', helpText: 'Leave it empty to find an invitation in any state.' },
		).optional(),
	}),
	output: Invitation,
	sample: sampleInvitation,
	perform: async ({ email, status }, session) => {
		const invitations = await listInvitations(session, { email, status });
		const fitting = invitations.filter((one) => sameText(one.email, email) && (!status || one.status === status));
		return newestFirst(fitting, ({ created_at }) => created_at);
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Create Invitation',
		description: 'Finds an invitation by email, or invites the user if there is none.',
	},
});
