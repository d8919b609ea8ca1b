import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import { newestFirst } from '../../zapier/lists.ts';
import { defineSearch } from '../../zapier/search.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { Invitation, listInvitations, sampleInvitation } from './lists.ts';

export const findInvitation = defineSearch({
	key: 'find_invitation',
	noun: 'invitation',
	label: 'Find Invitation',
	description: 'Finds the newest invitation of a user by email.',
	input: z.object({
		email: emailAddress().register(field, { label: 'Email', placeholder: 'jane.doe@example.com' }),
		status: z
			.enum(['pending', 'accepted', 'cancelled', 'expired'])
			.optional()
			.register(field, {
				label: 'Status',
				choices: { pending: 'Pending', accepted: 'Accepted', cancelled: 'Cancelled', expired: 'Expired' },
				helpText: 'Leave it empty to find an invitation in any state.',
			}),
	}),
	output: Invitation,
	sample: sampleInvitation,
	find: async (send, { email, status }) => {
		const invitations = await listInvitations(send, { email, status });
		const fitting = invitations.filter((one) => one.email.toLowerCase() === email.toLowerCase() && (!status || one.status === status));
		return newestFirst(fitting, ({ created_at }) => created_at);
	},
	orCreate: {
		action: 'invite_user',
		label: 'Find or Create Invitation',
		description: 'Finds an invitation by email, or invites the user if there is none.',
	},
});
