import type { LoadChoices } from '../../zapier/fields/inputField.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { int64 } from '../../zapier/schemas/int64.ts';
import { listWorkspaces } from './workspaces.ts';

export const workspaceId = () =>
	int64({
		label: 'Workspace',
		dynamic: 'workspaces.id.name',
		search: 'find_workspace.id',
		placeholder: '41654325',
		helpText:
			'Only workspaces (projects) that you may invite to are listed. To name one by its title, add the step Find Workspace before this one.',
	});

export const userId = () =>
	int64({
		label: 'User',
		dynamic: 'users.id.name',
		search: 'find_user.id',
		placeholder: '9041',
		helpText: 'A user who is on your account already. To name one by email, add the step Find User before this one.',
	});

const TEAMS = { maven: 'Consultant', buyer: 'Client' };

/** The teams of a workspace, by the names that this workspace gives them. */
const loadTeams: LoadChoices = async (session, { workspace_id }) => {
	const id = String(workspace_id ?? '').trim();
	if (!/^[1-9]\d*$/.test(id)) return undefined;
	// A search also looks at the ids of workspaces.
	const { items } = await listWorkspaces(session, 0, id);
	const workspace = items.find((item) => item.id === id);
	return workspace && { maven: workspace.consultants ?? TEAMS.maven, buyer: workspace.clients ?? TEAMS.buyer };
};

export const team = () =>
	choice(TEAMS, {
		label: 'Role',
		loadChoices: loadTeams,
		choicesDependOn: 'workspace_id',
		helpText: 'The team that the user joins. A mapped value may be `maven` or `consultant`, `buyer` or `client`.',
	});
