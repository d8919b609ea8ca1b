import { newestFirst } from '../../zapier/lists.ts';
import { defineTrigger } from '../../zapier/trigger.ts';
import { Invitation, listInvitations, sampleInvitation } from './lists.ts';

const { accepted_at: _accepted, ...rest } = sampleInvitation;
const pending = { ...rest, status: 'pending' };

export const newInvitation = defineTrigger({
	key: 'new_invitation',
	noun: 'invitation',
	label: 'New Invitation',
	description: 'Triggers when a user is invited to the organization.',
	output: Invitation,
	sample: pending,
	list: async (send, { sampleOnly }) =>
		newestFirst(await listInvitations(send, {}, sampleOnly ? 1 : undefined), ({ created_at }) => created_at),
});
