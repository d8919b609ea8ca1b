import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { organizationRole, userId } from './fields.ts';
import { requireNotOwner, requireUser, userAdvice } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users/update-a-user answers {}. */
export const updateUserRole = defineCreate({
	key: 'update_user_role',
	noun: 'user',
	label: 'Update User Role',
	description: 'Changes the role of a user in the organization.',
	effect: { noun: 'the role', done: 'changed' },
	destructive: true,
	input: { user: userId(), role: organizationRole() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		role: plainText,
		previous_role: plainTextOrNull,
		status: oneOf('role_changed', 'unchanged'),
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		role: 'admin',
		previous_role: 'member',
		status: 'role_changed',
	},
	advice: userAdvice,
	async perform({ user, role }, session) {
		const found = await requireUser(session, user);
		requireNotOwner(found, "can't be given another role here. Nothing was changed.");
		const result = { id: found.id, email: found.email, name: found.name, role, previous_role: found.role };
		// Portkey rejects a role that the user has already.
		if (found.role === role) return { ...result, status: 'unchanged' as const };
		await session.send({ method: 'PUT', path: path`/admin/users/${found.id}`, body: { role } });
		return { ...result, status: 'role_changed' as const };
	},
});
