import type { SandboxFault, SandboxRequest } from '../../sandbox/index.mts';
import type { Workspace } from '../../sandbox/organization.mts';
import type { AskedFor, InvitingAction, Wanted, WantedAccess } from '../outcomes/product.ts';
import type { Values } from './integration.ts';
import type { Ended, Kind, Stage } from './stage.ts';
import {
	accessOf,
	describeAccess,
	everybodyElse,
	isChanging,
	isSame,
	type Place,
	wrongReasonsOf,
	wrongWordsOfChange,
	wrongWordsOfFailure,
	wrongWordsOfInvitation,
	wrongWordsOfPending,
} from './truth.ts';

/** What came of a step, and what is true. */
export interface Scene {
	ended: Ended;
	/** What is not true of what the step says. */
	wrong: string[];
	/** Whether anything was done for the people whom the step was about. */
	changed: boolean;
	/** What the step says, in a few words. */
	words: string;
	/** Who has access then. */
	access: string;
}

export const NORA = 'nora.quist@example.com';
export const OMAR = 'omar.reyes@example.com';

/** Access to some workspaces, as far as an action takes several. */
export function wantedOf(stage: Stage, action: InvitingAction, emails: string[] = [NORA], count = 1): Wanted {
	return { emails, access: accessTo(stage, action, count) };
}

export function accessTo(stage: Stage, action: InvitingAction, count = 1): WantedAccess[] {
	const role = stage.organization.roles.workspace[1]?.id ?? '';
	const most = action.workspaces.startsWith('any') ? count : action.workspaces === 'none' ? 0 : 1;
	return openWorkspaces(stage)
		.slice(0, most)
		.map(({ id, name }) => ({ id, name, role }));
}

function openWorkspaces({ organization, product }: Stage): Workspace[] {
	const open = [...organization.workspaces].filter((workspace) => !workspace.archived && (product.isOpen?.(workspace) ?? true));
	return open.toSorted((a, b) => b.name.localeCompare(a.name));
}

/** Where a step is about somebody: in a workspace; of a step about groups, in one that has a group. */
export function placeFor(stage: Stage, key: string): Place {
	const { workspaces, groups } = stage.organization;
	const [group] = key.endsWith('_group') ? [...groups] : [];
	const workspace = (group && workspaces.get(group.workspaceId)) ?? openWorkspaces(stage)[0];
	if (!workspace) throw new Error('The simulation needs a workspace');
	return { workspace, group };
}

/** Another place of the same kind: of a group, another one in its workspace. */
export function anotherPlace(stage: Stage, { workspace, group }: Place): Place {
	if (group) return { workspace, group: [...stage.organization.groups].find(({ id }) => id !== group.id) };
	return { workspace: openWorkspaces(stage).find(({ id }) => id !== workspace.id) ?? workspace, group };
}

interface Asked {
	wanted?: Wanted;
	ifExists?: string | undefined;
	fault?: SandboxFault;
	/** What is filled in instead of the ids and addresses that are wanted. */
	input?: Values;
}

/** Invites people, and holds the words of the step against the state. */
export async function invite(stage: Stage, action: InvitingAction, asked: Asked = {}): Promise<Scene> {
	const { organization } = stage;
	const { wanted = wantedOf(stage, action), ifExists, fault } = asked;
	const input = { ...(asked.input ?? action.input(wanted)), ...(ifExists && { if_exists: ifExists }) };
	const before = new Map(wanted.emails.map((email) => [email, accessOf(organization, email)]));
	const ended = await runWith(stage, fault, 'creates', action.key, input);
	const wrong = wrongWordsOfInvitation({ action, wanted, ifExists, joinsAtOnce: stage.product.joinsAtOnce, organization, before, ended });
	return scene(stage, 'creates', ended, wrong, wanted.emails, before);
}

interface AskedChange extends Place {
	/** Whom it is about. */
	email: string;
	/** What is filled in for the person, and for the workspace and the group: their ids, if left out. */
	who: string;
	typed?: { workspace?: string; group?: string } | undefined;
	role: string;
	fault?: SandboxFault | undefined;
}

/** Runs a step that changes what somebody has, or their invitation, and holds its words against the state. */
export async function change(stage: Stage, key: string, { who, typed, fault, ...asked }: AskedChange): Promise<Scene> {
	const { organization, product } = stage;
	const { email, workspace, group, role } = asked;
	const input = formFor(stage, key, { who, workspace: workspace.id, group: group?.id ?? '', role, ...typed });
	const wanted = {
		...asked,
		step: key,
		was: accessOf(organization, email),
		toWorkspace: 'workspace_id' in input || 'workspaces' in input,
		untold: product.untold?.includes(key) ?? false,
	};
	const invitation = organization.invitationsOf(email).at(-1);
	const others = everybodyElse(organization, email);
	const played = await step(stage, 'creates', key, {
		input,
		people: [email],
		...(fault && { fault }),
		judge: (ended) =>
			key.endsWith('_invitation') ? wrongWordsOfPending(organization, invitation, ended) : wrongWordsOfChange(organization, wanted, ended),
	});
	const wrong = [
		...played.wrong,
		...wrongReasonsOf(wanted, played.ended),
		...(others === everybodyElse(organization, email) ? [] : ['changed what somebody else has']),
	];
	return { ...played, wrong, access: [played.access, ...moreAccess(stage, email)].join(', ') };
}

/** What is filled in: of what a step may ask for, as far as it has such fields. */
function formFor({ subject, product }: Stage, key: string, asked: AskedFor): Values {
	const { who, workspace, group, role } = asked;
	const values = {
		user: who,
		email: who,
		invitation_id: who,
		workspace_id: workspace,
		group_id: group,
		role,
		...product.ownFields?.(asked),
	};
	const fields = subject.fieldsOf('creates', key);
	return Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field)));
}

/** Roles in the organization other than the usual one, and groups. */
function moreAccess({ organization }: Stage, email: string): string[] {
	const { role, groups } = accessOf(organization, email);
	const [usual, ...others] = organization.roles.organization;
	const special = role === usual?.id ? undefined : role;
	return [
		...(special ? [`${others.find(({ id }) => id === special)?.name ?? special} in the organization`] : []),
		...groups.map((id) => `in the group ${organization.groups.get(id)?.name}`),
	];
}

/** Runs another step about people. @param judge what is wrong of its words. */
export async function step(
	stage: Stage,
	kind: Kind,
	key: string,
	{
		input = {},
		people = [],
		fault,
		judge = () => [],
	}: { input?: Values; people?: string[]; fault?: SandboxFault; judge?(ended: Ended): string[] },
): Promise<Scene> {
	const before = new Map(people.map((email) => [email, accessOf(stage.organization, email)]));
	const ended = await runWith(stage, fault, kind, key, input);
	const changes = people.map((email) => ({ email, changed: !isSame(before.get(email) as never, accessOf(stage.organization, email)) }));
	const wrong = ended.failure ? wrongWordsOfFailure(ended, changes) : judge(ended);
	return scene(stage, kind, ended, wrong, people, before);
}

function runWith(stage: Stage, fault: SandboxFault | undefined, kind: Kind, key: string, input: Values): Promise<Ended> {
	return fault ? stage.runUnder(fault, kind, key, input) : stage.run(kind, key, input);
}

function scene(
	{ organization }: Stage,
	kind: Kind,
	ended: Ended,
	wrong: string[],
	people: string[],
	before: Map<string, ReturnType<typeof accessOf>>,
): Scene {
	const changed = people.some((email) => !isSame(before.get(email) as never, accessOf(organization, email)));
	const access = people.map((email) => `${email}: ${describeAccess(organization, email)}`).join('; ');
	return { ended, wrong, changed, words: wordsOf(organization, ended, kind), access };
}

/** What a step says, for people to read. */
function wordsOf({ workspaces }: Stage['organization'], { ending, failure, result, items }: Ended, kind: Kind): string {
	if (failure) return `${ending.charAt(0).toUpperCase()}${ending.slice(1)}: ${failure.message}`;
	const listed =
		items.length > 3
			? [`${items.length}`]
			: items.map(({ email, name, status }) => [email ?? name, status && `(${status})`].filter(Boolean).join(' '));
	if (kind !== 'creates') return `${kind === 'searches' ? 'Finds' : 'Gives'} ${listed.join(', ') || 'nothing'}`;
	const users = (result.users ?? []) as Values[];
	const access = ((result.workspaces ?? []) as Values[]).map(({ id, name, outcome = 'invited' }) => {
		const known = name ?? workspaces.get(String(id))?.name ?? id;
		return outcome === 'invited' ? known : `${known} (${String(outcome).replaceAll('_', ' ')})`;
	});
	const parts = [
		result.status ? `Status \`${result.status}\`` : 'Done',
		users.length > 1 ? users.map(({ email, status }) => `${email} \`${status}\``).join(', ') : '',
		access.length ? `workspaces: ${access.join(', ')}` : '',
	];
	return parts.filter(Boolean).join('; ');
}

/** The first request that was to change something. */
export const changing = (request: Pick<SandboxRequest, 'method'>): boolean => isChanging(request);
