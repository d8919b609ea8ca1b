import type { Organization, SandboxRequest } from '../../sandbox/index.mts';
import type { User, Workspace } from '../../sandbox/organization.mts';
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

const SAYS_NOT = /\bwas not (sent|given|added|carried out)|Nobody was invited|could not invite/;
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
		if (outcome === 'not_in_invitation') return has === role ? [`says that ${name} is not in the invitation of ${email}, which it is`] : [];
		// Several people may have roles of their own, where some were known before.
		return role !== null && has !== role && people.length === 1 ? [`says that ${email} is ${role} in ${name}, and it is ${has}`] : [];
	});
}

function workspaceOf({ workspaces }: Organization, id: string): Workspace | undefined {
	return workspaces.get(id) ?? [...workspaces].find(({ name }) => name === id);
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
