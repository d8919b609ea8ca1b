import { z } from 'zod';
import { path, type Send } from '../../zapier/api.ts';
import { InputError } from '../../zapier/input.ts';
import { allPages, id, itemsOf, text } from '../../zapier/lists.ts';

/** The most that the platform gives at once. */
const PAGE_SIZE = 100;

const workspace = z.object({ name: z.string(), workspace_id: id.optional() });

/** All workspaces at once. Requests name a workspace by its name, or by its id where they take several. */
export async function listWorkspaces(send: Send): Promise<z.output<typeof workspace>[]> {
	const { body } = await send({ method: 'GET', path: path`/api/v1/workspaces` });
	return itemsOf(body, workspace);
}

/** A user of the organization, as searches and triggers give it. */
export const User = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	given_name: z.string().nullable(),
	family_name: z.string().nullable(),
});

export const sampleUser: z.output<typeof User> = {
	id: '7d2f9a3c-5b8e-4f0a-8c1d-3e6b9a2f4c57',
	email: 'user@example.com',
	name: 'John Doe',
	given_name: 'John',
	family_name: 'Doe',
};

const user = z.object({ user_id: id, email: z.string(), given_name: text, family_name: text }).transform(
	({ user_id, email, given_name = null, family_name = null }): z.output<typeof User> => ({
		id: user_id,
		email,
		name: [given_name, family_name].filter(Boolean).join(' ') || email,
		given_name,
		family_name,
	}),
);

/** All users of the organization; pages count from 1. */
export function listUsers(send: Send, mostPages?: number): Promise<z.output<typeof User>[]> {
	return allPages(async (page) => {
		const { body } = await send({ method: 'GET', path: path`/api/v1/users`, query: { limit: PAGE_SIZE, page_number: page + 1 } });
		const more = z.object({ has_more: z.boolean() }).safeParse(body).data?.has_more ?? false;
		return { items: itemsOf(body, user), last: !more };
	}, mostPages);
}

/**
 * The organization that the API key belongs to.
 * @throws {InputError} if the platform doesn't tell.
 */
export async function organizationId(send: Send): Promise<string> {
	const { body } = await send({ method: 'GET', path: path`/api/v1/me` });
	const me = z.object({ organization: z.object({ organization_id: id }) }).safeParse(body).data;
	if (!me)
		throw new InputError(
			"The platform doesn't tell which organization the API Key belongs to. Connect the key of a user who is a member of one.",
		);
	return me.organization.organization_id;
}

/** The names of the organization's roles. The shape of the answer isn't documented: texts, or objects with a name. */
export async function listRoles(send: Send): Promise<string[]> {
	const organization = await organizationId(send);
	const { body } = await send({ method: 'GET', path: path`/api/v1/organization/${organization}/roles`, query: { limit: PAGE_SIZE } });
	const role = z.union([
		z.string(),
		z.object({ name: z.string() }).transform(({ name }) => name),
		z.object({ role: z.string() }).transform(({ role: name }) => name),
	]);
	return itemsOf(body, role);
}
