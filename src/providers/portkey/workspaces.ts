import * as z from 'zod/mini';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { UUID } from '../../zapier/schemas/reference.ts';
import { id, moment, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { snakeCaseList } from './response.ts';

/** A workspace by what an invitation names it: its slug, or its id where it has none. */
const Workspace = { id: plainText, name: plainText };

/** A slug, or the UUID that stands in for it. */
export const WORKSPACE_ID = new RegExp(`^ws-[\\w-]+$|${UUID.source}`, 'i');

const datedWorkspace = once(() =>
	z.pipe(
		z.object({ id: z.optional(id()), slug: textIfAny(), name: textIfAny(), created_at: moment() }),
		z.transform(({ id, slug, name, created_at }, context) => {
			const value = slug ?? id;
			if (value) return { id: value, name: name ?? value, created_at };
			context.issues.push({ code: 'custom', message: 'has nothing to name it by', input: value });
			return z.NEVER;
		}),
	),
);

const workspace = once(() =>
	z.pipe(
		datedWorkspace(),
		z.transform(({ id, name }): ValuesOf<typeof Workspace> => ({ id, name })),
	),
);

/**
 * https://portkey.ai/docs/api-reference/admin-api/control-plane/workspaces: all workspaces, or those whose name contains a
 * text, in the case of letters in which it is written.
 */
export function listWorkspaces(session: Session, name?: string): LoadPage<ValuesOf<typeof Workspace>> {
	return snakeCaseList(session, path`/admin/workspaces`, { name }, workspace);
}

/** All workspaces, with when each was made. */
export function listDatedWorkspaces(session: Session): LoadPage<z.output<ReturnType<typeof datedWorkspace>>> {
	return snakeCaseList(session, path`/admin/workspaces`, {}, datedWorkspace);
}

const permission =
	'To list workspaces, the Admin API key needs the permission `workspaces.list` ([create one](https://app.portkey.ai/api-keys)). You can also type the slug of a workspace.';

export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'workspace',
	advice: { 401: permission, 403: permission },
	output: Workspace,
	sample: { id: 'ws-shared-1a2b3c', name: 'Shared workspace' },
	list: (session, wanted) => listWorkspaces(session)(wanted),
});
