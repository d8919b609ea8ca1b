import { optional } from '../../zapier/fields/inputField.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { findInvitations, Invitation, sampleInvitation } from './invitations.ts';

export const findInvitation = defineSearch({
	key: 'find_invitation',
	noun: 'invitation',
	label: 'Find Invitation',
	description: 'Finds the newest invitation of a user by email.',
	input: {
		email: email(),
		status: optional(
			choice(
				{ pending: 'Pending', accepted: 'Accepted', cancelled: 'Cancelled', expired: 'Expired' },
				{ label: 'Status', helpText: 'Leave it empty to find an invitation that is pending or accepted.' },
			),
		),
	},
	output: Invitation,
	sample: sampleInvitation,
	perform: async ({ email, status }, session) => {
		const invitations = await findInvitations(session, email, status);
		// A cancelled or expired one is none that somebody could still accept, so it must not keep anybody from being invited.
		return status ? invitations : invitations.filter((one) => ['pending', 'accepted'].includes(one.status));
	},
	orCreate: {
		create: 'invite_user',
		label: 'Find or Create Invitation',
		description: 'Finds a pending or accepted invitation by email, or invites the user if there is none.',
	},
});
