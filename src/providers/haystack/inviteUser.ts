import { plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { defineInvitation } from '../../zapier/invitations.ts';
import { pathSegment } from '../../zapier/schemas/text.ts';
import { person, readRole, role } from './fields.ts';

/** https://docs.cloud.deepset.ai/reference/api: Invite User To Workspace. The path takes the workspace's name, not its id. */
export const inviteUser = defineInvitation({
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user to a workspace with a role, and to the organization if needed.',
	input: {
		workspace_name: pathSegment({
			label: 'Workspace',
			dynamic: 'workspaces.name.name',
			search: 'find_workspace.name',
			placeholder: 'default',
			helpText: 'You can also map the name of the workspace, exactly as the platform shows it.',
		}),
		...person(),
		role: role(),
	},
	resolve: async (input, session) => ({ ...input, role: await readRole(session, input.role) }),
	request: ({ workspace_name, given_name, family_name, email, role }) => ({
		method: 'POST',
		path: path`/api/v1/workspaces/${workspace_name}/invitation`,
		body: { email, family_name, given_name, role },
		// A 201 with any body, or none.
		openBody: true,
	}),
	// 409: "The user already belongs to the organization."
	exists: ({ status }) => (status === 409 ? 'already_member' : undefined),
	workspaces: ({ workspace_name, role }) => [{ id: workspace_name, name: workspace_name, role }],
	output: {
		email: plainText,
		given_name: plainText,
		family_name: plainText,
		role: plainText,
		workspace_name: plainText,
	},
	result: ({ email, given_name, family_name, role, workspace_name }, response) => ({
		email,
		given_name,
		family_name,
		role: response ? role : '',
		workspace_name,
	}),
	sample: {
		email: 'user@example.com',
		given_name: 'John',
		family_name: 'Doe',
		role: 'EDITOR',
		workspace_name: 'default',
		workspaces: [{ id: 'default', name: 'default', role: 'EDITOR', outcome: 'invited' }],
	},
	existsAdvice:
		'The user may still lack access to this workspace: an administrator gives it in the platform. To go on instead of stopping here, set If the User Already Exists.',
	advice: {
		402: 'Upgrade the [plan of your organization](https://www.deepset.ai/pricing), then replay this step.',
		403: 'Connect an API key with a role that may write WORKSPACE_MEMBERS in this workspace.',
		404: 'Check Workspace: it takes the exact name of a workspace of your organization.',
	},
});
