import { refuse, type Simulation, uuid } from '../../sandbox/simulation.mts';

/** The one Notion workspace that a connection is for. */
const space = uuid(1);

/** Magic Meal Kits, as far as its documentation tells. That people are in the workspace at once is likely, not documented. */
export const simulation: Simulation = {
	organization: {
		name: 'Example workspace',
		connected: 'alex.admin@example.com',
		roles: {
			organization: [{ id: 'member', name: 'member' }],
			// Which roles it takes isn't documented, so it takes any.
			workspace: [
				{ id: 'editor', name: 'editor' },
				{ id: 'member', name: 'member' },
				{ id: 'owner', name: 'owner' },
			],
		},
		workspaces: [{ id: space, name: 'Shared workspace', createdAt: '2026-01-12T09:30:00Z' }],
		users: [
			{ email: 'alex.admin@example.com', createdAt: '2026-01-12T09:30:00Z', workspaces: { [space]: 'owner' } },
			{ email: 'jane.doe@example.com', createdAt: '2026-03-17T16:42:08Z', workspaces: { [space]: 'editor' } },
			{ email: 'sam.lee@example.com', createdAt: '2026-08-06T10:11:12Z', workspaces: { [space]: 'member' } },
			{ email: 'maria.rossi@example.com', createdAt: '2026-08-21T13:37:00Z', workspaces: { [space]: 'member' } },
		],
	},

	ids: {
		user: (n) => uuid(100 + n),
		workspace: (n) => uuid(1 + n),
		membership: (n) => uuid(2_000_000 + n),
		invitation: (n) => uuid(3_000_000 + n),
	},

	handlers: {
		// The body is any object; what isn't an address and a role is left alone.
		inviteUser: ({ organization, body }) => {
			const { email, role } = body as { email?: unknown; role?: unknown };
			if (typeof email !== 'string' || !email.includes('@')) return refuse(400, { example: 'invalid', message: 'email is not valid' });
			if (!organization.settings.mayInvite) refuse(400, { example: 'pro_only' });
			if (organization.user(email)) refuse(400, { example: 'already' });
			if (organization.isBlocked(email)) refuse(400, { example: 'invalid', message: 'email may not be invited' });
			if (organization.freeSeats < 1) refuse(400, { example: 'seats' });
			const [workspace] = organization.workspaces;
			if (!workspace) return refuse(400, { example: 'invalid', message: 'there is no workspace' });
			organization.addUser({
				email: email.toLowerCase(),
				workspaces: { [workspace.id]: String(role ?? organization.roles.workspace[0]?.id) },
			});
			return { success: true };
		},
	},
};
