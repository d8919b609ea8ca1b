import * as z from 'zod';
import { refusalOf } from '../../zapier/errors/requestError.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import { fullName, id, moment, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { PAGE_SIZE, pageOf } from './response.ts';

/** A user, as searches and triggers give it. */
export const User = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	first_name: z.string().nullable(),
	last_name: z.string().nullable(),
	created_at: z.iso.datetime().nullable(),
});

export const sampleUser: z.output<typeof User> = {
	id: '1093',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	first_name: 'Jane',
	last_name: 'Doe',
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
		const { email, first_name = null, last_name = null, created_at } = item;
		return { id: found, email, name, first_name, last_name, created_at };
	});

/** All users, the newest first. The shape of the response is likely, not documented. */
export function listUsers({ send }: Session): LoadPage<z.output<typeof User>> {
	return async ({ page }) => {
		const query = { page: page + 1, per_page: PAGE_SIZE, sort_order: 'CREATED_AT_DESC' };
		return pageOf(await send({ method: 'GET', path: path`/users/list`, query }), user, page);
	};
}

/** The user with an address, whom Atomicwork gives bare or as `data`; undefined if there is none. */
export async function findUser({ send }: Session, email: string): Promise<z.output<typeof User> | undefined> {
	try {
		const { body } = await send({ method: 'GET', path: path`/users/${email}/email-lookup` });
		const data = (body as { data?: unknown } | null | undefined)?.data ?? body;
		const found = user.safeParse(Array.isArray(data) ? data[0] : data).data;
		return found && sameText(found.email, email) ? found : undefined;
	} catch (error) {
		// Nobody has this address.
		if (refusalOf(error)?.status === 404) return undefined;
		throw error;
	}
}
