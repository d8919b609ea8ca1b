import type { Product } from '../outcomes/product.ts';

const input = (workspace: string | undefined, email: string | undefined, role: string | undefined) => ({
	workspace_id: workspace,
	full_name: 'Nora Quist',
	email_address: email,
	invitee_role: role,
});

export const product: Product = {
	inviting: [
		{
			key: 'invite_user',
			people: 'one',
			workspaces: 'one',
			input: ({ emails: [email], access: [first] }) => input(first?.id, email, first?.role),
			admitsUsers: true,
			refusesKnown: true,
			roleNames: { Consultants: 'maven', client: 'buyer' },
			byName: (text, { emails: [email], access: [first] }) => input(text, email, first?.role),
		},
		{
			key: 'invite_user_to_account',
			people: 'one',
			workspaces: 'none',
			input: ({ emails: [email] }) => ({ full_name: 'Nora Quist', email_address: email }),
			admitsUsers: false,
			refusesKnown: true,
		},
	],
	joinsAtOnce: false,
	ownFields: ({ who }) => ({ user_id: who, confirm_data_loss: 'yes' }),
	sparesConnected: ['remove_user', 'remove_user_from_workspace'],
	isOpen: ({ details }) => details.can_invite !== false,
	requestsByAddress: 2,
	caseMattersBeyond: 0,
};
