import { defineDropdown } from '../../zapier/dropdowns.ts';
import type { ValuesOf } from '../../zapier/fields/outputField.ts';
import type { Session } from '../../zapier/session.ts';
import { findPerson, listRemoved, listUsers, sampleUser, User, userOf, withAddress } from './users.ts';

const permission =
	'To list users, the API key must be allowed to read them: ask an Atomicwork administrator. You can also type the ID of a user.';

/** The users of the organization. By their address, those who were removed are found as well, so that a step can say so. */
export const users = defineDropdown({
	key: 'users',
	noun: 'user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: (session, wanted) => listUsers(session)(wanted),
	find: (session, email) => findByAddress(session, email),
});

/** Those who were removed. By their address, those who are there are found first: they need no restoring. */
export const removedUsers = defineDropdown({
	key: 'removed_users',
	noun: 'removed user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: async (session, wanted) => {
		const page = await listRemoved(session)(wanted);
		return { ...page, items: page.items.map(userOf) };
	},
	find: findByAddress,
});

async function findByAddress(session: Session, email: string): Promise<ValuesOf<typeof User>[]> {
	const found = await findPerson(session, email);
	if (found) return [userOf(found)];
	return (await withAddress(session, email, (search) => listRemoved(session, search))).map(userOf);
}
