import { inviteToPortkey, portkey, sandbox, type Values } from './simulations.ts';

describe('Portkey', () => {
	const invitations = async (query = '') =>
		(await portkey('GET', `/admin/users/invites${query}`)).body as { total: number; data: Values[] };

	test('keeps the invitation until it is accepted', async () => {
		const { body } = await inviteToPortkey('nora.quist@example.com');
		expect(body).toEqual({ id: '00000000-0000-4000-8000-000000001001', invite_link: 'https://app.portkey.ai/invite/sandbox-1001' });
		expect(await invitations('?status=pending&email=nora.quist@example.com')).toMatchObject({
			total: 1,
			data: [
				{
					id: '00000000-0000-4000-8000-000000001001',
					role: 'admin',
					status: 'pending',
					created_at: '2026-09-03 10:30:01',
					expires_at: '2026-09-10 10:30:01',
					accepted_at: null,
					invited_by: '00000000-0000-4000-8000-000000000101',
					workspaces: [{ workspace_id: 'ws-shared-1a2b3c', role: 'member' }],
				},
			],
		});
		expect((await portkey('GET', '/admin/users?email=nora.quist@example.com')).body).toMatchObject({ total: 0, data: [] });

		sandbox.organization('portkey').accept('nora.quist@example.com');
		expect(await invitations('?email=nora.quist@example.com')).toMatchObject({
			data: [{ status: 'accepted', accepted_at: '2026-09-03 10:30:02' }],
		});
		expect((await portkey('GET', '/admin/users?email=nora.quist@example.com')).body).toMatchObject({ total: 1, data: [{ role: 'admin' }] });
		expect(await inviteToPortkey('nora.quist@example.com')).toMatchObject({ status: 409, body: { data: { errorCode: 'AB07' } } });
	});

	test('refuses members and pending invitees, and takes those whose invitation is over', async () => {
		expect(await inviteToPortkey('jane.doe@example.com')).toMatchObject({ status: 409 });
		expect(await inviteToPortkey('john.smith@example.com')).toMatchObject({ status: 409 });
		expect(await inviteToPortkey('lee.wong@example.com')).toMatchObject({ status: 200 });
		sandbox.organization('portkey').removeUser('jane.doe@example.com');
		expect(await inviteToPortkey('jane.doe@example.com')).toMatchObject({ status: 200 });
	});

	test('takes an invitation without workspaces, and one that names a workspace by its UUID', async () => {
		expect(await portkey('POST', '/admin/users/invites', { email: 'a@example.com', role: 'member', workspaces: [] })).toMatchObject({
			status: 200,
		});
		expect(await inviteToPortkey('b@example.com', '00000000-0000-4000-8000-000000000012')).toMatchObject({ status: 200 });
		expect(sandbox.organization('portkey').pendingOf('b@example.com')[0]?.workspaces).toEqual([{ id: 'ws-engine-7a8b9c', role: 'member' }]);
	});

	test('does not say AB07 for an archived workspace', async () => {
		sandbox.organization('portkey').archive('ws-shared-1a2b3c');
		expect((await inviteToPortkey('nora.quist@example.com')).text).not.toContain('AB07');
	});

	test('cancels an invitation once, and sends it again only before that', async () => {
		const path = '/admin/users/invites/00000000-0000-4000-8000-000000000201';
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({
			status: 200,
			body: { inviteLink: 'https://app.portkey.ai/invite/sandbox-201' },
		});
		expect(sandbox.organization('portkey').pendingOf('john.smith@example.com')[0]?.sent).toBe(2);
		expect(await portkey('DELETE', path)).toMatchObject({ status: 200, body: {} });
		expect(await invitations('?email=john.smith@example.com')).toMatchObject({ data: [{ status: 'cancelled' }] });
		expect(await portkey('DELETE', path)).toMatchObject({ status: 404 });
		expect(await portkey('POST', `${path}/resend`)).toMatchObject({ status: 404 });
	});

	test('does not cancel what was accepted, or never was', async () => {
		expect(await portkey('DELETE', '/admin/users/invites/00000000-0000-4000-8000-000000000203')).toMatchObject({
			status: 400,
			text: expect.stringContaining('already accepted'),
		});
		expect(await portkey('DELETE', '/admin/users/invites/none')).toMatchObject({ status: 404 });
		expect(sandbox.snapshot('portkey').invitations.filter(({ status }) => status === 'cancelled')).toEqual([]);
	});

	test('ends invitations after a week', async () => {
		await inviteToPortkey('nora.quist@example.com');
		sandbox.organization('portkey').advance({ days: 6.9 });
		expect((await invitations('?status=pending')).data).toMatchObject([{ email: 'nora.quist@example.com' }]);
		sandbox.organization('portkey').advance({ days: 0.1 });
		expect((await invitations('?status=pending')).data).toEqual([]);
		expect((await invitations('?status=expired')).total).toBe(4);
		expect(() => sandbox.organization('portkey').accept('nora.quist@example.com')).toThrow('waits for an answer');
	});

	test.each([
		['minds case', true, 0],
		['does not', false, 1],
	])('its filter by address %s, as is set', async (_what, caseSensitive, total) => {
		sandbox.organization('portkey').settings.caseSensitive = caseSensitive;
		expect((await portkey('GET', '/admin/users?email=Jane.Doe@example.com')).body).toMatchObject({ total });
		expect((await portkey('GET', '/admin/workspaces?name=PROD')).body).toMatchObject({ total });
		expect((await portkey('GET', '/admin/workspaces?name=Prod')).body).toMatchObject({ total: 1 });
	});

	test('filters by role and status', async () => {
		expect((await portkey('GET', '/admin/users?role=member')).body).toMatchObject({ total: 2 });
		expect((await invitations('?role=admin')).total).toBe(1);
		sandbox.organization('portkey').archive('ws-produc-4d5e6f');
		expect((await portkey('GET', '/admin/workspaces?status=active')).body).toMatchObject({ total: 3 });
		expect((await portkey('GET', '/admin/workspaces?status=archived')).body).toMatchObject({ data: [{ name: 'Production' }] });
	});

	describe('users of a workspace', () => {
		const path = '/admin/workspaces/ws-shared-1a2b3c/users';
		const [alex, jane, sam, maria] = [101, 102, 103, 104].map((n) => `00000000-0000-4000-8000-000000000${n}`);
		const list = async (query = '') => {
			const { body } = await portkey('GET', `${path}${query}`);
			const { data, total } = body as { data: { email: string; role: string }[]; total: number };
			return { total, users: data.map(({ email, role }) => `${email.split('@')[0]}: ${role}`) };
		};

		test('are added, get another role, and are taken out', async () => {
			const users = [
				{ id: sam, role: 'member' },
				{ id: maria, role: 'manager' },
			];
			expect(await portkey('POST', path, { users })).toMatchObject({ status: 200, body: {} });
			expect(await list()).toEqual({
				total: 4,
				users: ['alex.admin: ws-admin', 'jane.doe: manager', 'sam.lee: ws-member', 'maria.rossi: manager'],
			});
			expect(await portkey('PUT', `${path}/${maria}`, { role: 'admin' })).toMatchObject({ status: 200, body: {} });
			expect(await portkey('DELETE', `${path}/${jane}`)).toMatchObject({ status: 200, body: {} });
			expect(await list()).toEqual({ total: 3, users: ['alex.admin: ws-admin', 'sam.lee: ws-member', 'maria.rossi: admin'] });
			expect(await portkey('DELETE', `${path}/${jane}`)).toMatchObject({ status: 404 });
			expect(await portkey('PUT', `${path}/${jane}`, { role: 'admin' })).toMatchObject({ status: 404 });
		});

		test('are all added, or none', async () => {
			const before = sandbox.snapshot('portkey');
			const add = (id: string | undefined) =>
				portkey('POST', path, {
					users: [
						{ id: sam, role: 'member' },
						{ id, role: 'member' },
					],
				});
			expect(await add(jane)).toMatchObject({ status: 409, body: { data: { errorCode: 'AB07' } } });
			expect(await add('nobody')).toMatchObject({ status: 404 });
			sandbox.organization('portkey').archive('ws-shared-1a2b3c');
			expect(await add(maria)).toMatchObject({ status: 409, text: expect.stringContaining('archived') });
			expect(sandbox.snapshot('portkey')).toEqual(before);
		});

		test('come by page, by role with its prefix or without, and by address', async () => {
			expect(await list('?page_size=1&current_page=1')).toEqual({ total: 2, users: ['jane.doe: manager'] });
			expect(await list('?role=ws-admin')).toEqual({ total: 1, users: ['alex.admin: ws-admin'] });
			expect(await list('?role=manager')).toEqual({ total: 1, users: ['jane.doe: manager'] });
			expect(await list('?email=jane.doe@example.com')).toMatchObject({ total: 1 });
			expect(await list('?email=Jane.Doe@example.com')).toMatchObject({ total: 0 });
			sandbox.organization('portkey').settings.caseSensitive = false;
			expect(await list('?email=Jane.Doe@example.com')).toMatchObject({ total: 1 });
			sandbox.organization('portkey').settings.order = 'newest_first';
			expect((await list()).users).toEqual(['jane.doe: manager', 'alex.admin: ws-admin']);
			sandbox.organization('portkey').settings.pageSize = 1;
			expect((await list('?page_size=50')).users).toHaveLength(1);
			sandbox.organization('portkey').settings.mayList = false;
			expect(await portkey('GET', path)).toMatchObject({ status: 403 });
		});

		test('are those of the same workspace by its UUID', async () => {
			const { body } = await portkey('GET', '/admin/workspaces/00000000-0000-4000-8000-000000000001/users');
			expect(body).toMatchObject({ total: 2, data: [{ id: alex, workspace_id: 'ws-shared-1a2b3c' }, { id: jane }] });
		});
	});

	describe('a user', () => {
		const path = '/admin/users/00000000-0000-4000-8000-000000000102';

		test('gets another role, but not the one they have', async () => {
			expect(await portkey('PUT', path, { role: 'admin' })).toMatchObject({ status: 200, body: {} });
			expect(sandbox.organization('portkey').user('jane.doe@example.com')?.role).toBe('admin');
			expect(await portkey('PUT', path, { role: 'admin' })).toMatchObject({
				status: 400,
				text: expect.stringContaining('this role already'),
			});
			expect(await portkey('PUT', path, { role: 'owner' })).toMatchObject({ status: 400, text: expect.stringContaining('role must be') });
		});

		test('is removed once, from all workspaces', async () => {
			expect(await portkey('DELETE', path)).toMatchObject({ status: 200, body: {} });
			expect(sandbox.snapshot('portkey').workspaces[0]?.members.map(({ name }) => name)).toEqual(['Alex Admin']);
			expect(await portkey('GET', path)).toMatchObject({ status: 404 });
			expect(await portkey('DELETE', path)).toMatchObject({ status: 404 });
		});

		test('who owns the organization stays as they are', async () => {
			const before = sandbox.snapshot('portkey');
			const owner = '/admin/users/00000000-0000-4000-8000-000000000101';
			expect(await portkey('DELETE', owner)).toMatchObject({ status: 403, text: expect.stringContaining('owner') });
			expect(await portkey('PUT', owner, { role: 'member' })).toMatchObject({ status: 403, text: expect.stringContaining('owner') });
			expect(sandbox.snapshot('portkey')).toEqual(before);
		});
	});

	test.each([
		['GET', '/admin/users/invites/none', undefined],
		['DELETE', '/admin/users/invites/none', undefined],
		['POST', '/admin/users/invites/none/resend', undefined],
		['GET', '/admin/users/none', undefined],
		['PUT', '/admin/users/none', { role: 'admin' }],
		['DELETE', '/admin/users/none', undefined],
		['GET', '/admin/workspaces/none/users', undefined],
		['POST', '/admin/workspaces/none/users', { users: [] }],
		['PUT', '/admin/workspaces/ws-shared-1a2b3c/users/none', { role: 'admin' }],
		['DELETE', '/admin/workspaces/none/users/00000000-0000-4000-8000-000000000102', undefined],
	])('what is not there is not found, or forbidden where that is set: %s %s', async (method, path, body) => {
		expect(await portkey(method, path, body)).toMatchObject({ status: 404, body: { data: { errorCode: 'AB08' } } });
		sandbox.organization('portkey').settings.missing = 'forbidden';
		expect(await portkey(method, path, body)).toMatchObject({ status: 403, body: { data: { errorCode: 'AB03' } } });
	});
});
