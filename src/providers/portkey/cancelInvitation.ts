import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { StepError } from '../../zapier/errors/stepError.ts';
import { oneOf, plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { once } from '../../zapier/schemas/once.ts';
import { otherwise } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { advice, invitationId } from './invitationId.ts';

const Found = once(() => otherwise(z.object({ status: z.string(), email: z.string() }), { status: '', email: '' }));

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/delete-a-user-invite answers {}. */
export const cancelInvitation = defineCreate({
	key: 'cancel_invitation',
	noun: 'invitation',
	label: 'Cancel Invitation',
	description: 'Cancels a pending invitation to the organization.',
	effect: { noun: 'the cancellation', done: 'carried out' },
	destructive: true,
	input: { invitation_id: invitationId() },
	wireNames: { id: 'invitation_id' },
	output: { id: plainText, status: oneOf('cancelled') },
	sample: { id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10', status: 'cancelled' },
	advice,
	async perform({ invitation_id }, session) {
		await requireNotAccepted(session, invitation_id);
		await session.send({ method: 'DELETE', path: path`/admin/users/invites/${invitation_id}` });
		return { id: invitation_id, status: 'cancelled' as const };
	},
});

/** Portkey doesn't document what it answers for an accepted invitation, whose user would keep the access. */
async function requireNotAccepted({ send }: Session, id: string): Promise<void> {
	const { body } = await send({ method: 'GET', path: path`/admin/users/invites/${id}`, advice });
	const { status, email } = Found().parse(body);
	if (status !== 'accepted') return;
	throw new StepError(
		`${email || 'The user'} has accepted this invitation, so it can't be cancelled. If they still have access, remove the user instead.`,
		'already_accepted',
	);
}
