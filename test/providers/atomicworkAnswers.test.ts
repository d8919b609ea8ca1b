import { loadContract } from '../support/contract.ts';
import { built, failure, tester, type Values } from '../support/integration.ts';
import { answerWith, type Recorded } from '../support/wire.ts';

/*
 * No answer of Atomicwork's is documented, so steps read whatever may come, and claim no more than it says.
 */

/** What reads are answered, by their paths below the host; with 404, if left out. A list comes page by page. */
type Reads = Record<string, unknown | ((query: URLSearchParams) => unknown)>;

/** Connects to an API that answers so. */
async function connected(reads: Reads, changed: unknown = {}, status = 200, connection: Values = {}) {
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
			run(`${kind}.${key}.operation.perform`, { ...contract.connection, ...connection }, input);
	return {
		create: step('creates') as (key: string, input: Values) => Promise<Values>,
		search: step('searches') as (key: string, input: Values) => Promise<Values[]>,
		/** The fields of an action's form. */
		fields: (key: string, input: Values) =>
			run(`creates.${key}.operation.inputFields`, contract.connection, input) as Promise<{ key: string; choices?: unknown }[]>,
		poll: step('triggers') as (key: string, input?: Values) => Promise<Values[]>,
		changes: () =>
			sent
				.filter(({ method }) => method !== 'GET')
				.map(({ method, url }: Recorded) => `${method} ${new URL(url).pathname.replace('/api/v1', '')}`),
		bodies: () => sent.filter(({ method }) => method !== 'GET').map(({ body }) => body),
		paths: () => sent.map(({ url }) => decodeURIComponent(new URL(url).pathname.replace('/api/v1', ''))),
		headers: () => sent.map(({ headers }) => headers),
		queries: () => sent.map(({ url }) => Object.fromEntries(new URL(url).searchParams)),
		pages: () => sent.map(({ url }) => Number(new URL(url).searchParams.get('page'))),
	};
}

const [nora, omar] = ['nora.quist@example.com', 'omar.reyes@example.com'];
/** Where Atomicwork looks an address up. */
const lookUpOf = (email: string) => `/users/${email}/email-lookup`;
const noraIsThere = { [lookUpOf(nora)]: { data: { id: 7, email: nora, is_deleted: false } } };

describe('what became of each of several users', () => {
	const both = (one: string) => [one, one];

	test.each<[answer: object, statuses: string[], status: string, count: number]>([
		[{}, both('invited'), 'invited', 2],
		[{ data: { invited: [nora], existing: [omar] } }, ['invited', 'existing'], 'invited', 1],
		// It may have been invited, or be a user already.
		[{ data: { invited: [nora] } }, ['invited', 'unknown'], 'invited', 1],
		[{ data: { existing: [nora] } }, ['existing', 'unknown'], 'unknown', 0],
		[{ data: { existing: [nora, omar] } }, both('existing'), 'already_exists', 0],
		[{ duplicates: [nora, omar] }, both('existing'), 'already_exists', 0],
		// A message is no failure.
		[[{ email: nora, message: 'Invitation sent' }], ['invited', 'unknown'], 'invited', 1],
		[{ email: nora, message: 'Invitation sent', code: 'OK' }, ['invited', 'unknown'], 'invited', 1],
		[
			{
				data: [
					{ email: nora, id: 1 },
					{ email: omar, id: 2, error: null, errors: [] },
				],
			},
			both('invited'),
			'invited',
			2,
		],
		[{ emails: [nora, omar], type: 'EMPLOYEE' }, both('invited'), 'invited', 2],
		[{ results: { [nora]: { success: true }, [omar]: 'sent' } }, both('invited'), 'invited', 2],
		[{ data: [{ user_email: nora, status: 'ACTIVE', invitation_status: 'EMAIL_INVITE_SENT' }] }, ['invited', 'unknown'], 'invited', 1],
		[{ success: [nora, omar], failed: [], errors: {} }, both('invited'), 'invited', 2],
		// What isn't understood is not known.
		[
			{
				data: [
					{ email: nora, status: 'BLOCKED' },
					{ email: omar, status: 200 },
				],
			},
			['unknown', 'invited'],
			'invited',
			1,
		],
		[{ data: [{ email: nora, message: 'The user is blocked' }] }, both('unknown'), 'unknown', 0],
		[{ results: { [nora]: { seats: 0 }, [omar]: 'no seat' } }, both('unknown'), 'unknown', 0],
		[{ invited: { [nora]: { id: 1 }, [omar]: { id: 2 } } }, both('invited'), 'invited', 2],
		[{ skipped: { [nora]: { id: 1 } }, invited: { [omar]: {} } }, ['unknown', 'invited'], 'invited', 1],
		[{ skipped: [nora], invited: [omar] }, ['unknown', 'invited'], 'invited', 1],
		[{ blocked: { users: [{ email: nora }] }, invitedUsers: [omar] }, ['unknown', 'invited'], 'invited', 1],
		[{ success: { skipped: nora, sent: omar } }, ['unknown', 'invited'], 'invited', 1],
		[
			{
				data: [
					{ email: nora, sent: false },
					{ email: omar, sent: true },
				],
			},
			['unknown', 'invited'],
			'invited',
			1,
		],
		// Whoever failed isn't named.
		[{ data: { invited: 1, failedCount: 1 } }, both('unknown'), 'unknown', 0],
		[{ status: 'FAILED', emails: [nora, omar] }, both('unknown'), 'unknown', 0],
		[{ success: [nora], failed: 1 }, ['invited', 'unknown'], 'invited', 1],
		// Words that contradict each other say nothing.
		[{ invited: [{ email: nora, error: 'No mail server' }, omar] }, ['unknown', 'invited'], 'invited', 1],
		[{ invited: [nora, omar], failed: [omar] }, ['invited', 'unknown'], 'invited', 1],
	])('%j', async (answer, statuses, status, count) => {
		const { create } = await connected({}, answer);
		const result = await create('invite_user', { emails: [nora, omar] });
		expect(result).toMatchObject({
			status,
			was_invited: status === 'invited',
			invited_count: count,
			users: statuses.map((one, index) => ({ email: [nora, omar][index], status: one })),
		});
		expect(result.invited_at === null).toBe(status !== 'invited');
	});

	const NORA_FAILED = `Atomicwork could not invite ${nora} (blocked).`;
	const OMAR_IS_OPEN = `It doesn't say whether ${omar} was invited: look there before you replay this step.`;

	test.each<[answer: object, status: number, message: string, code: string]>([
		[{ results: { [nora]: { success: false, error: 'blocked' } } }, 200, `${NORA_FAILED} ${OMAR_IS_OPEN}`, 'partly_done'],
		[{ data: [{ email: nora, error: { detail: 'blocked' } }] }, 200, `${NORA_FAILED} ${OMAR_IS_OPEN}`, 'partly_done'],
		[
			{ data: [{ email: nora, success: false, message: 'blocked' }, { email: omar }] },
			200,
			`${NORA_FAILED} Invited: ${omar}.`,
			'partly_done',
		],
		[{ failed: { [nora]: 'blocked' }, existing: [omar] }, 200, `${NORA_FAILED} Users already: ${omar}.`, 'partly_done'],
		[{ failedEmails: [nora] }, 200, `Atomicwork could not invite ${nora}. ${OMAR_IS_OPEN}`, 'partly_done'],
		[{ failed: { blocked_domain: nora }, invited: [omar] }, 200, `Atomicwork could not invite ${nora}. Invited: ${omar}.`, 'partly_done'],
		[{ failed: [nora], skipped: [omar] }, 200, `Atomicwork could not invite ${nora}. ${OMAR_IS_OPEN}`, 'partly_done'],
		[{ invalid_emails: [nora, omar] }, 200, `Atomicwork could not invite ${nora} and ${omar}.`, 'refused'],
		// Who is only named in a refusal was not invited for that.
		[{ error: 'x', users: [{ email: nora, error: 'blocked' }, { email: omar }] }, 400, `${NORA_FAILED} ${OMAR_IS_OPEN}`, 'partly_done'],
	])('ends with what failed: %j', async (answer, status, message, code) => {
		const { create } = await connected({}, answer, status);
		expect(await failure(create('invite_user', { emails: [nora, omar] }))).toMatchObject({ message, code });
	});
});

describe('going on with users who exist', () => {
	const isUser = 'already_member';
	const isInvited = 'already_invited';
	const isEither = 'already_exists';

	test.each<[invitationStatus: Record<string, string>, status: string]>([
		[{ [nora]: 'ACCEPTED' }, isUser],
		[{ [nora]: 'ADDED' }, isUser],
		[{ [nora]: 'EMAIL_INVITE_SENT' }, isInvited],
		[{ [nora]: 'EXPIRED' }, isEither],
		[{ [nora]: '' }, isEither],
		[{ [nora]: 'ACCEPTED', [omar]: 'ADDED' }, isUser],
		[{ [nora]: 'EMAIL_INVITE_SENT', [omar]: 'EMAIL_INVITE_SENT' }, isInvited],
		[{ [nora]: 'EMAIL_INVITE_SENT', [omar]: 'ACCEPTED' }, isEither],
		[{ [nora]: 'ACCEPTED', [omar]: '' }, isEither],
	])('says of %j: %s', async (people, status) => {
		const found = Object.entries(people).map(([email, invitation_status], id) => [
			lookUpOf(email),
			{ data: { id: id + 1, email, invitation_status, user_status: 'ACTIVE' } },
		]);
		const { create, changes } = await connected(Object.fromEntries(found));
		expect(await create('invite_user', { emails: Object.keys(people), if_exists: 'continue' })).toMatchObject({
			status,
			was_invited: false,
			invited_count: 0,
			users: Object.keys(people).map((email, id) => ({ email, status: 'existing', user_id: `${id + 1}` })),
		});
		expect(changes()).toEqual([]);
	});

	test('doesn’t know how those exist of whom the answer says so', async () => {
		const { create } = await connected(
			{ [lookUpOf(nora)]: { data: { id: 7, email: nora, invitation_status: 'ACCEPTED', is_deleted: false } } },
			{ existing: [omar] },
		);
		expect(await create('invite_user', { emails: [nora, omar], if_exists: 'continue' })).toMatchObject({ status: isEither });
	});
});

describe('giving users the access asked for', () => {
	const input = { emails: [nora, omar], workspaces: [{ workspace_id: '42', workspace_role_ids: '3' }], if_exists: 'ensure' };

	test.each<[answer: object, statuses: string[], status: string]>([
		[{}, ['access_given', 'invited'], 'invited'],
		[{ success: [nora, omar] }, ['access_given', 'invited'], 'invited'],
		[{ success: [nora] }, ['access_given', 'unknown'], 'unknown'],
		[{ invited: [omar] }, ['unknown', 'invited'], 'invited'],
		[{ existing: [nora], invited: [omar] }, ['unknown', 'invited'], 'invited'],
		[{ data: [{ email: nora, status: 'BLOCKED' }] }, ['unknown', 'unknown'], 'unknown'],
		[{ skipped_user_ids: [7] }, ['unknown', 'unknown'], 'unknown'],
		[{ success: [{ user_id: 7 }, { user_id: 8, email: omar }] }, ['access_given', 'invited'], 'invited'],
	])('%j', async (answer, statuses, status) => {
		const { create } = await connected(noraIsThere, answer);
		expect(await create('invite_user', input)).toMatchObject({ status, users: statuses.map((one) => ({ status: one })) });
	});

	test('ends with who failed, also of those who exist', async () => {
		const { create } = await connected(noraIsThere, { failed: [{ email: nora, error: 'blocked' }], invited: [omar] });
		expect((await failure(create('invite_user', input))).message).toBe(`Atomicwork could not invite ${nora} (blocked). Invited: ${omar}.`);
	});

	test('leaves them alone where no workspace is asked for', async () => {
		const { create, changes, bodies } = await connected(noraIsThere);
		const asked = { emails: [nora, omar], if_exists: 'ensure' };
		expect(await create('invite_user', { ...asked, org_roles: '101' })).toMatchObject({
			status: 'invited',
			users: [{ status: 'existing' }, { status: 'invited' }],
		});
		expect(changes()).toEqual(['POST /users/invite']);
		expect(bodies()).toEqual([{ emails: [omar], org_roles: [101] }]);
		expect(await create('invite_user', { ...asked, emails: [nora] })).toMatchObject({
			status: 'already_exists',
			was_invited: false,
			users: [{ status: 'existing' }],
			workspaces: [],
		});
		expect(changes()).toHaveLength(1);
	});

	test('names a workspace once, and refuses different roles for it', async () => {
		const { create, bodies } = await connected(noraIsThere);
		expect((await create('invite_user', { ...input, workspace_ids: '42, 58', workspace_roles: '3' })).workspaces).toEqual(
			['42', '58'].map((id) => ({ id, name: null, role: '3' })),
		);
		expect(bodies()).toMatchObject([
			{
				workspaces: [
					{ id: 42, roles: [3] },
					{ id: 58, roles: [3] },
				],
			},
		]);
		const different = create('invite_user', { ...input, workspace_ids: '42', workspace_roles: '5' });
		expect((await failure(different)).message).toBe(
			'Workspace “42” is named 2 times, with Roles in This Workspace “3” and Roles in All These Workspaces “5”. Keep one of them.',
		);
		expect(bodies()).toHaveLength(1);
	});
});

describe('changing the roles of a user', () => {
	test.each<[org_roles: unknown, previous: string[] | null, status: string, changed: boolean]>([
		[[205], ['205'], 'role_changed', true],
		[[{ id: 205 }], ['205'], 'role_changed', true],
		[[], [], 'role_changed', true],
		[[101], ['101'], 'unchanged', false],
		// Nothing tells which roles the user had.
		[undefined, null, 'access_given', true],
		[null, null, 'access_given', true],
		['Requester', null, 'access_given', true],
	])('who had %j', async (org_roles, previous_roles, status, changed) => {
		const { create, changes } = await connected({ '/users/7': { data: { id: 7, email: nora, is_deleted: false, org_roles } } });
		expect(await create('update_user_role', { user: '7', role: '101' })).toMatchObject({ roles: ['101'], previous_roles, status });
		expect(changes()).toEqual(changed ? ['PUT /users/7'] : []);
	});
});

describe('adding a user', () => {
	const input = { user: '7', workspaces: [{ workspace_id: '42', workspace_role_ids: '3' }] };
	const user = { '/users/7': { data: { id: 7, email: nora, is_deleted: false } } };
	const members = { ...user, '/workspaces/42/members': { data: [], total_pages: 1 } };

	test.each<[reads: Reads, outcome: string]>([
		[members, 'added'],
		[{ ...user, '/workspaces/42/members': { data: [{ id: 7, email: nora, roles: [5] }], total_pages: 1 } }, 'role_changed'],
		// Nothing tells with which roles the user is there.
		[{ ...user, '/workspaces/42/members': { data: [{ id: 7, email: nora }], total_pages: 1 } }, 'access_given'],
	])('%j', async (reads, outcome) => {
		const { create } = await connected(reads);
		expect(await create('add_user_to_workspace', input)).toMatchObject({ status: outcome, workspaces: [{ outcome }] });
	});

	test('to one that isn’t there is refused', async () => {
		const { create, changes } = await connected(user);
		expect(await failure(create('add_user_to_workspace', input))).toMatchObject({ status: 404 });
		expect(changes()).toEqual([]);
	});

	test.each<[answer: object, message: string, code: string]>([
		[{ failed: [{ email: nora, error: 'blocked' }] }, `Atomicwork could not add ${nora} (blocked).`, 'refused'],
		[{ failed: 1 }, `Atomicwork doesn't say whether ${nora} was added: look there before you replay this step.`, 'partly_done'],
		[
			{ data: { existing: [nora] } },
			`Atomicwork doesn't say whether ${nora} was added: look there before you replay this step.`,
			'partly_done',
		],
		// By the ID, as the request names them.
		...[{ failed_user_ids: [7] }, { failedIds: ['7'] }, { failed_user_id: 7 }, { data: { errors: { members: [{ id: '7' }] } } }].map(
			(answer): [object, string, string] => [answer, `Atomicwork could not add ${nora}.`, 'refused'],
		),
		[{ users: [{ user_id: 7, status: 'FAILED', message: 'blocked' }] }, `Atomicwork could not add ${nora} (blocked).`, 'refused'],
		[{ results: { 7: { success: false, error: 'blocked' } } }, `Atomicwork could not add ${nora} (blocked).`, 'refused'],
		...[
			{ users: [{ user_id: 7, status: 'SKIPPED' }] },
			{ workspaces: [{ id: 42, users: [{ id: 7, status: 'SKIPPED' }] }] },
			{ skipped: [7] },
			{ existing: ['7'] },
			{ added: [8], skipped_user_ids: [7] },
			{ results: { 7: 'SKIPPED' } },
		].map((answer): [object, string, string] => [
			answer,
			`Atomicwork doesn't say whether ${nora} was added: look there before you replay this step.`,
			'partly_done',
		]),
	])('ends with what failed: %j', async (answer, message, code) => {
		const groups = { '/workspaces/42/agent-groups': { data: [{ id: 501, name: 'Desk' }], total_pages: 1 } };
		const { create } = await connected({ ...members, ...groups }, answer);
		expect(await failure(create('add_user_to_workspace', input))).toMatchObject({ message, code });
		const intoGroup = { user: '7', workspace_id: '42', group_id: '501' };
		expect(await failure(create('add_user_to_group', intoGroup))).toMatchObject({ message, code });
	});
});

describe('adding a user by their ID', () => {
	test.each<[answer: object]>([
		[[7]],
		[{ user_ids: [7] }],
		[{ added_user_ids: [7], failed_user_ids: [] }],
		[{ data: [{ user_id: 7, status: 'ADDED' }] }],
		[{ agent_group: { id: 9, member_ids: [7, 8] } }],
		// Numbers that are no IDs of users.
		[{ skipped: 7, total: 7, status_code: 200 }],
		[{ data: { workspaces: [{ id: 7, status: 'ACTIVE', roles: [7] }], workspace_ids: [7], agent_group: { id: 7, status: 'ACTIVE' } } }],
	])('is done, says %j', async (answer) => {
		const user = { '/users/7': { data: { id: 7, email: nora, is_deleted: false } } };
		const { create } = await connected({ ...user, '/workspaces/42/members': [], '/workspaces/42/agent-groups': [{ id: 501 }] }, answer);
		const workspaces = [{ workspace_id: '42', workspace_role_ids: '3' }];
		expect(await create('add_user_to_workspace', { user: '7', workspaces })).toMatchObject({ status: 'added' });
		expect(await create('add_user_to_group', { user: '7', workspace_id: '42', group_id: '501' })).toMatchObject({ status: 'added' });
	});
});

describe('looking an address up', () => {
	const at = (body: unknown) => ({ [lookUpOf(nora)]: body });
	const other = { id: 8, email: omar };

	test.each<[body: unknown]>([
		[{ data: { user_id: 7, email: nora } }],
		[{ data: { id: 7, email_address: nora.toUpperCase() } }],
		[{ user: { id: 7, email: nora } }],
		[{ data: { user: { id: 7, email: nora } } }],
		[{ data: [other, { id: 7, email: nora }] }],
		[{ id: 7, email: nora, user: { plan: 'basic' } }],
	])('finds the user in %j', async (body) => {
		expect(await (await connected({ ...at(body), '/users/list': [] })).search('find_user', { email: nora })).toMatchObject([{ id: '7' }]);
	});

	test.each<[body: unknown]>([
		[{}],
		[null],
		[{ data: null }],
		[{ data: {} }],
		[{ data: [], total: 0 }],
		[{ data: other }],
		[{ user: null }],
	])('finds nobody in %j', async (body) => {
		expect(await (await connected(at(body))).search('find_user', { email: nora })).toEqual([]);
	});

	test.each<[body: unknown]>([
		[{ data: { user_id: 7 } }],
		[{ data: [other, { id: 7 }] }],
		[{ user: { id: 7, mail: nora } }],
		[{ found: true }],
		['a text'],
	])('can’t tell whom %j is about, and changes nothing', async (body) => {
		const { search, create, changes } = await connected(at(body));
		expect(await failure(search('find_user', { email: nora }))).toMatchObject({ code: 'unreadable' });
		expect(await failure(create('create_user', { email: nora }))).toMatchObject({ code: 'unreadable' });
		expect(await failure(create('invite_user', { emails: nora, if_exists: 'halt' }))).toMatchObject({ code: 'unreadable' });
		expect(changes()).toEqual([]);
	});

	test('asks for the address as it is written, and in lower case', async () => {
		const { search, create, paths } = await connected(at({ data: { id: 7, email: nora, is_deleted: false } }));
		expect(await search('find_user', { email: 'Nora.Quist@Example.com' })).toMatchObject([{ id: '7' }]);
		expect(paths()).toEqual([lookUpOf('Nora.Quist@Example.com'), lookUpOf(nora)]);
		expect(await create('create_user', { email: 'NORA.quist@example.com' })).toMatchObject({ status: 'already_exists' });
		expect(await search('find_user', { email: nora })).toHaveLength(1);
		expect(paths().slice(4)).toEqual([lookUpOf(nora)]);
	});

	test.each<[said: object, isAsked: boolean]>([
		[{}, true],
		[{ user_status: 'INACTIVE' }, true],
		[{ user_status: 'ACTIVE' }, false],
		[{ is_deleted: false }, false],
	])('that finds a user who says %j of a removal asks the list of those: %s', async (said, isAsked) => {
		const found = at({ data: { id: 7, email: nora, ...said } });
		const there = await connected({ ...found, '/users/list': { data: [], total_pages: 0 } });
		expect(await there.search('find_user', { email: nora })).toHaveLength(1);
		expect(there.paths().includes('/users/list')).toBe(isAsked);
		if (!isAsked) return;
		const removed = await connected({ ...found, '/users/list': { data: [{ id: 7, email: nora }], total_pages: 1 } });
		expect(await removed.search('find_user', { email: nora })).toEqual([]);
		expect(await removed.create('create_user', { email: nora })).toMatchObject({ status: 'created' });
		expect(await removed.create('invite_user', { emails: nora, if_exists: 'halt' })).toMatchObject({ status: 'invited' });
	});

	test('of somebody who was removed finds no user, and says so where it matters', async () => {
		const removed = { data: { id: 7, email: nora, is_deleted: true } };
		const { search, create, changes } = await connected({
			...at(removed),
			'/users/7': removed,
			'/users/list': { data: [], total_pages: 0 },
		});
		expect(await search('find_user', { email: nora })).toEqual([]);
		expect(await create('create_user', { email: nora })).toMatchObject({ status: 'created' });
		expect(await create('invite_user', { emails: nora, if_exists: 'halt' })).toMatchObject({ status: 'invited' });
		expect(changes()).toEqual(['POST /users', 'POST /users/invite']);
		expect(await create('remove_user', { user: nora })).toMatchObject({ id: '7', status: 'already_removed' });
		expect(await create('restore_user', { user: nora })).toMatchObject({ id: '7', status: 'restored' });
	});
});

describe('lists', () => {
	const nora7 = { id: 7, email: nora };
	const omar8 = { id: 8, email: omar };

	test('of those who were removed are without whoever says that they were not, and the other way round', async () => {
		const body = {
			data: [
				{ ...nora7, is_deleted: true },
				{ ...omar8, is_deleted: false },
				{ id: 9, email: 'ana@example.com' },
			],
			total_pages: 1,
		};
		const { poll } = await connected({ '/users/list': body });
		expect((await poll('user_removed')).map(({ id }) => id)).toEqual(['9', '7']);
		expect((await poll('new_user')).map(({ id }) => id)).toEqual(['9', '8']);
	});

	test('of those who were removed are read whole where a search finds nobody', async () => {
		const removed = (query: URLSearchParams) => ({ data: query.has('search_key') ? [] : [nora7], total_pages: 1 });
		const { create, changes } = await connected({ '/users/7': { data: nora7 }, '/users/list': removed });
		expect(await create('remove_user', { user: '7' })).toMatchObject({ status: 'already_removed' });
		expect(changes()).toEqual([]);
	});

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

	test.each([
		['user_removed', 'deleted_at'],
		['invitation_accepted', 'accepted_at'],
	])('of %s are read as far back as 31 days, where they tell when', async (trigger, key) => {
		const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();
		// Ten a page, one for every day, the last first.
		const list = (query: URLSearchParams) => ({
			data: pageOf(query, 10, 400, 'User').map(({ id }) => ({ id, email: `u${id}@example.com`, [key]: daysAgo(id - 0.5) })),
			total_pages: 40,
		});
		const { poll, pages } = await connected({ '/users/list': list });
		expect((await poll(trigger)).map(({ email }) => email)).toEqual(Array.from({ length: 31 }, (_, index) => `u${index + 1}@example.com`));
		expect(pages()).toEqual([1, 40, 2, 3, 4]);
		const undated = await connected({
			'/users/list': (query: URLSearchParams) => ({ data: list(query).data.map(({ id, email }) => ({ id, email })), total_pages: 40 }),
		});
		expect(await undated.poll(trigger)).toHaveLength(400);
	});
});

describe('the names of a user', () => {
	const someone = { user_id: 7, email_address: nora, is_deleted: false };

	test.each([
		[
			'as the answer gives them',
			{ first_name: 'Nora', last_name: 'Quist' },
			{ name: 'Nora Quist', first_name: 'Nora', last_name: 'Quist' },
		],
		['null where it gives none', {}, { name: nora, first_name: null, last_name: null }],
	])('are %s', async (_title, names, expected) => {
		const { search } = await connected({ [lookUpOf(nora)]: { data: { ...someone, ...names } } });
		expect(await search('find_user', { email: nora })).toStrictEqual([{ id: '7', email: nora, created_at: null, ...expected }]);
	});
});

describe('an invitation', () => {
	const emails = [nora, omar];
	const rows = [{ workspace_id: '42', workspace_role_ids: '3, 7' }, { workspace_id: '58' }];

	test.each<[input: Values, path: string, body: Values]>([
		[{}, '/users/invite', {}],
		[
			{ type: 'EXTERNAL', send_email: 'no', org_roles: '101', workspaces: rows },
			'/users/invite',
			{ type: 'EXTERNAL', send_email: false, org_roles: [101], workspaces: [{ id: 42, roles: [3, 7] }, { id: 58 }] },
		],
		[{ workspace_ids: '42, 58', workspace_roles: '3' }, '/users/invite', { workspace_ids: [42, 58], workspace_roles: [3] }],
		[
			{ if_exists: 'ensure', type: 'EMPLOYEE', send_email: 'yes', org_roles: '101', workspaces: rows, workspace_ids: '7' },
			'/users/workspaces/invite',
			{ type: 'EMPLOYEE', send_email: true, org_roles: [101], workspaces: [{ id: 42, roles: [3, 7] }, { id: 58 }, { id: 7 }] },
		],
	])('sends what is filled in, and nothing else: %j', async (input, path, body) => {
		const { create, changes, bodies } = await connected({});
		await create('invite_user', { emails, ...input });
		expect(changes()).toEqual([`POST ${path}`]);
		expect(bodies()).toStrictEqual([{ emails, ...body }]);
	});

	test.each<[input: Values, given: Values]>([
		[{}, { type: null, send_email: true, workspaces: [] }],
		[
			{ type: 'EXTERNAL', send_email: 'no', workspaces: rows, workspace_ids: '7', workspace_roles: '5' },
			{
				type: 'EXTERNAL',
				send_email: false,
				workspaces: [
					{ id: '42', name: null, role: '3, 7' },
					{ id: '58', name: null, role: null },
					{ id: '7', name: null, role: '5' },
				],
			},
		],
	])('gives what was sent: %j', async (input, given) => {
		const { create } = await connected({});
		expect(await create('invite_user', { emails, ...input })).toMatchObject({ emails, status: 'invited', ...given });
	});

	test.each<[input: Values, message: string]>([
		[{ workspace_roles: '5' }, 'Roles in All These Workspaces needs workspaces: fill in Workspaces With the Same Roles as well.'],
		[
			{ workspaces: rows, workspace_ids: '58', workspace_roles: '5, 6' },
			'Workspace “58” is named 2 times, with Roles in This Workspace none and Roles in All These Workspaces “5, 6”. Keep one of them.',
		],
		[
			{ workspaces: rows, workspace_ids: '42' },
			'Workspace “42” is named 2 times, with Roles in This Workspace “3, 7” and Roles in All These Workspaces none. Keep one of them.',
		],
	])('that is to give access is refused before anything is sent: %j', async (input, message) => {
		const { create, paths } = await connected({});
		expect((await failure(create('invite_user', { emails, ...input, if_exists: 'ensure' }))).message).toBe(message);
		expect(paths()).toEqual([]);
	});

	const EXISTS =
		'Nobody was invited. They may still lack the access asked for: to give it, or to go on instead of stopping here, set If the User Already Exists.';

	test.each<[people: string[], message: string]>([
		[[nora], `${nora} is a user already. ${EXISTS}`],
		[[nora, omar], `All 2 addresses belong to users already. ${EXISTS}`],
	])('of nobody but users stops: %j', async (people, message) => {
		const there = people.map((email, index) => [lookUpOf(email), { data: { id: index + 1, email, is_deleted: false } }]);
		const { create, changes } = await connected(Object.fromEntries(there));
		expect((await failure(create('invite_user', { emails: people, if_exists: 'halt' }))).message).toBe(message);
		expect(changes()).toEqual([]);
	});

	const OPEN = "Atomicwork doesn't say which of the 2 users were invited, so look there before you replay this step.";

	test.each<[status: number, isOpen: boolean]>([
		[400, true],
		[409, true],
		[422, true],
		[401, false],
		[403, false],
		[404, false],
		[429, false],
		[500, false],
		[503, false],
	])('of several that is refused with %i leaves open who was invited: %s', async (status, isOpen) => {
		const { create } = await connected({}, { error: 'No' }, status);
		const { message = '', code } = await failure(create('invite_user', { emails }));
		expect(message.includes(OPEN)).toBe(isOpen);
		expect(code === 'partly_done').toBe(isOpen);
	});

	test('of one that is refused was not sent', async () => {
		const { create } = await connected({}, { error: 'No', failed: [nora] }, 400);
		expect((await failure(create('invite_user', { emails: [nora] }))).code).not.toBe('partly_done');
	});

	test('of several that fails on their side is not read for who failed', async () => {
		const { create } = await connected({}, { failed: [nora] }, 500);
		expect((await failure(create('invite_user', { emails }))).message).not.toContain('could not invite');
	});
});

describe('a group', () => {
	const user = { '/users/7': { data: { id: 7, email: nora, is_deleted: false } } };
	const groups = [{ id: 501, name: 'Desk' }, { id: 502, name: 'Lab' }, { id: 503, name: 'lab' }, { id: 504 }, { id: 505, name: '501' }];
	const reads = { ...user, '/workspaces/42/agent-groups': { data: groups, total_pages: 1 } };
	const input = { user: '7', workspace_id: '42' };

	test.each([
		['501', '501', 'Desk'],
		['DESK', '501', 'Desk'],
		['504', '504', '504'],
	])('is meant by %s', async (group_id, id, name) => {
		const { create, changes } = await connected(reads);
		expect(await create('add_user_to_group', { ...input, group_id })).toMatchObject({ id: '7', group_id: id, group_name: name });
		expect(changes()).toEqual([`POST /workspaces/42/agent-groups/${id}/members`]);
	});

	test.each([
		['Lab', 'Group “Lab” is the name of 2 groups. Use the ID instead: 502 or 503.'],
		['Hall', "Group “Hall” wasn't found: there is no group with that name or ID in the workspace. Choose one from the list."],
		['999', "Group “999” wasn't found: there is no group with that name or ID in the workspace. Choose one from the list."],
	])('is not guessed from %s', async (group_id, message) => {
		const { create, changes } = await connected(reads);
		expect((await failure(create('add_user_to_group', { ...input, group_id }))).message).toBe(message);
		expect(changes()).toEqual([]);
	});
});

describe('a user who is changed', () => {
	const user = { '/users/7': { data: { id: 7, email: nora, name: 'Nora', is_deleted: false } } };

	test('gets each role once', async () => {
		const { create, bodies } = await connected(user);
		expect(await create('update_user_role', { user: '7', role: '101, 102, 101' })).toMatchObject({ name: 'Nora', roles: ['101', '102'] });
		expect(bodies()).toEqual([{ org_roles: [101, 102] }]);
	});

	test.each<[members: unknown, roles: string | undefined, outcome: string, status: string]>([
		[[{ id: 7, email: nora, roles: [3] }], undefined, 'unchanged', 'already_member'],
		[[{ id: 7, email: nora, roles: [7, 3] }], '3, 7', 'unchanged', 'already_member'],
		[[{ id: 7, email: nora, roles: [3] }], '3, 7', 'role_changed', 'role_changed'],
		[[{ id: 8, email: omar, roles: [3] }], undefined, 'added', 'added'],
	])('is in the workspace as %j, and %s asked for: %s', async (members, roles, outcome, status) => {
		const { create, changes } = await connected({ ...user, '/workspaces/42/members': { data: members, total_pages: 1 } });
		const workspaces = [{ workspace_id: '42', workspace_role_ids: roles }];
		expect(await create('add_user_to_workspace', { user: '7', workspaces })).toMatchObject({
			status,
			workspaces: [{ id: '42', name: null, roles: roles?.split(', ') ?? [], outcome }],
		});
		expect(changes()).toEqual(status === 'already_member' ? [] : ['POST /users/workspaces/invite']);
	});

	test('who is created is told of by the answer', async () => {
		const told = await connected({ '/users/list': [] }, { data: { id: 9, email: nora, name: 'Nora' } });
		expect(await told.create('create_user', { email: nora })).toEqual({ id: '9', email: nora, name: 'Nora', status: 'created' });
		const silent = await connected({ '/users/list': [] });
		expect(await silent.create('create_user', { email: nora })).toEqual({ id: null, email: nora, name: null, status: 'created' });
	});

	test('whom Atomicwork no longer shows is removed already only where the list of those says so', async () => {
		const removed = { '/users/list': { data: [{ id: 7, email: nora, name: 'Nora' }], total_pages: 1 } };
		const { create, changes } = await connected(removed);
		expect(await create('remove_user', { user: '7' })).toEqual({ id: '7', email: nora, name: 'Nora', status: 'already_removed' });
		expect((await failure(create('remove_user', { user: '8' }))).message).toMatch(/^User “8” wasn't found/);
		expect(await create('restore_user', { user: '7' })).toEqual({ id: '7', email: nora, name: 'Nora', status: 'restored' });
		expect(changes()).toEqual(['PATCH /users/7/restore']);
	});
});

test('workspaces and groups without a name are called by their IDs', async () => {
	const { search } = await connected({ '/workspaces': { data: [{ id: 42 }], total_pages: 1 } });
	expect(await search('find_workspace', { name: '42' })).toEqual([{ id: '42', name: '42' }]);
});

describe('the groups of a workspace', () => {
	const groups = { '/workspaces/42/agent-groups': { data: [{ id: 501, name: 'Desk' }, { id: 502 }], total_pages: 1 } };
	const choicesOf = async (workspace_id: unknown) => {
		const { fields, paths, queries } = await connected(groups);
		const field = (await fields('add_user_to_group', { workspace_id })).find(({ key }) => key === 'group_id');
		return { choices: field?.choices, paths: paths(), queries: queries() };
	};

	test.each([['42'], [42], [' 42 ']])('are choices once it is chosen: %j', async (workspace_id) => {
		expect(await choicesOf(workspace_id)).toEqual({
			choices: [
				{ sample: '501', value: '501', label: 'Desk' },
				{ sample: '502', value: '502', label: '502' },
			],
			paths: ['/workspaces/42/agent-groups'],
			queries: [{ page: '1' }],
		});
	});

	test.each([[undefined], [''], ['IT Support'], ['0']])('are no choices where it is %j', async (workspace_id) => {
		expect(await choicesOf(workspace_id)).toEqual({ choices: undefined, paths: [], queries: [] });
	});
});

describe('whom a step is about', () => {
	const other = { data: { id: 8, email: omar, is_deleted: false } };

	test.each<[create: string, input: Values]>([
		['remove_user', {}],
		['restore_user', {}],
		['update_user_role', { role: '101' }],
		['add_user_to_workspace', { workspaces: [{ workspace_id: '42' }] }],
		['add_user_to_group', { workspace_id: '42', group_id: '501' }],
		['remove_user_from_group', { workspace_id: '42', group_id: '501' }],
	])('isn’t somebody else whom Atomicwork shows: %s', async (key, input) => {
		const { create, changes } = await connected({ '/users/7': other });
		expect(await failure(create(key, { user: '7', ...input }))).toMatchObject({ code: 'unreadable' });
		expect(changes()).toEqual([]);
	});

	test('is looked for no further than up to where they are', async () => {
		const members = (query: URLSearchParams) => ({
			data:
				query.get('page') === '1'
					? [
							{ id: 8, email: omar },
							{ id: 7, email: nora, roles: [3] },
						]
					: [{ id: 9, email: 'ana@example.com' }],
			total_pages: 9,
		});
		const user = { '/users/7': { data: { id: 7, email: nora } } };
		const { create, pages } = await connected({ ...user, '/users/list': members, '/workspaces/42/members': members });
		expect((await failure(create('add_user_to_workspace', { user: '7', workspaces: [{ workspace_id: '42' }] }))).message).toMatch(
			/^User “nora.quist@example.com” was removed/,
		);
		expect(pages()).toEqual([0, 1]);
		const there = await connected({ '/users/7': { data: { id: 7, email: nora, is_deleted: false } }, '/workspaces/42/members': members });
		await there.create('add_user_to_workspace', { user: '7', workspaces: [{ workspace_id: '42' }] });
		expect(there.pages()).toEqual([0, 1]);
	});

	test.each<[search: string, input: Values, path: string]>([
		['find_workspace_member', { workspace_id: '42' }, '/workspaces/42/members'],
		['find_pending_invitation', {}, '/users/list'],
	])('is searched for, and looked for in the whole list by %s', async (search, input, path) => {
		const list = (query: URLSearchParams) => ({ data: query.has('search_key') ? [] : [{ id: 7, email: nora }], total_pages: 1 });
		const found = await connected({ [path]: list });
		expect(await found.search(search, { email: nora, ...input })).toMatchObject([{ id: '7' }]);
		expect(found.queries().map(({ search_key }) => search_key)).toEqual([nora, undefined]);
		const known = await connected({ [path]: { data: [{ id: 7, email: nora }], total_pages: 1 } });
		expect(await known.search(search, { email: nora, ...input })).toMatchObject([{ id: '7' }]);
		expect(known.queries().map(({ search_key }) => search_key)).toEqual([nora]);
	});
});

test.each([
	['42', '42'],
	['', undefined],
])('the workspace of the connection is named in each request: “%s”', async (workspace_id, header) => {
	const { search, headers } = await connected({ '/workspaces': [] }, {}, 200, { workspace_id });
	await search('find_workspace', { name: 'Desk' });
	expect(headers().map((sent) => sent['x-workspace-id'])).toEqual([header, header]);
});

test('a member whose roles nobody tells has none that are known', async () => {
	const members = {
		data: [
			{ id: 7, email: nora },
			{ id: 8, email: omar, roles: [3, 7] },
		],
		total_pages: 1,
	};
	const { search, poll } = await connected({ '/workspaces/42/members': members });
	expect(await search('find_workspace_member', { workspace_id: '42', email: nora })).toMatchObject([{ id: '7', role: null }]);
	expect(await poll('new_workspace_member', { workspace_id: '42' })).toMatchObject([
		{ id: '42:8', role: '3, 7' },
		{ id: '42:7', role: null },
	]);
});
