import { defineCreate } from '../../zapier/creates.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { findAccountMembership, personOf } from './accountMemberships.ts';
import { requireSomebodyElse, userId } from './fields.ts';

/**
 * Disables a user, which Kantata recommends over deleting one: what they have done stays.
 * https://developer.kantata.com/kantata/specification/account-memberships/deactivate%20account%20membership
 */
export const removeUser = defineCreate({
	key: 'remove_user',
	noun: 'user',
	label: 'Remove User',
	description: 'Disables a user of the account. They can no longer log in, and no longer use a license.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: {
		user: userId('The user to disable. Choose one, or map an email address or an ID. Nothing they did is deleted.'),
	},
	output: {
		id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		membership_id: plainText,
		status: oneOf('removed', 'already_removed'),
	},
	sample: { id: '9041', email: 'jane.doe@example.com', name: 'Jane Doe', membership_id: '70412', status: 'removed' },
	advice: {
		403: 'Connect an administrator of the Kantata OX account, who may disable users.',
		404: 'Check User: the connected user must see the user.',
	},
	async perform({ user }, session) {
		await requireSomebodyElse(session, user);
		const active = await findAccountMembership(session, user, 'active');
		if (active) {
			await session.send({ method: 'PUT', path: path`/account_memberships/${active.id}/disable` });
			return { ...personOf(active), status: 'removed' as const };
		}
		const disabled = await findAccountMembership(session, user, 'disabled');
		if (disabled) return { ...personOf(disabled), status: 'already_removed' as const };
		throw new InputError(`User ${quote(session.names.get(user) ?? user)} isn't a user of your account. Choose one from the list.`);
	},
});
