import { loadContract } from '../support/contract.ts';
import { built, failure, tester, type Values } from '../support/integration.ts';
import { answerWith } from '../support/wire.ts';

/*
 * What Portkey stores in other letters than one expects, or answers about somebody else. The sandbox keeps an address in one place,
 * so that it is the same in all lists.
 */

const id = '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11';
const otherId = '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b12';
type User = Values & { email: string };

const ana: User = { id, email: 'Ana@Example.com', first_name: 'Ana', last_name: 'Diaz', role: 'member' };
const workspace_id = 'ws-shared-1a2b3c';
const members = `/admin/workspaces/${workspace_id}/users`;

/** Connects to an API that answers so to reads, by their paths. Its filter by address minds the case of letters. */
async function connected(reads: Record<string, User | User[]>) {
	const contract = await loadContract('portkey');
	const sent = answerWith(contract, ({ method, url }) => {
		const { pathname, searchParams } = new URL(url);
		if (method !== 'GET') return [200, '{}'];
		const read = reads[pathname.replace('/v1', '')];
		if (!read) return [404, '{"success":false,"data":{"message":"Not found","errorCode":"AB08"}}'];
		const email = searchParams.get('email');
		const found = Array.isArray(read) ? read.filter((one) => email === null || one.email === email) : undefined;
		return [200, JSON.stringify(found ? { total: found.length, data: found } : read), { 'content-type': 'application/json' }];
	});
	const requests = sent as { method: string; url: string }[];
	return {
		create: (key: string, input: Values) => tester(built('portkey')).perform(key, contract.connection, input),
		/** By which addresses a list was filtered, in order; null for the whole list. */
		filters: (list: string) =>
			requests
				.map(({ url }) => new URL(url))
				.filter(({ pathname }) => pathname === `/v1${list}`)
				.map(({ searchParams }) => searchParams.get('email')),
		changes: () => requests.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${new URL(url).pathname}`),
	};
}

describe('a member of a workspace whose address is stored there', () => {
	test.each<[stored: string, filters: (string | null)[]]>([
		['Ana@Example.com', ['Ana@Example.com']],
		['ana@example.com', ['Ana@Example.com', 'ana@example.com']],
		['ANA@example.com', ['Ana@Example.com', 'ana@example.com', null]],
	])('as %s is found by asking for %j, and removed', async (email, asked) => {
		const { create, filters, changes } = await connected({
			[`/admin/users/${id}`]: ana,
			[members]: [
				{ ...ana, id: otherId, email: 'sam@example.com' },
				{ ...ana, email },
			],
		});
		expect(await create('remove_user_from_workspace', { user: id, workspace_id })).toMatchObject({ id, status: 'removed' });
		expect(filters(members)).toEqual(asked);
		expect(changes()).toEqual([`DELETE /v1${members}/${id}`]);
	});
});

describe('where Portkey shows another user than the one asked for', () => {
	const other = { ...ana, id: otherId, email: 'sam@example.com' };

	test.each([
		['remove_user', {}, `DELETE /v1/admin/users/${id}`],
		['update_user_role', { role: 'admin' }, `PUT /v1/admin/users/${id}`],
	])('%s looks for that one in the list', async (key, input, change) => {
		const { create, changes } = await connected({ [`/admin/users/${id}`]: other, '/admin/users': [other, ana] });
		expect(await create(key, { user: id, ...input })).toMatchObject({ id, email: 'Ana@Example.com' });
		expect(changes()).toEqual([change]);
	});

	test('who is in no list either is not there', async () => {
		const { create, changes } = await connected({ [`/admin/users/${id}`]: other, '/admin/users': [other] });
		expect(await failure(create('remove_user', { user: id }))).toMatchObject({ code: 'not_found' });
		expect(changes()).toEqual([]);
	});
});
