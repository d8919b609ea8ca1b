import * as z from 'zod/mini';
import { defineDropdown } from '../../zapier/dropdowns.ts';
import { isRefusedWith } from '../../zapier/errors/requestError.ts';
import { InputError, StepError } from '../../zapier/errors/stepError.ts';
import { dateTimeOrNull, plainText, plainTextOrNull, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { once } from '../../zapier/schemas/once.ts';
import { fullName, id, moment, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { byAddress } from './byAddress.ts';
import { camelCaseList } from './response.ts';

/** A user of the organization, as searches and triggers give it. */
export const User = {
	id: plainText,
	email: plainText,
	name: plainText,
	first_name: plainTextOrNull,
	last_name: plainTextOrNull,
	role: plainTextOrNull,
	created_at: dateTimeOrNull,
};

export const sampleUser: ValuesOf<typeof User> = {
	id: '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	first_name: 'Jane',
	last_name: 'Doe',
	role: 'member',
	created_at: '2026-10-05T14:48:00Z',
};

const user = once(() =>
	z.pipe(
		z.object({ id: id(), email: z.string(), first_name: textIfAny(), last_name: textIfAny(), role: textIfAny(), created_at: moment() }),
		z.transform(
			({ first_name = null, last_name = null, role = null, ...rest }): ValuesOf<typeof User> => ({
				...rest,
				name: fullName(first_name, last_name) ?? rest.email,
				first_name,
				last_name,
				role,
			}),
		),
	),
);

/** https://portkey.ai/docs/api-reference/admin-api/control-plane/users: all users, or those of an address. */
export function listUsers(session: Session, filter: { email?: string } = {}): LoadPage<ValuesOf<typeof User>> {
	return camelCaseList(session, path`/admin/users`, filter, user);
}

/** The users with an address. */
export function findUsers(session: Session, email: string): Promise<ValuesOf<typeof User>[]> {
	return byAddress(session, email, (spelling) => listUsers(session, spelling === undefined ? {} : { email: spelling }));
}

/**
 * The user with an id; undefined if there is none. Portkey refuses to show somebody who isn't there as it refuses a key that
 * may not look, so the list has to tell.
 */
export async function findUserById(session: Session, id: string): Promise<ValuesOf<typeof User> | undefined> {
	const isMeant = (one: { id: string }) => sameText(one.id, id);
	try {
		const { body } = await session.send({ method: 'GET', path: path`/admin/users/${id}` });
		const found = user().safeParse(body).data;
		if (found && isMeant(found)) return found;
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
	return (await readPages(session, listUsers(session), (read) => read.some(isMeant))).find(isMeant);
}

/** May a refusal be about somebody who isn't there? */
export function isMissing(error: unknown): boolean {
	return isRefusedWith(error, 403, 404);
}

/** The user with an id. @throws {InputError} if there is none. */
export async function requireUser(session: Session, id: string): Promise<ValuesOf<typeof User>> {
	const found = await findUserById(session, id);
	if (found) return found;
	throw new InputError(
		`User ${quote(id)} wasn't found: the organization has no user with that ID (any more). Choose one from the list.`,
		'not_found',
	);
}

/**
 * Stops a step that would take something from the organization's owner.
 * @param what what can't be done, such as "can't be removed here. Nothing was changed."
 * @throws {StepError}
 */
export function requireNotOwner({ email, role }: { email: string; role: string | null }, what: string): void {
	if (role === 'owner') throw new StepError(`${email} is the owner of the organization, who ${what}`, 'owner');
}

/** What to do about a refusal to change or remove a user. */
export const userAdvice = {
	// Portkey also answers so for a user who no longer exists.
	403: 'Check that the user still exists. The connection needs an Admin API key of the organization that may manage users ([create one](https://app.portkey.ai/api-keys)).',
	404: 'Check User: they may have been removed.',
};

const permission =
	'To list users, the Admin API key needs the permission `organisation_users.list` ([create one](https://app.portkey.ai/api-keys)). You can also map the ID of a user.';

export const users = defineDropdown({
	key: 'users',
	noun: 'user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: (session, wanted) => listUsers(session)(wanted),
	find: findUsers,
});
