import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { userId } from './fields.ts';
import { findUserById, isMissing, requireNotOwner, requireUser, userAdvice } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users/remove-a-user answers {}. */
export const removeUser = defineCreate({
	key: 'remove_user',
	noun: 'user',
	label: 'Remove User',
	description: 'Removes a user from the organization and from all of its workspaces.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: { user: userId() },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		role: plainTextOrNull,
		status: oneOf('removed', 'already_removed'),
	},
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		role: 'member',
		status: 'removed',
	},
	advice: userAdvice,
	async perform({ user }, session) {
		const found = await requireUser(session, user);
		requireNotOwner(found, "can't be removed here. Nothing was changed.");
		const { id, email, name, role } = found;
		try {
			await session.send({ method: 'DELETE', path: path`/admin/users/${id}` });
		} catch (error) {
			// Somebody else may have removed the user meanwhile. Where that can't be seen, the refusal is what is known.
			if (!isMissing(error) || (await findUserById(session, id).catch(() => true))) throw error;
			return { id, email, name, role, status: 'already_removed' as const };
		}
		return { id, email, name, role, status: 'removed' as const };
	},
});
