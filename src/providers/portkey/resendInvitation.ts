import { z } from 'zod';
import { defineAction } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { text } from '../../zapier/lists.ts';
import { advice, invitationId } from './invitationId.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/resend-a-user-invite: `inviteLink`, not `invite_link` as on create. */
export const resendInvitation = defineAction({
	key: 'resend_invitation',
	noun: 'invitation',
	label: 'Resend Invitation',
	description: 'Sends a pending invitation to the organization again.',
	effect: 'the invitation',
	input: z.object({ invitation_id: invitationId() }),
	request: ({ invitation_id }) => ({ method: 'POST', path: path`/admin/users/invites/${invitation_id}/resend` }),
	output: z.object({ id: z.string(), invite_link: z.string().nullable(), status: z.string() }),
	result: (body, { invitation_id }) => {
		const answer = z.object({ inviteLink: text, invite_link: text }).safeParse(body).data;
		return { id: invitation_id, invite_link: answer?.inviteLink ?? answer?.invite_link ?? null, status: 'resent' };
	},
	sample: {
		id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		invite_link: 'https://app.portkey.ai/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		status: 'resent',
	},
	wireNames: { id: 'invitation_id' },
	advice,
});
