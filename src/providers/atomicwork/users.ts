import * as z from 'zod/mini';
import { isRefusedWith, RequestError } from '../../zapier/errors/requestError.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import { dateTimeOrNull, plainText, plainTextOrNull, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { type HttpResponse, path } from '../../zapier/http.ts';
import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import { quote } from '../../zapier/schemas/field.ts';
import { once } from '../../zapier/schemas/once.ts';
import { fullName, id, moment, otherwise, textIfAny } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import { PAGE_SIZE, pageOf } from './response.ts';

/** A user, as searches and triggers give it. */
export const User = {
	id: plainText,
	email: plainText,
	name: plainText,
	first_name: plainTextOrNull,
	last_name: plainTextOrNull,
	created_at: dateTimeOrNull,
};

export const sampleUser: ValuesOf<typeof User> = {
	id: '1093',
	email: 'jane.doe@example.com',
	name: 'Jane Doe',
	first_name: 'Jane',
	last_name: 'Doe',
	created_at: '2026-10-05T14:48:00Z',
};

/** The ids of roles, which come as numbers or as objects; undefined where nothing is told. */
const roleIds = once(() =>
	otherwise(
		z.optional(
			z.array(
				z.union([
					id(),
					z.pipe(
						z.object({ id: id() }),
						z.transform((role) => role.id),
					),
				]),
			),
		),
		undefined,
	),
);

/** The shape is likely, not documented: what must be there is an id and an address. */
const person = once(() =>
	z.pipe(
		z.object({
			id: z.optional(id()),
			user_id: z.optional(id()),
			email: textIfAny(),
			email_address: textIfAny(),
			email_id: textIfAny(),
			user_email: textIfAny(),
			name: textIfAny(),
			full_name: textIfAny(),
			display_name: textIfAny(),
			first_name: textIfAny(),
			last_name: textIfAny(),
			created_at: moment(),
			accepted_at: moment(),
			deleted_at: moment(),
			org_roles: roleIds(),
			roles: roleIds(),
			is_deleted: otherwise(z.optional(z.boolean()), undefined),
			user_status: textIfAny(),
			invitation_status: textIfAny(),
		}),
		z.transform((item, context) => {
			const found = item.id ?? item.user_id;
			const email = item.email ?? item.email_address ?? item.email_id ?? item.user_email;
			if (found === undefined || !email) {
				context.issues.push({ code: 'custom', message: 'has no id or no address', input: item });
				return z.NEVER;
			}
			const name = item.name ?? item.full_name ?? item.display_name ?? fullName(item.first_name, item.last_name) ?? email;
			return { ...item, id: found, email, name, first_name: item.first_name ?? null, last_name: item.last_name ?? null };
		}),
	),
);

/** A user, with what not every list tells. */
export type Person = z.output<ReturnType<typeof person>>;

/** A user as searches and triggers give it. */
export function userOf({ id, email, name, first_name, last_name, created_at }: Person): ValuesOf<typeof User> {
	return { id, email, name, first_name, last_name, created_at };
}

type Query = Record<string, string | number | boolean | undefined>;

/**
 * A list of people, page by page, without whoever says that they were removed, or, of a list of those, that they were not.
 * The shape of the response is likely, not documented.
 */
export function listPeople({ send }: Session, listPath: string, filter: Query = {}): LoadPage<Person> {
	const wanted = filter.is_deleted ?? false;
	return async ({ page: number }) => {
		const query = { page: number + 1, per_page: PAGE_SIZE, sort_order: 'CREATED_AT_DESC', ...filter };
		const page = pageOf(await send({ method: 'GET', path: listPath, query }), person, number);
		return { ...page, items: page.items.filter(({ is_deleted = wanted }) => is_deleted === wanted) };
	};
}

/** All users who fit, the newest first. */
export function listUsers(session: Session, filter: Query = {}): LoadPage<ValuesOf<typeof User>> {
	const list = listPeople(session, path`/users/list`, filter);
	return async (wanted) => {
		const page = await list(wanted);
		return { ...page, items: page.items.map(userOf) };
	};
}

/**
 * Those of a list who have an address. Where a search looks, and whether it minds the case of letters, isn't documented, so
 * whoever it doesn't find is looked for in the whole list.
 */
export async function withAddress<Item extends { email: string }>(
	session: Session,
	email: string,
	list: (search?: string) => LoadPage<Item>,
): Promise<Item[]> {
	for (const load of [list(email), list()]) {
		const found = (await readPages(session, load)).filter((one) => sameText(one.email, email));
		if (found.length) return found;
	}
	return [];
}

/**
 * The user with an address, unless they were removed; undefined if there is none. The list of those who were removed is long to
 * read, so it isn't asked about users who say that they are active: that those were not removed is likely, not documented.
 */
export async function findUser(session: Session, email: string): Promise<Person | undefined> {
	const found = await findPerson(session, email);
	if (!found || found.is_deleted) return undefined;
	return found.user_status === 'ACTIVE' || !(await isRemoved(session, found)) ? found : undefined;
}

/**
 * The user with an address, who may have been removed; undefined if there is none. Whether Atomicwork minds the case of
 * letters isn't documented, so it is asked for the address as it is written, and in lower case.
 * @throws {RequestError} if it can't be told whom the answer is about.
 */
export async function findPerson({ send }: Session, email: string): Promise<Person | undefined> {
	for (const spelling of new Set([email, email.toLowerCase()])) {
		try {
			const response = await send({ method: 'GET', path: path`/users/${spelling}/email-lookup` });
			const people = peopleIn(response.body);
			const found = people.find((one) => one && sameText(one.email, email));
			if (found) return found;
			if (people.includes(undefined)) throw unreadable(response);
		} catch (error) {
			// Nobody has this address.
			if (!isRefusedWith(error, 404)) throw error;
		}
	}
	return undefined;
}

/**
 * The user with an id, who may have been removed; undefined if there is none.
 * @throws {RequestError} if it can't be told that the answer is about this user.
 */
export async function getUser({ send }: Session, userId: string): Promise<Person | undefined> {
	try {
		const response = await send({ method: 'GET', path: path`/users/${userId}` });
		const found = readPerson(response);
		if (found?.id === userId) return found;
		throw unreadable(response);
	} catch (error) {
		if (isRefusedWith(error, 404)) return undefined;
		throw error;
	}
}

/**
 * A user who is there.
 * @throws {InputError} if there is no user with this id, or the user was removed.
 */
export async function requireUser(session: Session, userId: string): Promise<Person> {
	const found = await getUser(session, userId);
	if (!found) throw noUser(session, userId);
	if (!(await isRemoved(session, found))) return found;
	throw new InputError(`User ${quote(found.email)} was removed from the organization. Add the step Restore User before this one.`);
}

/** Was a user removed? Where the user doesn't say, the list of those who were removed does. */
export async function isRemoved(session: Session, user: Person): Promise<boolean> {
	return user.is_deleted ?? (await findRemoved(session, user.id, user.email)) !== undefined;
}

/** One of those who were removed, by their id: among those whom a search finds, and where a search doesn't find them, among all. */
export async function findRemoved(session: Session, userId: string, search?: string): Promise<Person | undefined> {
	const isMeant = ({ id }: Person) => id === userId;
	for (const key of new Set([search, undefined])) {
		const found = (await readPages(session, listRemoved(session, key), (read) => read.some(isMeant))).find(isMeant);
		if (found) return found;
	}
	return undefined;
}

/** That nobody has an id. */
export function noUser({ names }: Session, userId: string): InputError {
	return new InputError(
		`User ${quote(names.get(userId) ?? userId)} wasn't found: Atomicwork shows no user with that ID. Choose one from the list.`,
	);
}

/** Those who were removed, or of them those that a search finds: the last first, if a removal counts as an update. */
export function listRemoved(session: Session, search?: string): LoadPage<Person> {
	return listPeople(session, path`/users/list`, { is_deleted: true, sort_order: 'UPDATED_AT_DESC', search_key: search });
}

/** The one person that a response is about; undefined if it can't be read as one. */
export function readPerson({ body }: Pick<HttpResponse, 'body'>): Person | undefined {
	return peopleIn(body)[0];
}

/** Keys under which such APIs give a user, or several. */
const WRAPPERS = ['data', 'user', 'users', 'result', 'results'];

/** Whom a response is about, bare, in a list, or under a key; undefined in the place of what can't be read as a person. */
function peopleIn(value: unknown): (Person | undefined)[] {
	if (Array.isArray(value)) return value.flatMap(peopleIn);
	if (typeof value !== 'object' || value === null) return value === undefined || value === null ? [] : [undefined];
	const found = person().safeParse(value).data;
	const wrapper = WRAPPERS.find((key) => Object.hasOwn(value, key));
	if (!found && wrapper) return peopleIn((value as Record<string, unknown>)[wrapper]);
	return found || Object.keys(value).length ? [found] : [];
}

function unreadable({ request, status }: HttpResponse): RequestError {
	return new RequestError(request, { kind: 'unreadable', reason: 'json', status });
}

/** What to do about a refusal to change, remove or restore a user. */
export const userAdvice = {
	403: 'Ask an Atomicwork administrator for an API key that may manage users.',
	404: 'Check User: there may be no such user any more.',
};
