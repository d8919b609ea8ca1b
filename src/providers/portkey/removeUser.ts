import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { path } from '../../zapier/http.ts';
import { userId } from './fields.ts';
import { findUserById, requireNotOwner, userAdvice } from './users.ts';

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users/remove-a-user answers {}. */
export const removeUser = defineCreate({
	key: 'remove_user',
	noun: 'user',
	label: 'Remove User',
	description: 'Removes a user from the organization and from all of its workspaces.',
	effect: { noun: 'the removal', done: 'carried out' },
	destructive: true,
	input: z.object({ user: userId() }),
	output: z.object({
		id: z.string(),
		email: z.nullable(z.string()),
		name: z.nullable(z.string()),
		role: z.nullable(z.string()),
		status: z.enum(['removed', 'already_removed']),
	}),
	sample: {
		id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
		email: 'jane.doe@example.com',
		name: 'Jane Doe',
		role: 'member',
		status: 'removed',
	},
	advice: userAdvice,
	async perform({ user }, session) {
		const found = await findUserById(session, user);
		if (!found) return { id: user, email: null, name: null, role: null, status: 'already_removed' as const };
		requireNotOwner(found, "can't be removed here. Nothing was changed.");
		await session.send({ method: 'DELETE', path: path`/admin/users/${found.id}` });
		return { id: found.id, email: found.email, name: found.name, role: found.role, status: 'removed' as const };
	},
});
