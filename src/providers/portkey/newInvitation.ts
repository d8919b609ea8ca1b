import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
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
	list: async (session, { sampleOnly }) => newestFirst(await listInvitations(session, {}, sampleOnly), ({ created_at }) => created_at),
});
