import { z } from 'zod';
import { defineAction } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { field } from '../../zapier/field.ts';
import { invited, statusOf } from '../../zapier/result.ts';
import { emailAddress } from '../../zapier/texts.ts';

const input = z.object({
	email: emailAddress().register(field, { label: 'Email', placeholder: 'jane.doe@example.com' }),
	role: z.string().register(field, {
		label: 'Role',
		placeholder: 'editor',
		helpText:
			'Magic Meal Kits doesn’t document the values: its API example says `editor`, its command line `owner` or `member`. In Notion, an editor may be an owner of the workspace, so try it with a test user first.',
	}),
	additional_fields: z
		.record(z.string(), z.string())
		.refine((fields) => !('email' in fields || 'role' in fields), "can't hold email or role: use the fields of those names.")
		.optional()
		.register(field, {
			label: 'Additional Fields',
			helpText: 'Anything else that your server takes with an invitation, by name. Sent as it is.',
		}),
});

const output = invited({ email: z.string(), role: z.string() });

/** https://docs.magicmealkits.com/api-reference/workspace-%26-teams/invite-user-to-workspace: takes and answers any object. */
export const inviteUser = defineAction({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites a user to the Notion workspace with a role.',
	effect: 'the invitation',
	input,
	request: ({ email, role, additional_fields }) => ({
		method: 'POST',
		path: path`/api/v1/notion/workspace-invite`,
		body: { email, role, ...additional_fields },
	}),
	output,
	result: (body, { email, role }, outcome) => ({
		...z.record(z.string(), z.unknown()).safeParse(body).data,
		email,
		role,
		status: statusOf(outcome),
	}),
	sample: { email: 'jane.doe@example.com', role: 'editor', status: 'invited' },
	advice: {
		401: 'Check API Key and Notion Token in your connection: a Notion session can expire ([how to read a new token](https://docs.magicmealkits.com/api/notion)).',
	},
});
