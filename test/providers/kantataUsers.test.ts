import { sandboxed } from '../support/sandboxed.ts';

const kantata = sandboxed('kantata');

const jane = { id: '111', email: 'jane.doe@example.com', name: 'Jane Doe', membership_id: '9111' };

describe('Remove User', () => {
	test.each([['111'], ['jane.doe@example.com'], ['JANE.DOE@Example.com']])('disables %s, and does so once', async (user) => {
		const { create, changes, organization } = kantata();
		expect(await create('remove_user', { user })).toEqual({ ...jane, status: 'removed' });
		expect(changes()).toEqual(['PUT /api/v1/account_memberships/9111/disable']);
		expect(organization.users.get('111')?.status).toBe('removed');
		expect(await create('remove_user', { user })).toEqual({ ...jane, status: 'already_removed' });
		expect(changes()).toEqual([]);
	});

	test.each([
		[
			'somebody whom nobody knows',
			'nobody@example.com',
			/^User “nobody@example.com” wasn't found: there is no user with that email address or ID\./,
		],
		['an ID that nobody has', '4711', /^User “4711” isn't a user of your account\./],
		['a name, which isn’t unique', 'Jane Doe', /^User “Jane Doe” is neither an email address nor an ID\./],
		['the connected user', 'alex.admin@example.com', /^User “Alex Admin” owns this connection,/],
		['the connected user by ID', '9', /^User “9” owns this connection,/],
	])('refuses %s', async (_who, user, message) => {
		const { refused, changes } = kantata();
		expect(await refused('remove_user', { user })).toMatchObject({ name: 'AppError', message: expect.stringMatching(message) });
		expect(changes()).toEqual([]);
	});

	test('refuses an address that two disabled users have', async () => {
		const { refused, changes, organization } = kantata();
		organization.removeUser('111');
		organization.removeUser(organization.addUser({ id: '112', email: 'jane.doe@example.com' }).id);
		const { message } = await refused('remove_user', { user: 'jane.doe@example.com' });
		expect(message).toBe('User “jane.doe@example.com” is the email address of 2 users. Use the ID instead: 111 or 112.');
		expect(changes()).toEqual([]);
	});

	test('refuses a client from outside the account, who has no membership', async () => {
		const { refused, changes, organization } = kantata();
		organization.addUser({ id: '555', email: 'carla.client@client.example', external: true, workspaces: { 123: 'buyer' } });
		expect((await refused('remove_user', { user: 'carla.client@client.example' })).message).toMatch(/isn't a user of your account/);
		expect(changes()).toEqual([]);
	});
});

describe('Restore User', () => {
	test.each([['111'], ['jane.doe@example.com']])('enables %s, and does so once', async (user) => {
		const { create, changes, organization } = kantata();
		organization.removeUser('111');
		expect(await create('restore_user', { user })).toEqual({ ...jane, status: 'restored' });
		expect(changes()).toEqual(['PUT /api/v1/account_memberships/9111/enable']);
		expect(organization.users.get('111')?.status).toBe('active');
		expect(await create('restore_user', { user })).toEqual({ ...jane, status: 'already_active' });
		expect(changes()).toEqual([]);
	});

	test('says what Kantata OX says when no license is left', async () => {
		const { refused, organization } = kantata();
		organization.removeUser('111');
		organization.settings.seats = 1;
		expect((await refused('restore_user', { user: '111' })).message).toMatch(/^Your account has already reached its seat limit\./);
	});
});

describe('Add User to Project', () => {
	test('adds once, and tells the role that somebody has already', async () => {
		const { create, changes } = kantata();
		const input = { workspace_id: 'Engineering', user_id: 'jane.doe@example.com', role: 'maven' };
		const added = await create('add_user_to_workspace', input);
		expect(added).toMatchObject({ workspace_id: '123', user_id: '111', role: 'maven', status: 'added' });
		expect(changes()).toEqual(['POST /api/v1/participations']);
		expect(await create('add_user_to_workspace', { ...input, role: 'buyer' })).toEqual({ ...added, status: 'already_member' });
		expect(changes()).toEqual([]);
	});

	test('a user whose address can’t be looked up is not guessed', async () => {
		const { refused, changes, organization } = kantata();
		organization.settings.mayList = false;
		const { message } = await refused('add_user_to_workspace', { workspace_id: '123', user_id: 'jane.doe@example.com', role: 'maven' });
		expect(message).toBe("User “jane.doe@example.com” can't be looked up, since this connection may not list users. Use the ID instead.");
		expect(changes()).toEqual([]);
	});

	test('who is on the project is known from the refusal where the list may not be read', async () => {
		const { create, changes, organization } = kantata();
		organization.settings.mayList = false;
		const result = await create('add_user_to_workspace', { workspace_id: '123', user_id: '222', role: 'maven' });
		expect(result).toEqual({ id: null, workspace_id: '123', user_id: '222', role: null, status: 'already_member' });
		expect(changes()).toHaveLength(1);
	});
});

describe('Remove User From Project', () => {
	const input = { user: 'sam.lee@example.com', workspace_id: 'Engineering', confirm_data_loss: 'yes' };

	test('knows an archived project by its title, where no other has it', async () => {
		const { create, organization } = kantata();
		organization.archive('123');
		expect(await create('remove_user_from_workspace', input)).toMatchObject({ workspace_id: '123', status: 'removed' });
		organization.addWorkspace({ id: '790', name: 'Engineering', details: { can_invite: true } });
		expect(await create('remove_user_from_workspace', input)).toMatchObject({ workspace_id: '790', status: 'already_removed' });
	});

	test('removes from this project alone, and does so once', async () => {
		const { create, changes, organization } = kantata();
		const sam = organization.users.get('222');
		const before = organization.memberships.size;
		const removed = await create('remove_user_from_workspace', input);
		expect(removed).toMatchObject({ user_id: '222', workspace_id: '123', role: 'maven', status: 'removed' });
		expect(changes()).toEqual([`DELETE /api/v1/participations/${removed.id}`]);
		expect(sam && organization.membershipsOf(sam).map(({ workspaceId }) => workspaceId)).toEqual(['1001']);
		expect(organization.memberships.size).toBe(before - 1);
		expect(await create('remove_user_from_workspace', input)).toMatchObject({ id: null, role: null, status: 'already_removed' });
		expect(changes()).toEqual([]);
	});

	test('finds a project by its title that one may not invite to', async () => {
		const { create, organization } = kantata();
		const sam = organization.users.get('222');
		if (sam) organization.addToWorkspace(sam, '789', 'maven');
		expect(await create('remove_user_from_workspace', { ...input, workspace_id: 'Payroll' })).toMatchObject({
			workspace_id: '789',
			status: 'removed',
		});
	});

	test('refuses a title that two projects have, although one may invite to one of them only', async () => {
		const { refused, changes, organization } = kantata();
		organization.addWorkspace({ id: '790', name: 'Payroll', details: { can_invite: true } });
		const { message } = await refused('remove_user_from_workspace', { ...input, workspace_id: 'Payroll' });
		expect(message).toMatch(/^Project “Payroll” is the name of 2 projects\. Use the ID instead: 789 or 790\./);
		expect(changes()).toEqual([]);
	});

	test.each([
		['without the confirmation', { confirm_data_loss: 'no' }, /^Confirm Data Loss must say yes: .* Nobody was removed\.$/],
		['the connected user', { user: '9' }, /owns this connection/],
		['from a project that isn’t there', { workspace_id: '4711' }, /resource was not found/],
		['from a project of another name', { workspace_id: 'Engineer' }, /^Project “Engineer” wasn't found/],
	])('refuses %s', async (_what, more, message) => {
		const { refused, changes } = kantata();
		expect((await refused('remove_user_from_workspace', { ...input, ...more })).message).toMatch(message);
		expect(changes()).toEqual([]);
	});
});

describe('invitations to the account', () => {
	const nora = { full_name: 'Nora Quist', email_address: 'nora.quist@example.com' };

	test('are sent, found, and sent again by address', async () => {
		const { create, search, changes, organization } = kantata();
		const { id, ...sent } = await create('invite_user_to_account', nora);
		expect(sent).toEqual({ ...nora, status: 'invited', was_invited: true, invited_at: expect.stringMatching(/Z$/) });
		expect(await search('find_pending_invitation', { email: 'Nora.Quist@example.com' })).toMatchObject([
			{ id, email: 'nora.quist@example.com', name: 'Nora Quist' },
		]);
		changes();
		expect(await create('resend_invitation', { invitation_id: 'nora.quist@example.com' })).toEqual({
			id,
			email: 'nora.quist@example.com',
			status: 'resent',
		});
		expect(changes()).toEqual([`PUT /api/v1/account_invitations/${id}/resend`]);
		expect(organization.invitations.get(String(id))?.sent).toBe(2);
	});

	test('are no longer pending once accepted', async () => {
		const { create, search, refused, organization } = kantata();
		const { id } = await create('invite_user_to_account', nora);
		organization.accept(nora.email_address);
		expect(await search('find_pending_invitation', { email: nora.email_address })).toEqual([]);
		expect((await refused('resend_invitation', { invitation_id: String(id) })).message).toBe(
			'Invitation is no longer pending. Check Invitation: the user may have accepted it.',
		);
	});

	test.each([
		['already_invited', nora],
		['already_member', { full_name: 'Jane Doe', email_address: 'jane.doe@example.com' }],
	])('go to nobody who is there: %s', async (status, person) => {
		const { create, refused } = kantata();
		if (status === 'already_invited') await create('invite_user_to_account', person);
		expect(await create('invite_user_to_account', { ...person, if_exists: 'continue' })).toMatchObject({
			id: null,
			status,
			was_invited: false,
		});
		expect(await refused('invite_user_to_account', person)).toMatchObject({ name: 'HaltedError' });
	});
});

describe('Find Project Participant', () => {
	test.each([
		['somebody on the project', '123', 'SAM.LEE@example.com', ['222']],
		['nobody who is on another one', '123', 'jane.doe@example.com', []],
		['nobody who isn’t there', '123', 'nobody@example.com', []],
	])('finds %s', async (_who, workspace_id, email, ids) => {
		const found = await kantata().search('find_workspace_member', { workspace_id, email });
		expect(found.map(({ id }) => id)).toEqual(ids);
		for (const one of found) expect(one).toMatchObject({ workspace_id, role: 'maven', participation_id: expect.any(String) });
	});
});

describe('somebody on a project whose address is stored in letters that no filter finds', () => {
	beforeEach(() => {
		const { organization } = kantata();
		organization.settings.caseSensitive = true;
		organization.addUser({ id: '555', email: 'Zoe.Berg@Example.com', workspaces: { 123: 'buyer' } });
	});

	test.each(['find_workspace_member', 'find_user'])('is found there: %s', async (key) => {
		const { search } = kantata();
		const found = await search(key, { workspace_id: '123', email: 'zoe.berg@example.com' });
		expect(found).toMatchObject([{ id: '555', email: 'Zoe.Berg@Example.com' }]);
		expect(await search(key, { workspace_id: '456', email: 'zoe.berg@example.com' })).toEqual([]);
	});

	test('is known by the address to steps that act on users', async () => {
		const input = { user: 'zoe.berg@example.com', workspace_id: '123', confirm_data_loss: 'yes' };
		expect(await kantata().create('remove_user_from_workspace', input)).toMatchObject({ user_id: '555', status: 'removed' });
	});

	test('is not found, and can be invited, where the participants may not be seen', async () => {
		const { search, fault } = kantata();
		fault({ when: 'before', answer: { status: 403 }, matches: ({ path }) => path.endsWith('/participations') });
		expect(await search('find_user', { workspace_id: '123', email: 'zoe.berg@example.com' })).toEqual([]);
	});

	test('is the one whom an invitation meets there, in their own team', async () => {
		const invitation = {
			workspace_id: '123',
			full_name: 'Zoe Berg',
			email_address: 'zoe.berg@example.com',
			invitee_role: 'maven',
			if_exists: 'ensure',
		};
		expect(await kantata().create('invite_user', invitation)).toMatchObject({
			status: 'already_member',
			user_id: '555',
			invitee_role: 'buyer',
		});
	});
});

test('the team of somebody who was invited before, and whom no list shows, is not known', async () => {
	const { create } = kantata();
	const invitation = { workspace_id: '123', full_name: 'Nora Quist', email_address: 'nora.quist@example.com', if_exists: 'ensure' };
	await create('invite_user', { ...invitation, invitee_role: 'buyer' });
	expect(await create('invite_user', { ...invitation, invitee_role: 'maven' })).toMatchObject({
		status: 'already_invited',
		user_id: null,
		invitee_role: null,
	});
});

describe('triggers', () => {
	test('User Removed fires for whoever is disabled', async () => {
		const { poll, create } = kantata();
		expect(await poll('user_removed')).toEqual([]);
		await create('remove_user', { user: '111' });
		expect(await poll('user_removed')).toEqual([{ id: '111', email: 'jane.doe@example.com', name: 'Jane Doe' }]);
	});

	test('New Project Participant fires once more for whoever is removed and added again', async () => {
		const { poll, create, organization } = kantata();
		const known = (await poll('new_workspace_member', { workspace_id: 'Engineering' })).map(({ id }) => id);
		expect(known).toHaveLength(2);
		await create('remove_user_from_workspace', { user: '222', workspace_id: '123', confirm_data_loss: 'yes' });
		await create('add_user_to_workspace', { user_id: '222', workspace_id: '123', role: 'buyer' });
		const sam = organization.users.get('222');
		const [newest, ...others] = await poll('new_workspace_member', { workspace_id: 'Engineering' });
		expect(newest).toEqual({
			id: sam && organization.membership(sam, '123')?.id,
			user_id: '222',
			email: 'sam.lee@example.com',
			name: 'Sam Lee',
			workspace_id: '123',
			workspace_name: 'Engineering',
			role: 'buyer',
		});
		expect(known).not.toContain(newest?.id);
		expect(others.map(({ user_id }) => user_id)).toEqual(['9']);
	});

	test('New Project fires for a project of today', async () => {
		const { poll, organization } = kantata();
		const { id } = organization.addWorkspace({ name: 'Launch', createdAt: new Date().toISOString() });
		expect(await poll('new_workspace')).toEqual([{ id, name: 'Launch', created_at: expect.stringMatching(/Z$/) }]);
	});
});
