import * as z from 'zod/mini';
import { InputError } from '../../zapier/errors/stepError.ts';
import { path } from '../../zapier/http.ts';
import { itemsOf } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';

const Me = once(() => z.object({ organization: z.object({ organization_id: id() }) }));

/**
 * The organization that the API key belongs to.
 * @throws {InputError} if the platform doesn't tell.
 */
export async function organizationId({ send }: Session): Promise<string> {
	const { body } = await send({ method: 'GET', path: path`/api/v1/me` });
	const me = Me().safeParse(body).data;
	if (me) return me.organization.organization_id;
	throw new InputError(
		"The platform doesn't tell which organization the API Key belongs to. Connect the key of a user who is a member of one.",
	);
}

const role = once(() =>
	z.union([
		z.string(),
		z.pipe(
			z.object({ name: z.string() }),
			z.transform(({ name }) => name),
		),
		z.pipe(
			z.object({ role: z.string() }),
			z.transform(({ role: name }) => name),
		),
	]),
);

/** The most that the platform gives at once. */
const MOST_ROLES = 100;

/** The names of the organization's roles. The shape of the response isn't documented: texts, or objects with a name. */
export async function listRoles(session: Session): Promise<string[]> {
	const organization = await organizationId(session);
	const response = await session.send({
		method: 'GET',
		path: path`/api/v1/organization/${organization}/roles`,
		query: { limit: MOST_ROLES },
	});
	return itemsOf(response, role).items;
}
