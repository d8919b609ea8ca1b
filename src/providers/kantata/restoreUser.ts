import { defineCreate } from '../../zapier/creates.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { findAccountMembership, personOf } from './accountMemberships.ts';

const IN_KANTATA = 'Kantata OX may not take this from outside: enable the user in Kantata OX itself, under Settings > Members.';

/**
 * Enables a user who was disabled. That this request exists is likely, not documented for us: wherever it doesn't, the
 * message says where people do it by hand.
 */
export const restoreUser = defineCreate({
	key: 'restore_user',
	noun: 'user',
	label: 'Restore User',
	description: 'Enables a user of the account who was disabled. This takes a license.',
	effect: { noun: 'the user', done: 'restored' },
	destructive: true,
	input: {
		user: reference({
			label: 'User',
			dynamic: 'removed_users.id.name',
			idForm: INT64,
			placeholder: '9041',
			helpText: 'Choose a disabled user, or map an email address or an ID. Add them to their projects again afterwards.',
		}),
	},
	output: {
		id: plainText,
		email: plainTextOrNull,
		name: plainTextOrNull,
		membership_id: plainText,
		status: oneOf('restored', 'already_active'),
	},
	sample: { id: '9041', email: 'jane.doe@example.com', name: 'Jane Doe', membership_id: '70412', status: 'restored' },
	advice: {
		403: 'Connect an administrator of the Kantata OX account, who may enable users.',
		404: IN_KANTATA,
		405: IN_KANTATA,
	},
	async perform({ user }, session) {
		const disabled = await findAccountMembership(session, user, 'disabled');
		if (disabled) {
			await session.send({ method: 'PUT', path: path`/account_memberships/${disabled.id}/enable` });
			return { ...personOf(disabled), status: 'restored' as const };
		}
		const active = await findAccountMembership(session, user, 'active');
		if (active) return { ...personOf(active), status: 'already_active' as const };
		throw new InputError(`User ${quote(session.names.get(user) ?? user)} isn't a user of your account. Choose one from the list.`);
	},
});
