import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { INVITATION } from '../../zapier/invitations.ts';
import { once } from '../../zapier/schemas/once.ts';
import { otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import type { Advice } from '../../zapier/step.ts';
import { advice, invitationId } from './invitationId.ts';

/** The link is `inviteLink` here, not `invite_link` as on create. */
const Resent = once(() => otherwise(z.object({ inviteLink: textIfAny(), invite_link: textIfAny() }), {}));

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/resend-a-user-invite */
export const resendInvitation = defineCreate({
	key: 'resend_invitation',
	noun: 'invitation',
	label: 'Resend Invitation',
	description: 'Sends a pending invitation to the organization again.',
	effect: INVITATION,
	input: { invitation_id: invitationId() },
	wireNames: { id: 'invitation_id' },
	output: { id: plainText, invite_link: plainTextOrNull, status: oneOf('resent') },
	sample: {
		id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		invite_link: 'https://app.portkey.ai/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		status: 'resent',
	},
	advice,
	async perform({ invitation_id }, session) {
		return { id: invitation_id, invite_link: await resend(session, invitation_id, advice), status: 'resent' as const };
	},
});

/** Sends an invitation again, and gives its link where Portkey tells. @param advice what to do about a refusal. */
export async function resend({ send }: Session, id: string, advice: Advice): Promise<string | null> {
	const { body } = await send({ method: 'POST', path: path`/admin/users/invites/${id}/resend`, advice });
	const { inviteLink, invite_link } = Resent().parse(body);
	return inviteLink ?? invite_link ?? null;
}
