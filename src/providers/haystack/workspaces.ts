import * as z from 'zod/mini';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { itemsOf, type LoadPage } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';

/** A workspace. Requests name it by its name, or by its id where they take several. */
export const Workspace = { id: plainText, name: plainText };

const workspace = once(() =>
	z.pipe(
		z.object({ name: z.string(), workspace_id: z.optional(id()) }),
		z.transform((item) => ({ id: item.workspace_id ?? item.name, name: item.name })),
	),
);

/** All workspaces: the platform gives them at once. */
export function listWorkspaces({ send }: Session): LoadPage<ValuesOf<typeof Workspace>> {
	return async ({ page }) => {
		if (page > 0) return { items: [], raw: [] };
		return { ...itemsOf(await send({ method: 'GET', path: path`/api/v1/workspaces` }), workspace), hasMore: false };
	};
}

const permission =
	'To list workspaces, connect an API key that may read the workspaces of the organization. You can also type the name of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: Workspace,
	sample: { id: '1f0e4d8a-92c7-4b35-a6de-0c8b7f5e3a21', name: 'default' },
	list: (session, wanted) => listWorkspaces(session)(wanted),
});
