import {
	connect,
	daysAgo,
	find,
	json,
	numbers,
	perform,
	poll,
	run,
	testContinue,
	testFindUser,
	testManyWorkspaces,
	testPermission,
} from '../support/lists.ts';
import { answerWith, type Recorded } from '../support/wire.ts';

const INVITATION_ID = '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10';

describe('the lists of Portkey', () => {
	testManyWorkspaces(
		'portkey',
		(query) => {
			const all = numbers(1200).map((n) => ({ id: `uuid-${n}`, slug: `ws-${n}`, name: `Workspace ${n}` }));
			const found = all.filter(({ name }) => name.includes(query.get('name') ?? ''));
			const [page, size] = [Number(query.get('current_page')), Number(query.get('page_size'))];
			return { object: 'list', total: found.length, data: found.slice(page * size, (page + 1) * size) };
		},
		(n) => `ws-${n}`,
	);

	testPermission('portkey', /Admin API key needs the permission `workspaces\.list`/);

	testFindUser('portkey', (people) => ({ data: [people[8], people[7]] }));

	testContinue(
		'portkey',
		{ email: 'a@example.com', role: 'member', workspaces: [{ workspace_id: 'ws-1', workspace_role: 'member' }] },
		{ data: { message: 'There already', errorCode: 'AB07' } },
		'already_exists',
	);

	test('a dropdown falls back on the id of a workspace without a slug', async () => {
		const { contract, authData } = await connect('portkey');
		answerWith(contract, () => json({ data: [{ id: 'uuid-1', name: 'Old' }, { slug: 'ws-2' }, { name: 'nothing to name it by' }] }));
		expect(await run('triggers.portkey_workspaces.operation.perform', authData)).toEqual([
			{ id: 'uuid-1', name: 'Old' },
			{ id: 'ws-2', name: 'ws-2' },
		]);
	});

	test('the dropdown of pending invitations holds them once', async () => {
		const { contract, authData } = await connect('portkey');
		const sent = answerWith(contract, ({ url }) =>
			json({
				total: 1,
				data: url.includes('currentPage=0') ? [{ id: 'i-1', email: 'a@example.com', role: 'member', status: 'pending' }] : [],
			}),
		);
		expect(await run('triggers.portkey_pending_invitations.operation.perform', authData)).toEqual([{ id: 'i-1', email: 'a@example.com' }]);
		expect(new URL(sent[0]?.url ?? '').searchParams.get('status')).toBe('pending');
		expect(await run('triggers.portkey_pending_invitations.operation.perform', authData, {}, { page: 1 })).toEqual([]);
	});

	test('new users: all pages, those of the last month and the undated, the newest first, dates in ISO 8601', async () => {
		const { contract, authData } = await connect('portkey');
		const pages = [
			[...numbers(99).map((n) => ({ id: `u-${n}`, email: `u${n}@example.com`, created_at: '2025-01-01 00:00:00' })), { id: 'no-address' }],
			[
				{ id: 'u-old', email: 'old@example.com', created_at: '2024-05-01T10:00:00+02:00' },
				{ id: 'u-zone', email: 'zone@example.com', first_name: 'Zone', last_name: '', created_at: `${daysAgo(2)}T10:00:00+02:00` },
				{ id: 'u-new', email: 'new@example.com', first_name: 'New', last_name: 'One', role: 'admin', created_at: `${daysAgo(1)} 23:59:59` },
				{ id: 'u-undated', email: 'undated@example.com', created_at: 'yesterday' },
			],
		];
		const sent = answerWith(contract, ({ url }) =>
			json({ total: 104, data: pages[Number(new URL(url).searchParams.get('currentPage'))] ?? [] }),
		);
		const users = await poll('portkey_new_user', authData);
		expect(users[0]).toEqual({
			id: 'u-new',
			email: 'new@example.com',
			name: 'New One',
			first_name: 'New',
			last_name: 'One',
			role: 'admin',
			created_at: `${daysAgo(1)}T23:59:59Z`,
		});
		expect(users[1]).toMatchObject({ id: 'u-zone', name: 'Zone', last_name: null, created_at: `${daysAgo(2)}T08:00:00Z` });
		expect(users[2]).toMatchObject({ id: 'u-undated', name: 'undated@example.com', created_at: null });
		expect(users).toHaveLength(3);
		const before = sent.length;
		await poll('portkey_new_user', authData, { isLoadingSample: true });
		expect(sent).toHaveLength(before + 1);
	});

	test('accepted invitations come by the date of acceptance, new ones by that of the invitation', async () => {
		const { contract, authData } = await connect('portkey');
		const invitations = [
			{
				id: 'a',
				email: 'a@example.com',
				role: 'member',
				status: 'accepted',
				created_at: `${daysAgo(9)} 00:00:00`,
				accepted_at: `${daysAgo(8)} 00:00:00`,
			},
			{
				id: 'b',
				email: 'b@example.com',
				role: 'admin',
				status: 'accepted',
				created_at: `${daysAgo(10)} 00:00:00`,
				accepted_at: `${daysAgo(7)} 00:00:00`,
			},
			{ id: 'c', email: 'c@example.com', status: 'pending', created_at: `${daysAgo(5)} 00:00:00`, expires_at: `${daysAgo(-2)} 00:00:00` },
			{ id: 'd', email: 'd@example.com' },
		];
		const sent = answerWith(contract, () => json({ total: invitations.length, data: invitations }));
		expect((await poll('portkey_invitation_accepted', authData)).map(({ id }) => id)).toEqual(['b', 'a']);
		expect(new URL(sent[0]?.url ?? '').searchParams.get('status')).toBe('accepted');
		const all = await poll('portkey_new_invitation', authData);
		expect(all.map(({ id }) => id).slice(0, 3)).toEqual(['c', 'a', 'b']);
		expect(all.find(({ id }) => id === 'd')).toEqual({
			id: 'd',
			email: 'd@example.com',
			role: null,
			workspaces: null,
			status: 'pending',
			created_at: null,
			expires_at: null,
			accepted_at: null,
		});
	});

	test('find invitation: by address and state, the newest first', async () => {
		const { contract, authData } = await connect('portkey');
		const invitations = [
			{ id: 'old', email: 'jane@example.com', status: 'expired', created_at: '2026-01-01 00:00:00' },
			{ id: 'new', email: 'JANE@example.com', status: 'pending', created_at: '2026-02-01 00:00:00' },
			{ id: 'other', email: 'jane@example.org', status: 'pending', created_at: `${daysAgo(9)} 00:00:00` },
		];
		const sent: Recorded[] = answerWith(contract, () => json({ data: invitations }));
		expect((await find('portkey_find_invitation', authData, { email: 'jane@example.com' })).map(({ id }) => id)).toEqual(['new']);
		expect((await find('portkey_find_invitation', authData, { email: 'jane@example.com', status: 'Expired' })).map(({ id }) => id)).toEqual(
			['old'],
		);
		expect(sent.map(({ url }) => new URL(url).search)).toContain('?pageSize=100&currentPage=0&email=jane%40example.com&status=expired');
	});

	test('an invitation is resent and cancelled by its id', async () => {
		const { contract, authData } = await connect('portkey');
		const sent = answerWith(contract, ({ method }) => (method === 'POST' ? json({ inviteLink: 'https://app.portkey.ai/i' }) : json({})));
		expect(await perform('portkey_resend_invitation', authData, { invitation_id: INVITATION_ID })).toEqual({
			id: INVITATION_ID,
			invite_link: 'https://app.portkey.ai/i',
			status: 'resent',
		});
		expect(await perform('portkey_cancel_invitation', authData, { invitation_id: INVITATION_ID })).toEqual({
			id: INVITATION_ID,
			status: 'cancelled',
		});
		const changing = sent.filter(({ method }) => method !== 'GET');
		expect(changing.map(({ method, url, rawBody }) => [method, new URL(url).pathname, rawBody])).toEqual([
			['POST', `/v1/admin/users/invites/${INVITATION_ID}/resend`, ''],
			['DELETE', `/v1/admin/users/invites/${INVITATION_ID}`, ''],
		]);
	});
});
