import { z } from 'zod';
import { defineAction, ifExists } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { field } from '../../zapier/field.ts';
import { invited, statusOf } from '../../zapier/result.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { SCOPES } from './scopes.ts';

const input = z.object({
	email: emailAddress().register(field, { label: 'Email', group: 'User', placeholder: 'jane.doe@example.com' }),
	role: z.enum(['admin', 'member']).register(field, {
		label: 'Organization Role',
		group: 'User',
		choices: { admin: 'Admin', member: 'Member' },
		helpText: 'Admins have full access to the organization, members have limited access.',
	}),
	workspaces: z
		.array(
			z.object({
				workspace_id: z.string().register(field, {
					label: 'Workspace',
					dropdown: 'workspaces.id.name',
					search: 'find_workspace.id',
					placeholder: 'ws-shared-1a2b3c',
					helpText: 'A mapped value must be the slug of a workspace, which begins with `ws-`.',
				}),
				workspace_role: z.enum(['admin', 'member', 'manager']).register(field, {
					label: 'Workspace Role',
					choices: { admin: 'Admin', member: 'Member', manager: 'Manager' },
					helpText: 'Admins have full access, managers run the workspace, members have basic access.',
				}),
			}),
		)
		.register(field, { label: 'Workspaces', group: 'Workspaces' }),
	first_name: z.string().optional().register(field, { label: 'First Name', group: 'User', placeholder: 'Jane' }),
	last_name: z.string().optional().register(field, { label: 'Last Name', group: 'User', placeholder: 'Doe' }),
	create_key: z.boolean().optional().register(field, {
		label: 'Create an API Key',
		group: 'API Key',
		default: 'false',
		helpText: 'Yes creates an API key for the user as well. More fields appear below for it.',
	}),
	key_name: z
		.string()
		.optional()
		.register(field, { label: 'Key Name', group: 'API Key', placeholder: "Jane's key", shownWhile: 'create_key' }),
	key_scopes: z.array(z.string()).optional().register(field, {
		label: 'Key Scopes',
		group: 'API Key',
		shownWhile: 'create_key',
		requiredWhileShown: true,
		choices: SCOPES,
		helpText:
			'What the key may do. [Portkey lists all scopes](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz).',
	}),
	key_expiry: z.iso.datetime({ offset: true }).optional().register(field, {
		label: 'Key Expiry',
		group: 'API Key',
		placeholder: '2027-01-31T00:00:00Z',
		shownWhile: 'create_key',
		helpText: 'When the key stops working. Leave it empty for a key that stays valid.',
	}),
	key_metadata: z.record(z.string(), z.string()).optional().register(field, {
		label: 'Key Metadata',
		group: 'API Key',
		shownWhile: 'create_key',
		helpText: 'Names and values that are stored with the key, such as a team or a cost center.',
	}),
	if_exists: ifExists(),
});

const output = invited({
	id: z.string().nullable(),
	invite_link: z.string().nullable(),
	email: z.string(),
	role: z.string(),
});

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites/invite-a-user */
export const inviteUser = defineAction({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites a user to the organization and to its workspaces, with an API key if you want.',
	effect: 'the invitation',
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
	output,
	result: (body, { email, role }, outcome) => {
		const answer = z.object({ id: z.string().nullish(), invite_link: z.string().nullish() }).safeParse(body).data;
		return { id: answer?.id ?? null, invite_link: answer?.invite_link ?? null, email, role, status: statusOf(outcome) };
	},
	sample: {
		id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		invite_link: 'https://app.portkey.ai/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		email: 'jane.doe@example.com',
		role: 'member',
		status: 'invited',
	},
	advice: {
		402: "Your organization's subscription is used up: renew it in [Portkey](https://app.portkey.ai), then replay this step.",
		403: 'Connect an organization-level Admin API key that may invite users ([create one](https://app.portkey.ai/api-keys)).',
		404: 'Check Workspace: it takes the slug of a workspace that still exists.',
		409: 'Nobody was invited again; set If the User Already Exists to go on instead of stopping here.',
	},
});
