import { defineCreate } from '../../zapier/creates.ts';
import { listOf, oneOf, orNull, plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { organizationRoles, refusedValues, userId } from './fields.ts';
import { requireUser, userAdvice } from './users.ts';

/** PUT /users/{user_id} of the vendor's OpenAPI document. */
export const updateUserRole = defineCreate({
	key: 'update_user_role',
	noun: 'user',
	label: 'Update User Role',
	description: 'Changes the roles of a user in the organization.',
	effect: { noun: 'the role', done: 'changed' },
	destructive: true,
	input: { user: userId(), role: organizationRoles() },
	wireNames: { org_roles: 'role' },
	output: {
		id: plainText,
		email: plainText,
		name: plainText,
		roles: listOf(plainText),
		previous_roles: orNull(listOf(plainText)),
		// `access_given` where nothing tells which roles the user had.
		status: oneOf('role_changed', 'access_given', 'unchanged'),
	},
	sample: {
		id: '1093',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		roles: ['101'],
		previous_roles: ['205'],
		status: 'role_changed',
	},
	advice: {
		...refusedValues,
		...userAdvice,
		404: 'Check Organization Roles: each must be the ID of a role in your Atomicwork.',
	},
	async perform({ user, role }, session) {
		const { id, email, name, org_roles: previous_roles } = await requireUser(session, user);
		const roles = [...new Set(role)];
		const result = { id, email, name, roles, previous_roles: previous_roles ?? null };
		if (previous_roles && isSameSet(previous_roles, roles)) return { ...result, status: 'unchanged' as const };
		await session.send({ method: 'PUT', path: path`/users/${user}`, body: { org_roles: roles.map(toJsonNumber) } });
		return { ...result, status: previous_roles ? ('role_changed' as const) : ('access_given' as const) };
	},
});

function isSameSet(a: string[], b: string[]): boolean {
	return new Set(a).symmetricDifference(new Set(b)).size === 0;
}
