import { z } from 'zod';
import { path, type Send } from '../../zapier/api.ts';
import { allPages, id, isoDate, itemsOf, text } from '../../zapier/lists.ts';

/** Portkey promises no page size; this one keeps an organization of 2,000 within 20 requests. */
const PAGE_SIZE = 100;

const workspace = z.object({ id: id.optional(), slug: text, name: text });

/** One page of workspaces, counted from 0. An invitation names a workspace by its slug. */
export async function listWorkspaces(send: Send, page: number, name?: string): Promise<{ id: string; name: string }[]> {
	const { body } = await send({
		method: 'GET',
		path: path`/admin/workspaces`,
		query: { page_size: PAGE_SIZE, current_page: page, name },
	});
	return itemsOf(body, workspace).flatMap((item) => {
		const value = item.slug ?? item.id;
		return value ? [{ id: value, name: item.name ?? value }] : [];
	});
}

/** A user of the organization, as searches and triggers give it. */
export const User = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	first_name: z.string().nullable(),
	last_name: z.string().nullable(),
	role: z.string().nullable(),
	created_at: z.iso.datetime().nullable(),
});

export const sampleUser: z.output<typeof User> = {
	id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	first_name: 'Jane',
	last_name: 'Doe',
	role: 'member',
	created_at: '2026-10-05T14:48:00Z',
};

const user = z.object({ id, email: z.string(), first_name: text, last_name: text, role: text, created_at: text }).transform(
	({ first_name = null, last_name = null, role = null, created_at, ...rest }): z.output<typeof User> => ({
		...rest,
		name: [first_name, last_name].filter(Boolean).join(' ') || rest.email,
		first_name,
		last_name,
		role,
		created_at: isoDate(created_at) ?? null,
	}),
);

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users: all users, or those of an address. */
export function listUsers(send: Send, filter: { email?: string }, mostPages?: number): Promise<z.output<typeof User>[]> {
	return pagesOf(send, path`/admin/users`, filter, user, mostPages);
}

/** An invitation to the organization, as searches and triggers give it. */
export const Invitation = z.object({
	id: z.string(),
	email: z.string(),
	role: z.string().nullable(),
	status: z.string(),
	created_at: z.iso.datetime().nullable(),
	expires_at: z.iso.datetime().nullable(),
	accepted_at: z.iso.datetime().nullable(),
});

export const sampleInvitation: z.output<typeof Invitation> = {
	id: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
	email: 'jane.doe@example.com',
	role: 'member',
	status: 'accepted',
	created_at: '2026-10-05T14:48:00Z',
	expires_at: '2026-10-12T14:48:00Z',
	accepted_at: '2026-10-06T09:12:00Z',
};

const invitation = z
	.object({ id, email: z.string(), role: text, status: text, created_at: text, expires_at: text, accepted_at: text })
	.transform(
		({ role, status, created_at, expires_at, accepted_at, ...rest }): z.output<typeof Invitation> => ({
			...rest,
			role: role ?? null,
			status: status ?? 'pending',
			created_at: isoDate(created_at) ?? null,
			expires_at: isoDate(expires_at) ?? null,
			accepted_at: isoDate(accepted_at) ?? null,
		}),
	);

type InvitationFilter = { email?: string | undefined; status?: string | undefined };

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/user-invites: all invitations, or those that fit. */
export function listInvitations(send: Send, filter: InvitationFilter, mostPages?: number): Promise<z.output<typeof Invitation>[]> {
	return pagesOf(send, path`/admin/users/invites`, filter, invitation, mostPages);
}

/** These two lists spell their pages in camel case, unlike the list of workspaces. */
function pagesOf<Item extends z.ZodType>(
	send: Send,
	listPath: string,
	filter: InvitationFilter,
	item: Item,
	mostPages?: number,
): Promise<z.output<Item>[]> {
	return allPages(async (currentPage) => {
		const { body } = await send({ method: 'GET', path: listPath, query: { pageSize: PAGE_SIZE, currentPage, ...filter } });
		return { items: itemsOf(body, item), last: itemsOf(body, z.unknown()).length < PAGE_SIZE };
	}, mostPages);
}
