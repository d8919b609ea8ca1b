import * as z from 'zod/mini';
import { optional } from '../../zapier/fields/inputField.ts';
import { plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { isElsewhere } from '../../zapier/matching.ts';
import { email } from '../../zapier/schemas/email.ts';
import { once } from '../../zapier/schemas/once.ts';
import { textIfAny } from '../../zapier/schemas/response.ts';
import { multilineText, text } from '../../zapier/schemas/text.ts';
import { projectId, readTeam, team, workspaceId } from './fields.ts';
import { findParticipants, isAlreadyOnProject } from './participations.ts';
import { first } from './response.ts';

/** What Kantata OX stored, where it tells. Empty texts come as "". */
const Stored = once(() =>
	z.object({
		full_name: textIfAny(),
		email_address: textIfAny(),
		invitee_role: textIfAny(),
		subject: textIfAny(),
		message: textIfAny(),
	}),
);

/** https://developer.kantata.com/kantata/specification/workspaces/create%20workspace%20invitation */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user to a project. Existing users join at once, others get an email.',
	input: {
		workspace_id: workspaceId(),
		full_name: text({
			label: 'Full Name',
			placeholder: 'Jane Doe',
			helpText: 'For somebody new to Kantata OX, this becomes the name on your account.',
		}),
		email_address: email({ label: 'Email Address' }),
		invitee_role: team(),
		subject: optional(
			text({
				label: 'Subject',
				helpText: 'Subject of the invitation email. Leave it empty for the default subject.',
			}),
		),
		message: optional(
			multilineText({
				label: 'Message',
				helpText: 'Text of the invitation email. Leave it empty for the default message.',
			}),
		),
	},
	resolve: async (input, session) => ({ ...input, invitee_role: await readTeam(session, input.workspace_id, input.invitee_role) }),
	request: ({ workspace_id, full_name, email_address, invitee_role, subject, message }) => ({
		method: 'POST',
		path: path`/workspaces/${workspace_id}/invite`,
		body: { invitation: { full_name, email_address, invitee_role, subject, message } },
	}),
	// No error code is documented for it, only messages (https://developer.kantata.com/kantata/specification/section/errors).
	exists: ({ status, message = '' }) => {
		if (isAlreadyOnProject({ status, message })) return 'already_member';
		if (![400, 409, 422].includes(status) || isElsewhere(message)) return undefined;
		return /\balready (been )?invited\b|\balready has (a|an) (pending )?invitation\b/i.test(message) ? 'already_invited' : undefined;
	},
	// Existing users join at once by the invitation itself; whoever is on the project stays there in the team that they are in.
	async ensure({ workspace_id, email_address }, session, existing) {
		const [found] = await findParticipants(session, workspace_id, email_address);
		if (!found) return { status: existing, result: { invitee_role: null }, workspaces: [] };
		const { user_id, role } = found.participation;
		return {
			status: 'already_member',
			result: { user_id, invitee_role: role ?? null },
			workspaces: [{ id: workspace_id, role: role ?? undefined, outcome: 'unchanged' }],
		};
	},
	workspacesLabel: 'Projects',
	workspaces: ({ workspace_id, invitee_role }) => [{ id: workspace_id, role: invitee_role }],
	output: {
		id: plainTextOrNull,
		workspace_id: projectId,
		user_id: plainTextOrNull,
		full_name: plainText,
		email_address: plainText,
		invitee_role: plainTextOrNull,
		subject: plainTextOrNull,
		message: plainTextOrNull,
	},
	result: (input, response) => {
		const invitation = response && first(response, 'workspace_invitations');
		const stored = Stored().safeParse(invitation?.value).data;
		return {
			id: invitation?.id ?? null,
			workspace_id: input.workspace_id,
			user_id: null,
			full_name: stored?.full_name ?? input.full_name,
			email_address: stored?.email_address ?? input.email_address,
			invitee_role: stored?.invitee_role ?? (response ? input.invitee_role : null),
			subject: stored?.subject ?? input.subject ?? null,
			message: stored?.message ?? input.message ?? null,
		};
	},
	sample: {
		id: '739145',
		workspace_id: '41654325',
		user_id: '9041',
		full_name: 'Jane Doe',
		email_address: 'jane.doe@example.com',
		invitee_role: 'maven',
		subject: 'Join our project',
		message: 'We look forward to working with you.',
		workspaces: [{ id: '41654325', name: 'Website relaunch', role: 'maven', outcome: 'invited' }],
	},
	existsAdvice: 'The invitation was not sent. To go on instead of stopping here, set If the User Already Exists.',
	advice: {
		403: 'Connect a Kantata OX user who may invite to this project, or ask the project lead for that permission.',
		404: 'Check Project: the connected user must see the project with this ID.',
	},
});
