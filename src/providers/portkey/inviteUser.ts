import { z } from 'zod';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { dateTime } from '../../zapier/schemas/dateTime.ts';
import { dictionary } from '../../zapier/schemas/dictionary.ts';
import { email } from '../../zapier/schemas/email.ts';
import { lineItems } from '../../zapier/schemas/lineItems.ts';
import { list } from '../../zapier/schemas/list.ts';
import { id, text as textIn } from '../../zapier/schemas/response.ts';
import { text } from '../../zapier/schemas/text.ts';
import { yesNo } from '../../zapier/schemas/yesNo.ts';
import { SCOPES } from './scopes.ts';

const input = {
	email: email({ group: 'User' }),
	role: choice(
		{ admin: 'Admin', member: 'Member' },
		{
			label: 'Organization Role',
			group: 'User',
			helpText: 'Admins have full access to the organization, members have limited access.',
		},
	),
	workspaces: lineItems(
		{
			workspace_id: text({
				label: 'Workspace',
				dynamic: 'workspaces.id.name',
				search: 'find_workspace.id',
				placeholder: 'ws-shared-1a2b3c',
				helpText: 'A mapped value must be the slug of a workspace, which begins with `ws-`.',
			}),
			workspace_role: choice(
				{ admin: 'Admin', member: 'Member', manager: 'Manager' },
				{
					label: 'Workspace Role',
					helpText: 'Admins have full access, managers run the workspace, members have basic access.',
				},
			),
		},
		{ label: 'Workspaces', group: 'Workspaces' },
	),
	first_name: text({ label: 'First Name', group: 'User', placeholder: 'Jane' }).optional(),
	last_name: text({ label: 'Last Name', group: 'User', placeholder: 'Doe' }).optional(),
	create_key: yesNo({
		label: 'Create an API Key',
		group: 'API Key',
		default: 'false',
		helpText: 'Yes creates an API key for the user as well. More fields appear below for it.',
	}).optional(),
	key_name: text({ label: 'Key Name', group: 'API Key', placeholder: "Jane's key", shownWhile: 'create_key' }).optional(),
	key_scopes: list(z.string(), {
		label: 'Key Scopes',
		group: 'API Key',
		shownWhile: 'create_key',
		requiredWhileShown: true,
		choices: SCOPES,
		helpText:
			'What the key may do. [Portkey lists all scopes](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz).',
	}).optional(),
	key_expiry: dateTime({
		label: 'Key Expiry',
		group: 'API Key',
		placeholder: '2027-01-31T00:00:00Z',
		shownWhile: 'create_key',
		helpText: 'When the key stops working. Leave it empty for a key that stays valid.',
	}).optional(),
	key_metadata: dictionary({
		label: 'Key Metadata',
		group: 'API Key',
		shownWhile: 'create_key',
		helpText: 'Names and values that are stored with the key, such as a team or a cost center.',
	}).optional(),
};

const Invited = z.object({ id: id.nullish().catch(undefined), invite_link: textIn }).catch({ id: undefined, invite_link: undefined });

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user to the organization and to its workspaces, with an API key if you want.',
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
			workspaces: workspaces.map(({ workspace_id, workspace_role }) => ({ id: workspace_id, role: workspace_role })),
			workspace_api_key_details: create_key
				? { name: key_name, expiry: key_expiry, metadata: key_metadata, scopes: key_scopes }
				: undefined,
		},
	}),
	// https://portkey.ai/docs/api-reference/admin-api/error: AB07, "resource already exists". It doesn't say which.
	saysExists: ({ code }) => code === 'AB07',
	output: {
		id: z.string().nullable(),
		invite_link: z.string().nullable(),
		email: z.string(),
		role: z.string(),
	},
	result: ({ email, role }, response) => {
		const invited = Invited.parse(response?.body);
		return { id: invited.id ?? null, invite_link: invited.invite_link ?? null, email, role };
	},
	sample: {
		id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		invite_link: 'https://app.portkey.ai/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		email: 'jane.doe@example.com',
		role: 'member',
	},
	advice: {
		402: "Your organization's subscription is used up: renew it in [Portkey](https://app.portkey.ai), then replay this step.",
		403: 'Connect an organization-level Admin API key that may invite users ([create one](https://app.portkey.ai/api-keys)).',
		404: 'Check Workspace: it takes the slug of a workspace that still exists.',
		409: 'Nobody was invited again; set If the User Already Exists to go on instead of stopping here.',
	},
});
