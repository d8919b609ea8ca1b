import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { AccountInvitation, findPendingInvitations, sampleAccountInvitation } from './accountInvitations.ts';

export const findPendingInvitation = defineSearch({
	key: 'find_pending_invitation',
	noun: 'invitation',
	label: 'Find Pending Invitation',
	description: 'Finds a pending invitation to the account by email.',
	input: { email: email() },
	output: AccountInvitation,
	sample: sampleAccountInvitation,
	perform: ({ email }, session) => findPendingInvitations(session, email),
});
