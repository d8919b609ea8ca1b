import {
	type Call,
	contains,
	equals,
	having,
	type Invitation,
	isActive,
	type Membership,
	missing,
	page,
	refuse,
	type Simulation,
	slug,
	type User,
	uuid,
	type Workspace,
} from '../../sandbox/simulation.mts';

/** Portkey, as far as its documentation tells. Texts of refusals are the contract's. */
export const simulation: Simulation = {
	organization: {
		id: uuid(1),
		name: 'Example organization',
		connected: 'alex.admin@example.com',
		roles: {
			organization: [
				{ id: 'member', name: 'member' },
				{ id: 'admin', name: 'admin' },
				{ id: 'owner', name: 'owner' },
			],
			workspace: [
				{ id: 'member', name: 'member' },
				{ id: 'manager', name: 'manager' },
				{ id: 'admin', name: 'admin' },
			],
		},
		// Documented for workspaces, and known of users.
		settings: { caseSensitive: true },
		workspaces: [
			{ id: 'ws-shared-1a2b3c', name: 'Shared workspace', createdAt: '2026-01-12T09:30:00Z', details: { uuid: uuid(1) } },
			{ id: 'ws-produc-4d5e6f', name: 'Production', createdAt: '2026-02-03T14:05:41Z', details: { uuid: uuid(11) } },
			{ id: 'ws-engine-7a8b9c', name: 'Engineering', createdAt: '2026-04-20T08:15:27Z', details: { uuid: uuid(12) } },
			{ id: 'ws-resear-0d1e2f', name: 'Research', createdAt: '2026-06-01T11:00:09Z', details: { uuid: uuid(13) } },
		],
		users: [
			{
				id: uuid(101),
				email: 'alex.admin@example.com',
				role: 'owner',
				createdAt: '2026-01-12T09:30:00Z',
				workspaces: { 'ws-shared-1a2b3c': 'admin' },
			},
			{ id: uuid(102), email: 'jane.doe@example.com', createdAt: '2026-03-17T16:42:08Z', workspaces: { 'ws-shared-1a2b3c': 'manager' } },
			{
				id: uuid(103),
				email: 'sam.lee@example.com',
				role: 'admin',
				createdAt: '2026-08-06T10:11:12Z',
				workspaces: { 'ws-engine-7a8b9c': 'admin' },
			},
			{ id: uuid(104), email: 'maria.rossi@example.com', createdAt: '2026-08-21T13:37:00Z', workspaces: { 'ws-produc-4d5e6f': 'member' } },
		],
		invitations: [
			{
				id: uuid(205),
				email: 'lee.wong@example.com',
				createdAt: '2026-02-10T12:00:00Z',
				status: 'expired',
				workspaces: { 'ws-shared-1a2b3c': 'member' },
			},
			{
				id: uuid(203),
				email: 'jane.doe@example.com',
				createdAt: '2026-03-16T09:12:44Z',
				status: 'accepted',
				acceptedAt: '2026-03-17T16:42:08Z',
				workspaces: { 'ws-shared-1a2b3c': 'manager' },
			},
			{
				id: uuid(204),
				email: 'maria.rossi@example.com',
				createdAt: '2026-08-20T17:00:00Z',
				status: 'accepted',
				acceptedAt: '2026-08-21T13:37:00Z',
				invitedBy: 'sam.lee@example.com',
				workspaces: { 'ws-produc-4d5e6f': 'member' },
			},
			{
				id: uuid(201),
				email: 'john.smith@example.com',
				role: 'admin',
				createdAt: '2026-09-01T08:00:00Z',
				workspaces: { 'ws-shared-1a2b3c': 'admin' },
			},
			{
				id: uuid(202),
				email: 'kim.park@example.com',
				createdAt: '2026-09-02T15:45:30Z',
				invitedBy: 'sam.lee@example.com',
				workspaces: { 'ws-engine-7a8b9c': 'member', 'ws-resear-0d1e2f': 'manager' },
			},
		],
	},

	ids: {
		user: (n) => uuid(104 + n),
		workspace: (n, name) => `ws-${slug(name).replaceAll('-', '').slice(0, 6)}-${n.toString(16).padStart(6, '0')}`,
		membership: (n) => uuid(300 + n),
		invitation: (n) => uuid(1000 + n),
	},

	handlers: {
		testConnection: ({ organization, query }) => {
			const { items, total } = page(organization, organization.workspaces, {
				...paging(query.current_page, query.page_size),
				fits: ({ name, archived }) => contains(organization, name, query.name) && equals(organization, statusOf(archived), query.status),
			});
			return { object: 'list', total, data: items.map(workspaceJson) };
		},

		listUsers: ({ organization, query }) => {
			const { items, total } = page(organization, organization.activeUsers, {
				...paging(query.currentPage, query.pageSize),
				fits: having(organization, { role: query.role, email: query.email }),
			});
			return { object: 'list', total, data: items.map(userJson) };
		},

		listInvitations: ({ organization, query }) => {
			const { items, total } = page(organization, organization.invitations, {
				...paging(query.currentPage, query.pageSize),
				fits: having(organization, { role: query.role, email: query.email, status: query.status }),
			});
			return { object: 'list', total, data: items.map(invitationJson) };
		},

		inviteUser: ({ organization, body }) => {
			const { email, role, first_name, last_name, workspaces } = body as Invite;
			if (!organization.settings.mayInvite) refuse(402);
			for (const { id } of workspaces) {
				const workspace = workspaceOf({ organization }, id) ?? missing(organization);
				if (workspace.archived) refuse(409, { example: 'archived' });
			}
			if (organization.user(email) || organization.pendingOf(email).length) refuse(409, { example: 'already' });
			if (organization.isBlocked(email)) refuse(400, { example: 'invalid', message: 'email may not be invited' });
			if (organization.freeSeats < 1) refuse(400, { example: 'seats' });
			const invitation = organization.invite({
				// As most products do, it keeps addresses in lower case.
				email: email.toLowerCase(),
				role,
				...(first_name && { firstName: first_name }),
				...(last_name && { lastName: last_name }),
				workspaces: Object.fromEntries(workspaces.map((given) => [workspaceOf({ organization }, given.id)?.id ?? given.id, given.role])),
			});
			return { id: invitation.id, invite_link: linkOf(invitation) };
		},

		getInvitation: ({ organization, path }) => {
			// That a key which may not list may not read one either is likely, not documented.
			if (!organization.settings.mayList) refuse(403);
			return invitationJson(organization.invitations.get(path.id ?? '') ?? missing(organization));
		},

		cancelInvitation: ({ organization, path }) => {
			const invitation = organization.invitations.get(path.id ?? '');
			if (invitation?.status === 'accepted') refuse(400, { example: 'accepted' });
			organization.cancel(pendingOrRefuse({ organization }, invitation));
			return {};
		},

		resendInvitation: ({ organization, path }) => {
			const invitation = pendingOrRefuse({ organization }, organization.invitations.get(path.id ?? ''));
			organization.resend(invitation);
			return { inviteLink: linkOf(invitation) };
		},

		getUser: (call) => {
			const user = userOrRefuse(call);
			return { ...userJson(user), workspace_ids: call.organization.membershipsOf(user).map(({ workspaceId }) => workspaceId) };
		},

		updateUserRole: (call) => {
			const user = userOrRefuse(call);
			const { role } = call.body as { role: string };
			if (user.role === 'owner') refuse(403, { example: 'owner' });
			if (user.role === role) refuse(400, { example: 'unchanged' });
			call.organization.changeUser(user.id, { role });
			return {};
		},

		removeUser: (call) => {
			const user = userOrRefuse(call);
			if (user.role === 'owner') refuse(403, { example: 'owner' });
			call.organization.removeUser(user.id);
			return {};
		},

		listWorkspaceUsers: ({ organization, path, query }) => {
			const workspace = workspaceOf({ organization }, path.workspaceId) ?? missing(organization);
			const { items, total } = page(organization, organization.memberships, {
				...paging(query.current_page, query.page_size),
				fits: ({ workspaceId, userId, role }) =>
					workspaceId === workspace.id &&
					equals(organization, role, query.role?.replace(/^ws-/, '')) &&
					equals(organization, organization.users.get(userId)?.email ?? '', query.email),
			});
			return { object: 'list', total, data: items.map((membership) => workspaceUserJson({ organization }, membership)) };
		},

		addUserToWorkspace: ({ organization, path, body }) => {
			const workspace = workspaceOf({ organization }, path.workspaceId) ?? missing(organization);
			if (workspace.archived) refuse(409, { example: 'archived' });
			const wanted = (body as { users: { id: string; role: string }[] }).users.map(({ id, role }) => ({
				user: userOrRefuse({ organization, path: { userId: id } }),
				role,
			}));
			if (wanted.some(({ user }) => organization.membership(user, workspace.id))) refuse(409, { example: 'already' });
			for (const { user, role } of wanted) organization.addToWorkspace(user, workspace.id, role);
			return {};
		},

		updateUserInWorkspace: (call) => {
			const { userId, workspaceId } = membershipOrRefuse(call);
			const { organization } = call;
			organization.addToWorkspace(
				organization.users.get(userId) ?? missing(organization),
				workspaceId,
				(call.body as { role: string }).role,
			);
			return {};
		},

		removeUserFromWorkspace: (call) => {
			call.organization.removeFromWorkspace(membershipOrRefuse(call));
			return {};
		},
	},
};

interface Invite {
	email: string;
	role: string;
	first_name?: string;
	last_name?: string;
	workspaces: { id: string; role: string }[];
}

/** Pages count from 0. How many a page has where none is asked for isn't documented. */
function paging(number: string | undefined, size: string | undefined) {
	return { number, first: 0, size, defaultSize: 100 } as const;
}

/** By its slug, or by its UUID. */
function workspaceOf({ organization }: Pick<Call, 'organization'>, id = ''): Workspace | undefined {
	return organization.workspaces.get(id) ?? [...organization.workspaces].find((workspace) => uuidOf(workspace) === id);
}

function userOrRefuse({ organization, path }: Pick<Call, 'organization' | 'path'>): User {
	const user = organization.users.get(path.userId ?? '');
	return user && isActive(user) ? user : missing(organization);
}

function membershipOrRefuse(call: Pick<Call, 'organization' | 'path'>): Membership {
	const { organization, path } = call;
	const workspace = workspaceOf(call, path.workspaceId) ?? missing(organization);
	return organization.membership(userOrRefuse(call), workspace.id) ?? missing(organization);
}

function pendingOrRefuse({ organization }: Pick<Call, 'organization'>, invitation: Invitation | undefined): Invitation {
	return invitation?.status === 'pending' ? invitation : missing(organization);
}

function linkOf({ id }: Invitation): string {
	return `https://app.portkey.ai/invite/sandbox-${id.slice(-12).replace(/^0+/, '')}`;
}

function statusOf(archived: boolean): string {
	return archived ? 'archived' : 'active';
}

function uuidOf({ id, details }: Workspace): string {
	return String(details.uuid ?? id);
}

/** Portkey writes dates in two ways; here, what has an odd id has the one, and what has an even one the other. */
function dateOf(id: string, date: string): string {
	return isOdd(id) ? date.slice(0, 19).replace('T', ' ') : date;
}

function isOdd(id: string): boolean {
	return Number.parseInt(id.slice(-1), 16) % 2 === 1;
}

function workspaceJson(workspace: Workspace) {
	const { id, name, archived, createdAt } = workspace;
	const uuid = uuidOf(workspace);
	return { id: uuid, slug: id, name, status: statusOf(archived), created_at: dateOf(uuid, createdAt) };
}

function userJson({ id, email, firstName, lastName, role, createdAt, updatedAt }: User) {
	return {
		object: 'user',
		id,
		first_name: firstName,
		last_name: lastName,
		email,
		role,
		created_at: dateOf(id, createdAt),
		last_updated_at: dateOf(id, updatedAt),
	};
}

/** Roles come in two ways as well: with `ws-` before them, and without. */
function workspaceUserJson({ organization }: Pick<Call, 'organization'>, { userId, workspaceId, role, createdAt }: Membership) {
	const { email, firstName, lastName, role: org_role, status } = organization.users.get(userId) ?? missing(organization);
	const created_at = dateOf(userId, createdAt);
	return {
		object: 'workspace-user',
		id: userId,
		first_name: firstName,
		last_name: lastName,
		email,
		org_role,
		role: isOdd(userId) ? `ws-${role}` : role,
		status,
		workspace_id: workspaceId,
		created_at,
		last_updated_at: created_at,
	};
}

function invitationJson({ id, email, role, status, createdAt, expiresAt, acceptedAt, invitedBy, workspaces }: Invitation) {
	return {
		object: 'invite',
		id,
		email,
		role,
		status,
		created_at: dateOf(id, createdAt),
		expires_at: dateOf(id, expiresAt),
		accepted_at: acceptedAt === null ? null : dateOf(id, acceptedAt),
		invited_by: invitedBy,
		workspaces: workspaces.map((workspace) => ({ workspace_id: workspace.id, role: workspace.role })),
	};
}
