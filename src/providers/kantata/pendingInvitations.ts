import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText } from '../../zapier/fields/outputField.ts';
import { findPendingInvitations, listPendingInvitations } from './accountInvitations.ts';

const permission =
	'To list invitations, connect a Kantata OX user who may invite to the account. You can also map the ID of an invitation.';

export const pendingInvitations = defineDropdown({
	key: 'pending_invitations',
	noun: 'pending invitation',
	advice: { 401: permission, 403: permission },
	output: { id: plainText, email: plainText },
	sample: { id: '35471', email: 'jane.doe@example.com' },
	list: async (session, wanted) => {
		const page = await listPendingInvitations(session)(wanted);
		return { ...page, items: page.items.map(({ id, email }) => ({ id, email })) };
	},
	find: async (session, email) => (await findPendingInvitations(session, email)).map(({ id, email: address }) => ({ id, email: address })),
});
