import { choice } from '../../zapier/schemas/choice.ts';
import { reference, UUID } from '../../zapier/schemas/reference.ts';
import { WORKSPACE_ID } from './workspaces.ts';

/** A user of the organization. */
export const userId = () =>
	reference({
		label: 'User',
		dynamic: 'users.id.email',
		idForm: UUID,
		search: 'find_user.id',
		placeholder: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		helpText: 'Choose a user of the organization, or map an email address or an ID.',
	});

export const workspaceId = (helpText = 'You can also map the name of a workspace or its slug, which begins with `ws-`.') =>
	reference({
		label: 'Workspace',
		dynamic: 'workspaces.id.name',
		idForm: WORKSPACE_ID,
		search: 'find_workspace.id',
		placeholder: 'ws-shared-1a2b3c',
		helpText,
	});

export const organizationRole = (place: { group?: string } = {}) =>
	choice(
		{ admin: 'Admin', member: 'Member' },
		{
			label: 'Organization Role',
			...place,
			helpText: 'Admins have full access to the organization, members have limited access.',
		},
	);

export const workspaceRole = () =>
	choice(
		{ admin: 'Admin', member: 'Member', manager: 'Manager' },
		{
			label: 'Workspace Role',
			helpText: 'Admins have full access, managers run the workspace, members have basic access.',
		},
	);
