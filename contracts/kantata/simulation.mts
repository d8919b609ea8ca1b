import {
	type Call,
	contains,
	equals,
	having,
	type Invitation,
	isActive,
	type Membership,
	missing,
	nameOf,
	type Page,
	page,
	refuse,
	type Simulation,
	type User,
	type Workspace,
} from '../../sandbox/simulation.mts';

const teams = { consultant_role_name: 'Consultants', client_role_name: 'Clients' };

/** Kantata OX, as far as its documentation tells. A workspace is what its screens call a project. */
export const simulation: Simulation = {
	organization: {
		name: 'Example account',
		connected: 'alex.admin@example.com',
		roles: {
			organization: [{ id: 'member', name: 'member' }],
			workspace: [
				{ id: 'maven', name: 'Consultant' },
				{ id: 'buyer', name: 'Client' },
			],
		},
		workspaces: [
			{ id: '123', name: 'Engineering', createdAt: '2026-01-12T17:30:00Z', details: { ...teams, start_date: '2026-01-12' } },
			{ id: '789', name: 'Payroll', createdAt: '2026-02-03T22:05:41Z', details: { ...teams, can_invite: false } },
			{
				id: '456',
				name: 'Relaunch for Example Inc.',
				createdAt: '2026-04-14T18:20:45Z',
				details: {
					consultant_role_name: 'Agency',
					client_role_name: 'Example Inc.',
					start_date: '2026-04-20',
					due_date: '2026-12-18',
				},
			},
			{ id: '1001', name: 'Shared workspace', createdAt: '2026-06-01T15:00:09Z', details: teams },
		],
		users: [
			{
				id: '9',
				email: 'alex.admin@example.com',
				createdAt: '2026-01-12T09:30:00Z',
				workspaces: { 123: 'maven', 456: 'maven', 789: 'maven', 1001: 'maven' },
			},
			{ id: '111', email: 'jane.doe@example.com', createdAt: '2026-03-17T16:42:08Z', workspaces: { 1001: 'maven' } },
			{ id: '333', email: 'maria.rossi@example.com', createdAt: '2026-08-06T10:11:12Z', workspaces: { 789: 'maven' } },
			{ id: '222', email: 'sam.lee@example.com', createdAt: '2026-08-21T13:37:00Z', workspaces: { 123: 'maven', 1001: 'maven' } },
		],
	},

	ids: {
		user: (n) => String(2000 + n),
		workspace: (n) => String(1001 + n),
		membership: (n) => String(5500 + n),
		invitation: (n) => String(986 + n),
	},

	handlers: {
		testConnection: ({ organization: { connected } }) => ({
			count: 1,
			results: [{ key: 'users', id: connected.id }],
			users: { [connected.id]: userJson(connected) },
		}),

		listUsers: ({ organization, query }) => {
			const { on_my_account, participant_in, by_email_address, search } = query;
			// Alone, it shows whom one works with: not those of the account who are in no project, but clients from outside.
			const visible = (user: User) => (on_my_account === 'true' ? !user.external : organization.isMemberAnywhere(user));
			return answer(
				'users',
				userJson,
				page(organization, organization.activeUsers, {
					...paging(query),
					fits: (user) =>
						equals(organization, user.email, by_email_address) &&
						contains(organization, nameOf(user), search) &&
						(!participant_in || organization.membership(user, participant_in) !== undefined) &&
						visible(user),
				}),
			);
		},

		listWorkspaces: ({ organization, query }) => {
			const { search, matching, archived = 'exclude', order } = query;
			return answer(
				'workspaces',
				workspaceJson,
				page(organization, organization.workspaces, {
					...paging(query),
					fits: (workspace) =>
						(archived === 'include' || workspace.archived === (archived === 'only')) &&
						(contains(organization, workspace.name, search) || workspace.id === search) &&
						contains(organization, workspace.name, matching),
					order: order?.startsWith('title:') ? { by: byTitle, descending: order === 'title:desc' } : undefined,
				}),
			);
		},

		inviteUser: ({ organization, path, body }) => {
			const { full_name, email_address, invitee_role, subject, message } = (body as { invitation: ProjectInvitation }).invitation;
			const workspace = openProject({ organization }, path.id);
			if (workspace.details.can_invite === false) refuse(403);
			const user = organization.user(email_address);
			const waits = organization.pendingOf(email_address).some(({ workspaces }) => workspaces.some(({ id }) => id === workspace.id));
			if (user && organization.membership(user, workspace.id)) refuse(422, { example: 'already' });
			if (waits) refuse(422, { example: 'pending' });
			if (organization.isBlocked(email_address)) refuse(422, blocked);
			// Whoever is a user already takes no further seat.
			if (!user && organization.freeSeats < 1) refuse(400, { example: 'seats' });
			const { id } = organization.invite({
				email: email_address.toLowerCase(),
				...namesOf(full_name),
				workspaces: { [workspace.id]: invitee_role },
			});
			if (user) organization.accept(email_address);
			return {
				count: 1,
				meta: { count: 1, page_count: 1, page_number: 1, page_size: 20 },
				results: [{ key: 'workspace_invitations', id }],
				workspace_invitations: { [id]: { full_name, email_address, invitee_role, subject, message } },
			};
		},

		addUserToWorkspace: ({ organization, body }) => {
			const { workspace_id, user_id, role } = (body as { participation: Participation }).participation;
			const workspace = openProject({ organization }, String(workspace_id));
			const user = organization.users.get(String(user_id));
			if (!user || !isActive(user)) return refuse(422, { example: 'invalid', message: 'User is not valid', field: 'user_id' });
			if (organization.membership(user, workspace.id)) refuse(422, { example: 'already' });
			const { id } = organization.addToWorkspace(user, workspace.id, role);
			return {
				count: 1,
				meta: { count: 1, page_count: 1, page_number: 1, page_size: 20 },
				results: [{ key: 'participations', id }],
				participations: { [id]: { id, workspace_id: workspace.id, user_id: user.id, role } },
			};
		},

		getWorkspace: ({ organization, path }) =>
			answer('workspaces', workspaceJson, only(organization.workspaces.get(path.id ?? '') ?? missing(organization))),

		listParticipations: ({ organization, query }) => {
			const found = page(organization, organization.memberships, {
				...paging(query),
				fits: having(organization, { workspaceId: query.workspace_id, userId: query.by_user }),
			});
			const users = included(
				{ organization, query },
				found.items.map(({ userId }) => userId),
			);
			return { ...answer('participations', participationJson, found), ...users };
		},

		removeUserFromWorkspace: ({ organization, path }) => {
			organization.removeFromWorkspace(organization.memberships.get(path.id ?? '') ?? missing(organization));
			return undefined;
		},

		listAccountMemberships: ({ organization, query }) => {
			const { by_user_id, only_active, only_inactive } = query;
			const found = page(organization, organization.users, {
				...paging(query),
				fits: (user) =>
					!user.external &&
					(!by_user_id || user.id === by_user_id) &&
					(only_active !== 'true' || isActive(user)) &&
					(only_inactive !== 'true' || !isActive(user)),
			});
			return {
				...memberships(found),
				...included(
					{ organization, query },
					found.items.map(({ id }) => id),
				),
			};
		},

		removeUser: (call) => {
			const user = accountMember(call);
			if (user.id === call.organization.connected.id) refuse(422, { example: 'self' });
			return memberships(only(call.organization.removeUser(user.id)));
		},

		restoreUser: (call) => {
			const { organization } = call;
			const user = accountMember(call);
			if (!isActive(user) && organization.user(user.email)) refuse(422, { example: 'taken' });
			if (!isActive(user) && organization.freeSeats < 1) refuse(400, { example: 'seats' });
			return memberships(only(organization.restoreUser(user.id)));
		},

		listAccountInvitations: ({ organization, query }) => {
			const found = page(organization, organization.invitations, {
				...paging(query),
				fits: (invitation) =>
					isToAccount(invitation) &&
					(query.only_pending !== 'true' || invitation.status === 'pending') &&
					contains(organization, `${nameOf(invitation)} ${invitation.email}`, query.search),
			});
			return answer('account_invitations', accountInvitationJson, found);
		},

		inviteUserToAccount: ({ organization, body }) => {
			const { full_name, email_address } = (body as { account_invitation: Person }).account_invitation;
			if (organization.user(email_address)) refuse(422, { example: 'already' });
			if (organization.pendingOf(email_address).some(isToAccount)) refuse(422, { example: 'pending' });
			if (organization.isBlocked(email_address)) refuse(422, blocked);
			if (!organization.pendingOf(email_address).length && organization.freeSeats < 1) refuse(400, { example: 'seats' });
			const invitation = organization.invite({ email: email_address.toLowerCase(), ...namesOf(full_name) });
			return answer('account_invitations', accountInvitationJson, only(invitation));
		},

		resendInvitation: ({ organization, path }) => {
			const invitation = organization.invitations.get(path.id ?? '');
			if (!invitation || !isToAccount(invitation)) return missing(organization);
			if (invitation.status !== 'pending') refuse(422, { example: 'over' });
			return answer('account_invitations', accountInvitationJson, only(organization.resend(invitation)));
		},
	},
};

interface Person {
	full_name: string;
	email_address: string;
}

interface ProjectInvitation extends Person {
	invitee_role: string;
	subject?: string;
	message?: string;
}

interface Participation {
	workspace_id: number | bigint;
	user_id: number | bigint;
	role: string;
}

function openProject({ organization }: Pick<Call, 'organization'>, id = ''): Workspace {
	const workspace = organization.workspaces.get(id) ?? missing(organization);
	if (workspace.archived) refuse(422, { example: 'archived' });
	return workspace;
}

const blocked = { example: 'invalid', message: 'Email address may not be invited', field: 'email_address' };

/** The memberships of an account have ids of their own; here, a 9 stands before the user's. */
const membershipId = ({ id }: User): string => `9${id}`;

function accountMember({ organization, path: { id = '' } }: Pick<Call, 'organization' | 'path'>): User {
	const user = id.startsWith('9') ? organization.users.get(id.slice(1)) : undefined;
	return user && !user.external ? user : missing(organization);
}

/** An invitation to the account names no project. */
function isToAccount({ workspaces }: Invitation): boolean {
	return workspaces.length === 0;
}

function namesOf(fullName: string): { firstName: string; lastName: string } {
	const [firstName = '', ...rest] = fullName.trim().split(/\s+/);
	return { firstName, lastName: rest.join(' ') };
}

const byTitle = ({ name }: Workspace): string => name.toLowerCase();

/** Pages count from 1. */
function paging(query: Call['query']) {
	return { number: query.page, first: 1, size: query.per_page, defaultSize: 20 } as const;
}

/** Kantata's format: references in order, and the objects by id. */
function answer<Item extends { id: string }>(key: string, json: (item: Item) => object, { items, total, pages, number, size }: Page<Item>) {
	return {
		count: total,
		meta: { count: total, page_count: pages, page_number: number, page_size: size },
		results: items.map(({ id }) => ({ key, id })),
		[key]: Object.fromEntries(items.map((item) => [item.id, json(item)])),
	};
}

/** One thing, as a page of which it is all. */
function only<Item>(item: Item): Page<Item> {
	return { items: [item], total: 1, pages: 1, number: 1, size: 20, more: false };
}

/** The users that `include=user` asks for. */
function included({ organization, query }: Pick<Call, 'organization' | 'query'>, ids: string[]) {
	if (!query.include?.split(',').includes('user')) return {};
	const users = [...new Set(ids)].flatMap((id) => organization.users.get(id) ?? []);
	return { users: Object.fromEntries(users.map((user) => [user.id, userJson(user)])) };
}

function memberships({ items, ...rest }: Page<User>) {
	const found = items.map((user) => ({ id: membershipId(user), user_id: user.id, disabled: !isActive(user) }));
	return answer('account_memberships', (membership) => membership, { ...rest, items: found });
}

function participationJson({ id, workspaceId, userId, role }: Membership) {
	return { id, workspace_id: workspaceId, user_id: userId, role };
}

function accountInvitationJson({ id, email, status, createdAt, ...names }: Invitation) {
	return { id, full_name: nameOf({ ...names, email }), email_address: email, status, created_at: inPacificTime(createdAt) };
}

function userJson(user: User) {
	return { id: user.id, full_name: nameOf(user), email_address: user.email };
}

function workspaceJson({ id, name, archived, createdAt, details }: Workspace) {
	return {
		id,
		title: name,
		archived,
		can_invite: true,
		...teams,
		start_date: '',
		due_date: '',
		...details,
		created_at: inPacificTime(createdAt),
	};
}

/** Kantata writes dates with the zone of the account. */
function inPacificTime(date: string): string {
	return `${new Date(Date.parse(date) - 8 * 3600 * 1000).toISOString().slice(0, 19)}-08:00`;
}
