import { z } from 'zod';
import { path, type Send } from '../../zapier/api.ts';
import { allPages, text } from '../../zapier/lists.ts';
import { all, countOf } from './answer.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

const workspace = z
	.object({ title: text, can_invite: z.boolean().optional(), consultant_role_name: text, client_role_name: text })
	.transform(({ title, can_invite = true, consultant_role_name, client_role_name }) => ({
		name: title ?? 'Untitled workspace',
		mayInvite: can_invite,
		consultants: consultant_role_name,
		clients: client_role_name,
	}));

export type Workspace = z.output<typeof workspace> & { id: string };

/** https://developer.kantata.com/kantata/specification/workspaces: one page, counted from 0. Archived workspaces are left out. */
export async function listWorkspaces(send: Send, page: number, search?: string): Promise<{ items: Workspace[]; last: boolean }> {
	const { body } = await send({
		method: 'GET',
		path: path`/workspaces`,
		query: { page: page + 1, per_page: PAGE_SIZE, order: 'title:asc', search },
	});
	return { items: all(body, 'workspaces', workspace), last: countOf(body) < PAGE_SIZE };
}

/** A user of the account, as searches and triggers give it. */
export const User = z.object({ id: z.string(), email: z.string(), name: z.string() });

export const sampleUser: z.output<typeof User> = { id: '9041', email: 'jane.doe@example.com', name: 'Jane Doe' };

const user = z
	.object({ full_name: text, email_address: text })
	.transform(({ full_name, email_address }) => ({ email: email_address ?? '', name: full_name ?? email_address ?? '' }));

type UserFilter = { by_email_address?: string; on_my_account?: 'true' };

/** https://developer.kantata.com/kantata/specification/users: one page, counted from 0. */
async function listUsersPage(send: Send, filter: UserFilter, page: number) {
	const { body } = await send({ method: 'GET', path: path`/users`, query: { ...filter, page: page + 1, per_page: PAGE_SIZE } });
	const items: z.output<typeof User>[] = all(body, 'users', user);
	return { items, last: countOf(body) < PAGE_SIZE };
}

/** All users of the account, or those with an address. */
export function listUsers(send: Send, filter: UserFilter, mostPages?: number): Promise<z.output<typeof User>[]> {
	return allPages((page) => listUsersPage(send, filter, page), mostPages);
}

/** One page of the users of the account, for a dropdown. */
export async function pageOfUsers(send: Send, page: number): Promise<z.output<typeof User>[]> {
	return (await listUsersPage(send, { on_my_account: 'true' }, page)).items;
}
