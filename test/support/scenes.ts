import type { SandboxFault, SandboxRequest } from '../../sandbox/index.mts';
import type { InvitingAction, Wanted, WantedAccess } from '../outcomes/product.ts';
import type { Values } from './integration.ts';
import type { Ended, Kind, Stage } from './stage.ts';
import { accessOf, describeAccess, isChanging, isSame, wrongWordsOfFailure, wrongWordsOfInvitation } from './truth.ts';

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

export function accessTo({ organization, product }: Stage, action: InvitingAction, count = 1): WantedAccess[] {
	const role = organization.roles.workspace[1]?.id ?? '';
	const open = [...organization.workspaces].filter((workspace) => !workspace.archived && (product.isOpen?.(workspace) ?? true));
	const most = action.workspaces.startsWith('any') ? count : 1;
	return open
		.toSorted((a, b) => b.name.localeCompare(a.name))
		.slice(0, most)
		.map(({ id, name }) => ({ id, name, role }));
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
