import * as z from 'zod/mini';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { plainText } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { moment, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { pageOf } from './response.ts';

/** The most that Kantata OX gives at once. */
const PAGE_SIZE = 200;

const workspace = once(() =>
	z.pipe(
		z.object({
			title: textIfAny(),
			can_invite: z.optional(z.boolean()),
			consultant_role_name: textIfAny(),
			client_role_name: textIfAny(),
			created_at: moment(),
		}),
		z.transform(({ title, can_invite = true, consultant_role_name, client_role_name, created_at }) => ({
			name: title ?? 'Untitled project',
			mayInvite: can_invite,
			consultants: consultant_role_name,
			clients: client_role_name,
			created_at,
		})),
	),
);

type Workspace = z.output<ReturnType<typeof workspace>> & { id: string };

/** https://developer.kantata.com/kantata/specification/workspaces: those that aren't archived, or only such, and that a search finds. */
export function listWorkspaces({ send }: Session, filter: { search?: string; archived?: 'only' } = {}): LoadPage<Workspace> {
	return async ({ page }) => {
		const query = { page: page + 1, per_page: PAGE_SIZE, order: 'title:asc', ...filter };
		return pageOf(await send({ method: 'GET', path: path`/workspaces`, query }), 'workspaces', workspace);
	};
}

/** One project. @throws {RequestError} with 404 if the connected user sees none with this id. */
export async function getWorkspace({ send }: Session, id: string): Promise<Workspace | undefined> {
	return pageOf(await send({ method: 'GET', path: path`/workspaces/${id}` }), 'workspaces', workspace).items[0];
}

const permission =
	'To list projects, connect a Kantata OX user who may see them and invite to them. You can also type the ID of a project.';

/** The dropdown shows projects that the connected user may invite to; by name, any project is found. */
export const workspaces = defineDropdown({
	key: 'workspaces',
	noun: 'project',
	advice: { 401: permission, 403: permission },
	output: { id: plainText, name: plainText },
	sample: { id: '41654325', name: 'Website relaunch' },
	list: async (session, wanted) => {
		const found = await listWorkspaces(session)(wanted);
		return { ...found, items: found.items.filter(({ mayInvite }) => mayInvite).map(({ id, name }) => ({ id, name })) };
	},
	async find(session, search) {
		const found = await readPages(session, listWorkspaces(session, { search }));
		if (found.some(({ name }) => sameText(name, search))) return found;
		return readPages(session, listWorkspaces(session, { search, archived: 'only' }));
	},
});
