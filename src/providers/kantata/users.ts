import { z } from 'zod';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { path } from '../../zapier/http.ts';
import { type Page, pageAfter } from '../../zapier/paging.ts';
import { text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { all, extentOf } from './response.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

/** A user of the account, as searches and triggers give it. */
export const User = z.object({ id: z.string(), email: z.string(), name: z.string() });

export const sampleUser: z.output<typeof User> = { id: '9041', email: 'jane.doe@example.com', name: 'Jane Doe' };

const user = z
	.object({ full_name: text, email_address: text })
	.transform(({ full_name, email_address }) => ({ email: email_address ?? '', name: full_name ?? email_address ?? '' }));

type UserFilter = { by_email_address?: string; on_my_account?: true };

/** https://developer.kantata.com/kantata/specification/users: one page, counted from 0, of those who fit. */
export async function listUsers({ send }: Session, filter: UserFilter, page: number): Promise<Page<z.output<typeof User>>> {
	const response = await send({ method: 'GET', path: path`/users`, query: { ...filter, page: page + 1, per_page: PAGE_SIZE } });
	return { items: all(response, 'users', user), next: pageAfter(page, extentOf(response, page, PAGE_SIZE)) };
}

const permission = 'The list of users needs a Kantata OX user who may see the users of the account; you can also map the ID of a user.';

export const users = defineDropdown({
	key: 'users',
	noun: 'user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: (session, { page }) => listUsers(session, { on_my_account: true }, page),
});
