import * as z from 'zod/mini';
import { dateTimeOrNull, plainText, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { moment, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { pageOf } from './response.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

/** An invitation to the account, as searches give it. */
export const AccountInvitation = {
	id: plainText,
	email: plainText,
	name: plainText,
	created_at: dateTimeOrNull,
};

export const sampleAccountInvitation: ValuesOf<typeof AccountInvitation> = {
	id: '35471',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	created_at: '2026-10-05T14:48:00Z',
};

/** Its keys are likely, not documented, but those with which one invites. */
const invitation = once(() =>
	z.pipe(
		z.object({ email_address: z.string(), full_name: textIfAny(), created_at: moment() }),
		z.transform(({ email_address, full_name, created_at }) => ({ email: email_address, name: full_name ?? email_address, created_at })),
	),
);

/** https://developer.kantata.com/kantata/specification/account-invitations: those that wait for an answer, or that a search finds. */
export function listPendingInvitations({ send }: Session, search?: string): LoadPage<ValuesOf<typeof AccountInvitation>> {
	return async ({ page }) => {
		const query = { only_pending: true, search, page: page + 1, per_page: PAGE_SIZE };
		return pageOf(await send({ method: 'GET', path: path`/account_invitations`, query }), 'account_invitations', invitation);
	};
}

/** The pending invitations of an address, the newest first. Where a search looks isn't documented, so the list is read as well. */
export async function findPendingInvitations(session: Session, email: string): Promise<ValuesOf<typeof AccountInvitation>[]> {
	for (const list of [listPendingInvitations(session, email), listPendingInvitations(session)]) {
		const found = (await readPages(session, list)).filter((one) => sameText(one.email, email));
		if (found.length) return newestFirst(found, ({ created_at }) => created_at);
	}
	return [];
}
