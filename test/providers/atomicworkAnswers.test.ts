import { loadContract } from '../support/contract.ts';
import { built, failure, tester, type Values } from '../support/integration.ts';
import { answerWith, type Recorded } from '../support/wire.ts';

/*
 * No answer of Atomicwork's is documented, so steps read whatever may come, and claim no more than it says.
 */

/** What reads are answered, by their paths below the host; with 404, if left out. A list comes page by page. */
type Reads = Record<string, unknown | ((query: URLSearchParams) => unknown)>;

/** Connects to an API that answers so. */
async function connected(reads: Reads, changed: unknown = {}, status = 200) {
	const contract = await loadContract('atomicwork');
	const { run } = tester(built('atomicwork'));
	const sent = answerWith(contract, ({ method, url }) => {
		const { pathname, searchParams } = new URL(url);
		const read = reads[decodeURIComponent(pathname.replace('/api/v1', ''))];
		if (method === 'GET' && read === undefined) return [404, '{"error":"Not found","code":"NOT_FOUND"}'];
		const body = typeof read === 'function' ? read(searchParams) : read;
		return [method === 'GET' ? 200 : status, JSON.stringify(method === 'GET' ? body : changed), { 'content-type': 'application/json' }];
	});
	const step =
		(kind: string) =>
		(key: string, input: Values = {}) =>
			run(`${kind}.${key}.operation.perform`, contract.connection, input);
	return {
		create: step('creates') as (key: string, input: Values) => Promise<Values>,
		search: step('searches') as (key: string, input: Values) => Promise<Values[]>,
		poll: step('triggers') as (key: string, input?: Values) => Promise<Values[]>,
		changes: () =>
			sent
				.filter(({ method }) => method !== 'GET')
				.map(({ method, url }: Recorded) => `${method} ${new URL(url).pathname.replace('/api/v1', '')}`),
		bodies: () => sent.filter(({ method }) => method !== 'GET').map(({ body }) => body),
		pages: () => sent.map(({ url }) => Number(new URL(url).searchParams.get('page'))),
	};
}

const [nora, omar] = ['nora.quist@example.com', 'omar.reyes@example.com'];

describe('lists', () => {
	const nora7 = { id: 7, email: nora };

	const pageOf = (query: URLSearchParams, size: number, count: number, name: string) =>
		Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `${name} ${index + 1}` })).slice(
			(Number(query.get('page')) - 1) * size,
			Number(query.get('page')) * size,
		);

	test.each([
		['that tell how many pages there are', (query: URLSearchParams) => ({ data: pageOf(query, 25, 60, 'Desk'), total_pages: 3 })],
		['that tell nothing', (query: URLSearchParams) => ({ data: pageOf(query, 25, 60, 'Desk') })],
		['that are bare', (query: URLSearchParams) => pageOf(query, 25, 60, 'Desk')],
	])('%s are read to their end', async (_what, list) => {
		const reads = { '/workspaces': list, '/workspaces/1/agent-groups': list, '/users/7': { data: { ...nora7, is_deleted: false } } };
		const { search, create } = await connected(reads);
		expect(await search('find_workspace', { name: 'desk 60' })).toEqual([{ id: '60', name: 'Desk 60' }]);
		expect(await create('add_user_to_group', { user: '7', workspace_id: '1', group_id: 'Desk 60' })).toMatchObject({ group_id: '60' });
	});

	test('that are the same on every page are read twice', async () => {
		const { search, pages } = await connected({ '/workspaces': [{ id: 1, name: 'Desk' }] });
		expect(await search('find_workspace', { name: 'Lab' })).toEqual([]);
		expect(pages()).toEqual([1, 2, 1, 2]);
	});
});
