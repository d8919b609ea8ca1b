import * as z from 'zod/mini';
import { isRefusedWith, type Refusal } from '../../zapier/errors/requestError.ts';
import type { ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { isElsewhere, sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { included, pageOf } from './response.ts';
import { findUsers, type User, user } from './users.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

const participation = once(() => z.object({ user_id: id(), workspace_id: z.optional(id()), role: textIfAny() }));

/** What somebody is on a project. */
export type Participation = z.output<ReturnType<typeof participation>> & { id: string };

/** https://developer.kantata.com/kantata/specification/participations: who is on a project, or whether somebody is. */
function listParticipations({ send }: Session, workspaceId: string, userId?: string): LoadPage<Participation> {
	return async ({ page }) => {
		const query = { workspace_id: workspaceId, by_user: userId, page: page + 1, per_page: PAGE_SIZE };
		return pageOf(await send({ method: 'GET', path: path`/participations`, query }), 'participations', participation);
	};
}

/** Who is on a project, with their names. */
export function listParticipants(
	{ send }: Session,
	workspaceId: string,
): LoadPage<Participation & { user?: z.output<ReturnType<typeof user>> | undefined }> {
	return async ({ page }) => {
		const query = { workspace_id: workspaceId, include: 'user', page: page + 1, per_page: PAGE_SIZE };
		const response = await send({ method: 'GET', path: path`/participations`, query });
		const { items, ...rest } = pageOf(response, 'participations', participation);
		return { ...rest, items: items.map((one) => ({ ...one, user: user().safeParse(included(response, 'users', one.user_id)).data })) };
	};
}

/** What somebody is on a project; undefined if they aren't on it. */
export async function findParticipation(session: Session, workspaceId: string, userId: string): Promise<Participation | undefined> {
	const found = await readPages(session, listParticipations(session, workspaceId, userId));
	return found.find(({ user_id, workspace_id = workspaceId }) => user_id === userId && workspace_id === workspaceId);
}

/** The participants of a project with an address. */
export async function findParticipants(
	session: Session,
	workspaceId: string,
	email: string,
): Promise<{ user: ValuesOf<typeof User>; participation: Participation }[]> {
	const found = [];
	const users = await findUsers(session, email);
	for (const user of users) {
		const participation = await findParticipation(session, workspaceId, user.id);
		if (participation) found.push({ user, participation });
	}
	if (users.length) return found;
	// The filter may mind the case of letters. A project has few participants.
	const isMeant = ({ user }: { user?: { email: string } | undefined }) => sameText(user?.email ?? '', email);
	const participants = await ifListed(readPages(session, listParticipants(session, workspaceId), (read) => read.some(isMeant)));
	return (participants ?? []).flatMap(({ user, ...participation }) =>
		user && isMeant({ user }) ? [{ user: { id: participation.user_id, ...user }, participation }] : [],
	);
}

/** What a list of participants tells; undefined where the connected user may not see who is on the project. */
export async function ifListed<Told>(told: Promise<Told>): Promise<Told | undefined> {
	try {
		return await told;
	} catch (error) {
		if (isRefusedWith(error, 403, 404)) return undefined;
		throw error;
	}
}

/**
 * Does Kantata OX refuse to put somebody on a project who is on it? No error code is documented for it, only a message. One that
 * speaks of the account is about who may be on a project at all.
 */
export function isAlreadyOnProject({ status, message = '' }: Pick<Refusal, 'status' | 'message'>): boolean {
	if (![400, 409, 422].includes(status) || isElsewhere(message) || /\baccount\b/i.test(message)) return false;
	return /\balready (is |been )?(a |an |on |in )?(the |this )?(participant|participating|member|project|workspace|team)\b/i.test(message);
}
