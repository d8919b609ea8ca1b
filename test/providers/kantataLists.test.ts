import { choices, connect, json, numbers, poll, run, testFindUser, testManyWorkspaces, testPermission } from '../support/lists.ts';
import { answerWith } from '../support/wire.ts';

const FORM = 'creates.kantata_invite_user.operation.inputFields';

describe('the lists of Kantata OX', () => {
	testManyWorkspaces('kantata', (query) => {
		const all = numbers(1200).map((n) => ({ id: String(n), title: `Workspace ${n}`, can_invite: true }));
		const found = all.filter(({ title }) => title.includes(query.get('search') ?? ''));
		const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
		const items = found.slice((page - 1) * size, page * size);
		return {
			count: found.length,
			results: items.map(({ id }) => ({ key: 'workspaces', id })),
			workspaces: Object.fromEntries(items.map((item) => [item.id, item])),
		};
	});

	testPermission('kantata', /user who may see them/);

	testFindUser('kantata', (users) => ({
		results: [
			{ key: 'users', id: '8' },
			{ key: 'users', id: '7' },
		],
		users,
	}));

	test('the dropdown leaves out projects that one may not invite to, and goes past a page without any', async () => {
		const { contract, authData } = await connect('kantata');
		answerWith(contract, ({ url }) => {
			const page = Number(new URL(url).searchParams.get('page'));
			const ids = numbers(page === 3 ? 2 : 200).map((n) => String(page * 1000 + n));
			return json({
				count: 402,
				results: ids.map((id) => ({ key: 'workspaces', id })),
				workspaces: Object.fromEntries(ids.map((id) => [id, { title: `W${id}`, can_invite: id === '3002' }])),
			});
		});
		expect(await run('triggers.kantata_workspaces.operation.perform', authData, {}, { page: 0 })).toEqual([{ id: '3002', name: 'W3002' }]);
	});

	test('the dropdown of users holds those of the account, page by page', async () => {
		const { contract, authData } = await connect('kantata');
		const sent = answerWith(contract, () =>
			json({ results: [{ key: 'users', id: '9' }], users: { 9: { full_name: 'Ana', email_address: 'ana@example.com' } } }),
		);
		expect(await run('triggers.kantata_users.operation.perform', authData, {}, { page: 4 })).toEqual([
			{ id: '9', email: 'ana@example.com', name: 'Ana' },
		]);
		expect(new URL(sent[0]?.url ?? '').searchParams.toString()).toBe('on_my_account=true&page=5&per_page=200');
	});

	test('the dropdown of users goes past pages of which nothing can be read', async () => {
		const { contract, authData } = await connect('kantata');
		answerWith(contract, ({ url }) => {
			const id = new URL(url).searchParams.get('page') as string;
			return json({ count: 3, results: [{ key: 'users', id }], users: { [id]: id === '3' ? { full_name: 'Ana' } : 5 } });
		});
		expect(await run('triggers.kantata_users.operation.perform', authData, {}, { page: 0 })).toMatchObject([{ id: '3', name: 'Ana' }]);
	});

	test('roles have the names of the chosen project', async () => {
		const { contract, authData } = await connect('kantata');
		const workspaces = {
			'41': { title: 'Own names', consultant_role_name: 'Engineers', client_role_name: 'Guests' },
			'42': { title: 'Half a name', consultant_role_name: '', client_role_name: 'Visitors' },
		};
		const sent = answerWith(contract, ({ url }) => {
			const found = Object.entries(workspaces).filter(([id]) => url.includes(id));
			return json({ results: found.map(([id]) => ({ key: 'workspaces', id })), workspaces: Object.fromEntries(found) });
		});
		expect(await choices(FORM, 'invitee_role', authData, { workspace_id: '41' })).toEqual({ maven: 'Engineers', buyer: 'Guests' });
		expect(await choices(FORM, 'invitee_role', authData, { workspace_id: 42 })).toEqual({ maven: 'Consultant', buyer: 'Visitors' });
		expect(await choices(FORM, 'invitee_role', authData, { workspace_id: '43' })).toEqual({ maven: 'Consultant', buyer: 'Client' });
		const before = sent.length;
		for (const workspace_id of [undefined, '', 'mapped later', '{{1__id}}']) {
			expect(await choices(FORM, 'invitee_role', authData, { workspace_id })).toEqual({ maven: 'Consultant', buyer: 'Client' });
		}
		expect(sent.length).toBe(before);
	});

	test.each([
		['a refusal', () => [403, '{}']],
		['a web page', () => [200, '<html></html>']],
		['another shape', () => [200, '{"roles":{}}']],
	] as [string, () => [number, string]][])('the preset roles stay where %s comes instead', async (_what, answer) => {
		const { contract, authData } = await connect('kantata');
		answerWith(contract, answer);
		expect(await choices(FORM, 'invitee_role', authData, { workspace_id: '41' })).toEqual({ maven: 'Consultant', buyer: 'Client' });
	});

	test('new users: the highest id is the newest', async () => {
		const { contract, authData } = await connect('kantata');
		const users = {
			9: { full_name: 'Nine', email_address: 'nine@example.com' },
			101: { full_name: '', email_address: 'ten@example.com' },
			20: { full_name: 'Twenty' },
		};
		answerWith(contract, () => json({ results: ['9', '101', '20', '404'].map((id) => ({ key: 'users', id })), users }));
		expect(await poll('kantata_new_user', authData)).toEqual([
			{ id: '101', email: 'ten@example.com', name: 'ten@example.com' },
			{ id: '20', email: '', name: 'Twenty' },
			{ id: '9', email: 'nine@example.com', name: 'Nine' },
		]);
	});
});
