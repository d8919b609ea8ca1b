import { defineCreate } from '../../zapier/creates.ts';
import { isRefusedWith } from '../../zapier/errors/requestError.ts';
import { listOf, oneOf, plainText, plainTextOrNull, rowsOf, type ValueOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { readPages } from '../../zapier/paging.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import type { Session } from '../../zapier/session.ts';
import { refusedValues, sendEmail, userId, workspaceRows, workspacesBody } from './fields.ts';
import { listMembers } from './members.ts';
import { requireAdded } from './outcomes.ts';
import { type Person, requireUser } from './users.ts';

/** `access_given` where it can't be told whether the user was there before, and with which roles. */
const Outcome = oneOf('added', 'role_changed', 'unchanged', 'access_given');
type Outcome = ValueOf<typeof Outcome>;

/** POST /users/workspaces/invite of the vendor's OpenAPI document, for somebody who is a user already. */
export const addUserToWorkspace = defineCreate({
	key: 'add_user_to_workspace',
	noun: 'workspace member',
	label: 'Add User to Workspace',
	description: 'Adds a user of the organization to one or more workspaces, each with its own roles.',
	effect: { noun: 'the access', done: 'given' },
	// The roles that a member has in a workspace are replaced.
	destructive: true,
	input: {
		user: userId(),
		workspaces: workspaceRows({ label: 'Workspaces' }),
		send_email: sendEmail({ helpText: 'Choose No to add the user without sending an email.' }),
	},
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids', user_ids: 'user' },
	output: {
		id: plainText,
		workspaces: rowsOf({ id: plainText, name: plainTextOrNull, roles: listOf(plainText), outcome: Outcome }),
		status: oneOf('added', 'role_changed', 'access_given', 'already_member'),
	},
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
		const person = await requireUser(session, user);
		const wanted = [];
		for (const row of workspaces) {
			const roles = [...new Set(row.workspace_role_ids ?? [])];
			wanted.push({ row, roles, outcome: await outcomeFor(session, row.workspace_id, user, roles) });
		}
		const changing = wanted.filter(({ outcome }) => outcome !== 'unchanged');
		if (changing.length) {
			const { body } = await session.send({
				method: 'POST',
				path: path`/users/workspaces/invite`,
				body: { user_ids: [toJsonNumber(user)], send_email, workspaces: workspacesBody(changing.map(({ row }) => row)) },
			});
			requireAdded(body, person);
		}
		const outcomes = new Set(changing.map(({ outcome }) => outcome));
		return {
			id: user,
			workspaces: wanted.map(({ row: { workspace_id: id }, roles, outcome }) => ({
				id,
				name: session.names.get(id) ?? null,
				roles,
				outcome,
			})),
			status: (['added', 'role_changed', 'access_given'] as const).find((outcome) => outcomes.has(outcome)) ?? ('already_member' as const),
		};
	},
});

/** What asking for roles in a workspace comes to, for somebody who is a member there, or isn't, or may be. */
async function outcomeFor(session: Session, workspaceId: string, userId: string, wanted: string[]): Promise<Outcome> {
	const isUser = ({ id }: Person) => id === userId;
	try {
		const member = (await readPages(session, listMembers(session, workspaceId), (read) => read.some(isUser))).find(isUser);
		if (!member) return 'added';
		if (!wanted.length) return 'unchanged';
		if (!member.roles) return 'access_given';
		return new Set(wanted).symmetricDifference(new Set(member.roles)).size ? 'role_changed' : 'unchanged';
	} catch (error) {
		// This connection may not see who is a member.
		if (isRefusedWith(error, 403)) return 'access_given';
		throw error;
	}
}
