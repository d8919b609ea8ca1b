import { isRefusedWith } from '../../zapier/errors/requestError.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import type { LoadChoices } from '../../zapier/fields/inputField.ts';
import { labelled, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { matchChoice } from '../../zapier/schemas/choice.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { text } from '../../zapier/schemas/text.ts';
import type { Session } from '../../zapier/session.ts';
import { orList } from '../../zapier/words.ts';
import { connectedUserId } from './users.ts';
import { getWorkspace } from './workspaces.ts';

/* What Kantata's API calls a workspace, its screens call a project. */
export const projectId = labelled(plainText, 'Project ID');
export const projectName = labelled(plainTextOrNull, 'Project Name');

export const workspaceId = () =>
	reference({
		label: 'Project',
		dynamic: 'workspaces.id.name',
		idForm: INT64,
		search: 'find_workspace.id',
		placeholder: '41654325',
		helpText: 'Only projects that you may invite to are listed. You can also map the title of a project or its ID.',
	});

const ANY_USER = 'Choose a user of your account, or map an email address or an ID.';

export const userId = (helpText = ANY_USER) =>
	reference({
		label: 'User',
		dynamic: 'users.id.name',
		idForm: INT64,
		search: 'find_user.id',
		placeholder: '9041',
		helpText,
	});

/**
 * Refuses to take something away from the user whose connection it is.
 * @throws {InputError}
 */
export async function requireSomebodyElse(session: Session, userId: string): Promise<void> {
	if ((await connectedUserId(session)) !== userId) return;
	throw new InputError(
		`User ${quote(session.names.get(userId) ?? userId)} owns this connection, and nobody can remove themselves. Connect another Kantata OX user for that.`,
	);
}

const TEAMS = { maven: 'Consultant', buyer: 'Client' };

type Team = keyof typeof TEAMS;

/** The teams of a workspace, by the names that this workspace gives them. */
async function teamsOf(session: Session, workspaceId: string): Promise<Record<Team, string> | undefined> {
	const workspace = await getWorkspace(session, workspaceId);
	return workspace && { maven: workspace.consultants ?? TEAMS.maven, buyer: workspace.clients ?? TEAMS.buyer };
}

const loadTeams: LoadChoices = async (session, { workspace_id }) => {
	const id = String(workspace_id ?? '').trim();
	return INT64.test(id) ? teamsOf(session, id) : undefined;
};

export const team = () =>
	text({
		label: 'Role',
		choices: TEAMS,
		loadChoices: loadTeams,
		choicesDependOn: 'workspace_id',
		helpText: 'The team that the user joins. You can also map `consultant` or `client`, or the name that the project gives the team.',
	});

/**
 * The team that a text means: by Kantata's own words, or by the name that the workspace gives it.
 * @throws {InputError}
 */
export async function readTeam(session: Session, workspaceId: string, text: string): Promise<Team> {
	const team = matchChoice(TEAMS, text);
	if (team) return team;
	const own = await teamsOf(session, workspaceId).catch((error) => {
		if (isRefusedWith(error, 401, 403, 404)) return undefined;
		throw error;
	});
	const found = own && matchChoice(own, text);
	if (found) return found;
	const names = new Set([...Object.values(TEAMS), ...Object.values(own ?? {})]);
	throw new InputError(`Role can't be ${quote(text)}. Choose ${orList([...names])}.`);
}
