import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { findRemoved, getUser, noUser, userAdvice } from './users.ts';

/** PATCH /users/{user_id}/restore of the vendor's OpenAPI document. */
export const restoreUser = defineCreate({
	key: 'restore_user',
	noun: 'user',
	label: 'Restore User',
	description: 'Brings back a user who was removed from the organization.',
	effect: { noun: 'the user', done: 'restored' },
	destructive: true,
	input: {
		user: reference({
			label: 'User',
			dynamic: 'removed_users.id.name',
			idForm: INT64,
			placeholder: '1093',
			helpText: 'Choose a removed user, or map an email address or an ID. Add them to their workspaces again afterwards.',
		}),
	},
	output: {
		id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		status: oneOf('restored', 'already_active'),
	},
	sample: { id: '1093', email: 'jane.doe@example.com', name: 'Jane Doe', status: 'restored' },
	advice: userAdvice,
	async perform({ user }, session) {
		// Whether Atomicwork shows a user who was removed isn't documented, so the list of those is asked as well.
		const found = await getUser(session, user);
		const removed = await findRemoved(session, user, found?.email);
		const result = { id: user, email: (found ?? removed)?.email ?? null, name: (found ?? removed)?.name ?? null };
		if (!removed && !found) throw noUser(session, user);
		if (!removed && !found?.is_deleted) return { ...result, status: 'already_active' as const };
		await session.send({ method: 'PATCH', path: path`/users/${user}/restore`, body: {} });
		return { ...result, status: 'restored' as const };
	},
});
