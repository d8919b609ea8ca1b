import { optional } from '../../zapier/fields/inputField.ts';
import { listOf, plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { references, UUID } from '../../zapier/schemas/reference.ts';
import { person, readRole, role } from './fields.ts';
import { organizationId } from './organization.ts';

const EXAMPLE_ID = '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21';

/** https://docs.cloud.deepset.ai/reference/api: an invitation to the organization, with access to several workspaces. */
export const inviteUserToOrganization = defineInvitation({
	key: 'invite_user_to_organization',
	label: 'Invite User to Organization',
	description: 'Invites a user to the organization, with access to several workspaces.',
	input: {
		...person(),
		role: role(),
		workspace_ids: optional(
			references({
				label: 'Workspaces',
				dynamic: 'workspaces.id.name',
				idForm: UUID,
				placeholder: EXAMPLE_ID,
				helpText: 'Where the user gets the role. You can also map names or IDs of workspaces.',
			}),
		),
	},
	resolve: async (input, session) => ({ ...input, role: await readRole(session, input.role) }),
	request: async ({ given_name, family_name, email, role, workspace_ids }, session) => ({
		method: 'POST',
		path: path`/api/v1/organization/${await organizationId(session)}/invitation`,
		body: { given_name, family_name, email, role, workspace_ids },
		openBody: true,
	}),
	exists: ({ status }) => (status === 409 ? 'already_member' : undefined),
	workspaces: ({ workspace_ids = [], role }) => workspace_ids.map((id) => ({ id, role })),
	output: {
		email: plainText,
		given_name: plainText,
		family_name: plainText,
		role: plainText,
		workspace_ids: listOf(plainText),
	},
	result: ({ workspace_ids = [], email, given_name, family_name, role }, response) => ({
		email,
		given_name,
		family_name,
		role: response ? role : '',
		workspace_ids,
	}),
	sample: {
		email: 'user@example.com',
		given_name: 'John',
		family_name: 'Doe',
		role: 'EDITOR',
		workspace_ids: [EXAMPLE_ID],
		workspaces: [{ id: EXAMPLE_ID, name: 'default', role: 'EDITOR', outcome: 'invited' }],
	},
	existsAdvice:
		'The user may still lack access to these workspaces: an administrator gives it in the platform. To go on instead of stopping here, set If the User Already Exists.',
	advice: {
		402: 'Upgrade the [plan of your organization](https://www.deepset.ai/pricing), then replay this step.',
		403: 'Connect an API key with a role that may invite users to the organization.',
		404: 'Check Workspaces: each must be the ID of a workspace of your organization.',
	},
});
