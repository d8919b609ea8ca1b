import { z } from 'zod';
import { defineAction } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { field } from '../../zapier/field.ts';
import { text } from '../../zapier/lists.ts';
import { invited, statusOf } from '../../zapier/result.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { first } from './answer.ts';
import { team, workspaceId } from './fields.ts';

const input = z.object({
	workspace_id: workspaceId(),
	full_name: z.string().register(field, {
		label: 'Full Name',
		placeholder: 'Jane Doe',
		helpText: 'For somebody new to Kantata OX, this becomes the name on your account.',
	}),
	email_address: emailAddress().register(field, { label: 'Email Address', placeholder: 'jane.doe@example.com' }),
	invitee_role: team(),
	subject: z.string().optional().register(field, {
		label: 'Subject',
		helpText: 'Subject of the invitation email. Leave it empty for the default subject.',
	}),
	message: z.string().optional().register(field, {
		label: 'Message',
		type: 'text',
		helpText: 'Text of the invitation email. Leave it empty for the default message.',
	}),
});

const output = invited({
	id: z.string().nullable(),
	workspace_id: z.string(),
	full_name: z.string(),
	email_address: z.string(),
	invitee_role: z.string(),
	subject: z.string().nullable(),
	message: z.string().nullable(),
});

/** https://developer.kantata.com/kantata/specification/workspaces/create%20workspace%20invitation */
export const inviteUser = defineAction({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites a user to a workspace. Existing users join at once, others get an email.',
	effect: 'the invitation',
	input,
	request: ({ workspace_id, full_name, email_address, invitee_role, subject, message }) => ({
		method: 'POST',
		path: path`/workspaces/${workspace_id}/invite`,
		body: { invitation: { full_name, email_address, invitee_role, subject, message } },
	}),
	output,
	result: (body, input, outcome) => {
		const invitation = first(body, 'workspace_invitations');
		// What Kantata OX stored, where it tells; what was asked for otherwise. Empty texts come as "".
		const stored = z
			.object({ full_name: text, email_address: text, invitee_role: text, subject: text, message: text })
			.safeParse(invitation?.value).data;
		return {
			id: invitation?.id ?? null,
			workspace_id: input.workspace_id,
			full_name: stored?.full_name ?? input.full_name,
			email_address: stored?.email_address ?? input.email_address,
			invitee_role: stored?.invitee_role ?? input.invitee_role,
			subject: stored?.subject ?? input.subject ?? null,
			message: stored?.message ?? input.message ?? null,
			status: statusOf(outcome),
		};
	},
	sample: {
		id: '739145',
		workspace_id: '41654325',
		full_name: 'Jane Doe',
		email_address: 'jane.doe@example.com',
		invitee_role: 'maven',
		subject: 'Join our project',
		message: 'We look forward to working with you.',
		status: 'invited',
	},
	advice: {
		403: "Connect a Kantata OX user who may invite to this workspace, or ask the workspace's lead for that permission.",
		404: 'Check Workspace: the connected user must see the workspace with this ID.',
	},
});
