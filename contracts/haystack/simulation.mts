import { type Call, everything, page, refuse, type Simulation, type User, uuid, type Workspace } from '../../sandbox/simulation.mts';

/** The Haystack Enterprise Platform, as far as its documentation tells. It makes users at once, without an invitation that waits. */
export const simulation: Simulation = {
	organization: {
		id: uuid(2),
		name: 'Example organization',
		connected: 'alex.admin@example.com',
		roles: {
			organization: [
				{ id: 'EDITOR', name: 'EDITOR' },
				{ id: 'ADMIN', name: 'ADMIN' },
				{ id: 'Prompt engineer', name: 'Prompt engineer' },
			],
			workspace: [
				{ id: 'EDITOR', name: 'EDITOR' },
				{ id: 'ADMIN', name: 'ADMIN' },
				{ id: 'Prompt engineer', name: 'Prompt engineer' },
			],
		},
		workspaces: [
			{ id: uuid(11), name: 'default', createdAt: '2026-01-12T09:30:00Z' },
			{ id: uuid(12), name: 'Engineering', createdAt: '2026-02-03T14:05:41Z' },
			{ id: uuid(13), name: 'Shared workspace', createdAt: '2026-04-20T08:15:27Z' },
			{ id: uuid(14), name: 'Support & Sales', createdAt: '2026-06-01T11:00:09Z' },
		],
		users: [
			{
				id: uuid(1),
				email: 'alex.admin@example.com',
				role: 'ADMIN',
				createdAt: '2026-01-12T09:30:00Z',
				workspaces: { [uuid(11)]: 'ADMIN' },
			},
			{ id: uuid(102), email: 'jane.doe@example.com', createdAt: '2026-03-17T16:42:08Z', workspaces: { [uuid(11)]: 'EDITOR' } },
			{ id: uuid(103), email: 'sam.lee@example.com', createdAt: '2026-08-06T10:11:12Z', workspaces: { [uuid(12)]: 'EDITOR' } },
			{ id: uuid(104), email: 'maria.rossi@example.com', createdAt: '2026-08-21T13:37:00Z', workspaces: { [uuid(13)]: 'Prompt engineer' } },
		],
	},

	ids: {
		user: (n) => uuid(104 + n),
		workspace: (n) => uuid(1_000_000 + n),
		membership: (n) => uuid(2_000_000 + n),
		invitation: (n) => uuid(3_000_000 + n),
	},

	handlers: {
		testConnection: ({ organization: { id, name, connected } }) => ({
			...userJson(connected),
			organization: { name, organization_id: id },
		}),

		listWorkspaces: ({ organization }) =>
			everything(organization, organization.workspaces, ({ archived }) => !archived).map(({ id, name }) => ({ name, workspace_id: id })),

		listUsers: ({ organization, query }) => {
			const { include_deleted, include_external } = query;
			const { items, total, more } = page(organization, include_deleted === 'true' ? organization.users : organization.activeUsers, {
				number: query.page_number,
				first: 1,
				size: query.limit,
				defaultSize: 10,
				fits: include_external === 'true' ? undefined : ({ external }) => !external,
			});
			return { data: items.map(userJson), has_more: more, total };
		},

		listRoles: ({ organization, path, query }) => {
			sameOrganization({ organization, path });
			if (!organization.settings.mayList) refuse(403);
			const { organization: roles } = organization.roles;
			const data = roles.slice(0, Math.min(Number(query.limit ?? 10), organization.settings.pageSize));
			return {
				data: data.map(({ name }, index) => ({ role_id: uuid(201 + index), name })),
				has_more: data.length < roles.length,
				total: roles.length,
			};
		},

		inviteUser: ({ organization, path, body }) => {
			const workspace = [...organization.workspaces].find(({ name, archived }) => name === path.workspace_name && !archived) ?? refuse(404);
			join({ organization }, body as Invite, [workspace]);
			return undefined;
		},

		inviteUserToOrganization: ({ organization, path, body }) => {
			sameOrganization({ organization, path });
			const { workspace_ids = [], ...person } = body as Invite & { workspace_ids?: string[] };
			const workspaces = workspace_ids.map((id) => {
				const workspace = organization.workspaces.get(id);
				if (workspace && !workspace.archived) return workspace;
				return refuse(422, { example: 'invalid', message: `workspace ${id} does not exist`, field: 'workspace_ids' });
			});
			join({ organization }, person, workspaces);
			return undefined;
		},
	},
};

interface Invite {
	given_name: string;
	family_name: string;
	email: string;
	role: string;
}

function sameOrganization({ organization, path }: Pick<Call, 'organization' | 'path'>): void {
	if (path.organization_id !== organization.id) refuse(404);
}

/** Makes somebody a user with a role in workspaces. Who belongs to the organization already stays as they are. */
function join(
	{ organization }: Pick<Call, 'organization'>,
	{ given_name, family_name, email, role }: Invite,
	workspaces: Workspace[],
): void {
	if (!organization.settings.mayInvite) refuse(402);
	if (!organization.roles.organization.some(({ name }) => name === role))
		refuse(422, { example: 'invalid', message: `role ${role} does not exist`, field: 'role' });
	if (organization.user(email)) refuse(409);
	if (organization.isBlocked(email)) refuse(422, { example: 'invalid', message: 'the email address may not be invited', field: 'email' });
	if (organization.freeSeats < 1) refuse(402, { example: 'seats' });
	organization.addUser({
		email: email.toLowerCase(),
		firstName: given_name,
		lastName: family_name,
		role,
		workspaces: Object.fromEntries(workspaces.map(({ id }) => [id, role])),
	});
}

function userJson({ id, email, firstName, lastName }: User) {
	return { user_id: id, given_name: firstName, family_name: lastName, email };
}
