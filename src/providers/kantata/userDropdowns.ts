import { defineDropdown } from '../../zapier/dropdowns.ts';
import { isRefusedWith } from '../../zapier/errors/requestError.ts';
import type { ValuesOf } from '../../zapier/fields/outputField.ts';
import { sameText } from '../../zapier/matching.ts';
import { readPages } from '../../zapier/paging.ts';
import type { Session } from '../../zapier/session.ts';
import { listAccountMemberships } from './accountMemberships.ts';
import { findUsers, listUsers, sampleUser, User } from './users.ts';

const permission = 'To list users, connect a Kantata OX user who may see the users of the account. You can also map the ID of a user.';

/** The users of the account. By their address, those who are disabled are found as well, so that a step can say so. */
export const users = defineDropdown({
	key: 'users',
	noun: 'user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: (session, wanted) => listUsers(session, { on_my_account: true })(wanted),
	find: (session, text) => findByAddress(session, text, { orNobody: true }),
});

/** The disabled users of the account. By their address, those who are active are found first: they need no restoring. */
export const removedUsers = defineDropdown({
	key: 'removed_users',
	noun: 'removed user',
	advice: { 401: permission, 403: permission },
	output: User,
	sample: sampleUser,
	list: async (session, wanted) => {
		const page = await listAccountMemberships(session, { only_inactive: true })(wanted);
		return { ...page, items: page.items.map(({ user }) => user) };
	},
	find: (session, text) => findByAddress(session, text),
});

/** @param orNobody where the account may not list who is disabled, it goes on as if nobody was. */
async function findByAddress(session: Session, text: string, { orNobody = false } = {}): Promise<ValuesOf<typeof User>[]> {
	if (!text.includes('@')) return [];
	const ofThisAddress = (users: ValuesOf<typeof User>[]) => users.filter(({ email }) => sameText(email, text));
	let active = await findUsers(session, text);
	// The filter may mind the case of letters.
	if (!active.length) active = ofThisAddress(await readPages(session, listUsers(session, { on_my_account: true })));
	if (active.length) return active;
	try {
		const disabled = await readPages(session, listAccountMemberships(session, { only_inactive: true }));
		return ofThisAddress(disabled.map(({ user }) => user));
	} catch (error) {
		if (orNobody && isRefusedWith(error, 403)) return [];
		throw error;
	}
}
