import * as z from 'zod/mini';
import { defineCreate } from '../../zapier/creates.ts';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { path } from '../../zapier/http.ts';
import { readPages } from '../../zapier/paging.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import type { Session } from '../../zapier/session.ts';
import { refusedValues, sendEmail, userId, workspaceRows, workspacesBody } from './fields.ts';
import { listMembers } from './members.ts';
import type { Person } from './users.ts';

/** POST /users/workspaces/invite of the vendor's OpenAPI document, for somebody who is a user already. */
export const addUserToWorkspace = defineCreate({
	key: 'add_user_to_workspace',
	noun: 'workspace member',
	label: 'Add User to Workspace',
	description: 'Adds a user of the organization to one or more workspaces, each with its own roles.',
	effect: { noun: 'the access', done: 'given' },
	input: z.object({
		user: userId(),
		workspaces: workspaceRows({ label: 'Workspaces' }),
		send_email: sendEmail({ helpText: 'Choose No to add the user without sending an email.' }),
	}),
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids', user_ids: 'user' },
	output: z.object({
		id: z.string(),
		workspaces: z.array(
			z.object({
				id: z.string(),
				name: z.nullable(z.string()),
				roles: z.array(z.string()),
				outcome: z.enum(['added', 'role_changed', 'unchanged']),
			}),
		),
		status: z.enum(['added', 'role_changed', 'already_member']),
	}),
	sample: {
		id: '1093',
		workspaces: [{ id: '42', name: 'IT Service Desk', roles: ['3', '7'], outcome: 'added' }],
		status: 'added',
	},
	advice: {
		...refusedValues,
		403: 'Ask an Atomicwork administrator for an API key that may invite users to these workspaces.',
		404: 'Check the IDs of the user, the workspaces and the roles: each must exist in your Atomicwork.',
	},
	async perform({ user, workspaces, send_email }, session) {
		const wanted = [];
		for (const row of workspaces) {
			const roles = [...new Set(row.workspace_role_ids ?? [])];
			wanted.push({ row, roles, outcome: outcomeFor(await memberOf(session, row.workspace_id, user), roles) });
		}
		const changing = wanted.filter(({ outcome }) => outcome !== 'unchanged');
		if (changing.length) {
			await session.send({
				method: 'POST',
				path: path`/users/workspaces/invite`,
				body: { user_ids: [toJsonNumber(user)], send_email, workspaces: workspacesBody(changing.map(({ row }) => row)) },
			});
		}
		const [first] = changing;
		return {
			id: user,
			workspaces: wanted.map(({ row: { workspace_id: id }, roles, outcome }) => ({
				id,
				name: session.names.get(id) ?? null,
				roles,
				outcome,
			})),
			status: !first
				? ('already_member' as const)
				: changing.some(({ outcome }) => outcome === 'added')
					? ('added' as const)
					: ('role_changed' as const),
		};
	},
});

/** What asking for roles in a workspace comes to, for somebody who is a member there or not. */
function outcomeFor(member: Person | undefined, wanted: string[]): 'added' | 'role_changed' | 'unchanged' {
	if (!member) return 'added';
	// Of a member whose roles aren't told, it is only known that they are there.
	const isSo = wanted.every((role) => member.roles?.includes(role)) && (!wanted.length || member.roles?.length === wanted.length);
	return isSo ? 'unchanged' : 'role_changed';
}

/** A user as a member of a workspace; undefined if they are none, or if nobody may see who is. */
async function memberOf(session: Session, workspaceId: string, userId: string): Promise<Person | undefined> {
	const isUser = ({ id }: Person) => id === userId;
	try {
		return (await readPages(session, listMembers(session, workspaceId), (read) => read.some(isUser))).find(isUser);
	} catch (error) {
		if ([403, 404].includes(refusalOf(error)?.status ?? 0)) return undefined;
		throw error;
	}
}
