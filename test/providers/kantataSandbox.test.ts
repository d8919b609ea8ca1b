import { exampleOf, loadContract } from '../support/contract.ts';
import { inviteToKantata, kantata, sandbox } from './simulations.ts';

describe('Kantata OX', () => {
	const users = async (query: string) => {
		const { body } = await kantata('GET', `/users?${query}`);
		const { results, users: byId } = body as { results: { id: string }[]; users: Record<string, { email_address: string }> };
		expect(Object.keys(byId).toSorted()).toEqual(results.map(({ id }) => id).toSorted());
		return results.map(({ id }) => byId[id]?.email_address);
	};

	test('puts those who are users on the project at once', async () => {
		expect(await users('participant_in=123')).not.toContain('jane.doe@example.com');
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({
			status: 200,
			body: { results: [{ key: 'workspace_invitations' }] },
		});
		expect(await users('participant_in=123')).toContain('jane.doe@example.com');
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({ status: 422 });
	});

	test('lets others wait, for each project', async () => {
		expect(await inviteToKantata('nora.quist@example.com', '123')).toMatchObject({ status: 200 });
		expect(await inviteToKantata('nora.quist@example.com', '456')).toMatchObject({ status: 200 });
		expect(await users('search=nora')).toEqual([]);
		sandbox.organization('kantata').accept('nora.quist@example.com');
		expect(await users('search=nora&participant_in=456')).toEqual(['nora.quist@example.com']);
		expect(sandbox.organization('kantata').user('nora.quist@example.com')).toMatchObject({ firstName: 'Nora', lastName: 'Quist' });
	});

	test('speaks of what was sent, under an id of its own', async () => {
		expect((await inviteToKantata('Nora.Quist@example.com')).body).toMatchObject({
			results: [{ key: 'workspace_invitations', id: '987' }],
			workspace_invitations: {
				987: { full_name: 'Nora Quist', email_address: 'Nora.Quist@example.com', invitee_role: 'maven' },
			},
		});
		expect((await inviteToKantata('omar.reyes@example.com')).body).toMatchObject({ results: [{ id: '988' }] });
	});

	test('takes a user who needs no seat even when all are taken', async () => {
		sandbox.organization('kantata').settings.seats = 0;
		expect(await inviteToKantata('jane.doe@example.com')).toMatchObject({ status: 200 });
		expect(await inviteToKantata('nora.quist@example.com')).toMatchObject({ status: 400 });
	});

	test('refuses invitations to a project where one may not invite', async () => {
		expect(await inviteToKantata('nora.quist@example.com', '789')).toMatchObject({ status: 403 });
	});

	test('hides members of the account who are in no project, unless asked for the account; clients the other way round', async () => {
		const organization = sandbox.organization('kantata');
		organization.addUser({ email: 'ines.costa@example.com' });
		organization.addUser({ email: 'client@example.org', external: true, workspaces: { 456: 'buyer' } });
		expect(await users('by_email_address=ines.costa@example.com')).toEqual([]);
		expect(await users('by_email_address=ines.costa@example.com&on_my_account=true')).toEqual(['ines.costa@example.com']);
		expect(await users('by_email_address=client@example.org')).toEqual(['client@example.org']);
		expect(await users('by_email_address=client@example.org&on_my_account=true')).toEqual([]);
	});

	test('adds a user to a project once', async () => {
		const add = (workspace_id: number, user_id: number) =>
			kantata('POST', '/participations', { participation: { workspace_id, user_id, role: 'buyer' } });
		const { body } = await add(456, 111);
		const [{ id }] = (body as { results: [{ id: string }] }).results;
		expect(body).toMatchObject({ participations: { [id]: { id, workspace_id: '456', user_id: '111', role: 'buyer' } } });
		expect(await add(456, 111)).toMatchObject({ status: 422, text: expect.stringContaining('already a participant') });
		expect(await add(456, 222)).toMatchObject({ status: 200 });
		expect(await add(456, 4711)).toMatchObject({ status: 422, body: { errors: [{ field: 'user_id' }] } });
		expect(await add(4711, 111)).toMatchObject({ status: 404 });
		expect(sandbox.snapshot('kantata').workspaces.find(({ id }) => id === '456')?.members).toEqual([
			{ email: 'alex.admin@example.com', name: 'Alex Admin', role: 'Consultant' },
			{ email: 'jane.doe@example.com', name: 'Jane Doe', role: 'Client' },
			{ email: 'sam.lee@example.com', name: 'Sam Lee', role: 'Client' },
		]);
	});

	test('counts pages in meta, and keeps its map of objects in step', async () => {
		expect((await kantata('GET', '/users?page=2&per_page=3')).body).toEqual({
			count: 4,
			meta: { count: 4, page_count: 2, page_number: 2, page_size: 3 },
			results: [{ key: 'users', id: '222' }],
			users: { 222: { id: '222', full_name: 'Sam Lee', email_address: 'sam.lee@example.com' } },
		});
	});

	test.each([
		['search=engin', ['123']],
		['search=456', ['456']],
		['matching=relaunch', ['456']],
		['archived=only', ['1001']],
		['archived=include&order=title:desc', ['1001', '456', '789', '123']],
		['order=title:asc', ['123', '789', '456']],
	])('lists projects by %s', async (query, ids) => {
		sandbox.organization('kantata').archive('1001');
		const { body } = await kantata('GET', `/workspaces?${query}`);
		expect((body as { results: { id: string }[] }).results.map(({ id }) => id)).toEqual(ids);
	});

	/** The ids of an answer, in order. */
	const ids = async (path: string) => ((await kantata('GET', path)).body as { results: { id: string }[] }).results.map(({ id }) => id);

	test('lists participations by project and by user, in the order and the pages that are set', async () => {
		expect(await ids('/participations?workspace_id=123')).toEqual(['5501', '5507']);
		expect(await ids('/participations?workspace_id=123&by_user=222')).toEqual(['5507']);
		expect(await ids('/participations?by_user=111')).toEqual(['5505']);
		expect((await kantata('GET', '/participations?by_user=111')).body).not.toHaveProperty('users');
		sandbox.organization('kantata').settings.order = 'newest_first';
		sandbox.organization('kantata').settings.pageSize = 1;
		expect((await kantata('GET', '/participations?workspace_id=123&include=user')).body).toEqual({
			count: 2,
			meta: { count: 2, page_count: 2, page_number: 1, page_size: 1 },
			results: [{ key: 'participations', id: '5507' }],
			participations: { 5507: { id: '5507', workspace_id: '123', user_id: '222', role: 'maven' } },
			users: { 222: { id: '222', full_name: 'Sam Lee', email_address: 'sam.lee@example.com' } },
		});
	});

	test('takes somebody out of a project, once', async () => {
		expect(await kantata('DELETE', '/participations/5507')).toMatchObject({ status: 204, text: '' });
		expect(await users('participant_in=123')).toEqual(['alex.admin@example.com']);
		expect(await kantata('DELETE', '/participations/5507')).toMatchObject({ status: 404 });
	});

	test('shows a project, archived or not', async () => {
		sandbox.organization('kantata').archive('456');
		expect((await kantata('GET', '/workspaces/456')).body).toMatchObject({ workspaces: { 456: { archived: true } } });
		expect(await kantata('GET', '/workspaces/4711')).toMatchObject({ status: 404 });
	});

	test('disables and enables a user, who then is on no project', async () => {
		expect(await kantata('PUT', '/account_memberships/9222/disable')).toMatchObject({
			status: 200,
			body: { results: [{ key: 'account_memberships', id: '9222' }], account_memberships: { 9222: { user_id: '222', disabled: true } } },
		});
		expect(await users('on_my_account=true&search=sam')).toEqual([]);
		expect(await ids('/participations?by_user=222')).toEqual([]);
		expect(await ids('/account_memberships?only_inactive=true')).toEqual(['9222']);
		expect(await ids('/account_memberships?only_active=true')).toEqual(['99', '9111', '9333']);
		expect(await ids('/account_memberships')).toEqual(['99', '9111', '9333', '9222']);
		expect(await kantata('PUT', '/account_memberships/9222/disable')).toMatchObject({ status: 200 });
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({
			status: 200,
			body: { account_memberships: { 9222: { disabled: false } } },
		});
		expect(await users('on_my_account=true&search=sam')).toEqual(['sam.lee@example.com']);
	});

	test('does not disable oneself or who is not on the account, nor enable whom there is no room for', async () => {
		const organization = sandbox.organization('kantata');
		organization.addUser({ id: '77', email: 'client@example.org', external: true });
		expect(await kantata('PUT', '/account_memberships/99/disable')).toMatchObject({
			status: 422,
			text: expect.stringContaining('yourself'),
		});
		expect(await kantata('PUT', '/account_memberships/977/disable')).toMatchObject({ status: 404 });
		expect(await kantata('PUT', '/account_memberships/222/disable')).toMatchObject({ status: 404 });
		organization.removeUser('222');
		organization.settings.seats = organization.activeUsers.size;
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({ status: 400, text: expect.stringContaining('seat') });
		organization.settings.seats = 100;
		organization.addUser({ email: 'sam.lee@example.com' });
		expect(await kantata('PUT', '/account_memberships/9222/enable')).toMatchObject({ status: 422, text: expect.stringContaining('taken') });
	});

	test('invites to the account, sends the invitation again, and lists those that wait', async () => {
		const invite = (email_address: string) =>
			kantata('POST', '/account_invitations', { account_invitation: { full_name: 'Nora Quist', email_address } });
		const operation = (await loadContract('kantata')).operations.find(({ operationId }) => operationId === 'inviteUserToAccount');
		if (!operation) throw new Error('no inviteUserToAccount');
		const organization = sandbox.organization('kantata');
		expect((await invite('nora.quist@example.com')).body).toEqual(exampleOf(operation, 200));
		expect(await invite('Nora.Quist@example.com')).toMatchObject({ status: 422, text: expect.stringContaining('already been invited') });
		expect(await invite('jane.doe@example.com')).toMatchObject({ status: 422, text: expect.stringContaining('already a member') });
		await inviteToKantata('omar.reyes@example.com');
		expect(await ids('/account_invitations?only_pending=true')).toEqual(['987']);
		expect(await ids('/account_invitations?search=quist@example')).toEqual(['987']);
		expect(await ids('/account_invitations?search=omar')).toEqual([]);
		expect(await kantata('PUT', '/account_invitations/987/resend')).toMatchObject({ status: 200, body: { results: [{ id: '987' }] } });
		expect(organization.pendingOf('nora.quist@example.com')).toMatchObject([{ sent: 2 }]);
		expect(await kantata('PUT', '/account_invitations/988/resend')).toMatchObject({ status: 404 });
		organization.accept('nora.quist@example.com');
		expect(await users('search=nora&on_my_account=true')).toEqual(['nora.quist@example.com']);
		expect(await ids('/account_invitations?only_pending=true')).toEqual([]);
		expect(await ids('/account_invitations')).toEqual(['987']);
		expect(await kantata('PUT', '/account_invitations/987/resend')).toMatchObject({
			status: 422,
			text: expect.stringContaining('no longer pending'),
		});
		organization.settings.seats = 0;
		expect(await invite('zoe@example.com')).toMatchObject({ status: 400 });
		expect(organization.pendingOf('zoe@example.com')).toEqual([]);
	});
});
