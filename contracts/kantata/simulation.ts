import {
	type Call,
	contains,
	equals,
	isActive,
	nameOf,
	type Page,
	page,
	refuse,
	type Simulation,
	type User,
	type Workspace,
} from '../../sandbox/simulation.ts';

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
			{ id: '333', email: 'maria.rossi@example.com', createdAt: '2026-05-06T10:11:12Z', workspaces: { 789: 'maven' } },
			{ id: '222', email: 'sam.lee@example.com', createdAt: '2026-07-21T13:37:00Z', workspaces: { 123: 'maven', 1001: 'maven' } },
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
				page(organization, organization.users, {
					...paging(query),
					fits: (user) =>
						isActive(user) &&
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
			const { full_name, email_address, invitee_role, subject, message } = (body as { invitation: Invitation }).invitation;
			const workspace = openProject({ organization }, path.id);
			if (workspace.details.can_invite === false) refuse(403);
			const user = organization.user(email_address);
			const waits = organization.pendingOf(email_address).some(({ workspaces }) => workspaces.some(({ id }) => id === workspace.id));
			if (waits || (user && organization.membership(user, workspace.id))) refuse(422, { example: 'already' });
			// Whoever is a user already takes no further seat.
			if (!user && organization.freeSeats < 1) refuse(400, { example: 'seats' });
			const [firstName = '', ...rest] = full_name.trim().split(/\s+/);
			const { id } = organization.invite({
				email: email_address.toLowerCase(),
				firstName,
				lastName: rest.join(' '),
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
	},
};

interface Invitation {
	full_name: string;
	email_address: string;
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
	const workspace = organization.workspaces.get(id) ?? refuse(404);
	if (workspace.archived) refuse(422, { example: 'archived' });
	return workspace;
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
