import * as z from 'zod/mini';
import { PartlyDoneError } from '../../zapier/errors/partlyDoneError.ts';
import { StepError } from '../../zapier/errors/stepError.ts';
import { optional } from '../../zapier/fields/inputField.ts';
import { plainText, plainTextOrNull, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation, type WorkspaceAccess } from '../../zapier/invitations.ts';
import { sameText } from '../../zapier/matching.ts';
import { dateTime } from '../../zapier/schemas/dateTime.ts';
import { dictionary } from '../../zapier/schemas/dictionary.ts';
import { email } from '../../zapier/schemas/email.ts';
import { anyText } from '../../zapier/schemas/field.ts';
import { lineItems } from '../../zapier/schemas/lineItems.ts';
import { list } from '../../zapier/schemas/list.ts';
import { once } from '../../zapier/schemas/once.ts';
import { UUID } from '../../zapier/schemas/reference.ts';
import { id, otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import { text } from '../../zapier/schemas/text.ts';
import { yesNo } from '../../zapier/schemas/yesNo.ts';
import type { Session } from '../../zapier/session.ts';
import { andList } from '../../zapier/words.ts';
import { organizationRole, workspaceId, workspaceRole } from './fields.ts';
import { advice as invitationAdvice } from './invitationId.ts';
import { findInvitations, type Invitation } from './invitations.ts';
import { ACCESS, giveAccess } from './members.ts';
import { resend } from './resendInvitation.ts';
import { SCOPES } from './scopes.ts';
import { findUsers } from './users.ts';

const input = {
	email: email({ group: 'User' }),
	role: organizationRole({ group: 'User' }),
	workspaces: optional(
		lineItems(
			{
				workspace_id: workspaceId(
					'You can also map names or slugs of workspaces, or both with roles: `Engineering: manager; Production: member`.',
				),
				workspace_role: workspaceRole(),
			},
			{ label: 'Workspaces', group: 'Workspaces' },
		),
	),
	first_name: optional(text({ label: 'First Name', group: 'User', placeholder: 'Jane' })),
	last_name: optional(text({ label: 'Last Name', group: 'User', placeholder: 'Doe' })),
	create_key: optional(
		yesNo({
			label: 'Create an API Key',
			group: 'API Key',
			default: 'false',
			helpText: 'Choose Yes to create an API key for the user as well. More fields then appear below.',
		}),
	),
	key_name: optional(text({ label: 'Key Name', group: 'API Key', placeholder: "Jane's key", shownWhile: 'create_key' })),
	key_scopes: optional(
		list(anyText, {
			label: 'Key Scopes',
			group: 'API Key',
			shownWhile: 'create_key',
			requiredWhileShown: true,
			choices: SCOPES,
			helpText:
				'What the key may do. [Portkey lists all scopes](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz).',
		}),
	),
	key_expiry: optional(
		dateTime({
			label: 'Key Expiry',
			group: 'API Key',
			placeholder: '2027-01-31T00:00:00Z',
			shownWhile: 'create_key',
			helpText: 'When the key stops working. Leave it empty for a key that stays valid.',
		}),
	),
	key_metadata: optional(
		dictionary({
			label: 'Key Metadata',
			group: 'API Key',
			shownWhile: 'create_key',
			helpText: 'Names and values that are stored with the key, such as a team or a cost center.',
		}),
	),
};

const Invited = once(() =>
	otherwise(z.object({ id: otherwise(z.nullish(id()), undefined), invite_link: textIfAny() }), {
		id: undefined,
		invite_link: undefined,
	}),
);

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user to the organization and its workspaces. It can also create an API key for them.',
	input,
	wireNames: { id: 'workspace_id', scopes: 'key_scopes', expiry: 'key_expiry', metadata: 'key_metadata', name: 'key_name' },
	request: ({ email, role, first_name, last_name, workspaces, create_key, key_name, key_expiry, key_metadata, key_scopes }) => ({
		method: 'POST',
		path: path`/admin/users/invites`,
		body: {
			email,
			role,
			first_name,
			last_name,
			workspaces: chosen(workspaces).map(({ id, role }) => ({ id, role })),
			workspace_api_key_details: create_key
				? { name: key_name, expiry: key_expiry, metadata: key_metadata, scopes: key_scopes }
				: undefined,
		},
	}),
	// https://portkey.ai/docs/api-reference/admin-api/error: AB07, "resource already exists". It doesn't say which.
	exists: ({ code }) => (code === 'AB07' ? 'already_exists' : undefined),
	async ensure({ email, workspaces }, session) {
		const wanted = chosen(workspaces);
		const [user] = await findUsers(session, email);
		if (user) {
			const workspaces = await giveAll(session, user, wanted);
			const changed = workspaces.some(({ outcome }) => outcome !== 'unchanged');
			return { status: changed ? 'access_given' : 'already_member', result: { user_id: user.id, role: user.role ?? '' }, workspaces };
		}
		const [pending] = await findInvitations(session, email, 'pending');
		if (!pending) {
			throw new StepError(
				`Portkey says that ${email} exists, but neither a user nor a pending invitation was found by this address. Look for it in Portkey, also in other capitals.`,
				'not_found',
			);
		}
		const link = await resend(session, pending.id, RESEND_ADVICE);
		return {
			status: 'resent',
			result: { id: pending.id, invite_link: link, role: pending.role ?? '' },
			workspaces: wanted.map((workspace) => ({
				...workspace,
				outcome: outcomeIn(pending.workspaces, workspace),
			})),
		};
	},
	output: {
		id: plainTextOrNull,
		invite_link: plainTextOrNull,
		email: plainText,
		role: plainText,
		user_id: plainTextOrNull,
	},
	result: ({ email, role }, response) => {
		const invited = Invited().parse(response?.body);
		return { id: invited.id ?? null, invite_link: invited.invite_link ?? null, email, role: response ? role : '', user_id: null };
	},
	workspaces: ({ workspaces }) => chosen(workspaces),
	sample: {
		id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		invite_link: 'https://app.portkey.ai/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		email: 'jane.doe@example.com',
		role: 'member',
		user_id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		workspaces: [{ id: 'ws-shared-1a2b3c', name: 'Shared workspace', role: 'member', outcome: 'invited' }],
	},
	existsAdvice: 'Nobody was invited again. To go on instead of stopping here, set If the User Already Exists.',
	advice: {
		400: 'Check Email, the roles and the workspaces.',
		402: "Your organization's subscription is used up: renew it in [Portkey](https://app.portkey.ai), then replay this step.",
		403: 'Check that the chosen workspaces still exist. The connection needs an Admin API key of the organization that may invite users ([create one](https://app.portkey.ai/api-keys)).',
		404: 'Check Workspace: the workspace must still exist.',
	},
});

/** The form names no invitation: it was found by the address. */
const RESEND_ADVICE = {
	...invitationAdvice,
	404: 'Their pending invitation was found a moment ago: it may have been accepted or cancelled since. Replay this step.',
};

/** The workspaces of the form. */
function chosen(rows: { workspace_id: string; workspace_role: string }[] = []): { id: string; role: string }[] {
	return rows.map(({ workspace_id, workspace_role }) => ({ id: workspace_id, role: workspace_role }));
}

/** Gives a member of the organization a role in each workspace. */
async function giveAll(
	session: Session,
	user: { id: string; email: string; role: string | null },
	wanted: { id: string; role: string }[],
): Promise<WorkspaceAccess[]> {
	const done: WorkspaceAccess[] = [];
	for (const workspace of wanted) {
		try {
			done.push({ ...workspace, outcome: await giveAccess(session, workspace.id, user, workspace.role, ACCESS) });
		} catch (error) {
			// What stops the step by itself has sent nothing for this workspace.
			const isSent = !(error instanceof StepError);
			if (!isSent && !done.length) throw error;
			const nameOf = ({ id }: { id: string }) => session.names.get(id) ?? id;
			const before = done.length
				? `${user.email} has access to ${andList(done.map(nameOf))}`
				: `${user.email} is a user of the organization`;
			const rest = isSent ? ` Whether they have access to ${nameOf(workspace)} isn't known.` : '';
			throw new PartlyDoneError(error, `${before}.${rest}`);
		}
	}
	return done;
}

/** Whether an invitation leads to a workspace in a role, as far as it tells. */
function outcomeIn(told: ValuesOf<typeof Invitation>['workspaces'], { id, role }: { id: string; role: string }) {
	// What is told without a role, or by another kind of id, may be the one that is meant.
	const open = told?.filter(
		(one) => (one.role ?? role) === role && (sameText(one.id, id) || ![/^ws-/i, UUID].some((kind) => kind.test(id) && kind.test(one.id))),
	);
	if (open?.some((one) => one.role && sameText(one.id, id))) return 'invited';
	return open?.length === 0 ? 'not_in_invitation' : 'unknown';
}
