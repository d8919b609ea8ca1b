import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { INVITATION } from '../../zapier/invitations.ts';
import { once } from '../../zapier/schemas/once.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import { first } from './response.ts';

const Resent = once(() => otherwise(z.object({ email_address: textIfAny() }), {}));

/** https://developer.kantata.com/kantata/specification/account-invitations */
export const resendInvitation = defineCreate({
	key: 'resend_invitation',
	noun: 'invitation',
	label: 'Resend Invitation to Account',
	description: 'Sends a pending invitation to the account again.',
	effect: INVITATION,
	input: {
		invitation_id: reference({
			label: 'Invitation',
			dynamic: 'pending_invitations.id.email',
			idForm: INT64,
			search: 'find_pending_invitation.id',
			placeholder: '35471',
			helpText: 'Choose a pending invitation to the account, or map the email address of the user.',
		}),
	},
	wireNames: { id: 'invitation_id' },
	output: { id: plainText, email: plainTextOrNull, status: oneOf('resent') },
	sample: { id: '35471', email: 'jane.doe@example.com', status: 'resent' },
	advice: {
		403: 'Connect a Kantata OX user who may invite to the account.',
		404: 'Check Invitation: the user may have accepted it.',
		422: [{ about: /^$|\baccepted\b|\bpending\b|\binvitation\b/i, say: 'Check Invitation: the user may have accepted it.' }],
	},
	async perform({ invitation_id }, session) {
		const response = await session.send({ method: 'PUT', path: path`/account_invitations/${invitation_id}/resend` });
		const { email_address } = Resent().parse(first(response, 'account_invitations')?.value);
		return { id: invitation_id, email: email_address ?? null, status: 'resent' as const };
	},
});
