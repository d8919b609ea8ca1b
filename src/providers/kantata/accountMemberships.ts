import * as z from 'zod/mini';
import type { ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { included, pageOf } from './response.ts';
import { type User, user } from './users.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

/** Which of its keys a membership has is likely, not documented: what must be there is whose it is. */
const membership = once(() => z.object({ user_id: id() }));

/** That somebody is, or was, a user of the account. */
export interface AccountMembership {
	id: string;
	/** Without an address and a name where Kantata OX doesn't tell them. */
	user: ValuesOf<typeof User>;
}

/** Only active memberships, or only disabled ones: which come without being asked for differs by what else is asked. */
type MembershipFilter = { by_user_id?: string } & ({ only_active: true } | { only_inactive: true });

/** https://developer.kantata.com/kantata/specification/account-memberships/get-account-memberships */
export function listAccountMemberships({ send }: Session, filter: MembershipFilter): LoadPage<AccountMembership> {
	return async ({ page }) => {
		const query = { ...filter, include: 'user', page: page + 1, per_page: PAGE_SIZE };
		const response = await send({ method: 'GET', path: path`/account_memberships`, query });
		const { items, ...rest } = pageOf(response, 'account_memberships', membership);
		const userOf = (userId: string) => ({ email: '', name: '', ...user().safeParse(included(response, 'users', userId)).data, id: userId });
		return { ...rest, items: items.map(({ id, user_id }) => ({ id, user: userOf(user_id) })) };
	};
}

/** The membership of one user, if it is in the state asked for. */
export async function findAccountMembership(
	session: Session,
	userId: string,
	state: 'active' | 'disabled',
): Promise<AccountMembership | undefined> {
	const filter = state === 'active' ? ({ only_active: true } as const) : ({ only_inactive: true } as const);
	const found = await readPages(session, listAccountMemberships(session, { by_user_id: userId, ...filter }));
	return found.find((one) => one.user.id === userId);
}

/** Whose membership it is, as later steps can use it. */
export function personOf({ id, user }: AccountMembership) {
	return { id: user.id, email: user.email || null, name: user.name || null, membership_id: id };
}
