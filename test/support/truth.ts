import type { Organization, SandboxRequest } from '../../sandbox/index.mts';
import { type Group, type Invitation, nameOf, type User, type Workspace } from '../../sandbox/organization.mts';
import type { InvitingAction, Wanted } from '../outcomes/product.ts';
import type { Values } from './integration.ts';
import type { Ended } from './stage.ts';

/*
 * What is true: the words of a step are held against the state of the organization before and after it. Each function
 * gives what is wrong, in sentences; nothing, if every word is true.
 */

/** What somebody has. Roles are by id of the workspace. */
export interface Access {
	userId: string | undefined;
	/** In the organization. */
	role: string | undefined;
	/** Ids. */
	groups: string[];
	roles: Record<string, string>;
	/** Of invitations that wait. */
	invitedTo: Record<string, string>;
	pending: number;
	/** How many times an invitation was ever sent. */
	sent: number;
}

export function accessOf(organization: Organization, email: string): Access {
	const user = activeUser(organization, email);
	const pending = organization.pendingOf(email);
	return {
		userId: user?.id,
		role: user?.role,
		groups: [...organization.groups].filter(({ memberIds }) => user && memberIds.includes(user.id)).map(({ id }) => id),
		roles: Object.fromEntries(user ? organization.membershipsOf(user).map(({ workspaceId, role }) => [workspaceId, role]) : []),
		invitedTo: Object.fromEntries(pending.flatMap(({ workspaces }) => workspaces.map(({ id, role }) => [id, role]))),
		pending: pending.length,
		sent: organization.invitationsOf(email).reduce((sum, { sent }) => sum + sent, 0),
	};
}

/** The user with an address, unless they were removed. */
export function activeUser(organization: Organization, email: string): User | undefined {
	const user = organization.user(email);
	return user?.status === 'active' && user.email.toLowerCase() === email.toLowerCase() ? user : undefined;
}

export function isSame(before: Access, after: Access): boolean {
	return JSON.stringify(before) === JSON.stringify(after);
}

/** In a few words, for people to read. */
export function describeAccess(organization: Organization, email: string): string {
	const { userId, roles, invitedTo, sent } = accessOf(organization, email);
	const named = (access: Record<string, string>) =>
		Object.entries(access).map(([id, role]) => `${organization.workspaces.get(id)?.name ?? id} (${roleName(organization, role)})`);
	const times = sent > 1 ? ', sent again' : '';
	if (userId !== undefined) return `user${Object.keys(roles).length ? `, in ${named(roles).join(', ')}` : ', in no workspace'}${times}`;
	if (Object.keys(invitedTo).length || accessOf(organization, email).pending)
		return `invited${Object.keys(invitedTo).length ? ` to ${named(invitedTo).join(', ')}` : ''}${times}`;
	return 'no access';
}

function roleName({ roles }: Organization, role: string): string {
	return role
		.split(', ')
		.map((one) => roles.workspace.find(({ id }) => id === one)?.name ?? one)
		.join(', ');
}

const SAYS_NOT =
	/\bwas not (sent|given|added|changed|created|restored|carried out)|Nobody was (invited|removed)|Nothing was changed|could not invite/;
const LEAVES_OPEN = /may have been|whether .+ (was|were)\b|isn't known|doesn't say/;

/** What an error says of the people whom the step was about. */
export function wrongWordsOfFailure({ ending, failure, requests }: Ended, changes: { email: string; changed: boolean }[]): string[] {
	const wrong: string[] = [];
	const message = failure?.message ?? '';
	const leavesOpen = LEAVES_OPEN.test(message);
	for (const { email, changed } of changes) {
		// Some messages tell of each person.
		const isNamedDone = new RegExp(`(Invited: [^.]*|^.* )${escaped(email)}`, 'i').test(message) && /Invited:|has access to/.test(message);
		if (changed && ending !== 'fails') wrong.push(`ends with "${ending}", although something was done for ${email}`);
		else if (changed && !leavesOpen && !isNamedDone) wrong.push(`doesn't say that something was or may have been done for ${email}`);
		if (changed && SAYS_NOT.test(message) && changes.length === 1) wrong.push(`says "not", although it was done for ${email}`);
	}
	if (/may have been/.test(message) && !requests.some(isChanging))
		wrong.push('says "may have been", although nothing of the kind was sent');
	return wrong;
}

export function isChanging({ method }: Pick<SandboxRequest, 'method'>): boolean {
	return method !== 'GET';
}

function escaped(text: string): string {
	return text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&');
}

interface Invited {
	action: InvitingAction;
	wanted: Wanted;
	/** What the form says of people who exist; undefined if nothing. */
	ifExists: string | undefined;
	/** Whether somebody who is invited is a user at once. */
	joinsAtOnce: boolean;
	organization: Organization;
	/** By address. */
	before: Map<string, Access>;
	ended: Ended;
}

/** What an action that invites says of everybody whom it was asked to invite. */
export function wrongWordsOfInvitation({ action, wanted, ifExists, joinsAtOnce, organization, before, ended }: Invited): string[] {
	const wrong: string[] = [];
	const people = wanted.emails.map((email) => {
		const [was, is] = [before.get(email) ?? accessOf(organization, email), accessOf(organization, email)];
		return { email, was, is, changed: !isSame(was, is), wasKnown: was.userId !== undefined || (!joinsAtOnce && was.pending > 0) };
	});
	for (const { email, was, is } of people) if (is.sent - was.sent > 1) wrong.push(`${email} was invited twice`);
	if (ended.ending !== 'done') {
		wrong.push(...wrongWordsOfFailure(ended, people));
		if (ended.ending === 'stops softly') {
			for (const { email, is, wasKnown } of people) {
				const has = { ...is.invitedTo, ...is.roles };
				if (!wasKnown) wrong.push(`stops softly, although ${email} is not there`);
				if (/nothing to fix/i.test(ended.failure?.message ?? '') && wanted.access.some(({ id, role }) => has[id] !== role)) {
					wrong.push(`says that there is nothing to fix, although ${email} has not the access asked for`);
				}
			}
		}
		return wrong;
	}
	const { status, was_invited, user_id, workspaces = [] } = ended.result;
	const told = new Map((workspaces as Values[]).map(({ id, role }) => [String(id), role]));
	// What the API makes of people whom it knows isn't documented where it is asked without looking.
	const decidedByApi = !action.refusesKnown && !ifExists;
	for (const { email, was, is, wasKnown, changed } of people) {
		const own = statusOf(ended.result, email);
		const has = (access: Record<string, string>) => wanted.access.every(({ id, role }) => access[id] === role);
		const had = { ...was.invitedTo, ...was.roles };
		if (own === 'invited') {
			if (decidedByApi && wasKnown) continue;
			if (!changed) wrong.push(`says that ${email} was invited, although nothing was done`);
			if (wasKnown && !action.admitsUsers) wrong.push(`says that ${email} was invited, who was known`);
			if (is.userId === undefined && is.pending === 0) wrong.push(`says that ${email} was invited, who is neither there nor invited`);
			if (!has({ ...is.invitedTo, ...is.roles })) wrong.push(`says that ${email} was invited, who has not the access asked for`);
		} else if (own === 'access_given') {
			if (!has(is.roles)) wrong.push(`says that ${email} has the access asked for, who has not`);
			if (!was.userId) wrong.push(`says that ${email} was given access, who was no user`);
		} else if (own === 'resent') {
			if (is.sent !== was.sent + 1) wrong.push(`says that the invitation of ${email} was sent again, which it was not`);
		} else {
			if (changed) wrong.push(`says "${own}" of ${email}, for whom something was done`);
			if (!wasKnown) wrong.push(`says "${own}" of ${email}, who was not known`);
			if (own === 'already_member' && was.userId === undefined) wrong.push(`says that ${email} is a member, who is not`);
			if (own === 'already_invited' && was.pending === 0) wrong.push(`says that ${email} is invited, who is not`);
			// Whoever is left with another role is told so, workspace by workspace.
			const isTold = wanted.access.every(({ id }) => told.get(id) === had[id]);
			// Theirs, or nobody knows it: never the one that was asked for, which they may not have.
			const { role = ended.result.invitee_role } = ended.result;
			const roles = [...Object.values(had), was.role];
			if (role && !roles.includes(String(role))) wrong.push(`says "${own}" of ${email}, as ${role}, which they are not`);
			if (ifExists === 'ensure' && !has(had) && !isTold) wrong.push(`says "${own}" of ${email}, who has not the access asked for`);
		}
		if (typeof user_id === 'string' && user_id !== is.userId) wrong.push(`gives a wrong id of ${email}`);
	}
	const anyInvited = people.some(({ email }) => statusOf(ended.result, email) === 'invited');
	if (was_invited !== anyInvited) wrong.push(`says was_invited ${was_invited}, and status ${status}`);
	for (const workspace of workspaces as Values[]) {
		const found = workspaceOf(organization, String(workspace.id));
		if (!found) wrong.push(`names the workspace ${workspace.id}, which doesn't exist`);
		else if (workspace.name !== null && workspace.name !== found.name) wrong.push(`calls ${found.name} ${workspace.name}`);
		else if (!(decidedByApi && people.some(({ wasKnown }) => wasKnown)))
			wrong.push(
				...wrongWordsOfWorkspace(
					workspace,
					found,
					people.filter(({ email }) => ['invited', 'access_given', 'resent', 'already_member'].includes(statusOf(ended.result, email))),
				),
			);
	}
	return wrong;
}

/** What is said of one person; of an action for one, what is said in all. */
function statusOf({ status, users }: Values, email: string): string {
	const own = (users as Values[] | undefined)?.find((user) => user.email === email);
	if (own) return own.status === 'existing' ? 'already_member' : String(own.status);
	return String(status);
}

function wrongWordsOfWorkspace({ role, outcome }: Values, { id, name }: Workspace, people: { email: string; is: Access }[]): string[] {
	return people.flatMap(({ email, is }) => {
		const has = is.roles[id] ?? is.invitedTo[id];
		if (outcome === 'unknown') return [];
		if (outcome === 'not_in_invitation') return has === role ? [`says that ${name} is not in the invitation of ${email}, which it is`] : [];
		// Several people may have roles of their own, where some were known before.
		return role !== null && has !== role && people.length === 1 ? [`says that ${email} is ${role} in ${name}, and it is ${has}`] : [];
	});
}

function workspaceOf({ workspaces }: Organization, id: string): Workspace | undefined {
	return workspaces.get(id) ?? [...workspaces].find(({ name }) => name === id);
}

/** Where a step lets somebody in, takes them out or changes their role. */
export interface Place {
	workspace: Workspace;
	group: Group | undefined;
}

/** What a step is asked to change, and what the person had before. */
export interface Change extends Place {
	/** The step's key, which ends with what it is about: a workspace or a group; otherwise it is about the organization. */
	step: string;
	email: string;
	/** The role that is asked for. */
	role: string;
	was: Access;
	/** Whether a workspace is named. */
	toWorkspace: boolean;
	/** Whether nobody can tell if the person was there before. */
	untold: boolean;
}

/** Whether somebody is where a change is, and what they are there. */
interface Standing {
	isThere: boolean;
	role: string | undefined;
}

const comes = (was: Standing, is: Standing) => !was.isThere && is.isThere;
const goes = (was: Standing, is: Standing) => was.isThere && !is.isThere;
const stays = (was: Standing, is: Standing) => was.isThere && is.isThere;

/** What each status of docs/values.md says of somebody before and after the step. */
const MEANINGS: Record<string, (was: Standing, is: Standing, role: string) => boolean> = {
	added: (was, is, role) => comes(was, is) && (is.role === undefined || isSameRole(is.role, role)),
	created: comes,
	restored: comes,
	role_changed: (was, is, role) => stays(was, is) && !isSameRole(was.role, role) && isSameRole(is.role, role),
	unchanged: (was, is, role) => stays(was, is) && isSameRole(is.role, role),
	// Whether they were there before isn't told.
	access_given: (_was, is, role) => is.isThere && isSameRole(is.role, role),
	already_member: stays,
	already_exists: stays,
	already_active: stays,
	removed: goes,
	already_removed: (was, is) => !was.isThere && !is.isThere,
};

/** Several roles may come in any order. */
function isSameRole(one: string | undefined, other: string | undefined): boolean {
	const sorted = (roles = '') => roles.split(', ').sort().join();
	return sorted(one) === sorted(other);
}

function standingIn({ userId, role, roles, groups }: Access, { step, workspace, group }: Change): Standing {
	if (step.endsWith('_workspace')) return { isThere: workspace.id in roles, role: roles[workspace.id] };
	if (step.endsWith('_group')) return { isThere: groups.includes(group?.id ?? ''), role: undefined };
	return { isThere: userId !== undefined, role };
}

/** What somebody has that a change is not about. Whoever comes to the organization, or leaves it, has nothing else. */
function besides(access: Access, { step, workspace, group }: Change): Partial<Access> {
	const { [workspace.id]: _role, ...roles } = access.roles;
	// Who is told of it by email, with the invitation that waits, is the product's to decide.
	if (step.endsWith('_workspace')) return { ...access, roles, sent: 0 };
	if (step.endsWith('_group')) return { ...access, groups: access.groups.filter((id) => id !== group?.id) };
	return step === 'update_user_role' ? { ...access, role: undefined } : {};
}

/** What a step says that changes what somebody has. */
export function wrongWordsOfChange(organization: Organization, change: Change, { result }: Ended): string[] {
	const { email, role, was, workspace, toWorkspace, untold } = change;
	const is = accessOf(organization, email);
	const [before, after] = [standingIn(was, change), standingIn(is, change)];
	const wrong: string[] = [];
	const isSo = (status: unknown) =>
		MEANINGS[String(status)]?.(untold && status === 'added' ? { ...before, isThere: false } : before, after, role) ?? false;
	const { status, workspaces = [] } = result;
	if (!isSo(status)) wrong.push(`says "${status}" of ${email}, which is not so`);
	if (status === 'created' && toWorkspace && !isSameRole(is.roles[workspace.id], role)) wrong.push(`says "created" without the workspace`);
	if (/^already_|^unchanged$/.test(String(status)) && !isSame(was, is)) wrong.push(`says "${status}", although something was done`);
	if (JSON.stringify(besides(was, change)) !== JSON.stringify(besides(is, change))) wrong.push(`changed what else ${email} has`);
	for (const { id, outcome } of workspaces as Values[]) if (id !== workspace.id || !isSo(outcome)) wrong.push(`says "${outcome}" of ${id}`);
	return [...wrong, ...wrongDetails(organization, change, { before, after }, result)];
}

/** What a step says of somebody as the reason why it does nothing, each with whether it is so. */
const REASONS: [says: RegExp, isSo: (before: Standing, was: Access) => boolean][] = [
	[/isn't a member of/, ({ isThere }) => !isThere],
	[/was removed from the organization|isn't a user of your account/, (_before, { userId }) => userId === undefined],
	[/(there is|the organization has) no user with that (email address|ID)/, (_before, { userId }) => userId === undefined],
];

/** What an error says of the person whom a change is about. */
export function wrongReasonsOf(change: Change, { failure }: Ended): string[] {
	const { email, was } = change;
	const message = failure?.message ?? '';
	const untrue = REASONS.filter(([says, isSo]) => says.test(message) && !isSo(standingIn(was, change), was));
	return untrue.map(([says]) => `says "${says.exec(message)?.[0]}" of ${email}, which is not so`);
}

/** Who, where and in which role the person is, or was, as far as the result tells. */
function wrongDetails(
	organization: Organization,
	{ email, was, workspace, group }: Change,
	{ before, after }: { before: Standing; after: Standing },
	result: Values,
): string[] {
	const user = organization.users.get(accessOf(organization, email).userId ?? was.userId ?? '');
	const listed = (roles: unknown) => (Array.isArray(roles) ? roles.join(', ') : roles);
	const facts: [what: string, told: unknown, is: string | undefined][] = [
		['id', result.user_id ?? result.id, user?.id],
		['address', result.email, user?.email],
		['name', result.name, user && nameOf(user)],
		['workspace', result.workspace_id, workspace.id],
		["workspace's name", result.workspace_name, workspace.name],
		['group', result.group_id, group?.id],
		["group's name", result.group_name, group?.name],
	];
	const roles: typeof facts = [
		['role', listed(result.role ?? result.roles), after.role ?? before.role],
		['role before', listed(result.previous_role ?? result.previous_roles), before.role],
	];
	const isTold = ([, told, is]: (typeof facts)[number]) => told !== undefined && told !== null && is !== undefined;
	return [
		...facts.filter((fact) => isTold(fact) && String(fact[1]).toLowerCase() !== fact[2]?.toLowerCase()),
		...roles.filter((fact) => isTold(fact) && !isSameRole(String(fact[1]), fact[2])),
	].map(([what, told, is]) => `gives the ${what} as ${told}, and it is ${is}`);
}

/** What a step says that sends an invitation again, or cancels it. @param was the invitation before. */
export function wrongWordsOfPending({ invitations }: Organization, was: Invitation | undefined, { result }: Ended): string[] {
	const { status, id, email } = result;
	const is = invitations.get(was?.id ?? '');
	if (!was || !is) return [`says "${status}", although there is no invitation`];
	const isSo =
		was.status === 'pending' &&
		(status === 'resent' ? is.status === 'pending' && is.sent === was.sent + 1 : status === 'cancelled' && is.status === 'cancelled');
	return [
		...(isSo ? [] : [`says "${status}" of an invitation that was ${was.status} and is ${is.status}`]),
		...(String(id).toLowerCase() === is.id ? [] : [`gives the id as ${id}, and it is ${is.id}`]),
		...(email === undefined || email === null || email === is.email ? [] : [`gives the address as ${email}`]),
	];
}

/** What everybody has but one person: whatever a step is about, that stays. */
export function everybodyElse(organization: Organization, email: string): string {
	const others = [...organization.users].filter((user) => user.email.toLowerCase() !== email.toLowerCase());
	return JSON.stringify(others.map((user) => [user.id, user.status, accessOf(organization, user.email)]));
}

/** What a search for a member of a workspace says. */
export function wrongWordsOfMemberSearch(organization: Organization, email: string, { id, name }: Workspace, ended: Ended): string[] {
	const user = activeUser(organization, email);
	const role = user && organization.membership(user, id)?.role;
	return [
		...wrongWordsOfUserSearch(organization, email, ended, id),
		...ended.items.flatMap((item) => [
			...(item.role === null || isSameRole(String(item.role), role) ? [] : [`gives the role as ${item.role}, and it is ${role}`]),
			...(item.workspace_id === id && [null, name].includes(item.workspace_name as string) ? [] : ['gives another workspace']),
		]),
	];
}

/** What a search for an invitation says that waits for an answer, and is not to a workspace alone. @param joinsAtOnce see `Product`. */
export function wrongWordsOfPendingSearch(
	organization: Organization,
	email: string,
	{ ending, items }: Ended,
	joinsAtOnce: boolean,
): string[] {
	if (ending !== 'done') return [];
	const isThere = !joinsAtOnce || activeUser(organization, email) !== undefined;
	const isPending = isThere && organization.pendingOf(email).some(({ workspaces }) => !workspaces.length);
	if (isPending && !items.length) return [`finds none, although ${email} is invited`];
	return items.flatMap((item) =>
		isPending && String(item.email).toLowerCase() === email.toLowerCase() ? [] : [`finds one of ${item.email}, who is not invited`],
	);
}

/** What a search for a user says. @param workspaceId of the one that the search was limited to. */
export function wrongWordsOfUserSearch(
	organization: Organization,
	email: string,
	{ ending, items }: Ended,
	workspaceId?: string,
): string[] {
	if (ending !== 'done') return [];
	const user = activeUser(organization, email);
	const isThere = user && (workspaceId === undefined || organization.membership(user, workspaceId));
	if (!items.length) return isThere ? [`finds nobody, although ${email} is there`] : [];
	return items.flatMap((item) => {
		if (!isThere || item.id !== user.id) return [`finds ${item.email} (${item.id}), who is not there`];
		return String(item.email).toLowerCase() === email.toLowerCase() ? [] : [`finds ${item.email} instead of ${email}`];
	});
}

/** What a search for a workspace by its whole name says. */
export function wrongWordsOfWorkspaceSearch({ workspaces }: Organization, name: string, { ending, items }: Ended): string[] {
	if (ending !== 'done') return [];
	const meant = [...workspaces].filter((workspace) => !workspace.archived && workspace.name.toLowerCase() === name.toLowerCase());
	if (!items.length) return meant.length ? [`finds no workspace, although ${name} is there`] : [];
	return items.flatMap(({ id }) =>
		meant.some((workspace) => workspace.id === id) ? [] : [`finds the workspace ${id}, which is not ${name}`],
	);
}

/** What a search for an invitation says. Without a status, one that waits or was accepted is meant. */
export function wrongWordsOfInvitationSearch(
	organization: Organization,
	email: string,
	{ ending, items }: Ended,
	status?: string,
): string[] {
	if (ending !== 'done') return [];
	const fits = organization
		.invitationsOf(email)
		.filter((one) => (status ? one.status === status : ['pending', 'accepted'].includes(one.status)));
	if (!items.length) return fits.length ? [`finds no invitation, although there is one of ${email}`] : [];
	return items.flatMap((item) =>
		fits.some((one) => one.id === item.id && one.status === item.status)
			? []
			: [`finds the invitation ${item.id} as ${item.status}, which it is not`],
	);
}
