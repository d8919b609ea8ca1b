import type { Product } from '../outcomes/product.ts';

const person = (email: string | undefined, role: string | undefined) => ({
	given_name: 'Nora',
	family_name: 'Quist',
	email,
	role: role ?? 'EDITOR',
});

export const product: Product = {
	inviting: [
		{
			key: 'invite_user',
			people: 'one',
			workspaces: 'one',
			input: ({ emails: [email], access: [first] }) => ({ workspace_name: first?.name, ...person(email, first?.role) }),
			admitsUsers: false,
			refusesKnown: true,
			roleNames: { Editor: 'EDITOR', admin: 'ADMIN' },
		},
		{
			key: 'invite_user_to_organization',
			people: 'one',
			workspaces: 'any, with one role',
			input: ({ emails: [email], access }) => ({ ...person(email, access[0]?.role), workspace_ids: access.map(({ id }) => id) }),
			admitsUsers: false,
			refusesKnown: true,
			roleNames: { Editor: 'EDITOR', admin: 'ADMIN' },
			byName: (text, { emails: [email], access: [first] }) => ({ ...person(email, first?.role), workspace_ids: [text] }),
		},
	],
	telling: [{ path: /\/invitation$/, status: 409 }],
	joinsAtOnce: true,
};
