import { email } from '../../zapier/schemas/email.ts';
import { defineSearch } from '../../zapier/searches.ts';
import { listUsers, sampleUser, User, withAddress } from './users.ts';

export const findPendingInvitation = defineSearch({
	key: 'find_pending_invitation',
	noun: 'invitation',
	label: 'Find Pending Invitation',
	description: 'Finds a user by email whose invitation is still pending.',
	input: { email: email() },
	output: User,
	sample: sampleUser,
	perform: ({ email }, session) =>
		withAddress(session, email, (search_key) => listUsers(session, { invitation_status: 'EMAIL_INVITE_SENT', search_key })),
});
