import * as z from 'zod/mini';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { PAGE_SIZE, pageOf } from './response.ts';

const workspace = once(() =>
	z.pipe(
		z.object({ id: id(), name: textIfAny() }),
		z.transform((item) => ({ id: item.id, name: item.name ?? item.id })),
	),
);

/** All workspaces, or those that a search finds. The shape of the response is likely, not documented. */
export function listWorkspaces({ send }: Session, search?: string): LoadPage<z.output<ReturnType<typeof workspace>>> {
	return async ({ page }) => {
		const query = { page: page + 1, per_page: PAGE_SIZE, search_key: search };
		return pageOf(await send({ method: 'GET', path: path`/workspaces`, query }), workspace, page);
	};
}

const permission =
	'To list workspaces, the API key must be allowed to read them: ask an Atomicwork administrator. You can also type the ID of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: { id: plainText, name: plainText },
	sample: { id: '42', name: 'IT Service Desk' },
	list: (session, wanted) => listWorkspaces(session)(wanted),
	find: (session, text) => readPages(session, listWorkspaces(session, text)),
});
