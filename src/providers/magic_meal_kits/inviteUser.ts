import * as z from 'zod/mini';
import { optional } from '../../zapier/fields/inputField.ts';
import { plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { isElsewhere } from '../../zapier/matching.ts';
import { dictionaryOf } from '../../zapier/schemas/dictionary.ts';
import { email } from '../../zapier/schemas/email.ts';
import { anyText } from '../../zapier/schemas/field.ts';
import { isObject } from '../../zapier/schemas/isObject.ts';
import { text } from '../../zapier/schemas/text.ts';

const additionalFields = () =>
	z
		.record(anyText(), anyText())
		.check(z.refine((fields) => !('email' in fields || 'role' in fields), "can't hold email or role: use the fields of those names."));

/** https://docs.magicmealkits.com/api-reference/workspace-%26-teams/invite-user-to-workspace: takes and answers any object. */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user to the Notion workspace with a role.',
	input: {
		email: email(),
		role: text({
			label: 'Role',
			placeholder: 'editor',
			helpText:
				'Magic Meal Kits doesn’t document the values: its API example says `editor`, its command line `owner` or `member`. In Notion, an editor may be an owner of the workspace, so try it with a test user first.',
		}),
		additional_fields: optional(
			dictionaryOf(additionalFields, {
				label: 'Additional Fields',
				helpText: 'Other values that your server accepts with an invitation, by name. They are sent as they are.',
			}),
		),
	},
	request: ({ email, role, additional_fields }) => ({
		method: 'POST',
		path: path`/api/v1/notion/workspace-invite`,
		body: { email, role, ...additional_fields },
	}),
	// No code is documented for it, only that a failure has a message.
	exists: ({ status, message = '' }) => {
		if (![400, 409].includes(status) || isElsewhere(message)) return undefined;
		if (/\balready (is |been )?(a |an |in |part of )?(the |this )?(member|workspace|team)\b/i.test(message)) return 'already_member';
		return /\balready (been )?invited\b/i.test(message) ? 'already_invited' : undefined;
	},
	// There is one workspace: that of the connection.
	workspaces: () => [],
	output: { email: plainText, role: plainText },
	result: ({ email, role }, response) => ({
		...(isObject(response?.body) && response.body),
		email,
		role: response ? role : '',
	}),
	sample: { email: 'jane.doe@example.com', role: 'editor', workspaces: [] },
	existsAdvice: 'To give the user another role, change it in Notion. To go on instead of stopping here, set If the User Already Exists.',
	advice: {
		400: [
			{
				about: /\bunauthori[sz]ed\b|\btoken(_v2)?\b|\bsession\b/i,
				say: 'Your Notion session has probably expired: copy the token again and reconnect ([how to read a new token](https://docs.magicmealkits.com/api/notion)).',
			},
		],
		401: 'Check API Key and Notion Token in your connection: a Notion session can expire ([how to read a new token](https://docs.magicmealkits.com/api/notion)).',
	},
});
