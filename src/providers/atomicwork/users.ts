import { z } from 'zod';
import { path } from '../../zapier/http.ts';
import { itemsOf, type Page, pageAfter } from '../../zapier/paging.ts';
import { fullName, id, moment, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { extentOf } from './response.ts';

/** A user, as searches and triggers give it. */
export const User = z.object({ id: z.string(), email: z.string(), name: z.string(), created_at: z.iso.datetime().nullable() });

export const sampleUser: z.output<typeof User> = {
	id: '1093',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	created_at: '2026-10-05T14:48:00Z',
};

/** The shape is likely, not documented: what must be there is an id and an address. */
const user = z
	.object({
		id: id.optional(),
		user_id: id.optional(),
		email: z.string(),
		name: text,
		full_name: text,
		display_name: text,
		first_name: text,
		last_name: text,
		created_at: moment,
	})
	.transform((item, context): z.output<typeof User> => {
		const found = item.id ?? item.user_id;
		if (found === undefined) {
			context.issues.push({ code: 'custom', message: 'has no id', input: item });
			return z.NEVER;
		}
		const name = item.name ?? item.full_name ?? item.display_name ?? fullName(item.first_name, item.last_name) ?? item.email;
		return { id: found, email: item.email, name, created_at: item.created_at };
	});

/** One page of users, counted from 0. The shape of the response is likely, not documented. */
export async function listUsers({ send }: Session, page: number): Promise<Page<z.output<typeof User>>> {
	const response = await send({ method: 'GET', path: path`/users/list`, query: { page: page + 1 } });
	return { items: itemsOf(response, user), next: pageAfter(page, extentOf(response, page)) };
}

/** The user with an address, bare or as `data`; undefined if there is none. */
export async function lookUpUser({ send }: Session, email: string): Promise<z.output<typeof User> | undefined> {
	const { body } = await send({ method: 'GET', path: path`/users/${email}/email-lookup` });
	const data = (body as { data?: unknown } | null | undefined)?.data ?? body;
	return user.safeParse(Array.isArray(data) ? data[0] : data).data;
}
