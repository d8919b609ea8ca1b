import {
	byCreation,
	type Call,
	contains,
	equals,
	int64,
	isActive,
	nameOf,
	page,
	refuse,
	type Simulation,
	type Sorting,
	type User,
} from '../../sandbox/simulation.ts';

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
			{ id: '1003', email: 'sam.lee@example.com', createdAt: '2026-05-06T10:11:12Z', workspaces: { 58: '3, 7' } },
			{ id: '1004', email: 'maria.rossi@example.com', createdAt: '2026-07-21T13:37:00Z' },
		],
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
				workspaces: { 64: '5' },
			},
			{ id: '3', email: 'sam.lee@example.com', createdAt: '2026-05-06T10:11:12Z', workspaces: { 58: '3, 7' } },
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
			const { search_key, invitation_status, user_status = 'ACTIVE', sort_order = '' } = query;
			const { items, pages } = page(organization, organization.users, {
				...paging(query),
				fits: (user) =>
					(user_status === 'ALL' || isActive(user) === (user_status === 'ACTIVE')) &&
					contains(organization, `${nameOf(user)} ${user.email}`, search_key) &&
					(!invitation_status || equals(organization, invitationStatus({ organization }, user), invitation_status)),
				order: sortings[sort_order],
			});
			return { data: items.map((user) => userJson({ organization }, user)), total_pages: pages };
		},

		lookUpUser: ({ organization, path }) => {
			const user = organization.user(path.email ?? '');
			return user && isActive(user) && user.email.toLowerCase() === path.email?.toLowerCase()
				? { data: userJson({ organization }, user) }
				: refuse(404);
		},

		// That it leaves those who are users already as they are is likely, not documented.
		inviteUser: ({ organization, body }) => {
			const {
				emails = [],
				org_roles = [],
				workspaces = [],
				workspace_ids = [],
				workspace_roles = [],
				send_email = true,
			} = (body ?? {}) as Invite;
			const { roles } = organization;
			const rolesOf = new Map<string, string[]>();
			for (const id of workspace_ids) rolesOf.set(String(id), workspace_roles.map(String));
			for (const { id, roles: given = [] } of workspaces) rolesOf.set(String(id), given.map(String));
			for (const id of rolesOf.keys()) {
				const workspace = organization.workspaces.get(id) ?? refuse(404, { message: `Workspace ${id} not found` });
				if (workspace.archived) refuse(400, { example: 'archived' });
			}
			const unknown = [
				...org_roles.map(String).filter((id) => !roles.organization.some((role) => role.id === id)),
				...[...rolesOf.values()].flat().filter((id) => !roles.workspace.some((role) => role.id === id)),
			];
			if (unknown.length) refuse(404, { message: `Role ${unknown[0]} not found` });

			const addresses = [...new Set(emails.map((email) => email.toLowerCase()))];
			const newcomers = addresses.filter((email) => !organization.user(email));
			if (organization.freeSeats < newcomers.length) refuse(400, { example: 'seats' });
			const role = org_roles.length ? { role: org_roles.join(', ') } : {};
			const access = Object.fromEntries(Array.from(rolesOf, ([id, given]) => [id, given.join(', ') || (roles.workspace[0]?.id ?? '')]));
			for (const email of newcomers) organization.addUser({ email, ...role, workspaces: access });
			if (send_email) {
				for (const email of newcomers) organization.invite({ email, ...role, workspaces: access });
				for (const invitation of addresses.filter((email) => !newcomers.includes(email)).flatMap((email) => organization.pendingOf(email)))
					organization.resend(invitation);
			}
			return {};
		},
	},
};

type Id = number | bigint;

interface Invite {
	emails?: string[];
	org_roles?: Id[];
	type?: string;
	send_email?: boolean;
	workspaces?: { id: Id; roles?: Id[] }[];
	workspace_roles?: Id[];
	workspace_ids?: Id[];
}

const byName = (user: User): string => `${nameOf(user)} ${user.email}`.toLowerCase();

const sortings: Record<string, Sorting<User>> = {
	CREATED_AT_ASC: { by: byCreation, descending: false },
	CREATED_AT_DESC: { by: byCreation, descending: true },
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

function userJson(call: Pick<Call, 'organization'>, user: User) {
	return {
		id: int64(user.id),
		name: nameOf(user),
		email: user.email,
		invitation_status: invitationStatus(call, user),
		user_status: isActive(user) ? 'ACTIVE' : 'INACTIVE',
	};
}
