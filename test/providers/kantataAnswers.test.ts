import { type Answers, connected as connectedTo } from '../support/answers.ts';
import { failureOf, type Values } from '../support/integration.ts';
import { choices, find, json, poll, run } from '../support/lists.ts';
import type { Recorded, Reply } from '../support/wire.ts';

/* What Kantata OX answers that the sandbox doesn't: half an answer, more than was asked for, or a refusal of what is looked up. */

/** A list, or one thing, as Kantata OX gives it. */
const list = (kind: string, items: Record<string, unknown>, more: Values = {}): Reply =>
	json({ count: Object.keys(items).length, results: Object.keys(items).map((id) => ({ key: kind, id })), [kind]: items, ...more });

const connected = (answers: Answers) => connectedTo('kantata', answers, { page: '1', per_page: '200' });

const nora = { full_name: 'Nora Quist', email_address: 'nora.quist@example.com' };
const invitation = { ...nora, workspace_id: '41', invitee_role: 'maven' };
const INVITE = 'POST workspaces/41/invite';
const project = { title: 'Relaunch', consultant_role_name: 'Engineers', client_role_name: 'Guests' };

describe('the role of an invitation', () => {
	test.each([
		['Engineers', 'maven'],
		['guests', 'buyer'],
	])('may be the project’s own name of the team: %s', async (invitee_role, sent) => {
		const { create, bodies } = await connected({ 'GET workspaces/41': list('workspaces', { 41: project }), [INVITE]: json({}) });
		await create('invite_user', { ...invitation, invitee_role });
		expect(bodies()).toEqual([{ invitation: { ...nora, invitee_role: sent } }]);
	});

	test.each([['maven'], ['Consultant'], ['CLIENT']])(
		'needs no look at the project where it is Kantata OX’s own: %s',
		async (invitee_role) => {
			const { create, requests } = await connected({ [INVITE]: json({}) });
			await create('invite_user', { ...invitation, invitee_role });
			expect(requests()).toEqual([INVITE]);
		},
	);

	test.each([
		['the project names', list('workspaces', { 41: project }), 'Consultant, Client, Engineers, or Guests'],
		['the key may not know', [401, '{}'] as Reply, 'Consultant or Client'],
		['the user may not know', [403, '{}'] as Reply, 'Consultant or Client'],
		['nobody can be asked', [404, '{}'] as Reply, 'Consultant or Client'],
		['the answer leaves out', json({ results: [] }), 'Consultant or Client'],
	])('that is none is refused with those that %s', async (_what, answer, names) => {
		const { failed, requests } = await connected({ 'GET workspaces/41': answer });
		expect(await failed('invite_user', { ...invitation, invitee_role: 'Boss' })).toMatchObject({
			name: 'AppError',
			message: `Role can't be “Boss”. Choose ${names}.`,
		});
		expect(requests()).toEqual(['GET workspaces/41']);
	});

	test.each([429, 500])('isn’t guessed while Kantata OX answers %i', async (status) => {
		const { failed, requests } = await connected({ 'GET workspaces/41': [status, '{}'] });
		expect((await failed('invite_user', { ...invitation, invitee_role: 'Engineers' }))?.message).not.toMatch(/can't be “Engineers”/);
		expect(requests()).toEqual(['GET workspaces/41']);
	});

	test('is offered for a project whose ID stands between blanks', async () => {
		const { authData } = await connected({ 'GET workspaces/41': list('workspaces', { 41: project }) });
		const form = 'creates.kantata_invite_user.operation.inputFields';
		expect(await choices(form, 'invitee_role', authData, { workspace_id: ' 41 ' })).toEqual({ maven: 'Engineers', buyer: 'Guests' });
	});
});

describe('the result of an invitation', () => {
	const stored = { full_name: 'N. Quist', email_address: 'n@example.com', invitee_role: 'buyer', subject: 'Welcome', message: 'Hello' };

	test('is what Kantata OX stored', async () => {
		const { create } = await connected({ [INVITE]: list('workspace_invitations', { 7: stored }) });
		expect(await create('invite_user', invitation)).toMatchObject({ id: '7', ...stored, workspaces: [{ id: '41', role: 'maven' }] });
	});

	test.each([
		['what was sent, where it tells nothing', { subject: 'S', message: 'M' }, { subject: 'S', message: 'M' }],
		['null for what wasn’t sent either', {}, { subject: null, message: null }],
	])('is %s', async (_what, more, expected) => {
		const { create } = await connected({ [INVITE]: json({ results: [{ key: 'users', id: '9' }], users: { 9: stored } }) });
		expect(await create('invite_user', { ...invitation, ...more })).toMatchObject({
			...nora,
			id: null,
			invitee_role: 'maven',
			...expected,
		});
	});

	test('says where somebody is already, and as what', async () => {
		const errors = [{ type: 'validation', message: 'Nora is already a participant' }];
		const { create } = await connected({
			[INVITE]: [422, JSON.stringify({ errors })],
			'GET users': list('users', { 5: nora }),
			'GET participations': list('participations', { 70: { user_id: '5', workspace_id: '41', role: 'buyer' } }),
		});
		expect(await create('invite_user', { ...invitation, if_exists: 'ensure' })).toMatchObject({
			status: 'already_member',
			user_id: '5',
			invitee_role: 'buyer',
			workspaces: [{ id: '41', role: 'buyer', outcome: 'unchanged' }],
		});
	});

	test.each([
		['invite_user', invitation, INVITE],
		['invite_user_to_account', nora, 'POST account_invitations'],
	])('of %s says who is invited already, in all its words', async (action, input, request) => {
		for (const said of ['has already been invited', 'already has an invitation', 'already has a pending invitation']) {
			const { failed } = await connected({ [request]: [422, JSON.stringify({ errors: [{ message: `Nora ${said}` }] })] });
			expect((await failed(action, input))?.name).toBe('HaltedError');
		}
	});

	test.each([
		['invite_user', invitation, INVITE, ['is already participant', 'is already on project', 'is already on this project']],
		['invite_user_to_account', nora, 'POST account_invitations', ['is already member', 'is already a user', 'is already in your account']],
	])('of %s says who is there already, in all its words', async (action, input, request, words) => {
		for (const said of words) {
			const { failed } = await connected({ [request]: [422, JSON.stringify({ errors: [{ message: `Nora ${said}` }] })] });
			expect((await failed(action, input))?.name).toBe('HaltedError');
		}
	});

	test.each([
		['invite_user_to_account', nora, 'POST account_invitations', { id: null, status: 'invited' }],
		['add_user_to_workspace', { workspace_id: '41', user_id: '5', role: 'maven' }, 'POST participations', { id: null, status: 'added' }],
		['resend_invitation', { invitation_id: '8' }, 'PUT account_invitations/8/resend', { id: '8', email: null, status: 'resent' }],
	])('of %s lacks what the answer lacks', async (action, input, request, expected) => {
		for (const body of [{}, { results: [] }, []]) {
			const { create } = await connected({ [request]: json(body), 'GET participations': list('participations', {}) });
			expect(await create(action, input)).toMatchObject(expected);
		}
	});
});

const jane = { full_name: 'Jane Doe', email_address: 'jane.doe@example.com' };

describe('somebody is looked for by address', () => {
	test('in the account, and beyond it, in two spellings', async () => {
		const { find, requests } = await connected({ 'GET users': list('users', { 5: jane, 6: { ...jane, email_address: 'x@example.com' } }) });
		expect(await find('find_user', { email: 'Jane.Doe@Example.com' })).toMatchObject([{ id: '5', email: 'jane.doe@example.com' }]);
		expect(requests()).toEqual(['GET users?by_email_address=Jane.Doe%40Example.com&on_my_account=true']);
		const nobody = await connected({ 'GET users': list('users', {}) });
		expect(await nobody.find('find_user', { email: 'Jane.Doe@Example.com' })).toEqual([]);
		expect(nobody.requests()).toEqual([
			'GET users?by_email_address=Jane.Doe%40Example.com&on_my_account=true',
			'GET users?by_email_address=Jane.Doe%40Example.com',
			'GET users?by_email_address=jane.doe%40example.com&on_my_account=true',
			'GET users?by_email_address=jane.doe%40example.com',
		]);
	});

	const filtered = (users: Values) => (request: Recorded) =>
		new URL(request.url).searchParams.has('by_email_address') ? list('users', {}) : list('users', users);

	test('in the whole account, where the filter knows none', async () => {
		const { create, requests } = await connected({
			'GET users': filtered({ 5: jane }),
			'GET account_memberships': list('account_memberships', { 70: { user_id: '5' } }, { users: { 5: jane } }),
			'GET users/me': list('users', { 9: {} }),
			'PUT account_memberships/70/disable': json({}),
		});
		expect(await create('remove_user', { user: 'Jane.Doe@example.com' })).toMatchObject({ id: '5', status: 'removed' });
		expect(requests()).toContain('GET users?on_my_account=true');
		expect(requests()).not.toContain('GET account_memberships?only_inactive=true&include=user');
	});

	test('among those who are disabled', async () => {
		const { create, requests } = await connected({
			'GET users': list('users', {}),
			'GET account_memberships': ({ url }) =>
				url.includes('only_inactive')
					? list('account_memberships', { 69: { user_id: '4' }, 70: { user_id: '5' } }, { users: { 5: jane } })
					: list('account_memberships', {}),
			'GET users/me': list('users', { 9: {} }),
		});
		expect(await create('remove_user', { user: 'jane.doe@example.com' })).toMatchObject({ id: '5', status: 'already_removed' });
		expect(requests()).toContain('GET account_memberships?only_inactive=true&include=user');
	});

	test.each([
		['remove_user', 403, "User “jane.doe@example.com” wasn't found: there is no user with that email address or ID."],
		['restore_user', 403, "User “jane.doe@example.com” can't be looked up, since this connection may not list removed users."],
		['remove_user', 422, 'Kantata OX'],
	])('for %s, where the list of the disabled is refused with %i', async (action, status, message) => {
		const { failed, requests } = await connected({
			'GET users': list('users', {}),
			'GET account_memberships': [status, '{}'],
			'GET users/me': list('users', { 9: {} }),
		});
		const found = await failed(action, { user: 'jane.doe@example.com' });
		expect(found?.message).toContain(message);
		if (status === 422) expect(found?.message).not.toContain("wasn't found");
		expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
	});

	test('and nobody by a name, which isn’t unique', async () => {
		const { failed, requests } = await connected({ 'GET users': list('users', { 5: jane }) });
		expect((await failed('restore_user', { user: 'Jane Doe' }))?.message).toMatch(
			/^User “Jane Doe” is neither an email address nor an ID\./,
		);
		expect(requests()).toEqual([]);
	});
});

describe('the membership of somebody', () => {
	const others = list('account_memberships', { 71: { user_id: '6' }, 70: { user_id: '5' } }, { users: { 6: jane } });

	test('is theirs, also where Kantata OX gives more', async () => {
		const { create } = await connected({
			'GET users/me': list('users', { 9: {} }),
			'GET account_memberships': others,
			'PUT account_memberships/70/disable': json({}),
		});
		expect(await create('remove_user', { user: '5' })).toEqual({
			id: '5',
			email: null,
			name: null,
			membership_id: '70',
			status: 'removed',
		});
	});

	test.each([['remove_user'], ['restore_user']])('isn’t somebody else’s: %s', async (action) => {
		const { failed, requests } = await connected({ 'GET users/me': list('users', { 9: {} }), 'GET account_memberships': others });
		expect((await failed(action, { user: '4' }))?.message).toBe("User “4” isn't a user of your account. Choose one from the list.");
		expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
	});

	test('is looked for by the name that was found', async () => {
		const { failed } = await connected({
			'GET users': list('users', { 5: jane }),
			'GET account_memberships': list('account_memberships', {}),
		});
		expect((await failed('restore_user', { user: 'jane.doe@example.com' }))?.message).toMatch(
			/^User “Jane Doe( \(jane\.doe@example\.com\))?” isn't a user of your account\./,
		);
	});

	test.each([[{}], [{ results: [] }], [{ results: [{ key: 'accounts', id: '9' }] }]])(
		'isn’t taken away while nobody knows whose connection it is: %j',
		async (me) => {
			const { failed, requests } = await connected({ 'GET users/me': json(me), 'GET account_memberships': others });
			expect(await failed('remove_user', { user: '5' })).toMatchObject({ name: 'AppError', code: 'unreadable' });
			expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
		},
	);
});

describe('the participants of a project', () => {
	test('aren’t read where the user is known', async () => {
		const { find, requests } = await connected({
			'GET users': list('users', { 5: jane }),
			'GET participations': list('participations', {}),
		});
		expect(await find('find_workspace_member', { workspace_id: '41', email: 'jane.doe@example.com' })).toEqual([]);
		expect(requests()).toEqual([
			'GET users?by_email_address=jane.doe%40example.com&on_my_account=true',
			'GET participations?workspace_id=41&by_user=5',
		]);
	});

	const participants = (more: Values = {}) =>
		list(
			'participations',
			{ 69: { user_id: '4', role: 'maven' }, 70: { user_id: '5', role: 'buyer' } },
			{ users: { 5: { ...jane, email_address: 'Jane.Doe@Example.com' } }, ...more },
		);

	test('are read up to the one who is meant, also past one of whom nothing is told', async () => {
		const { find, requests } = await connected({
			'GET users': list('users', {}),
			'GET participations': participants({ count: 9 }),
		});
		expect(await find('find_workspace_member', { workspace_id: '41', email: 'jane.doe@example.com' })).toMatchObject([
			{ id: '5', participation_id: '70', role: 'buyer' },
		]);
		expect(requests().filter((request) => request.startsWith('GET participations'))).toEqual([
			'GET participations?workspace_id=41&include=user',
		]);
	});

	test.each([403, 404])('are nobody where %i answers', async (status) => {
		const { find } = await connected({ 'GET users': list('users', {}), 'GET participations': [status, '{}'] });
		expect(await find('find_workspace_member', { workspace_id: '41', email: 'jane.doe@example.com' })).toEqual([]);
	});

	test('are unknown while Kantata OX fails', async () => {
		const { authData } = await connected({ 'GET users': list('users', {}), 'GET participations': [500, '{}'] });
		const found = find('kantata_find_workspace_member', authData, { workspace_id: '41', email: 'jane.doe@example.com' });
		expect((await failureOf(found))?.message).toMatch(/Kantata OX/);
	});

	test('have no name where none is told', async () => {
		const { authData } = await connected({ 'GET participations': participants() });
		const found = await run('triggers.kantata_new_workspace_member.operation.perform', authData, { workspace_id: '41' });
		expect(found).toMatchObject([
			{ id: '70', name: 'Jane Doe' },
			{ id: '69', email: null, name: null },
		]);
	});
});

describe('a list', () => {
	test('of users holds those of the account, some without an address', async () => {
		const { authData, requests } = await connected({ 'GET users': list('users', { 5: {} }) });
		expect(await poll('kantata_new_user', authData)).toEqual([{ id: '5', email: '', name: '' }]);
		expect(requests()).toEqual(['GET users?on_my_account=true']);
	});

	test('holds nothing of another kind', async () => {
		const results = [
			{ key: 'accounts', id: '5' },
			{ key: 'users', id: '6' },
		];
		const { authData } = await connected({ 'GET users': json({ results, users: { 5: jane, 6: jane } }) });
		expect((await poll('kantata_new_user', authData)).map(({ id }) => id)).toEqual(['6']);
	});

	test.each([[{}], [[]], [{ results: 5 }]])('isn’t %j', async (body) => {
		const { authData } = await connected({ 'GET users': json(body) });
		expect(await failureOf(poll('kantata_new_user', authData))).toMatchObject({ name: 'AppError', code: 'unreadable' });
	});

	test('of projects is searched by name, in those that are archived last', async () => {
		const { find, requests } = await connected({ 'GET workspaces': list('workspaces', { 41: { title: 'Relaunch' }, 42: {} }) });
		expect(await find('find_workspace', { name: 'Relaunch' })).toMatchObject([{ id: '41', name: 'Relaunch' }]);
		expect(requests()).toEqual(['GET workspaces?order=title%3Aasc&search=Relaunch']);
		expect(await find('find_workspace', { name: 'Untitled project' })).toMatchObject([{ id: '42', name: 'Untitled project' }]);
	});

	test('of projects for a dropdown holds those of which nothing says that one may not invite', async () => {
		const workspaces = { 41: { title: 'Open' }, 42: { title: 'Closed', can_invite: false }, 43: { title: 'Open, too', can_invite: true } };
		const { poll } = await connected({ 'GET workspaces': list('workspaces', workspaces) });
		expect((await poll('workspaces')).map(({ id }) => id)).toEqual(['41', '43']);
	});

	test('of projects is searched for a title in place of an ID', async () => {
		const { create, requests } = await connected({ 'GET workspaces': list('workspaces', { 41: project }), [INVITE]: json({}) });
		await create('invite_user', { ...invitation, workspace_id: 'relaunch' });
		expect(requests()).toEqual(['GET workspaces?order=title%3Aasc&search=relaunch', INVITE]);
	});

	test('of users for a dropdown holds the disabled ones alone, where they are to be restored', async () => {
		const { poll, requests } = await connected({
			'GET account_memberships': list('account_memberships', { 70: { user_id: '5' } }, { users: { 5: jane } }),
		});
		expect(await poll('removed_users')).toMatchObject([{ id: '5', name: 'Jane Doe' }]);
		expect(requests()).toEqual(['GET account_memberships?only_inactive=true&include=user']);
	});

	test('of pending invitations is read whole where its search finds none, the newest first', async () => {
		const sent = (created_at: string) => ({ ...nora, created_at });
		const { find } = await connected({
			'GET account_invitations': ({ url }) =>
				url.includes('search=')
					? list('account_invitations', {})
					: list('account_invitations', { 8: sent('2026-10-01T00:00:00Z'), 7: sent('2026-10-05T00:00:00Z') }),
		});
		expect((await find('find_pending_invitation', { email: nora.email_address })).map(({ id }) => id)).toEqual(['7', '8']);
	});
});
