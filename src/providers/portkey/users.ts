import * as z from 'zod';
import { path } from '../../zapier/http.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import { fullName, id, moment, text } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { byAddress } from './byAddress.ts';
import { camelCaseList } from './response.ts';

/** A user of the organization, as searches and triggers give it. */
export const User = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	first_name: z.string().nullable(),
	last_name: z.string().nullable(),
	role: z.string().nullable(),
	created_at: z.iso.datetime().nullable(),
});

export const sampleUser: z.output<typeof User> = {
	id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	first_name: 'Jane',
	last_name: 'Doe',
	role: 'member',
	created_at: '2026-10-05T14:48:00Z',
};

const user = z.object({ id, email: z.string(), first_name: text, last_name: text, role: text, created_at: moment }).transform(
	({ first_name = null, last_name = null, role = null, ...rest }): z.output<typeof User> => ({
		...rest,
		name: fullName(first_name, last_name) ?? rest.email,
		first_name,
		last_name,
		role,
	}),
);

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users: all users, or those of an address. */
export function listUsers(session: Session, filter: { email?: string } = {}): LoadPage<z.output<typeof User>> {
	return camelCaseList(session, path`/admin/users`, filter, user);
}

/** The users with an address. */
export function findUsers(session: Session, email: string): Promise<z.output<typeof User>[]> {
	return byAddress(session, email, (spelling) => listUsers(session, spelling === undefined ? {} : { email: spelling }));
}
