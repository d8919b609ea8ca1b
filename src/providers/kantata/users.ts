import * as z from 'zod/mini';
import { RequestError } from '../../zapier/errors/requestError.ts';
import { plainText, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { first, pageOf } from './response.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

/** A user of the account, as searches and triggers give it. */
export const User = { id: plainText, email: plainText, name: plainText };

export const sampleUser: ValuesOf<typeof User> = { id: '9041', email: 'jane.doe@example.com', name: 'Jane Doe' };

export const user = once(() =>
	z.pipe(
		z.object({ full_name: textIfAny(), email_address: textIfAny() }),
		z.transform(({ full_name, email_address }) => ({ email: email_address ?? '', name: full_name ?? email_address ?? '' })),
	),
);

type UserFilter = { by_email_address?: string; on_my_account?: true };

/** https://developer.kantata.com/kantata/specification/users: those who fit. */
export function listUsers({ send }: Session, filter: UserFilter): LoadPage<ValuesOf<typeof User>> {
	return async ({ page }) =>
		pageOf(await send({ method: 'GET', path: path`/users`, query: { ...filter, page: page + 1, per_page: PAGE_SIZE } }), 'users', user);
}

/**
 * The users with an address: first those of the account, then those outside it whom the connected user knows from projects.
 * Without `on_my_account`, members of the account who are in no project are left out.
 */
export async function findUsers(session: Session, email: string): Promise<ValuesOf<typeof User>[]> {
	// Whether the filter minds the case of letters isn't documented; products keep addresses in lower case.
	for (const spelling of new Set([email, email.toLowerCase()])) {
		for (const filter of [{ by_email_address: spelling, on_my_account: true } as const, { by_email_address: spelling }]) {
			const users = await readPages(session, listUsers(session, filter));
			const found = users.filter((one) => sameText(one.email, email));
			if (found.length) return found;
		}
	}
	return [];
}

/**
 * The id of the user whose connection it is.
 * @throws {RequestError} if Kantata OX doesn't tell.
 */
export async function connectedUserId({ send }: Session): Promise<string> {
	const response = await send({ method: 'GET', path: path`/users/me` });
	const found = first(response, 'users')?.id;
	if (found) return found;
	throw new RequestError(response.request, { kind: 'unreadable', reason: 'json', status: response.status });
}
