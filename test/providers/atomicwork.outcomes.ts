import type { Product } from '../outcomes/product.ts';

export const product: Product = {
	inviting: [
		{
			key: 'invite_user',
			people: 'several',
			workspaces: 'any, each with its role',
			input: ({ emails, access }) => ({
				emails,
				workspaces: access.map(({ id, role }) => ({ workspace_id: id, workspace_role_ids: [role] })),
			}),
			admitsUsers: false,
			refusesKnown: false,
			byName: (text, { emails, access: [first] }) => ({
				emails,
				workspaces: [{ workspace_id: text, workspace_role_ids: [first?.role] }],
			}),
		},
	],
	telling: [{ path: /\/email-lookup$/, status: 404 }],
	joinsAtOnce: true,
	ownFields: ({ workspace, role }) => ({ workspaces: [{ workspace_id: workspace, workspace_role_ids: [role] }] }),
	sparesConnected: ['remove_user'],
	untold: ['add_user_to_group'],
	withoutRole: (user) => ({ data: { ...user, is_deleted: false } }),
	requestsByAddress: 1,
};
