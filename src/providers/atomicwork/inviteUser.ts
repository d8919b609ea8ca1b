import { z } from 'zod';
import type { FieldText } from '../../zapier/fields/inputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { digits, int64, toJsonNumber } from '../../zapier/schemas/int64.ts';
import { lineItems } from '../../zapier/schemas/lineItems.ts';
import { emails, list } from '../../zapier/schemas/list.ts';
import { yesNo } from '../../zapier/schemas/yesNo.ts';

const ids = (field: FieldText) => list(digits('42'), field).optional();

const input = {
	// Optional in Atomicwork's schema, where every field is; without it nobody would be invited.
	emails: emails({
		label: 'Emails',
		group: 'Users',
		placeholder: 'jane.doe@example.com',
		helpText: 'One address a line, or several with commas between them. An address that occurs twice is invited once.',
	}),
	type: choice(
		{ EMPLOYEE: 'Employee', EXTERNAL: 'External', AI_EMPLOYEE: 'AI employee' },
		{ label: 'User Type', group: 'Users' },
	).optional(),
	send_email: yesNo({
		label: 'Send Email',
		group: 'Users',
		default: 'true',
		helpText: 'No adds the users without an invitation email.',
	}).optional(),
	org_roles: ids({
		label: 'Organization Roles',
		group: 'Organization',
		placeholder: '101',
		helpText: 'The IDs of roles in the organization: numbers, one a line.',
	}),
	workspaces: lineItems(
		{
			workspace_id: int64({
				label: 'Workspace',
				dynamic: 'workspaces.id.name',
				search: 'find_workspace.id',
				placeholder: '42',
				helpText: 'The ID of a workspace, a number. Use these rows to give each workspace roles of its own.',
			}),
			workspace_role_ids: ids({
				label: 'Roles in This Workspace',
				placeholder: '3, 7',
				helpText: 'The IDs of the roles, with commas between them.',
			}),
		},
		{ label: 'Workspaces With Their Own Roles', group: 'Workspaces, Each With Its Own Roles' },
	).optional(),
	workspace_ids: ids({
		label: 'Workspaces With the Same Roles',
		group: 'Workspaces, All With the Same Roles',
		dynamic: 'workspaces.id.name',
		placeholder: '42',
		helpText:
			'The IDs of workspaces that all get the roles below. Use these two fields or the group above, not both: Atomicwork doesn’t document which wins.',
	}),
	workspace_roles: ids({
		label: 'Roles in All These Workspaces',
		group: 'Workspaces, All With the Same Roles',
		placeholder: '5',
		helpText: 'The IDs of the roles that the users get in each of these workspaces.',
	}),
};

/** https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites one or more users to the organization and to its workspaces.',
	input,
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids' },
	request: ({ emails, org_roles, type, send_email, workspaces, workspace_roles, workspace_ids }) => ({
		method: 'POST',
		path: path`/users/invite`,
		body: {
			emails,
			org_roles: org_roles?.map(toJsonNumber),
			type,
			send_email,
			workspaces: workspaces?.map(({ workspace_id, workspace_role_ids }) => ({
				id: toJsonNumber(workspace_id),
				roles: workspace_role_ids?.map(toJsonNumber),
			})),
			workspace_roles: workspace_roles?.map(toJsonNumber),
			workspace_ids: workspace_ids?.map(toJsonNumber),
		},
	}),
	output: {
		emails: z.array(z.string()),
		invited_count: z.int(),
		type: z.string().nullable(),
		send_email: z.boolean(),
	},
	// The documented answer is {}, so who was invited, and how, is what was asked for. An email is sent unless told otherwise.
	result: ({ emails, type, send_email }) => ({
		emails,
		invited_count: emails.length,
		type: type ?? null,
		send_email: send_email ?? true,
	}),
	sample: {
		emails: ['jane.doe@example.com', 'john.smith@externalpartner.com'],
		invited_count: 2,
		type: 'EMPLOYEE',
		send_email: true,
	},
	advice: {
		403: 'Ask an Atomicwork administrator for an API key that may invite users.',
		404: 'Check the IDs of workspaces and roles: each must exist in your Atomicwork.',
	},
});
