import * as z from 'zod';
import { path } from '../../zapier/http.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import { id, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import type { Effect } from '../../zapier/step.ts';
import { byAddress } from './byAddress.ts';
import { snakeCaseList } from './response.ts';

/** Roles read back may carry a prefix that is not sent: `ws-admin`. */
const role = text.transform((value) => value?.replace(/^ws-/, '') ?? null);

const member = z.object({ id, email: z.string().catch(''), role });

type Member = z.output<typeof member>;

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/workspace-members: the members of a workspace, or those of an address. */
export function listMembers(session: Session, workspaceId: string, email?: string): LoadPage<Member> {
	return snakeCaseList(session, path`/admin/workspaces/${workspaceId}/users`, { email }, member);
}

/** The membership of a user in a workspace. */
export async function findMember(session: Session, workspaceId: string, email: string): Promise<Member | undefined> {
	const [found] = await byAddress(session, email, (spelling) => listMembers(session, workspaceId, spelling));
	return found;
}

const effect: Effect = { noun: 'the access', done: 'given' };

/** Gives a user of the organization a role in a workspace: as a new member, or instead of the role that they have there. */
export async function giveAccess(
	session: Session,
	workspaceId: string,
	user: { id: string; email: string },
	wanted: string,
): Promise<'added' | 'role_changed' | 'unchanged'> {
	const found = await findMember(session, workspaceId, user.email);
	if (found?.role === wanted) return 'unchanged';
	if (found) {
		await session.send({ method: 'PUT', path: path`/admin/workspaces/${workspaceId}/users/${user.id}`, body: { role: wanted }, effect });
		return 'role_changed';
	}
	await session.send({
		method: 'POST',
		path: path`/admin/workspaces/${workspaceId}/users`,
		body: { users: [{ id: user.id, role: wanted }] },
		effect,
	});
	return 'added';
}
