import { haystack, inviteToHaystack, person, sandbox } from './simulations.ts';

describe('Haystack Enterprise Platform', () => {
	const organizationId = '00000000-0000-4000-8000-000000000002';
	const inviteToOrganization = (values: object) =>
		haystack('POST', `/organization/${organizationId}/invitation`, { ...person, email: 'nora.quist@example.com', ...values });

	test('answers 201 with an empty body, and makes the user at once', async () => {
		expect(await inviteToHaystack('nora.quist@example.com', 'Support & Sales')).toMatchObject({ status: 201, text: '' });
		expect((await haystack('GET', '/users?limit=100')).body).toMatchObject({
			total: 5,
			data: [{}, {}, {}, {}, { given_name: 'Nora', family_name: 'Quist', email: 'nora.quist@example.com' }],
		});
		expect(sandbox.snapshot('haystack').workspaces.at(-1)?.members).toEqual([
			{ email: 'nora.quist@example.com', name: 'Nora Quist', role: 'EDITOR' },
		]);
	});

	test('refuses whoever belongs to the organization, and leaves their access as it is', async () => {
		expect(await inviteToHaystack('jane.doe@example.com', 'Engineering')).toMatchObject({ status: 409 });
		expect(sandbox.snapshot('haystack').workspaces[1]?.members.map(({ email }) => email)).toEqual(['sam.lee@example.com']);
	});

	test('refuses an unknown role, and names the field', async () => {
		expect(await inviteToOrganization({ role: 'Editor' })).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'role'], msg: 'role Editor does not exist' }] },
		});
		expect(await inviteToOrganization({ role: 'Prompt engineer' })).toMatchObject({ status: 201 });
	});

	test('invites to the organization with several workspaces, or with none', async () => {
		const workspace_ids = ['00000000-0000-4000-8000-000000000011', '00000000-0000-4000-8000-000000000012'];
		expect(await inviteToOrganization({ workspace_ids: ['00000000-0000-4000-8000-000000000099'] })).toMatchObject({
			status: 422,
			body: { detail: [{ loc: ['body', 'workspace_ids'] }] },
		});
		expect(await inviteToOrganization({ workspace_ids })).toMatchObject({ status: 201 });
		expect(await inviteToOrganization({ email: 'omar.reyes@example.com' })).toMatchObject({ status: 201 });
		const organization = sandbox.organization('haystack');
		const workspacesOf = (email: string) => {
			const user = organization.user(email);
			return user && organization.membershipsOf(user).map(({ workspaceId }) => workspaceId);
		};
		expect(workspacesOf('nora.quist@example.com')).toEqual(workspace_ids);
		expect(workspacesOf('omar.reyes@example.com')).toEqual([]);
		expect(await haystack('POST', '/organization/another/invitation', { ...person, email: 'a@example.com' })).toMatchObject({
			status: 404,
		});
	});

	test('lists those who were removed, and those from outside, where that is asked for', async () => {
		const emails = async (query: string) => {
			const { body } = await haystack('GET', `/users?limit=100${query}`);
			return (body as { data: { email: string }[] }).data.map(({ email }) => email.split('@')[0]);
		};
		const organization = sandbox.organization('haystack');
		organization.removeUser('jane.doe@example.com');
		organization.addUser({ email: 'guest@example.org', external: true });
		expect(await emails('')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi']);
		expect(await emails('&include_deleted=true')).toEqual(['alex.admin', 'jane.doe', 'sam.lee', 'maria.rossi']);
		expect(await emails('&include_external=true')).toEqual(['alex.admin', 'sam.lee', 'maria.rossi', 'guest']);
		expect(await haystack('GET', '/users?page_number=0')).toMatchObject({ status: 422 });
	});

	test('pages users, and cuts roles off', async () => {
		expect((await haystack('GET', '/users?limit=3')).body).toMatchObject({ has_more: true, total: 4, data: [{}, {}, {}] });
		expect((await haystack('GET', '/users?limit=3&page_number=2')).body).toMatchObject({ has_more: false, total: 4, data: [{}] });
		expect((await haystack('GET', `/organization/${organizationId}/roles?limit=2`)).body).toMatchObject({
			has_more: true,
			total: 3,
			data: [{ name: 'EDITOR' }, { name: 'ADMIN' }],
		});
		expect(await haystack('GET', '/organization/another/roles')).toMatchObject({ status: 404 });
	});
});
