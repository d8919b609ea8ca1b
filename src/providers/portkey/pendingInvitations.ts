import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText } from '../../zapier/fields/outputField.ts';
import { findInvitations, listInvitations } from './invitations.ts';

const permission =
	'To list invitations, the Admin API key needs the permission `organisation_users.list` ([create one](https://app.portkey.ai/api-keys)). You can also map the ID of an invitation.';

export const pendingInvitations = defineDropdown({
	key: 'pending_invitations',
	noun: 'pending invitation',
	advice: { 401: permission, 403: permission },
	output: { id: plainText, email: plainText },
	sample: { id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10', email: 'jane.doe@example.com' },
	list: async (session, wanted) => {
		const page = await listInvitations(session, { status: 'pending' })(wanted);
		return { ...page, items: page.items.map(({ id, email }) => ({ id, email })) };
	},
	find: async (session, email) =>
		(await findInvitations(session, email, 'pending')).map(({ id, email: address }) => ({ id, email: address })),
});
