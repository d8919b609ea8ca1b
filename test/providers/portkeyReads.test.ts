import { type Answers, connected as connectedTo } from '../support/answers.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { daysAgo, json } from '../support/lists.ts';
import type { Recorded, Reply } from '../support/wire.ts';

/* What Portkey's steps read before they say or do something: by which requests, and what they make of less, or more, than was asked for. */

const connected = (answers: Answers) =>
	connectedTo('portkey', answers, { pageSize: '100', currentPage: '0', page_size: '100', current_page: '0' });

const list = (...data: unknown[]): Reply => json({ total: data.length, data });
const refusal = (status: number, errorCode = ''): Reply => [
	status,
	JSON.stringify({ success: false, data: { message: 'No way', errorCode } }),
];

const id = '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b11';
const otherId = '5c1f2a52-7e0c-4c5e-9d6f-7a2f8c0a9b12';
const ana = { id, email: 'ana@example.com', first_name: 'Ana', last_name: 'Diaz', role: 'member' };
const workspace_id = 'ws-shared-1a2b3c';
const USERS = 'GET admin/users';
const MEMBERS = `GET admin/workspaces/${workspace_id}/users`;
const INVITES = 'GET admin/users/invites';

describe('Find User in a workspace', () => {
	test.each<[what: string, members: Reply, found: string[]]>([
		['finds a member', list({ id }), [id]],
		['finds no one who isn’t one', list({ id: otherId }), []],
	])('%s', async (_what, members, found) => {
		const { find } = await connected({ [USERS]: list(ana), [MEMBERS]: members });
		expect((await find('find_user', { email: ana.email, workspace_id })).map((user) => user.id)).toEqual(found);
	});

	test('looks at no workspace that isn’t asked for, or for nobody', async () => {
		const everywhere = await connected({ [USERS]: list(ana) });
		expect(await everywhere.find('find_user', { email: ana.email })).toHaveLength(1);
		expect(everywhere.requests()).toEqual(['GET admin/users?email=ana%40example.com']);
		const nobody = await connected({ [USERS]: list(), [MEMBERS]: list() });
		expect(await nobody.find('find_user', { email: ana.email, workspace_id })).toEqual([]);
		expect(nobody.requests()).toEqual(['GET admin/users?email=ana%40example.com', USERS]);
	});
});

describe('somebody is looked for by address', () => {
	/** Lists that many people, of whom the filter knows none. */
	const unfiltered = (total: number, ...people: unknown[]) => ({
		[USERS]: ({ url }: Recorded) => (url.includes('email=') ? list() : json({ total, data: url.includes('currentPage=0') ? people : [] })),
	});

	test.each([
		[1_000, true],
		[1_001, false],
	])('in the whole list, where it has no more than 1,000: %i', async (total, isRead) => {
		const { find, requests } = await connected(unfiltered(total, { ...ana, email: 'ANA@example.com' }));
		const found = await find('find_user', { email: 'Ana@example.com' });
		expect(found.map((user) => user.id)).toEqual(isRead ? [id] : []);
		expect(requests()).toEqual([
			'GET admin/users?email=Ana%40example.com',
			'GET admin/users?email=ana%40example.com',
			USERS,
			...(isRead ? ['GET admin/users?currentPage=1'] : []),
		]);
	});

	test('under both spellings, each once', async () => {
		const other = { ...ana, id: otherId, email: 'Ana@example.com' };
		const { find, requests } = await connected({ [USERS]: ({ url }) => (url.includes('=ana') ? list(ana, other) : list(other, ana)) });
		expect((await find('find_user', { email: 'Ana@example.com' })).map((user) => user.id)).toEqual([otherId, id]);
		expect(requests()).toHaveLength(2);
	});
});

describe('a user', () => {
	test('whom Portkey doesn’t show is looked for in the list, up to where they are', async () => {
		const { create, requests } = await connected({
			[`GET admin/users/${id}`]: refusal(403),
			[USERS]: json({ total: 500, data: [{ ...ana, id: otherId }, ana] }),
			[`DELETE admin/users/${id}`]: json({}),
		});
		expect(await create('remove_user', { user: id })).toMatchObject({ id, status: 'removed' });
		expect(requests()).toEqual([`GET admin/users/${id}`, USERS, `DELETE admin/users/${id}`]);
	});

	test('isn’t looked for any more while Portkey fails', async () => {
		const { failed, requests } = await connected({ [`GET admin/users/${id}`]: refusal(500), [USERS]: list(ana) });
		expect((await failed('remove_user', { user: id }))?.message).toMatch(/^No way\./);
		expect(requests()).toEqual([`GET admin/users/${id}`]);
	});

	test.each<[what: string, looks: Reply[], isGone: boolean]>([
		['who is gone was removed already', [json(ana), refusal(404)], true],
		['who is still there was not', [json(ana), json(ana)], false],
		['may still be there where that can’t be seen', [json(ana), refusal(500)], false],
	])('%s, where the removal is refused with 404', async (_what, looks, isGone) => {
		const answers = [...looks];
		const { create, requests } = await connected({
			[`GET admin/users/${id}`]: () => answers.shift() ?? refusal(404),
			[USERS]: list(),
			[`DELETE admin/users/${id}`]: refusal(404),
		});
		const removed = create('remove_user', { user: id });
		if (isGone) expect(await removed).toMatchObject({ id, status: 'already_removed' });
		else await expect(removed).rejects.toThrow(/No way/);
		expect(requests().filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
	});

	test('whom somebody else lets in meanwhile stops the step softly', async () => {
		const { failed } = await connected({
			[`GET admin/users/${id}`]: json(ana),
			[MEMBERS]: list(),
			[`POST admin/workspaces/${workspace_id}/users`]: refusal(409, 'AB07'),
		});
		expect((await failed('add_user_to_workspace', { user: id, workspace_id, role: 'member' }))?.name).toBe('HaltedError');
	});

	test.each([
		['ws-member', 'already_member'],
		['member', 'already_member'],
		['news-member', 'role_changed'],
		[undefined, 'role_changed'],
	])('whose role in a workspace is %s is %s, and read no further than to them', async (role, status) => {
		const { create, requests } = await connected({
			[`GET admin/users/${id}`]: json(ana),
			[MEMBERS]: json({ total: 500, data: [{ id: otherId }, { id, role }] }),
			[`PUT admin/workspaces/${workspace_id}/users/${id}`]: json({}),
		});
		expect(await create('add_user_to_workspace', { user: id, workspace_id, role: 'member' })).toMatchObject({ status });
		expect(requests().filter((request) => request.startsWith('GET admin/workspaces'))).toEqual([`${MEMBERS}?email=ana%40example.com`]);
	});
});

describe('an invitation', () => {
	const AB07 = refusal(409, 'AB07');
	const INVITE = 'POST admin/users/invites';
	const input = { email: ana.email, role: 'admin', workspaces: [{ workspace_id, workspace_role: 'member' }], if_exists: 'ensure' };
	const POST = `POST admin/workspaces/${workspace_id}/users`;

	test.each<[what: string, user: Values, members: Reply, expected: Values]>([
		['gives a user the access', ana, list(), { status: 'access_given', user_id: id, role: 'member' }],
		['leaves it', ana, list({ id, role: 'member' }), { status: 'already_member', user_id: id, role: 'member' }],
		['says no role that nobody tells', { ...ana, role: undefined }, list(), { status: 'access_given', role: '' }],
	])('%s', async (_what, user, members, expected) => {
		const { create } = await connected({ [INVITE]: AB07, [USERS]: list(user), [MEMBERS]: members, [POST]: json({}) });
		expect(await create('invite_user', input)).toMatchObject(expected);
	});

	test('says who is a user where the access may not have been given', async () => {
		const { failed } = await connected({ [INVITE]: AB07, [USERS]: list(ana), [MEMBERS]: list(), [POST]: refusal(403) });
		const { message } = (await failed('invite_user', input)) ?? {};
		expect(message).toContain('ana@example.com is a user of the organization.');
		expect(message).toContain('access');
	});

	test.each<[what: string, members: Reply, request: string]>([
		['given', list(), POST],
		['changed', list({ id, role: 'admin' }), `PUT admin/workspaces/${workspace_id}/users/${id}`],
	])('speaks of the access, not of itself, where that can’t be %s', async (_what, members, request) => {
		const { failed } = await connected({ [INVITE]: AB07, [USERS]: list(ana), [MEMBERS]: members, [request]: refusal(500) });
		const { message = '' } = (await failed('invite_user', input)) ?? {};
		expect(message).toContain('Check in Portkey whether the access was given before you replay this step.');
	});

	test('gives access where one of several workspaces lacks it', async () => {
		const other = 'ws-produc-4d5e6f';
		const { create } = await connected({
			[INVITE]: AB07,
			[USERS]: list(ana),
			[MEMBERS]: list({ id, role: 'member' }),
			[`GET admin/workspaces/${other}/users`]: list(),
			[`POST admin/workspaces/${other}/users`]: json({}),
		});
		const workspaces = [...input.workspaces, { workspace_id: other, workspace_role: 'member' }];
		expect(await create('invite_user', { ...input, workspaces })).toMatchObject({
			status: 'access_given',
			workspaces: [{ outcome: 'unchanged' }, { outcome: 'added' }],
		});
	});

	const pending = { id: otherId, email: ana.email, status: 'pending', role: 'member', created_at: daysAgo(1) };

	test.each([
		['member', 'member'],
		[undefined, ''],
	])('is sent again, with its own role: %s', async (role, told) => {
		const { create } = await connected({
			[INVITE]: AB07,
			[USERS]: list(),
			[INVITES]: list({ ...pending, id, created_at: daysAgo(3) }, { ...pending, role }, { ...pending, id: 'x', status: 'cancelled' }),
			[`POST admin/users/invites/${otherId}/resend`]: json({}),
		});
		expect(await create('invite_user', input)).toMatchObject({ status: 'resent', id: otherId, role: told });
	});

	test('that was accepted names nobody where Portkey doesn’t', async () => {
		const { failed, requests } = await connected({ [`${INVITES}/${id}`]: json({ status: 'accepted', email: '' }) });
		expect((await failed('cancel_invitation', { invitation_id: id }))?.message).toMatch(/^The user has accepted this invitation/);
		expect(requests()).toEqual([`${INVITES}/${id}`]);
	});

	test.each([
		[undefined, ['pending', 'accepted']],
		['expired', ['expired']],
	])('is found by address, with the status %s', async (status, found) => {
		const states = ['pending', 'accepted', 'cancelled', 'expired'];
		const all = states.map((state, index) => ({ ...pending, id: state, status: state, created_at: daysAgo(index) }));
		const { find } = await connected({ [INVITES]: list(...all) });
		expect((await find('find_invitation', { email: ana.email, status })).map((one) => one.status)).toEqual(found);
	});

	test('tells of each workspace by what names it', async () => {
		const workspaces = [{ id: 'ws-a', workspace_id: 'ws-b', role: 'ws-admin' }, { id: 'ws-c', role: 'news-admin' }, {}];
		const { find } = await connected({ [INVITES]: list({ ...pending, workspaces }) });
		expect((await find('find_invitation', { email: ana.email }))[0]?.workspaces).toEqual([
			{ id: 'ws-b', role: 'admin' },
			{ id: 'ws-c', role: 'news-admin' },
			{ id: '', role: null },
		]);
	});

	test.each<[trigger: string, status: string, date: string]>([
		['invitation_accepted', 'accepted', 'accepted_at'],
		['invitation_expired', 'expired', 'expires_at'],
	])('is given by %s if it is %s, by that date', async (trigger, status, date) => {
		const one = { ...pending, status, created_at: daysAgo(90) };
		const { poll, requests } = await connected({
			[INVITES]: list(
				{ ...one, id: 'a', [date]: daysAgo(3) },
				{ ...one, id: 'b', [date]: daysAgo(2) },
				{ ...one, id: 'old', [date]: daysAgo(40) },
				{ ...one, id: 'undated', created_at: daysAgo(1) },
				{ ...one, id: 'other', status: 'pending', [date]: daysAgo(1) },
			),
		});
		expect((await poll(trigger)).map((item) => String(item.invitation_id ?? item.id))).toEqual(['undated', 'b', 'a']);
		expect(requests()[0]).toBe(`${INVITES}?status=${status}`);
	});
});

describe('a list', () => {
	test('of members names them, by their address where they have no name', async () => {
		const { find } = await connected({
			[USERS]: list(ana),
			[MEMBERS]: list({ id, email: ana.email, role: 'ws-admin' }),
		});
		expect(await find('find_workspace_member', { email: ana.email, workspace_id })).toMatchObject([{ id, role: 'admin' }]);
	});

	test('of workspaces is searched by name, and leaves out what has no ID', async () => {
		const { find, requests } = await connected({
			'GET admin/workspaces': list({ name: 'Shared' }, { slug: workspace_id, name: 'Shared' }),
		});
		expect(await find('find_workspace', { name: 'Shared' })).toEqual([{ id: workspace_id, name: 'Shared' }]);
		expect(requests()[0]).toBe('GET admin/workspaces?name=Shared');
	});

	test('of members that may not be read says what the key needs', async () => {
		const { failed } = await connected({ [`GET admin/users/${id}`]: json(ana), [MEMBERS]: refusal(403) });
		expect((await failed('add_user_to_workspace', { user: id, workspace_id, role: 'member' }))?.message).toMatch(
			/may manage workspace members/,
		);
	});

	test('names the connection, also where it doesn’t say how long it is', async () => {
		const { authData } = await connected({ 'GET admin/workspaces': json({ data: [{ name: 'Shared' }] }) });
		expect(await tester(built('all')).test(authData)).toEqual({ label: 'Portkey: Shared' });
	});
});
