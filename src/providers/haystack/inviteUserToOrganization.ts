import { z } from 'zod';
import { defineAction, ifExists } from '../../zapier/action.ts';
import { path } from '../../zapier/api.ts';
import { field } from '../../zapier/field.ts';
import { invited, statusOf } from '../../zapier/result.ts';
import { person, role } from './fields.ts';
import { organizationId } from './lists.ts';

/** https://docs.cloud.deepset.ai/reference/api: an invitation to the organization, with access to several workspaces. */
export const inviteUserToOrganization = defineAction({
	key: 'invite_user_to_organization',
	noun: 'invitation',
	label: 'Invite User to Organization',
	description: 'Invites a user to the organization, with access to several workspaces.',
	effect: 'the invitation',
	input: z.object({
		given_name: person.given_name(),
		family_name: person.family_name(),
		email: person.email(),
		role: role(),
		workspace_ids: z
			.array(z.uuid('must be the ID of a workspace, which looks like 1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21.'))
			.optional()
			.register(field, {
				label: 'Workspaces',
				dropdown: 'workspaces.id.name',
				placeholder: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21',
				helpText: 'Where the user gets the role. A mapped value must be the ID of a workspace, not its name.',
			}),
		if_exists: ifExists(),
	}),
	request: async ({ given_name, family_name, email, role, workspace_ids }, send) => ({
		method: 'POST',
		path: path`/api/v1/organization/${await organizationId(send)}/invitation`,
		body: { given_name, family_name, email, role, workspace_ids },
		openAnswer: true,
	}),
	output: invited({
		email: z.string(),
		given_name: z.string(),
		family_name: z.string(),
		role: z.string(),
		workspace_ids: z.array(z.string()),
	}),
	result: (_body, { email, given_name, family_name, role, workspace_ids }, outcome) => ({
		email,
		given_name,
		family_name,
		role,
		workspace_ids: workspace_ids ?? [],
		status: statusOf(outcome),
	}),
	sample: {
		email: 'user@example.com',
		given_name: 'John',
		family_name: 'Doe',
		role: 'EDITOR',
		workspace_ids: ['1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21'],
		status: 'invited',
	},
	advice: {
		402: 'Upgrade the [plan of your organization](https://www.deepset.ai/pricing), then replay this step.',
		403: 'Connect an API key with a role that may invite users to the organization.',
		404: 'Check Workspaces: each must be the ID of a workspace of your organization.',
		409: 'The user may still lack access to these workspaces, which an administrator gives; set If the User Already Exists to go on instead of stopping here.',
	},
});
