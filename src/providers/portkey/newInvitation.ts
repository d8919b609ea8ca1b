import { defineTrigger, readNewest } from '../../zapier/triggers.ts';
import { Invitation, listInvitations, sampleInvitation } from './invitations.ts';

const { accepted_at: _accepted, ...rest } = sampleInvitation;
const pending = { ...rest, status: 'pending' };

export const newInvitation = defineTrigger({
	key: 'new_invitation',
	noun: 'invitation',
	label: 'New Invitation',
	description: 'Triggers when a user is invited to the organization.',
	output: Invitation,
	sample: pending,
	list: (session, poll) => readNewest(session, poll, listInvitations(session), ({ created_at }) => created_at),
});
