import { defineCreate } from '../../zapier/creates.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { userId } from './fields.ts';
import { findRemoved, getUser, isRemoved, noUser, userAdvice } from './users.ts';

/** DELETE /users/{user_id} of the vendor's OpenAPI document. Whose key it is, Atomicwork doesn't tell. */
export const removeUser = defineCreate({
	key: 'remove_user',
	noun: 'user',
	label: 'Remove User',
	description: 'Removes a user from the organization and from all of its workspaces.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: {
		user: userId('The user to remove. Choose one, or map an email address or an ID. **Restore User** brings them back.'),
	},
	output: {
		id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		status: oneOf('removed', 'already_removed'),
	},
	sample: { id: '1093', email: 'jane.doe@example.com', name: 'Jane Doe', status: 'removed' },
	advice: userAdvice,
	async perform({ user }, session) {
		const found = await getUser(session, user);
		// Only the list of those who were removed tells them from whoever can't be seen, and from a wrong ID.
		const person = found ?? (await findRemoved(session, user));
		if (!person) throw noUser(session, user);
		const { id, email, name } = person;
		if (!found || (await isRemoved(session, found))) return { id, email, name, status: 'already_removed' as const };
		await session.send({ method: 'DELETE', path: path`/users/${user}` });
		return { id, email, name, status: 'removed' as const };
	},
});
