import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { isElsewhere } from '../../zapier/matching.ts';
import { email } from '../../zapier/schemas/email.ts';
import { text } from '../../zapier/schemas/text.ts';
import { first } from './response.ts';

/** https://developer.kantata.com/kantata/specification/account-invitations */
export const inviteUserToAccount = defineInvitation({
	key: 'invite_user_to_account',
	label: 'Invite User to Account',
	description: 'Invites a user to the account, without a project. This takes a license.',
	input: {
		full_name: text({ label: 'Full Name', placeholder: 'Jane Doe', helpText: 'The name of the user on your account.' }),
		email_address: email({
			label: 'Email Address',
			helpText: 'Every user of the account takes a license, which Kantata OX bills. Clients need none: use **Invite User** for them.',
		}),
	},
	request: ({ full_name, email_address }) => ({
		method: 'POST',
		path: path`/account_invitations`,
		body: { account_invitation: { full_name, email_address } },
	}),
	// No error code is documented for it, only messages (https://developer.kantata.com/kantata/specification/section/errors).
	exists: ({ status, message = '' }) => {
		if (![400, 409, 422].includes(status) || isElsewhere(message)) return undefined;
		if (/\balready (been )?invited\b|\balready has (a|an) (pending )?invitation\b/i.test(message)) return 'already_invited';
		return /\balready (is |been )?(a |an |on |in )?(the |this |your )?(member|user|account)\b/i.test(message)
			? 'already_member'
			: undefined;
	},
	output: { id: plainTextOrNull, full_name: plainText, email_address: plainText },
	result: ({ full_name, email_address }, response) => ({
		id: (response && first(response, 'account_invitations')?.id) ?? null,
		full_name,
		email_address,
	}),
	sample: { id: '35471', full_name: 'Jane Doe', email_address: 'jane.doe@example.com' },
	advice: {
		403: 'Connect a Kantata OX user who may invite to the account.',
	},
});
