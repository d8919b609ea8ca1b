import * as z from 'zod/mini';
import { InputError } from '../../zapier/errors/stepError.ts';
import type { LoadChoices } from '../../zapier/fields/inputField.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { once } from '../../zapier/schemas/once.ts';
import { INT64 } from '../../zapier/schemas/reference.ts';
import { id, textIfAny } from '../../zapier/schemas/response.ts';
import { text } from '../../zapier/schemas/text.ts';
import type { Session } from '../../zapier/session.ts';
import { orList } from '../../zapier/words.ts';
import { pageOf } from './response.ts';

const group = once(() =>
	z.pipe(
		z.object({ id: id(), name: textIfAny() }),
		z.transform((item) => ({ id: item.id, name: item.name ?? item.id })),
	),
);

type Group = z.output<ReturnType<typeof group>>;

/** GET /workspaces/{workspace_id}/agent-groups of the vendor's OpenAPI document, which has no parameter for the size of a page. */
function listGroups({ send }: Session, workspaceId: string): LoadPage<Group> {
	return async ({ page }) =>
		pageOf(await send({ method: 'GET', path: path`/workspaces/${workspaceId}/agent-groups`, query: { page: page + 1 } }), group, page);
}

const loadGroups: LoadChoices = async (session, { workspace_id }) => {
	const workspaceId = String(workspace_id ?? '').trim();
	if (!INT64.test(workspaceId)) return undefined;
	return Object.fromEntries((await readPages(session, listGroups(session, workspaceId))).map(({ id, name }) => [id, name]));
};

export const groupId = () =>
	text({
		label: 'Group',
		placeholder: '501',
		loadChoices: loadGroups,
		choicesDependOn: 'workspace_id',
		helpText: 'An agent group of the workspace: choose the workspace first, or map the exact name or the ID of a group.',
	});

/**
 * The group of a workspace that a text means: by its id, or by its name in any case of letters.
 * @throws {InputError} if there is none, or more than one.
 */
export async function requireGroup(session: Session, workspaceId: string, wanted: string): Promise<Group> {
	const groups = await readPages(session, listGroups(session, workspaceId));
	const found = groups.filter(({ id, name }) => (INT64.test(wanted) ? id === wanted : sameText(name, wanted)));
	const [first, other] = found;
	if (first && !other) return first;
	if (first)
		throw new InputError(
			`Group ${quote(wanted)} is the name of ${found.length} groups. Use the ID instead: ${orList(found.map(({ id }) => id))}.`,
		);
	throw new InputError(
		`Group ${quote(wanted)} wasn't found: there is no group with that name or ID in the workspace. Choose one from the list.`,
	);
}
