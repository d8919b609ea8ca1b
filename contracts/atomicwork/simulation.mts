import {
	byCreation,
	byUpdate,
	type Call,
	contains,
	equals,
	type Group,
	int64,
	isActive,
	missing,
	nameOf,
	OtherSuccess,
	page,
	refuse,
	type Simulation,
	type Sorting,
	type User,
	type Workspace,
} from '../../sandbox/simulation.mts';

/** Atomicwork, as far as its documentation tells. Ids are 64-bit integers. Which roles there are isn't documented; these have names of ours. */
export const simulation: Simulation = {
	organization: {
		name: 'Acme',
		connected: 'alex.admin@example.com',
		roles: {
			organization: [
				{ id: '205', name: 'Requester' },
				{ id: '101', name: 'Organization admin' },
			],
			workspace: [
				{ id: '5', name: 'Requester' },
				{ id: '2', name: 'Viewer' },
				{ id: '3', name: 'Agent' },
				{ id: '7', name: 'Approver' },
				{ id: '9', name: 'Workspace admin' },
			],
		},
		workspaces: [
			{ id: '42', name: 'IT Support', createdAt: '2026-01-12T09:30:00Z' },
			{ id: '58', name: 'Engineering', createdAt: '2026-02-03T14:05:41Z' },
			{ id: '64', name: 'Shared workspace', createdAt: '2026-04-20T08:15:27Z' },
			{ id: '9007199254740993', name: 'People operations', createdAt: '2026-06-01T11:00:09Z' },
		],
		users: [
			{ id: '1001', email: 'alex.admin@example.com', role: '101', createdAt: '2026-01-12T09:30:00Z', workspaces: { 42: '9', 58: '9' } },
			{ id: '9007199254740995', email: 'jane.doe@example.com', createdAt: '2026-03-17T16:42:08Z', workspaces: { 64: '5' } },
			{ id: '1003', email: 'sam.lee@example.com', createdAt: '2026-08-06T10:11:12Z', workspaces: { 58: '3, 7' } },
			{ id: '1004', email: 'maria.rossi@example.com', createdAt: '2026-08-21T13:37:00Z' },
		],
		// Who is invited is a user with access at once, so an invitation has no workspaces.
		invitations: [
			{
				id: '1',
				email: 'alex.admin@example.com',
				role: '101',
				createdAt: '2026-01-12T09:00:00Z',
				status: 'accepted',
				acceptedAt: '2026-01-12T09:30:00Z',
			},
			{
				id: '2',
				email: 'jane.doe@example.com',
				createdAt: '2026-03-16T09:12:44Z',
				status: 'accepted',
				acceptedAt: '2026-03-17T16:42:08Z',
			},
			{ id: '3', email: 'sam.lee@example.com', createdAt: '2026-08-06T10:11:12Z' },
		],
		groups: [
			{ id: '501', workspaceId: '42', name: 'Service desk', createdAt: '2026-02-01T09:00:00Z', members: ['alex.admin@example.com'] },
			{ id: '502', workspaceId: '42', name: 'Onboarding', createdAt: '2026-03-01T09:00:00Z', members: [] },
			{ id: '503', workspaceId: '58', name: 'Platform', createdAt: '2026-04-01T09:00:00Z', members: ['sam.lee@example.com'] },
		],
		// No end of an invitation is documented.
		daysToAccept: 3650,
	},

	ids: {
		user: (n) => String(9007199254740995n + 2n * BigInt(n)),
		workspace: (n) => String(9007199254740993n + 2n * BigInt(n)),
		membership: (n) => String(n),
		invitation: (n) => String(3 + n),
	},

	handlers: {
		testConnection: ({ organization, query }) => {
			const { items, pages } = page(organization, organization.workspaces, {
				...paging(query),
				fits: ({ name, archived }) => !archived && contains(organization, name, query.search_key),
			});
			return { data: items.map(({ id, name }) => ({ id: int64(id), name })), total_pages: pages };
		},

		listUsers: ({ organization, query }) => {
			const { search_key, invitation_status, is_deleted, expand, sort_order = '' } = query;
			const { user_status = is_deleted === undefined ? 'ACTIVE' : 'ALL' } = query;
			const fits = (user: User) =>
				(user_status === 'ALL' || isActive(user) === (user_status === 'ACTIVE')) &&
				(is_deleted === undefined || isActive(user) === (is_deleted === 'false')) &&
				contains(organization, `${nameOf(user)} ${user.email}`, search_key) &&
				(!invitation_status || equals(organization, invitationStatus({ organization }, user), invitation_status));
			const { items, pages } = page(organization, user_status === 'ACTIVE' ? organization.activeUsers : organization.users, {
				...paging(query),
				fits: search_key || invitation_status || is_deleted !== undefined || user_status === 'INACTIVE' ? fits : undefined,
				order: sortings[sort_order],
			});
			const json = (user: User) => ({
				...userJson({ organization }, user),
				...(expand === 'WORKSPACES' && { workspaces: workspacesJson({ organization }, user) }),
			});
			return { data: items.map(json), total_pages: pages };
		},

		listWorkspaceMembers: ({ organization, path, query }) => {
			const workspace = workspaceOrRefuse({ organization }, path.id);
			const roleOf = (user: User) => organization.membership(user, workspace.id)?.role;
			const { items, pages } = page(organization, organization.activeUsers, {
				...paging(query),
				fits: (user) => roleOf(user) !== undefined && contains(organization, `${nameOf(user)} ${user.email}`, query.search_key),
				order: sortings[query.sort_order ?? ''],
			});
			const json = (user: User) => ({ ...userJson({ organization }, user), roles: rolesJson(roleOf(user)) });
			return { data: items.map(json), total_pages: pages };
		},

		lookUpUser: ({ organization, path }) => {
			const user = organization.user(path.email ?? '');
			return user && isActive(user) && user.email.toLowerCase() === path.email?.toLowerCase()
				? { data: userJson({ organization }, user) }
				: refuse(404);
		},

		getUser: (call) => ({ data: wholeUserJson(call, call.organization.users.get(call.path.user_id ?? '') ?? noUser(call)) }),

		createUser: ({ organization, query, body }) => {
			const { email, first_name: firstName, last_name: lastName, org_roles = [], workspaces = [] } = body as NewUser;
			const access = accessTo({ organization }, workspaces);
			mustBeRoles({ organization }, org_roles);
			if (organization.user(email)) refuse(400, { example: 'already' });
			inviteAll(
				{ organization },
				{ people: [{ email, firstName, lastName }], org_roles, access, send_email: query.send_email !== 'false' },
			);
			return { data: wholeUserJson({ organization }, organization.user(email) ?? noUser({ organization })) };
		},

		updateUserRole: (call) => {
			const { organization, path, body } = call;
			const user = organization.users.get(path.user_id ?? '') ?? noUser(call);
			const { first_name, last_name, org_roles, is_deleted } = body as UserChanges;
			if (org_roles) mustBeRoles(call, org_roles);
			if (is_deleted === true) mayBeRemoved(call, user);
			else if (is_deleted === false) mayBeRestored(call, user);
			else if (!isActive(user)) noUser(call);
			organization.changeUser(user.id, {
				...(first_name !== undefined && { firstName: first_name }),
				...(last_name !== undefined && { lastName: last_name }),
				...(org_roles && { role: org_roles.join(', ') }),
			});
			if (is_deleted === true) organization.removeUser(user.id);
			if (is_deleted === false) organization.restoreUser(user.id);
			return { data: wholeUserJson(call, organization.users.get(user.id) ?? noUser(call)) };
		},

		removeUser: (call) => {
			const { organization, path } = call;
			const user = organization.users.get(path.user_id ?? '') ?? noUser(call);
			if (!isActive(user)) noUser(call);
			mayBeRemoved(call, user);
			organization.removeUser(user.id);
			return {};
		},

		restoreUser: (call) => {
			const { organization, path } = call;
			const user = organization.users.get(path.user_id ?? '') ?? noUser(call);
			mayBeRestored(call, user);
			organization.restoreUser(user.id);
			return {};
		},

		restoreUserByEmail: (call) => {
			const { organization, path } = call;
			const email = path.email?.toLowerCase();
			const user = [...organization.users].findLast((known) => known.email.toLowerCase() === email) ?? noUser(call);
			mayBeRestored(call, user);
			organization.restoreUser(user.id);
			return {};
		},

		listAgentGroups: ({ organization, path, query }) => {
			const workspace = workspaceOrRefuse({ organization }, path.workspace_id);
			const { items, pages } = page(organization, organization.groups, {
				...paging(query),
				fits: ({ workspaceId, name }) => workspaceId === workspace.id && contains(organization, name, query.search_key),
			});
			return { data: items.map(({ id, name }) => ({ id: int64(id), name })), total_pages: pages };
		},

		addUserToGroup: (call) => {
			const { organization, body } = call;
			const { emails = [], user_ids = [] } = body as { emails?: string[]; user_ids?: Id[] };
			const group = groupOrRefuse(call);
			const users = [...user_ids.map((id) => organization.users.get(String(id))), ...emails.map((email) => organization.user(email))].map(
				(user) => (user && isActive(user) ? user : noUser(call)),
			);
			users.reduce((changed, user) => organization.addToGroup(changed, user), group);
			return {};
		},

		removeUserFromGroup: (call) => {
			const { organization, path } = call;
			const group = groupOrRefuse(call);
			const user = organization.users.get(path.member_id ?? '') ?? noUser(call);
			if (!group.memberIds.includes(user.id)) noUser(call);
			organization.removeFromGroup(group, user);
			return {};
		},

		// That it leaves those who are users already as they are is likely, not documented.
		inviteUser: ({ organization, body }) => {
			const { emails = [], org_roles = [], workspaces = [], workspace_ids = [], workspace_roles = [], send_email } = (body ?? {}) as Invite;
			const all = [...workspace_ids.map((id) => ({ id, roles: workspace_roles })), ...workspaces];
			const access = accessTo({ organization }, all);
			mustBeRoles({ organization }, org_roles);
			return inviteAll({ organization }, { people: emails.map((email) => ({ email })), org_roles, access, send_email });
		},

		// That it gives those who are users the roles in the workspaces, and no other in the organization, is likely as well.
		addUserToWorkspace: ({ organization, body }) => {
			const { emails = [], user_ids = [], users = [], org_roles = [], workspaces = [], send_email } = body as InviteToWorkspaces;
			const access = accessTo({ organization }, workspaces);
			mustBeRoles({ organization }, org_roles);
			const named = user_ids.map((id) => {
				const user = organization.users.get(String(id));
				return user && isActive(user) ? user : missing(organization, { message: `User ${id} not found` });
			});
			const people: Person[] = [...named, ...emails.map((email) => ({ email }))];
			for (const { email, first_name: firstName, last_name: lastName } of users) if (email) people.push({ email, firstName, lastName });
			const known = people.flatMap(({ email }) => organization.user(email) ?? []);
			const answer = inviteAll({ organization }, { people, org_roles, access, send_email });
			for (const user of known) for (const [id, role] of Object.entries(access)) organization.addToWorkspace(user, id, role);
			return answer;
		},
	},
};

type Id = number | bigint;

type WorkspaceRoles = { id: Id; roles?: Id[] }[];

interface Invite {
	emails?: string[];
	org_roles?: Id[];
	type?: string;
	send_email?: boolean;
	workspaces?: WorkspaceRoles;
	workspace_roles?: Id[];
	workspace_ids?: Id[];
}

interface InviteToWorkspaces extends Pick<Invite, 'emails' | 'org_roles' | 'send_email' | 'workspaces'> {
	user_ids?: Id[];
	users?: { email?: string; first_name?: string; last_name?: string }[];
}

interface Person {
	email: string;
	firstName?: string | undefined;
	lastName?: string | undefined;
}

interface Invitees {
	people: Person[];
	org_roles: Id[];
	/** Role by id of the workspace. */
	access: Record<string, string>;
	send_email?: boolean | undefined;
}

interface NewUser extends Pick<Invite, 'org_roles' | 'workspaces'> {
	email: string;
	first_name?: string;
	last_name?: string;
}

interface UserChanges {
	first_name?: string;
	last_name?: string;
	org_roles?: Id[];
	is_deleted?: boolean;
}

function noUser({ organization }: Pick<Call, 'organization'>): never {
	return missing(organization, { message: 'User not found' });
}

function mayBeRemoved({ organization }: Pick<Call, 'organization'>, { id }: User): void {
	if (id === organization.connected.id) refuse(400, { example: 'self' });
}

function mayBeRestored({ organization }: Pick<Call, 'organization'>, user: User): void {
	if (isActive(user)) return;
	if (organization.user(user.email)?.status === 'active') refuse(400, { example: 'already' });
	if (organization.freeSeats < 1) refuse(400, { example: 'seats' });
}

function groupOrRefuse(call: Pick<Call, 'organization' | 'path'>): Group {
	const workspace = workspaceOrRefuse(call, call.path.workspace_id);
	const group = call.organization.groups.get(call.path.agent_group_id ?? '');
	return group?.workspaceId === workspace.id ? group : missing(call.organization, { message: 'Agent group not found' });
}

function workspaceOrRefuse({ organization }: Pick<Call, 'organization'>, id = ''): Workspace {
	return organization.workspaces.get(id) ?? missing(organization, { message: `Workspace ${id} not found` });
}

/** The roles by workspace, where all of them exist and the workspaces take people. Of one named twice, the later roles count. */
function accessTo({ organization }: Pick<Call, 'organization'>, workspaces: WorkspaceRoles): Record<string, string> {
	const { workspace: roles } = organization.roles;
	const entries = workspaces.map(({ id, roles: given = [] }) => {
		const workspace = workspaceOrRefuse({ organization }, String(id));
		if (workspace.archived) refuse(400, { example: 'archived' });
		const unknown = given.find((role) => !roles.some((known) => known.id === String(role)));
		if (unknown !== undefined) refuse(404, { message: `Role ${unknown} not found` });
		return [workspace.id, given.join(', ') || (roles[0]?.id ?? '')];
	});
	return Object.fromEntries(entries);
}

function mustBeRoles({ organization }: Pick<Call, 'organization'>, ids: Id[]): void {
	const unknown = ids.find((id) => !organization.roles.organization.some((role) => role.id === String(id)));
	if (unknown !== undefined) refuse(404, { message: `Role ${unknown} not found` });
}

/** Invites those who are no users yet, and reminds those whose invitation waits. */
function inviteAll({ organization }: Pick<Call, 'organization'>, { people, org_roles, access, send_email = true }: Invitees): unknown {
	const byAddress = new Map(people.map((person) => [person.email.toLowerCase(), person]));
	const failures = failuresOf({ organization }, [...byAddress.keys()]);
	const [first] = failures.values();
	const { partialFailure } = organization.settings;
	if (first && (failures.size === byAddress.size || partialFailure === 'nobody_invited')) refuse(400, first.refusal);

	const role = org_roles.length ? { role: org_roles.join(', ') } : {};
	for (const [email, { firstName, lastName }] of byAddress) {
		if (failures.has(email)) continue;
		if (organization.user(email)) {
			if (send_email) for (const invitation of organization.pendingOf(email).slice(-1)) organization.resend(invitation);
			continue;
		}
		const named = { ...(firstName && { firstName }), ...(lastName && { lastName }) };
		organization.addUser({ email, ...role, ...named, workspaces: access });
		if (send_email) organization.invite({ email, ...role });
	}
	if (!failures.size) return {};
	const failed = [...failures].map(([email, { error }]) => ({ email, error, code: 'BAD_REQUEST' }));
	const invited = [...byAddress.keys()].filter((email) => !failures.has(email));
	if (partialFailure === 'failed_list') return { invited, failed };
	if (partialFailure === 'error_list') return { errors: failed.map(({ email, error }) => ({ email, message: error })) };
	const data = [...invited.map((email) => ({ email, status: 200 })), ...failed.map((failure) => ({ status: 400, ...failure }))];
	return new OtherSuccess(207, { data });
}

/** Why some addresses can't be invited: those of a blocked domain, and those for whom there is no licence. */
function failuresOf({ organization }: Pick<Call, 'organization'>, addresses: string[]) {
	const failures = new Map<string, { error: string; refusal: Parameters<typeof refuse>[1] }>();
	let { freeSeats } = organization;
	for (const email of addresses.filter((address) => !organization.user(address))) {
		const blocked = `Addresses at ${email.slice(email.lastIndexOf('@') + 1)} can't be invited`;
		if (organization.isBlocked(email)) failures.set(email, { error: blocked, refusal: { message: blocked } });
		else if (freeSeats < 1) failures.set(email, { error: 'The organization has already used all licenses', refusal: { example: 'seats' } });
		else freeSeats--;
	}
	return failures;
}

const byName = (user: User): string => `${nameOf(user)} ${user.email}`.toLowerCase();

const sortings: Record<string, Sorting<User>> = {
	CREATED_AT_ASC: { by: byCreation, descending: false },
	CREATED_AT_DESC: { by: byCreation, descending: true },
	UPDATED_AT_ASC: { by: byUpdate, descending: false },
	UPDATED_AT_DESC: { by: byUpdate, descending: true },
	NAME_EMAIL_ASC: { by: byName, descending: false },
	NAME_EMAIL_DESC: { by: byName, descending: true },
};

/** Pages count from 1. */
function paging(query: Call['query']) {
	return { number: query.page, first: 1, size: query.per_page, defaultSize: 25 } as const;
}

function invitationStatus({ organization }: Pick<Call, 'organization'>, { email }: User): string {
	const last = organization.invitationsOf(email).at(-1);
	if (!last) return 'ADDED';
	return last.status === 'accepted' ? 'ACCEPTED' : 'EMAIL_INVITE_SENT';
}

function rolesJson(roles = ''): object[] {
	return roles.split(', ').filter(Boolean).map(int64);
}

function workspacesJson({ organization }: Pick<Call, 'organization'>, user: User) {
	return organization.membershipsOf(user).map(({ workspaceId, role }) => ({
		id: int64(workspaceId),
		name: organization.workspaces.get(workspaceId)?.name,
		roles: rolesJson(role),
	}));
}

function userJson(call: Pick<Call, 'organization'>, user: User) {
	return {
		id: int64(user.id),
		name: nameOf(user),
		email: user.email,
		invitation_status: invitationStatus(call, user),
		user_status: isActive(user) ? 'ACTIVE' : 'INACTIVE',
	};
}

/** A user by themselves. That this tells the roles, and who was removed, is likely, not documented. */
function wholeUserJson(call: Pick<Call, 'organization'>, user: User) {
	return { ...userJson(call, user), org_roles: rolesJson(user.role), is_deleted: !isActive(user) };
}
