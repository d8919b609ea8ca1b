import { z } from 'zod';
import { defineCreate } from '../../zapier/creates.ts';
import { path } from '../../zapier/http.ts';
import { advice, invitationId } from './invitationId.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/delete-a-user-invite answers {}. */
export const cancelInvitation = defineCreate({
	key: 'cancel_invitation',
	noun: 'invitation',
	label: 'Cancel Invitation',
	description: 'Cancels a pending invitation to the organization.',
	effect: 'the cancellation',
	input: z.object({ invitation_id: invitationId() }),
	wireNames: { id: 'invitation_id' },
	output: z.object({ id: z.string(), status: z.string() }),
	sample: { id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10', status: 'cancelled' },
	advice,
	async perform({ invitation_id }, { send }) {
		await send({ method: 'DELETE', path: path`/admin/users/invites/${invitation_id}` });
		return { id: invitation_id, status: 'cancelled' };
	},
});
