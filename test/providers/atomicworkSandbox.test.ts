import { atomicwork, inviteToAtomicwork, sandbox } from './simulations.ts';

describe('Atomicwork', () => {
	const list = async (query: string) => {
		const { body } = await atomicwork('GET', `/users/list?page=1&${query}`);
		return (body as { data: { email: string }[] }).data.map(({ email }) => email.split('@')[0]);
	};

	test('invites several at once, and sends nothing where that is wanted', async () => {
		const invite = (emails: string[], more = {}) => atomicwork('POST', '/users/invite', { emails, ...more });
		expect(await invite(['nora.quist@example.com', 'omar.reyes@example.com', 'jane.doe@example.com'])).toMatchObject({
			status: 200,
			text: '{}',
		});
		expect(await invite(['quiet@example.com'], { send_email: false })).toMatchObject({ status: 200 });
		expect(await list('invitation_status=EMAIL_INVITE_SENT')).toEqual(['sam.lee', 'nora.quist', 'omar.reyes']);
		expect(await list('invitation_status=ADDED')).toEqual(['maria.rossi', 'quiet']);
		sandbox.organization('atomicwork').accept('nora.quist@example.com');
		expect(await list('invitation_status=ACCEPTED')).toEqual(['alex.admin', 'jane.doe', 'nora.quist']);
	});

	test('gives each workspace its own roles, or all the same', async () => {
		await atomicwork('POST', '/users/invite', {
			emails: ['nora.quist@example.com'],
			org_roles: [101],
			workspaces: [{ id: 42, roles: [3, 7] }],
			workspace_ids: [58],
			workspace_roles: [9],
		});
		const organization = sandbox.organization('atomicwork');
		const nora = organization.user('nora.quist@example.com');
		if (!nora) throw new Error('Nora is no user');
		expect(nora.role).toBe('101');
		expect(Object.fromEntries(organization.membershipsOf(nora).map(({ workspaceId, role }) => [workspaceId, role]))).toEqual({
			42: '3, 7',
			58: '9',
		});
		expect(sandbox.snapshot('atomicwork').workspaces[0]?.members.at(-1)).toEqual({
			email: 'nora.quist@example.com',
			name: 'Nora Quist',
			role: 'Agent, Approver',
		});
	});

	test('knows ids digit for digit', async () => {
		expect(await inviteToAtomicwork('nora.quist@example.com', '9007199254740993')).toMatchObject({ status: 200 });
		expect(await inviteToAtomicwork('omar.reyes@example.com', '9007199254740992')).toMatchObject({ status: 404 });
		const invited = await atomicwork('POST', '/users/invite', '{"emails":["pia@example.com"],"workspace_ids":[9007199254740993]}');
		expect(invited.status).toBe(200);
		expect((await atomicwork('GET', '/workspaces?page=1')).text).toContain('"id":9007199254740993,');
		expect((await atomicwork('GET', '/users/nora.quist%40example.com/email-lookup')).text).toContain('"id":9007199254740997,');
	});

	test.each([
		['in the organization', { org_roles: [5] }, 'Role 5 not found'],
		['in a workspace', { workspace_ids: [42], workspace_roles: [101] }, 'Role 101 not found'],
	])('refuses an unknown role %s', async (_where, roles, message) => {
		expect(await atomicwork('POST', '/users/invite', { emails: ['nora.quist@example.com'], ...roles })).toMatchObject({
			status: 404,
			body: { error: message },
		});
		expect(sandbox.organization('atomicwork').user('nora.quist@example.com')).toBeUndefined();
	});

	test.each([
		['CREATED_AT_DESC', ['maria.rossi', 'sam.lee', 'jane.doe', 'alex.admin']],
		['CREATED_AT_ASC', ['alex.admin', 'jane.doe', 'sam.lee', 'maria.rossi']],
		['NAME_EMAIL_ASC', ['alex.admin', 'jane.doe', 'maria.rossi', 'sam.lee']],
		['NAME_EMAIL_DESC', ['sam.lee', 'maria.rossi', 'jane.doe', 'alex.admin']],
	])('sorts users by %s, in whatever order they come otherwise', async (order, names) => {
		sandbox.organization('atomicwork').settings.order = 'mixed';
		expect(await list(`sort_order=${order}`)).toEqual(names);
	});

	test('searches, pages, and tells apart who was removed', async () => {
		expect((await atomicwork('GET', '/workspaces?page=1&search_key=engin')).body).toEqual({
			data: [{ id: 58, name: 'Engineering' }],
			total_pages: 1,
		});
		expect((await atomicwork('GET', '/workspaces?page=2&per_page=3')).body).toMatchObject({ data: [{}], total_pages: 2 });
		sandbox.organization('atomicwork').populate(30);
		expect(await list('')).toHaveLength(25);
		sandbox.organization('atomicwork').removeUser('jane.doe@example.com');
		expect(await list('search_key=jane')).toEqual([]);
		expect(await list('search_key=jane&user_status=INACTIVE')).toEqual(['jane.doe']);
		expect(await list('search_key=jane&user_status=ALL')).toEqual(['jane.doe']);
	});

	test('looks an address up in any case, and answers 404 where nobody has it', async () => {
		expect(await atomicwork('GET', '/users/JANE.DOE%40example.com/email-lookup')).toMatchObject({ status: 200 });
		expect(await atomicwork('GET', '/users/1001/email-lookup')).toMatchObject({ status: 404 });
		expect(await atomicwork('GET', '/users/nora.quist%40example.com/email-lookup')).toMatchObject({
			status: 404,
			body: { code: 'NOT_FOUND' },
		});
	});

	describe('an invitation to workspaces', () => {
		const invite = (body: object) => atomicwork('POST', '/users/workspaces/invite', body);
		const members = async (query = '') => {
			const { body } = await atomicwork('GET', `/workspaces/58/members?page=1${query}`);
			return (body as { data: { email: string; roles: number[] }[] }).data.map(({ email, roles }) => [email.split('@')[0], ...roles]);
		};

		test('takes users and others, and leaves the roles of users in the organization', async () => {
			const workspaces = [{ id: 58, roles: [2, 7] }, { id: 42 }];
			expect(
				await invite({
					emails: ['maria.rossi@example.com'],
					users: [{ email: 'nora@example.com', first_name: 'Nora', last_name: 'Quist' }],
					user_ids: [1001],
					org_roles: [101],
					workspaces,
				}),
			).toMatchObject({ status: 200, text: '{}' });
			expect(await members()).toEqual([
				['alex.admin', 2, 7],
				['sam.lee', 3, 7],
				['maria.rossi', 2, 7],
				['nora', 2, 7],
			]);
			const organization = sandbox.organization('atomicwork');
			expect(organization.user('nora@example.com')).toMatchObject({ firstName: 'Nora', lastName: 'Quist', role: '101' });
			expect(organization.user('maria.rossi@example.com')?.role).toBe('205');
			expect(organization.pendingOf('nora@example.com')).toHaveLength(1);
			expect(await list('search_key=nora&expand=WORKSPACES')).toEqual(['nora']);
			expect((await atomicwork('GET', '/users/list?page=1&search_key=nora&expand=WORKSPACES')).body).toMatchObject({
				data: [
					{
						workspaces: [
							{ id: 42, name: 'IT Support', roles: [5] },
							{ id: 58, name: 'Engineering', roles: [2, 7] },
						],
					},
				],
			});
		});

		test('knows the ids of users digit for digit', async () => {
			expect(
				await atomicwork('POST', '/users/workspaces/invite', '{"user_ids":[9007199254740995],"workspaces":[{"id":58}]}'),
			).toMatchObject({
				status: 200,
			});
			expect(await members('&search_key=jane')).toEqual([['jane.doe', 5]]);
		});

		test.each([
			['user', { user_ids: [4711], workspaces: [{ id: 58 }] }, 'User 4711 not found'],
			['workspace', { emails: ['nora@example.com'], workspaces: [{ id: 58 }, { id: 4711 }] }, 'Workspace 4711 not found'],
			['role', { emails: ['nora@example.com'], workspaces: [{ id: 58, roles: [101] }] }, 'Role 101 not found'],
			['role in the organization', { emails: ['nora@example.com'], org_roles: [3] }, 'Role 3 not found'],
		])('refuses an unknown %s, and changes nothing', async (_what, body, error) => {
			const before = sandbox.snapshot('atomicwork');
			expect(await invite(body)).toMatchObject({ status: 404, body: { error } });
			expect(sandbox.snapshot('atomicwork')).toEqual(before);
		});

		test('members come sorted, by page and to whom may list', async () => {
			const organization = sandbox.organization('atomicwork');
			expect(await members('&sort_order=NAME_EMAIL_DESC')).toEqual([
				['sam.lee', 3, 7],
				['alex.admin', 9],
			]);
			organization.settings.order = 'newest_first';
			organization.settings.pageSize = 1;
			expect(await members('&per_page=50')).toEqual([['sam.lee', 3, 7]]);
			organization.settings.mayList = false;
			expect(await atomicwork('GET', '/workspaces/58/members?page=1')).toMatchObject({ status: 403 });
			expect(await atomicwork('GET', '/workspaces/4711/members?page=1')).toMatchObject({ status: 404 });
		});
	});

	describe.each([
		['to the organization', '/users/invite'],
		['to workspaces', '/users/workspaces/invite'],
	])('an invitation %s of several, of whom some can not be invited', (_what, path) => {
		const emails = ['nora.quist@example.com', 'omar.reyes@blocked.example'];
		const error = "Addresses at blocked.example can't be invited";
		const invite = (addresses = emails) => atomicwork('POST', path, { emails: addresses });
		const invited = () => emails.filter((email) => sandbox.organization('atomicwork').user(email));

		beforeEach(() => {
			sandbox.organization('atomicwork').settings.blockedDomains = ['blocked.example'];
		});

		test('is refused as a whole', async () => {
			expect(await invite()).toMatchObject({ status: 400, body: { error, code: 'BAD_REQUEST' } });
			expect(invited()).toEqual([]);
		});

		test.each([
			[
				'multi_status',
				207,
				{
					data: [
						{ email: emails[0], status: 200 },
						{ email: emails[1], status: 400, error, code: 'BAD_REQUEST' },
					],
				},
			],
			['failed_list', 200, { invited: [emails[0]], failed: [{ email: emails[1], error, code: 'BAD_REQUEST' }] }],
			['error_list', 200, { errors: [{ email: emails[1], message: error }] }],
		] as const)('or reaches the others, where that is set: %s', async (partialFailure, status, body) => {
			sandbox.organization('atomicwork').settings.partialFailure = partialFailure;
			const answer = await invite();
			expect(answer.status).toBe(status);
			expect(answer.body).toEqual(body);
			expect(invited()).toEqual(['nora.quist@example.com']);
			expect(await invite(['omar.reyes@blocked.example'])).toMatchObject({ status: 400, body: { error } });
			expect(await invite(['nora.quist@example.com'])).toMatchObject({ status: 200, text: '{}' });
		});

		test('counts those who have no seat too', async () => {
			const organization = sandbox.organization('atomicwork');
			organization.settings.partialFailure = 'failed_list';
			organization.settings.seats = organization.activeUsers.size + 1;
			expect((await invite(['nora.quist@example.com', 'zoe@example.com'])).body).toMatchObject({
				failed: [{ email: 'zoe@example.com', error: 'The organization has already used all licenses' }],
			});
			expect(organization.user('zoe@example.com')).toBeUndefined();
		});
	});

	test('lists those who were removed, and those who were not', async () => {
		sandbox.organization('atomicwork').removeUser('jane.doe@example.com');
		expect(await list('is_deleted=true')).toEqual(['jane.doe']);
		expect(await list('is_deleted=false')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi']);
		expect(await list('is_deleted=true&user_status=ACTIVE')).toEqual([]);
	});

	describe('a user', () => {
		const jane = '/users/9007199254740995';
		const userJane = () => sandbox.organization('atomicwork').users.get('9007199254740995');

		test('is made, with an email or without', async () => {
			const make = (query: string, body: object) => atomicwork('POST', `/users${query}`, body);
			expect(
				await make('?send_email=false', {
					first_name: 'Nora',
					last_name: 'Quist',
					email: 'Nora@example.com',
					org_roles: [101],
					workspaces: [{ id: 42, roles: [3] }],
				}),
			).toMatchObject({ status: 200, body: { data: { name: 'Nora Quist', email: 'nora@example.com', invitation_status: 'ADDED' } } });
			expect(await make('', { email: 'omar.reyes@example.com' })).toMatchObject({
				body: { data: { name: 'Omar Reyes', invitation_status: 'EMAIL_INVITE_SENT' } },
			});
			expect(sandbox.organization('atomicwork').user('nora@example.com')?.role).toBe('101');
			expect(sandbox.snapshot('atomicwork').workspaces[0]?.members.at(-1)).toMatchObject({ email: 'nora@example.com', role: 'Agent' });
			const before = sandbox.snapshot('atomicwork');
			expect(await make('', { email: 'NORA@example.com' })).toMatchObject({ status: 400, text: expect.stringContaining('already exists') });
			expect(await make('', { email: 'zoe@example.com', workspaces: [{ id: 4711 }] })).toMatchObject({ status: 404 });
			expect(await make('', { email: 'zoe@example.com', org_roles: [3] })).toMatchObject({ status: 404 });
			expect(sandbox.snapshot('atomicwork')).toEqual(before);
		});

		test('gets other names and roles, and keeps the rest', async () => {
			expect(await atomicwork('PUT', jane, { last_name: 'Roe', org_roles: [101, 205] })).toMatchObject({
				status: 200,
				body: { data: { name: 'Jane Roe' } },
			});
			expect(userJane()).toMatchObject({ firstName: 'Jane', role: '101, 205', status: 'active' });
			expect(await atomicwork('PUT', jane, { first_name: 'Joan', org_roles: [3] })).toMatchObject({
				status: 404,
				text: expect.stringContaining('Role 3'),
			});
			expect(userJane()?.firstName).toBe('Jane');
			expect(await list('sort_order=UPDATED_AT_DESC')).toEqual(['jane.doe', 'maria.rossi', 'sam.lee', 'alex.admin']);
		});

		test.each([
			['by id', 'DELETE', undefined, `${jane}/restore`, 'PATCH', {}],
			['by address', 'DELETE', undefined, '/users/Jane.Doe%40example.com/restore-by-email', 'PATCH', {}],
			['by a change', 'PUT', { is_deleted: true }, jane, 'PUT', { is_deleted: false }],
		])('is removed from everywhere, and restored %s', async (_how, method, body, path, restore, again) => {
			expect(await atomicwork(method, jane, body)).toMatchObject({ status: 200 });
			expect(sandbox.snapshot('atomicwork').workspaces[2]?.members).toEqual([]);
			expect(await atomicwork('GET', jane)).toMatchObject({ body: { data: { user_status: 'INACTIVE' } } });
			expect(await atomicwork('DELETE', jane)).toMatchObject({ status: 404 });
			expect(await atomicwork('PUT', jane, { first_name: 'Joan' })).toMatchObject({ status: 404 });
			expect(await atomicwork(restore, path, again)).toMatchObject({ status: 200 });
			expect(userJane()).toMatchObject({ status: 'active', firstName: 'Jane' });
			expect(await atomicwork(restore, path, again)).toMatchObject({ status: 200 });
		});

		test.each([
			[
				'whose address another has by now',
				() => sandbox.organization('atomicwork').addUser({ email: 'jane.doe@example.com' }),
				'already exists',
			],
			['for whom there is no licence', () => Object.assign(sandbox.organization('atomicwork').settings, { seats: 3 }), 'all licenses'],
		])('%s is not restored', async (_what, change, text) => {
			sandbox.organization('atomicwork').removeUser('9007199254740995');
			change();
			const refused = { status: 400, text: expect.stringContaining(text) };
			expect(await atomicwork('PATCH', `${jane}/restore`, {})).toMatchObject(refused);
			expect(await atomicwork('PUT', jane, { is_deleted: false, first_name: 'Joan' })).toMatchObject(refused);
			expect(userJane()).toMatchObject({ status: 'removed', firstName: 'Jane' });
		});

		test('does not remove themselves', async () => {
			const refused = { status: 400, text: expect.stringContaining('yourself') };
			expect(await atomicwork('DELETE', '/users/1001')).toMatchObject(refused);
			expect(await atomicwork('PUT', '/users/1001', { is_deleted: true })).toMatchObject(refused);
			expect(sandbox.organization('atomicwork').user('1001')?.status).toBe('active');
		});
	});

	describe('an agent group', () => {
		const path = '/workspaces/42/agent-groups/501/members';
		const members = () => sandbox.organization('atomicwork').groups.get('501')?.memberIds;

		test('takes users by address and by id, all or none, and lets them go', async () => {
			expect(await atomicwork('POST', path, '{"emails":["SAM.LEE@example.com"],"user_ids":[9007199254740995,1001]}')).toMatchObject({
				status: 200,
				text: '{}',
			});
			expect(members()).toEqual(['1001', '9007199254740995', '1003']);
			expect(await atomicwork('POST', path, { emails: ['maria.rossi@example.com', 'nobody@example.com'] })).toMatchObject({ status: 404 });
			expect(members()).toHaveLength(3);
			expect(await atomicwork('DELETE', `${path}/9007199254740995`)).toMatchObject({ status: 200, text: '{}' });
			expect(await atomicwork('DELETE', `${path}/9007199254740995`)).toMatchObject({ status: 404 });
			expect(members()).toEqual(['1001', '1003']);
			sandbox.organization('atomicwork').removeUser('sam.lee@example.com');
			expect(members()).toEqual(['1001']);
		});

		test('is found in its own workspace only, and listed by name and page', async () => {
			const names = async (query: string) => {
				const { body } = await atomicwork('GET', `/workspaces/42/agent-groups?page=1${query}`);
				return (body as { data: { name: string }[] }).data.map(({ name }) => name);
			};
			expect(await atomicwork('POST', '/workspaces/58/agent-groups/501/members', { user_ids: [1003] })).toMatchObject({ status: 404 });
			expect(await atomicwork('GET', '/workspaces/4711/agent-groups?page=1')).toMatchObject({ status: 404 });
			expect(await names('&search_key=DESK')).toEqual(['Service desk']);
			const { settings } = sandbox.organization('atomicwork');
			settings.caseSensitive = true;
			expect(await names('&search_key=DESK')).toEqual([]);
			Object.assign(settings, { order: 'newest_first', pageSize: 1 });
			expect(await names('')).toEqual(['Onboarding']);
		});
	});
});
