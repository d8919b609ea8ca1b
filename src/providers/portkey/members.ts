import * as z from 'zod/mini';
import { path } from '../../zapier/http.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { fullName, id, moment, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import type { Effect } from '../../zapier/step.ts';
import { snakeCaseList } from './response.ts';
import { requireNotOwner } from './users.ts';

/** Roles read back may carry a prefix that is not sent: `ws-admin`. */
const role = once(() =>
	z.pipe(
		textIfAny(),
		z.transform((value) => value?.replace(/^ws-/, '') ?? null),
	),
);

/** That members have an address is likely, not documented. */
const member = once(() =>
	z.pipe(
		z.object({ id: id(), email: textIfAny(), first_name: textIfAny(), last_name: textIfAny(), role: role(), created_at: moment() }),
		z.transform(({ email = null, first_name, last_name, ...rest }) => ({
			...rest,
			email,
			name: fullName(first_name, last_name) ?? email,
		})),
	),
);

export type Member = z.output<ReturnType<typeof member>>;

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/workspace-members: the members of a workspace, or those of an address. */
export function listMembers(session: Session, workspaceId: string, email?: string): LoadPage<Member> {
	return snakeCaseList(session, path`/admin/workspaces/${workspaceId}/users`, { email }, member, listAdvice);
}

/** The membership of a user of the organization in a workspace; undefined if there is none. */
export async function findMember(session: Session, workspaceId: string, user: { id: string; email: string }): Promise<Member | undefined> {
	// The filter minds case. Whoever it doesn't find may be there all the same, under an address in other letters.
	for (const email of new Set([user.email, user.email.toLowerCase(), undefined])) {
		const isMeant = (member: Member) => member.id === user.id;
		const found = (await readPages(session, listMembers(session, workspaceId, email), (members) => members.some(isMeant))).find(isMeant);
		if (found) return found;
	}
	return undefined;
}

const ADMIN_KEY =
	'The connection needs an Admin API key of the organization that may manage workspace members ([create one](https://app.portkey.ai/api-keys)).';

/** What to do about a refusal to say who is in a workspace, in whichever step. */
const listAdvice = {
	// Portkey also answers so for a workspace that no longer exists.
	403: `Check that the workspace still exists. ${ADMIN_KEY}`,
	404: 'Check Workspace: the workspace must still exist.',
};

/** What to do about a refusal to change who is in a workspace. */
export const memberAdvice = {
	// Portkey also answers so for a workspace or a user that no longer exists.
	403: `Check that the workspace and the user still exist. ${ADMIN_KEY}`,
	404: 'Check Workspace and User: both must still exist.',
};

/** What an action brings about that lets somebody into a workspace. */
export const ACCESS: Effect = { noun: 'the access', done: 'given' };

/**
 * Gives a user of the organization a role in a workspace: as a new member, or instead of the role that they have there.
 * @param effect what this brings about, where the step as a whole brings about something else.
 */
export async function giveAccess(
	session: Session,
	workspaceId: string,
	user: { id: string; email: string; role: string | null },
	wanted: string,
	effect?: Effect,
): Promise<'added' | 'role_changed' | 'unchanged'> {
	const found = await findMember(session, workspaceId, user);
	if (found?.role === wanted) return 'unchanged';
	if (found) {
		// What was done in other workspaces before, the caller says.
		requireNotOwner(user, 'keeps the role that they have in a workspace.');
		await changeRole(session, workspaceId, user.id, wanted, effect);
		return 'role_changed';
	}
	await session.send({
		method: 'POST',
		path: path`/admin/workspaces/${workspaceId}/users`,
		body: { users: [{ id: user.id, role: wanted }] },
		...(effect && { effect }),
	});
	return 'added';
}

/** Gives a member of a workspace another role there. */
export async function changeRole({ send }: Session, workspaceId: string, userId: string, role: string, effect?: Effect): Promise<void> {
	await send({
		method: 'PUT',
		path: path`/admin/workspaces/${workspaceId}/users/${userId}`,
		body: { role },
		...(effect && { effect }),
	});
}
