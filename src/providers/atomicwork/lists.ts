import { z } from 'zod';
import { path, type Send } from '../../zapier/api.ts';
import { allPages, id, isoDate, itemsOf, text } from '../../zapier/lists.ts';

/** The most workspaces that Atomicwork gives at once. */
const PAGE_SIZE = 100;

const workspace = z.object({ id, name: text }).transform((item) => ({ id: item.id, name: item.name ?? item.id }));

/** One page of workspaces, counted from 0. The shape of the answer is likely, not documented. */
export async function listWorkspaces(send: Send, page: number, search?: string): Promise<{ id: string; name: string }[]> {
	const { body } = await send({
		method: 'GET',
		path: path`/workspaces`,
		query: { page: page + 1, per_page: PAGE_SIZE, search_key: search },
	});
	// A page beyond the last may give the last one again.
	return page >= pageCount(body) ? [] : itemsOf(body, workspace);
}

function pageCount(body: unknown): number {
	return z.object({ total_pages: z.number() }).safeParse(body).data?.total_pages ?? Number.POSITIVE_INFINITY;
}

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
		created_at: text,
	})
	.transform((item, context): z.output<typeof User> => {
		const found = item.id ?? item.user_id;
		if (found === undefined) {
			context.issues.push({ code: 'custom', message: 'has no id', input: item });
			return z.NEVER;
		}
		const parts = [item.first_name, item.last_name].filter(Boolean).join(' ');
		const name = item.name ?? item.full_name ?? item.display_name ?? (parts || item.email);
		return { id: found, email: item.email, name, created_at: isoDate(item.created_at) ?? null };
	});

/** All users. The shape of the answer is likely, not documented. */
export function listUsers(send: Send, mostPages?: number): Promise<z.output<typeof User>[]> {
	return allPages(async (page) => {
		const { body } = await send({ method: 'GET', path: path`/users/list`, query: { page: page + 1 } });
		const items = itemsOf(body, user);
		return { items, last: page + 1 >= pageCount(body) || itemsOf(body, z.unknown()).length === 0 || Array.isArray(body) };
	}, mostPages);
}

/** The user with an address, bare or as `data`; undefined if there is none. */
export async function lookUpUser(send: Send, email: string): Promise<z.output<typeof User> | undefined> {
	const { body } = await send({ method: 'GET', path: path`/users/${email}/email-lookup` });
	const data = (body as { data?: unknown } | null | undefined)?.data ?? body;
	return user.safeParse(Array.isArray(data) ? data[0] : data).data;
}
