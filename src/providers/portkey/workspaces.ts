import { z } from 'zod';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { path } from '../../zapier/http.ts';
import { itemsOf, type Page, pageAfter } from '../../zapier/paging.ts';
import { id, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { extentOf } from './response.ts';

const PAGE_SIZE = 100;

/** A workspace by what an invitation names it: its slug, or its id where it has none. */
export const Workspace = z.object({ id: z.string(), name: z.string() });

const workspace = z.object({ id: id.optional(), slug: text, name: text });

/** One page of workspaces, counted from 0. https://portkey.ai/docs/api-reference/admin-api/control-plane/workspaces */
export async function listWorkspaces({ send }: Session, page: number, name?: string): Promise<Page<z.output<typeof Workspace>>> {
	const response = await send({ method: 'GET', path: path`/admin/workspaces`, query: { page_size: PAGE_SIZE, current_page: page, name } });
	const items = itemsOf(response, workspace).flatMap((item) => {
		const value = item.slug ?? item.id;
		return value ? [{ id: value, name: item.name ?? value }] : [];
	});
	return { items, next: pageAfter(page, extentOf(response, page, PAGE_SIZE)) };
}

const permission =
	'The list of workspaces needs an Admin API key with the permission workspaces.list ([create one](https://app.portkey.ai/api-keys)); you can also type the slug of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: Workspace,
	sample: { id: 'ws-shared-1a2b3c', name: 'Shared workspace' },
	list: (session, { page }) => listWorkspaces(session, page),
});
