import type { Product } from '../outcomes/product.ts';

export const product: Product = {
	inviting: [
		{
			key: 'invite_user',
			people: 'one',
			workspaces: 'any, each with its role',
			input: ({ emails: [email], access }) => ({
				email,
				role: 'member',
				workspaces: access.map(({ id, role }) => ({ workspace_id: id, workspace_role: role })),
			}),
			admitsUsers: false,
			refusesKnown: true,
			rolesInCells: true,
			byName: (text, { emails: [email], access: [first] }) => ({
				email,
				role: 'member',
				workspaces: [{ workspace_id: text, workspace_role: first?.role }],
			}),
		},
	],
	joinsAtOnce: false,
	hidesMissing: true,
	ownerRole: 'owner',
	sparesConnected: ['update_user_role', 'update_user_in_workspace', 'remove_user', 'remove_user_from_workspace'],
	requestsByAddress: 2,
	requestsPerPoll: 3,
	caseMattersBeyond: 1_000,
};
