import * as z from 'zod/mini';
import { plainText, plainTextOrNull, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { itemsOf, type LoadPage } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { fullName, id, otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';

/** The most that the platform gives at once. */
const PAGE_SIZE = 100;

/** A user of the organization, as searches and triggers give it. */
export const User = {
	id: plainText,
	email: plainText,
	name: plainText,
	given_name: plainTextOrNull,
	family_name: plainTextOrNull,
};

export const sampleUser: ValuesOf<typeof User> = {
	id: '7d2f9a3c-5b8e-4f0a-8c1d-3e6b9a2f4c57',
	email: 'user@example.com',
	name: 'John Doe',
	given_name: 'John',
	family_name: 'Doe',
};

const user = once(() =>
	z.pipe(
		z.object({ user_id: id(), email: z.string(), given_name: textIfAny(), family_name: textIfAny() }),
		z.transform(
			({ user_id, email, given_name = null, family_name = null }): ValuesOf<typeof User> => ({
				id: user_id,
				email,
				name: fullName(given_name, family_name) ?? email,
				given_name,
				family_name,
			}),
		),
	),
);

const Extent = once(() =>
	z.object({
		has_more: otherwise(z.optional(z.boolean()), undefined),
		total: otherwise(z.optional(z.number()), undefined),
	}),
);

/** The users of the organization; the platform counts pages from 1. */
export function listUsers({ send }: Session): LoadPage<ValuesOf<typeof User>> {
	return async ({ page }) => {
		const response = await send({ method: 'GET', path: path`/api/v1/users`, query: { limit: PAGE_SIZE, page_number: page + 1 } });
		const extent = Extent().safeParse(response.body).data;
		return { ...itemsOf(response, user), total: extent?.total, hasMore: extent?.has_more };
	};
}
