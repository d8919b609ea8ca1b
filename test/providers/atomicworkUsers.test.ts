import { sandboxed } from '../support/sandboxed.ts';

const atomicwork = sandboxed('atomicwork');

const JANE = '9007199254740995';
const jane = { id: JANE, email: 'jane.doe@example.com', name: 'Jane Doe' };

describe('Update User Role', () => {
	test('changes the roles in the organization, and leaves alone what is so already', async () => {
		const { create, changes, organization } = atomicwork();
		const input = { user: 'Jane.Doe@example.com', role: '101, 205' };
		const result = { ...jane, roles: ['101', '205'] };
		expect(await create('update_user_role', input)).toEqual({ ...result, previous_roles: ['205'], status: 'role_changed' });
		expect(changes()).toEqual([`PUT /api/v1/users/${JANE}`]);
		expect(organization.users.get(JANE)?.role).toBe('101, 205');
		expect(await create('update_user_role', { ...input, role: '205, 101' })).toMatchObject({ status: 'unchanged' });
		expect(changes()).toEqual([]);
	});

	test('refuses somebody who was removed, and a role that isn’t there', async () => {
		const { refused, changes, organization } = atomicwork();
		expect((await refused('update_user_role', { user: JANE, role: '4711' })).message).toBe(
			'Role 4711 not found. Check Organization Roles: each must be the ID of a role in your Atomicwork.',
		);
		changes();
		organization.removeUser(JANE);
		expect((await refused('update_user_role', { user: jane.email, role: '101' })).message).toBe(
			'User “jane.doe@example.com” was removed from the organization. Add the step Restore User before this one.',
		);
		expect(changes()).toEqual([]);
	});
});

describe('Remove User', () => {
	test.each([[JANE], ['jane.doe@example.com']])('removes %s, and does so once', async (user) => {
		const { create, changes, organization } = atomicwork();
		expect(await create('remove_user', { user })).toEqual({ ...jane, status: 'removed' });
		expect(changes()).toEqual([`DELETE /api/v1/users/${JANE}`]);
		expect(organization.users.get(JANE)?.status).toBe('removed');
		expect(await create('remove_user', { user })).toEqual({ ...jane, status: 'already_removed' });
		expect(changes()).toEqual([]);
	});

	test('of an ID that nobody has changes nothing', async () => {
		const { refused, changes } = atomicwork();
		expect((await refused('remove_user', { user: '4711' })).message).toBe(
			"User “4711” wasn't found: Atomicwork shows no user with that ID. Choose one from the list.",
		);
		expect(changes()).toEqual([]);
	});

	test.each([
		['nobody@example.com', /^User “nobody@example.com” wasn't found: there is no user with that email address or ID\./],
		['Jane Doe', /^User “Jane Doe” is neither an email address nor an ID\./],
		['jane.doe@example', /^User “jane.doe@example” /],
	])('refuses %s', async (user, message) => {
		const { refused, changes } = atomicwork();
		expect((await refused('remove_user', { user })).message).toMatch(message);
		expect(changes()).toEqual([]);
	});

	test('of the user whose key it is ends with Atomicwork’s own words', async () => {
		expect((await atomicwork().refused('remove_user', { user: '1001' })).message).toMatch(/^You can't remove yourself\./);
	});
});

describe('Restore User', () => {
	test.each([[JANE], ['jane.doe@example.com']])('restores %s, and does so once', async (user) => {
		const { create, changes, organization } = atomicwork();
		organization.removeUser(JANE);
		expect(await create('restore_user', { user })).toEqual({ ...jane, status: 'restored' });
		expect(changes()).toEqual([`PATCH /api/v1/users/${JANE}/restore`]);
		expect(organization.users.get(JANE)?.status).toBe('active');
		expect(await create('restore_user', { user })).toEqual({ ...jane, status: 'already_active' });
		expect(changes()).toEqual([]);
	});

	test('of an address that nobody ever had is refused', async () => {
		const { refused, changes } = atomicwork();
		expect((await refused('restore_user', { user: 'nobody@example.com' })).message).toMatch(/^User “nobody@example.com” wasn't found/);
		expect(changes()).toEqual([]);
	});
});

describe('Add User to Workspace', () => {
	const input = { user: jane.email, workspaces: [{ workspace_id: 'IT Support', workspace_role_ids: '3, 7' }, { workspace_id: '64' }] };

	test('adds where the user isn’t yet, and does so once', async () => {
		const { create, changes, organization } = atomicwork();
		const user = organization.users.get(JANE);
		expect(await create('add_user_to_workspace', input)).toEqual({
			id: JANE,
			workspaces: [
				{ id: '42', name: 'IT Support', roles: ['3', '7'], outcome: 'added' },
				{ id: '64', name: null, roles: [], outcome: 'unchanged' },
			],
			status: 'added',
		});
		expect(changes()).toEqual(['POST /api/v1/users/workspaces/invite']);
		expect(user && organization.membership(user, '42')?.role).toBe('3, 7');
		expect(await create('add_user_to_workspace', input)).toMatchObject({ status: 'already_member' });
		expect(changes()).toEqual([]);
	});

	test('gives a member other roles', async () => {
		const { create, organization } = atomicwork();
		const user = organization.users.get(JANE);
		const workspaces = [{ workspace_id: '64', workspace_role_ids: '9' }];
		expect(await create('add_user_to_workspace', { user: JANE, workspaces })).toMatchObject({ status: 'role_changed' });
		expect(user && organization.membership(user, '64')?.role).toBe('9');
	});

	test('doesn’t say that it added whoever may have been there', async () => {
		const { create, changes, organization } = atomicwork();
		organization.settings.mayList = false;
		const workspaces = [{ workspace_id: '64', workspace_role_ids: '5' }];
		expect(await create('add_user_to_workspace', { user: JANE, workspaces })).toMatchObject({
			workspaces: [{ outcome: 'access_given' }],
			status: 'access_given',
		});
		expect(changes()).toEqual(['POST /api/v1/users/workspaces/invite']);
	});

	test.each([
		['an ID that nobody has', '4711', /^User “4711” wasn't found/],
		['a name', 'Jane Doe', /^User “Jane Doe” is neither an email address nor an ID\./],
	])('refuses %s', async (_what, user, message) => {
		const { refused, changes } = atomicwork();
		expect((await refused('add_user_to_workspace', { ...input, user })).message).toMatch(message);
		expect(changes()).toEqual([]);
	});
});

describe('Create User', () => {
	const nora = { first_name: 'Nora', last_name: 'Quist', email: 'nora.quist@example.com', org_roles: '205' };

	test('creates with workspaces, and does so once', async () => {
		const { create, changes, organization } = atomicwork();
		const input = { ...nora, workspaces: [{ workspace_id: 'Engineering', workspace_role_ids: '3' }], send_email: 'no' };
		const created = await create('create_user', input);
		expect(created).toMatchObject({ email: nora.email, name: 'Nora Quist', status: 'created' });
		expect(changes()).toEqual(['POST /api/v1/users']);
		const user = organization.user(nora.email);
		expect(user?.id).toBe(created.id);
		expect(user && organization.membership(user, '58')?.role).toBe('3');
		expect(organization.invitationsOf(nora.email)).toEqual([]);
		expect(await create('create_user', input)).toEqual({ ...created, status: 'already_exists' });
		expect(changes()).toEqual([]);
	});
});

describe('agent groups', () => {
	const input = { user: 'sam.lee@example.com', workspace_id: 'IT Support', group_id: 'service DESK' };
	const members = () => atomicwork().organization.groups.get('501')?.memberIds;

	test('take users in, and let them go once', async () => {
		const { create, changes, refused } = atomicwork();
		const group = { id: '1003', workspace_id: '42', group_id: '501', group_name: 'Service desk' };
		expect(await create('add_user_to_group', input)).toEqual({ ...group, status: 'added' });
		expect(members()).toEqual(['1001', '1003']);
		expect(changes()).toEqual(['POST /api/v1/workspaces/42/agent-groups/501/members']);
		expect(await create('remove_user_from_group', input)).toMatchObject({ ...group, status: 'removed' });
		expect(members()).toEqual(['1001']);
		// They may be a member under another id.
		expect(await refused('remove_user_from_group', input)).toMatchObject({
			message:
				'User not found. Atomicwork found no member with the ID of sam.lee@example.com in the group “Service desk”: look there whether the user is still in it.',
			code: 'not_found',
		});
	});

	test.each([
		['a group that the workspace doesn’t have', { group_id: 'Service' }, /^Group “Service” wasn't found/],
		['a group by an ID that nothing has', { group_id: '4711' }, /^Group “4711” wasn't found/],
		['nobody whom it knows', { user: '4711' }, /^User “4711” wasn't found/],
	])('refuse to remove from %s', async (_what, more, message) => {
		const { refused, changes } = atomicwork();
		expect((await refused('remove_user_from_group', { ...input, ...more })).message).toMatch(message);
		expect(changes()).toEqual([]);
	});
});

test('Find Workspace Member tells the roles, and finds nobody who isn’t there', async () => {
	const { search } = atomicwork();
	expect(await search('find_workspace_member', { workspace_id: 'Engineering', email: 'SAM.LEE@example.com' })).toEqual([
		{ id: '1003', email: 'sam.lee@example.com', name: 'Sam Lee', workspace_id: '58', workspace_name: 'Engineering', role: '3, 7' },
	]);
	expect(await search('find_workspace_member', { workspace_id: '58', email: jane.email })).toEqual([]);
});

test('Find Pending Invitation finds whoever has not accepted yet', async () => {
	const { search, organization } = atomicwork();
	expect(await search('find_pending_invitation', { email: 'sam.lee@example.com' })).toMatchObject([{ id: '1003' }]);
	organization.accept('sam.lee@example.com');
	expect(await search('find_pending_invitation', { email: 'sam.lee@example.com' })).toEqual([]);
	expect(await search('find_pending_invitation', { email: jane.email })).toEqual([]);
});

describe('triggers', () => {
	const ids = async (trigger: string, input = {}) => (await atomicwork().poll(trigger, input)).map(({ id }) => id);

	test('User Removed fires for whoever is removed, and no longer for whoever is restored', async () => {
		const { create } = atomicwork();
		expect(await ids('user_removed')).toEqual([]);
		await create('remove_user', { user: JANE });
		expect(await atomicwork().poll('user_removed')).toMatchObject([{ ...jane, user_id: JANE }]);
		await create('restore_user', { user: JANE });
		expect(await ids('user_removed')).toEqual([]);
	});

	test('Invitation Accepted fires for whoever accepts', async () => {
		const before = await ids('invitation_accepted');
		expect(before).not.toContain('1003');
		atomicwork().organization.accept('sam.lee@example.com');
		expect((await ids('invitation_accepted')).toSorted()).toEqual([...before, '1003'].toSorted());
	});

	test('New Workspace Member fires for whoever is added', async () => {
		expect(await ids('new_workspace_member', { workspace_id: 'Engineering' })).toEqual(['58:1003', '58:1001']);
		await atomicwork().create('add_user_to_workspace', { user: JANE, workspaces: [{ workspace_id: '58', workspace_role_ids: '3' }] });
		const [newest] = await atomicwork().poll('new_workspace_member', { workspace_id: 'Engineering' });
		expect(newest).toEqual({
			id: `58:${JANE}`,
			user_id: JANE,
			email: 'jane.doe@example.com',
			name: 'Jane Doe',
			workspace_id: '58',
			workspace_name: 'Engineering',
			role: '3',
		});
	});

	test('New Workspace gives the newest first', async () => {
		const { organization } = atomicwork();
		const { id } = organization.addWorkspace({ name: 'Facilities' });
		expect((await ids('new_workspace'))[0]).toBe(id);
	});
});
