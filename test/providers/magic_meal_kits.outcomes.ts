import type { Product } from '../outcomes/product.ts';

export const product: Product = {
	inviting: [
		{
			key: 'invite_user',
			people: 'one',
			workspaces: 'the only one',
			input: ({ emails: [email], access: [first] }) => ({ email, role: first?.role }),
			admitsUsers: false,
			refusesKnown: true,
		},
	],
	joinsAtOnce: true,
};
