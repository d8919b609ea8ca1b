import { z } from 'zod';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { path } from '../../zapier/http.ts';
import { itemsOf, type Page, pageAfter } from '../../zapier/paging.ts';
import { id, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { extentOf, PAGE_SIZE } from './response.ts';

const workspace = z.object({ id, name: text }).transform((item) => ({ id: item.id, name: item.name ?? item.id }));

/** One page of workspaces, counted from 0. The shape of the response is likely, not documented. */
export async function listWorkspaces({ send }: Session, page: number, search?: string): Promise<Page<z.output<typeof workspace>>> {
	const response = await send({
		method: 'GET',
		path: path`/workspaces`,
		query: { page: page + 1, per_page: PAGE_SIZE, search_key: search },
	});
	const extent = extentOf(response, page);
	// A page beyond the last may give the last one again.
	const items = extent.pages !== undefined && page >= extent.pages ? [] : itemsOf(response, workspace);
	return { items, next: pageAfter(page, extent) };
}

const permission =
	'The list of workspaces needs an API key that may read workspaces, which an Atomicwork administrator gives; you can also type the ID of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: z.object({ id: z.string(), name: z.string() }),
	sample: { id: '42', name: 'IT Service Desk' },
	list: (session, { page }) => listWorkspaces(session, page),
});
