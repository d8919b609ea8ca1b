import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import type { ChoiceLoader } from '../../zapier/inputFields.ts';
import { listWorkspaces } from './lists.ts';

/** An id: an integer on the wire. As an integer field, Zapier would turn "12 Main Street" into 12, another workspace. */
const digits = (what: string) => z.string().regex(/^[1-9]\d*$/, `must be the number that identifies the ${what}, such as 41654325.`);

export const workspaceId = () =>
	digits('workspace').register(field, {
		label: 'Workspace',
		dropdown: 'workspaces.id.name',
		search: 'find_workspace.id',
		placeholder: '41654325',
		helpText:
			'Only workspaces (projects) that you may invite to are listed. To name one by its title, add the step Find Workspace before this one.',
	});

export const userId = () =>
	digits('user').register(field, {
		label: 'User',
		dropdown: 'users.id.name',
		search: 'find_user.id',
		placeholder: '9041',
		helpText: 'A user who is on your account already. To name one by email, add the step Find User before this one.',
	});

/** The teams of a workspace, by the names that this workspace gives them. */
export const teams: ChoiceLoader = async (send, { workspace_id }) => {
	const id = String(workspace_id ?? '').trim();
	if (!/^[1-9]\d*$/.test(id)) return undefined;
	// A search also looks at the ids of workspaces.
	const { items } = await listWorkspaces(send, 0, id);
	const workspace = items.find((item) => item.id === id);
	return workspace && { maven: workspace.consultants ?? TEAMS.maven, buyer: workspace.clients ?? TEAMS.buyer };
};

const TEAMS = { maven: 'Consultant', buyer: 'Client' };

export const team = () =>
	z.enum(['maven', 'buyer']).register(field, {
		label: 'Role',
		choices: TEAMS,
		choicesFrom: 'teams',
		choicesDependOn: 'workspace_id',
		helpText: 'The team that the user joins. A mapped value may be `maven` or `consultant`, `buyer` or `client`.',
	});
