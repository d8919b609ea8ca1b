import { z } from 'zod';
import { defineAction } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { field } from '../../zapier/field.ts';
import { toJsonNumber } from '../../zapier/json.ts';
import { invited, statusOf } from '../../zapier/result.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { int64 } from './int64.ts';

const ids = () => z.array(int64()).optional();

const input = z.object({
	// Optional in Atomicwork's schema, where every field is; without it nobody would be invited.
	emails: z.array(emailAddress()).register(field, {
		label: 'Emails',
		group: 'Users',
		placeholder: 'jane.doe@example.com',
		helpText: 'One address a line, or several with commas between them. An address that occurs twice is invited once.',
	}),
	type: z
		.enum(['EMPLOYEE', 'EXTERNAL', 'AI_EMPLOYEE'])
		.optional()
		.register(field, {
			label: 'User Type',
			group: 'Users',
			choices: { EMPLOYEE: 'Employee', EXTERNAL: 'External', AI_EMPLOYEE: 'AI employee' },
		}),
	send_email: z.boolean().optional().register(field, {
		label: 'Send Email',
		group: 'Users',
		default: 'true',
		helpText: 'No adds the users without an invitation email.',
	}),
	org_roles: ids().register(field, {
		label: 'Organization Roles',
		group: 'Organization',
		placeholder: '101',
		helpText: 'The IDs of roles in the organization: numbers, one a line.',
	}),
	workspaces: z
		.array(
			z.object({
				workspace_id: int64().register(field, {
					label: 'Workspace',
					dropdown: 'workspaces.id.name',
					search: 'find_workspace.id',
					placeholder: '42',
					helpText: 'The ID of a workspace, a number. Use these rows to give each workspace roles of its own.',
				}),
				workspace_role_ids: ids().register(field, {
					label: 'Roles in This Workspace',
					placeholder: '3, 7',
					helpText: 'The IDs of the roles, with commas between them.',
				}),
			}),
		)
		.optional()
		.register(field, { label: 'Workspaces With Their Own Roles', group: 'Workspaces, Each With Its Own Roles' }),
	workspace_ids: ids().register(field, {
		label: 'Workspaces With the Same Roles',
		group: 'Workspaces, All With the Same Roles',
		dropdown: 'workspaces.id.name',
		placeholder: '42',
		helpText:
			'The IDs of workspaces that all get the roles below. Use these two fields or the group above, not both: Atomicwork doesn’t document which wins.',
	}),
	workspace_roles: ids().register(field, {
		label: 'Roles in All These Workspaces',
		group: 'Workspaces, All With the Same Roles',
		placeholder: '5',
		helpText: 'The IDs of the roles that the users get in each of these workspaces.',
	}),
});

const output = invited({
	emails: z.array(z.string()),
	invited_count: z.int(),
	type: z.string().nullable(),
	send_email: z.boolean(),
});

/** https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite */
export const inviteUser = defineAction({
	key: 'invite_user',
	noun: 'invitation',
	label: 'Invite User',
	description: 'Invites one or more users to the organization and to its workspaces.',
	effect: 'the invitation',
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
	output,
	// The documented answer is {}, so who was invited, and how, is what was asked for. An email is sent unless told otherwise.
	result: (_body, { emails, type, send_email }, outcome) => ({
		emails,
		invited_count: emails.length,
		type: type ?? null,
		send_email: send_email ?? true,
		status: statusOf(outcome),
	}),
	sample: {
		emails: ['jane.doe@example.com', 'john.smith@externalpartner.com'],
		invited_count: 2,
		type: 'EMPLOYEE',
		send_email: true,
		status: 'invited',
	},
	advice: {
		403: 'Ask an Atomicwork administrator for an API key that may invite users.',
		404: 'Check the IDs of workspaces and roles: each must exist in your Atomicwork.',
	},
});
