import { type Contract, loadContract } from './support/contract.ts';
import { built, failure, tester, type Values } from './support/integration.ts';
import { answerWith, type Recorded } from './support/wire.ts';

const { run, perform } = tester(built('all'));

const json = (body: unknown): [number, string, Record<string, string>] => [
	200,
	JSON.stringify(body),
	{ 'content-type': 'application/json' },
];
/** A date of UTC, written like 2026-01-31. */
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const INVITATION_ID = '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10';
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function connect(key: string): Promise<{ contract: Contract; authData: Values }> {
	const contract = await loadContract(key);
	return { contract, authData: { provider: key, ...contract.connection } };
}

/** How each API gives 1,200 workspaces: by its own paging and its own search. */
const manyWorkspaces: Record<string, (query: URLSearchParams) => unknown> = {
	portkey: (query) => {
		const all = numbers(1200).map((n) => ({ id: `uuid-${n}`, slug: `ws-${n}`, name: `Workspace ${n}` }));
		const found = all.filter(({ name }) => name.includes(query.get('name') ?? ''));
		const [page, size] = [Number(query.get('current_page')), Number(query.get('page_size'))];
		return { object: 'list', total: found.length, data: found.slice(page * size, (page + 1) * size) };
	},
	kantata: (query) => {
		const all = numbers(1200).map((n) => ({ id: String(n), title: `Workspace ${n}`, can_invite: true }));
		const found = all.filter(({ title }) => title.includes(query.get('search') ?? ''));
		const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
		const items = found.slice((page - 1) * size, page * size);
		return {
			count: found.length,
			results: items.map(({ id }) => ({ key: 'workspaces', id })),
			workspaces: Object.fromEntries(items.map((item) => [item.id, item])),
		};
	},
	atomicwork: (query) => {
		const all = numbers(1200).map((n) => ({ id: n, name: `Workspace ${n}` }));
		const found = all.filter(({ name }) => name.includes(query.get('search_key') ?? ''));
		const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
		return { data: found.slice((page - 1) * size, page * size), total_pages: Math.ceil(found.length / size) };
	},
};

describe.each(Object.keys(manyWorkspaces))('1,200 workspaces of %s', (key) => {
	test('load page by page, each once, until an empty page', async () => {
		const { contract, authData } = await connect(key);
		answerWith(contract, ({ url }) => json(manyWorkspaces[key]?.(new URL(url).searchParams)));
		const seen: string[] = [];
		for (let page = 0; ; page++) {
			const items = (await run(
				`triggers.${key}_workspaces.operation.perform`,
				authData,
				{},
				{ page, isFillingDynamicDropdown: true },
			)) as Values[];
			if (!items.length) break;
			seen.push(...items.map(({ name }) => String(name)));
		}
		expect(seen).toHaveLength(1200);
		expect(new Set(seen).size).toBe(1200);
	});

	test('are found by name, the exact one alone', async () => {
		const { contract, authData } = await connect(key);
		answerWith(contract, ({ url }) => json(manyWorkspaces[key]?.(new URL(url).searchParams)));
		const find = (name: string, match?: string) =>
			run(`searches.${key}_find_workspace.operation.perform`, authData, { name, match }) as Promise<Values[]>;
		expect(await find('Workspace 1187')).toEqual([{ id: key === 'portkey' ? 'ws-1187' : '1187', name: 'Workspace 1187' }]);
		expect(await find('space 119')).toEqual([]);
		expect((await find('space 119', 'contains')).map(({ name }) => name)).toContain('Workspace 119');
		expect(await find('no such workspace')).toEqual([]);
	});
});

describe('dropdowns', () => {
	test.each([
		['portkey', /Admin API key needs the permission `workspaces\.list`/],
		['kantata', /user who may see them/],
		['atomicwork', /API key must be allowed to read them/],
		['haystack', /may read the workspaces/],
	])('of %s say which permission is missing, and keep the connection', async (key, permission) => {
		const { contract, authData } = await connect(key);
		for (const status of [401, 403]) {
			answerWith(contract, () => [status, '{"message":"No way"}']);
			const refusal = await failure(run(`triggers.${key}_workspaces.operation.perform`, authData));
			expect(refusal.name).toBe('AppError');
			expect(refusal.message).toMatch(/^No way\. /);
			expect(refusal.message).toMatch(permission);
		}
	});

	test('of Kantata OX leave out workspaces that one may not invite to, and go past a page without any', async () => {
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

	test('of Portkey fall back on the id of a workspace without a slug', async () => {
		const { contract, authData } = await connect('portkey');
		answerWith(contract, () => json({ data: [{ id: 'uuid-1', name: 'Old' }, { slug: 'ws-2' }, { name: 'nothing to name it by' }] }));
		expect(await run('triggers.portkey_workspaces.operation.perform', authData)).toEqual([
			{ id: 'uuid-1', name: 'Old' },
			{ id: 'ws-2', name: 'ws-2' },
		]);
	});

	test('of Haystack take the list bare or as data', async () => {
		const { contract, authData } = await connect('haystack');
		for (const body of [[{ name: 'default', workspace_id: 'w-1' }], { data: [{ name: 'default', workspace_id: 'w-1' }] }]) {
			answerWith(contract, () => json(body));
			expect(await run('triggers.haystack_workspaces.operation.perform', authData)).toEqual([{ id: 'w-1', name: 'default' }]);
		}
		expect(await run('triggers.haystack_workspaces.operation.perform', authData, {}, { page: 1 })).toEqual([]);
	});

	test('of pending invitations hold those of Portkey, once', async () => {
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

	test('of users hold those of the Kantata OX account, page by page', async () => {
		const { contract, authData } = await connect('kantata');
		const sent = answerWith(contract, () =>
			json({ results: [{ key: 'users', id: '9' }], users: { 9: { full_name: 'Ana', email_address: 'ana@example.com' } } }),
		);
		expect(await run('triggers.kantata_users.operation.perform', authData, {}, { page: 4 })).toEqual([
			{ id: '9', email: 'ana@example.com', name: 'Ana' },
		]);
		expect(new URL(sent[0]?.url ?? '').searchParams.toString()).toBe('on_my_account=true&page=5&per_page=200');
	});
});

describe('choices that only the account can tell', () => {
	type Field = { key: string; choices?: { value: string; label: string }[] };
	const choices = async (method: string, key: string, authData: Values, inputData: Values = {}) => {
		const fields = (await run(method, authData, inputData)) as Field[];
		return Object.fromEntries(fields.find((field) => field.key === key)?.choices?.map(({ value, label }) => [value, label]) ?? []);
	};
	const kantataForm = 'creates.kantata_invite_user.operation.inputFields';
	const haystackForm = 'creates.haystack_invite_user.operation.inputFields';

	test('roles of Kantata OX have the names of the chosen workspace', async () => {
		const { contract, authData } = await connect('kantata');
		const workspaces = {
			'41': { title: 'Own names', consultant_role_name: 'Engineers', client_role_name: 'Guests' },
			'42': { title: 'Half a name', consultant_role_name: '', client_role_name: 'Visitors' },
		};
		const sent = answerWith(contract, ({ url }) => {
			const found = Object.entries(workspaces).filter(([id]) => url.includes(id));
			return json({ results: found.map(([id]) => ({ key: 'workspaces', id })), workspaces: Object.fromEntries(found) });
		});
		expect(await choices(kantataForm, 'invitee_role', authData, { workspace_id: '41' })).toEqual({ maven: 'Engineers', buyer: 'Guests' });
		expect(await choices(kantataForm, 'invitee_role', authData, { workspace_id: 42 })).toEqual({ maven: 'Consultant', buyer: 'Visitors' });
		expect(await choices(kantataForm, 'invitee_role', authData, { workspace_id: '43' })).toEqual({ maven: 'Consultant', buyer: 'Client' });
		const before = sent.length;
		for (const workspace_id of [undefined, '', 'mapped later', '{{1__id}}']) {
			expect(await choices(kantataForm, 'invitee_role', authData, { workspace_id })).toEqual({ maven: 'Consultant', buyer: 'Client' });
		}
		expect(sent.length).toBe(before);
	});

	test('roles of Haystack are the presets, and the custom roles in whatever shape they come', async () => {
		const { contract, authData } = await connect('haystack');
		let roles: unknown;
		answerWith(contract, ({ url }) => (url.endsWith('/api/v1/me') ? json({ organization: { organization_id: 'org-1' } }) : json(roles)));
		for (roles of [['Reviewer'], { data: [{ name: 'Reviewer' }] }, [{ role: 'Reviewer' }], [{ name: 'Reviewer' }, { name: 'ADMIN' }, 7]]) {
			expect(await choices(haystackForm, 'role', authData)).toEqual({ Reviewer: 'Reviewer', ADMIN: 'Admin', EDITOR: 'Editor' });
		}
	});

	test.each([
		['a refusal', () => [403, '{}']],
		['a web page', () => [200, '<html></html>']],
		['another shape', () => [200, '{"roles":{}}']],
	] as [string, () => [number, string]][])('the presets stay where %s comes instead', async (_what, answer) => {
		const haystack = await connect('haystack');
		answerWith(haystack.contract, answer);
		expect(await choices(haystackForm, 'role', haystack.authData)).toEqual({ ADMIN: 'Admin', EDITOR: 'Editor' });
		const kantata = await connect('kantata');
		answerWith(kantata.contract, answer);
		expect(await choices(kantataForm, 'invitee_role', kantata.authData, { workspace_id: '41' })).toEqual({
			maven: 'Consultant',
			buyer: 'Client',
		});
	});

	test('and no request is made without a connection, or with that of another provider', async () => {
		expect(await choices(haystackForm, 'role', {})).toEqual({ ADMIN: 'Admin', EDITOR: 'Editor' });
		expect(await choices(haystackForm, 'role', { provider: 'portkey', api_key: 'another-key' })).toEqual({
			ADMIN: 'Admin',
			EDITOR: 'Editor',
		});
	});
});

describe('triggers', () => {
	const poll = (method: string, authData: Values, meta: Values = {}) =>
		run(`triggers.${method}.operation.perform`, authData, {}, meta) as Promise<Values[]>;

	test('new users of Portkey: all pages, those of the last month and the undated, the newest first, dates in ISO 8601', async () => {
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

	test('accepted invitations of Portkey come by the date of acceptance, new ones by that of the invitation', async () => {
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
			workspaces: [],
			status: 'pending',
			created_at: null,
			expires_at: null,
			accepted_at: null,
		});
	});

	test('new users of Kantata OX: the highest id is the newest', async () => {
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

	test('new users of Atomicwork: ids digit for digit, names from whatever there is', async () => {
		const { contract, authData } = await connect('atomicwork');
		const body = `{"data":[
			{"id":9007199254740993,"email":"big@example.com","first_name":"Big","last_name":"Number"},
			{"user_id":7,"email":"seven@example.com","display_name":"Seven"},
			{"id":8,"email":"eight@example.com","full_name":"Eight","name":""},
			{"email":"no-id@example.com"},
			{"id":9007199254740994,"email":"bigger@example.com"}],"total_pages":1}`;
		const sent = answerWith(contract, () => [200, body]);
		expect((await poll('atomicwork_new_user', authData)).map(({ id, name }) => `${id} ${name}`)).toEqual([
			'9007199254740994 bigger@example.com',
			'9007199254740993 Big Number',
			'8 Eight',
			'7 Seven',
		]);
		expect(sent).toHaveLength(1);
	});

	test('new users of Atomicwork: every page that the answer announces', async () => {
		const { contract, authData } = await connect('atomicwork');
		const sent = answerWith(contract, ({ url }) => {
			const page = new URL(url).searchParams.get('page');
			return json({ data: [{ id: Number(page), email: `p${page}@example.com` }], total_pages: 3 });
		});
		expect((await poll('atomicwork_new_user', authData)).map(({ id }) => id)).toEqual(['3', '2', '1']);
		expect(new Set(sent.map(({ url }) => url)).size).toBe(3);
	});

	test('new users of Haystack: pages as long as there are more', async () => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, ({ url }) => {
			const page = Number(new URL(url).searchParams.get('page_number'));
			return json({
				data: [{ user_id: `u-${page}`, email: `p${page}@example.com`, given_name: 'P', family_name: String(page) }],
				has_more: page < 3,
				total: 3,
			});
		});
		expect((await poll('haystack_new_user', authData)).map(({ name }) => name)).toEqual(['P 1', 'P 2', 'P 3']);
		expect(new Set(sent.map(({ url }) => url)).size).toBe(3);
	});

	test('a list without end is an error that says so, once the time is up', async () => {
		const { contract, authData } = await connect('haystack');
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setInterval', 'setTimeout'] });
		let number = 0;
		answerWith(contract, () => {
			jest.setSystemTime(Date.now() + 3_000);
			return json({ data: [{ user_id: `u-${number++}`, email: 'a@example.com' }], has_more: true });
		});
		const failed = await failure(poll('haystack_new_user', authData));
		jest.useRealTimers();
		expect(failed).toMatchObject({ name: 'AppError', code: 'incomplete_list' });
		expect(failed.message).toMatch(/^The list is too long to look through in the time that a step has/);
	});

	test.each([
		['that says there is more: nobody knows what is there', { has_more: true }, 'fails'],
		['that knows no pages: whoever is on it counts once', {}, 'gives 1'],
	])('a list that gives the same page again and again, %s', async (_title, more, expected) => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, () => json({ data: [{ user_id: 'u-1', email: 'a@example.com' }], ...more }));
		const ended = await poll('haystack_new_user', authData).then(
			(items) => `gives ${items.length}`,
			() => 'fails',
		);
		expect(ended).toBe(expected);
		expect(sent).toHaveLength(2);
	});
});

describe('searches', () => {
	const find = (method: string, authData: Values, inputData: Values) =>
		run(`searches.${method}.operation.perform`, authData, inputData) as Promise<Values[]>;

	test.each(['portkey', 'kantata', 'atomicwork', 'haystack'])('find user in %s: in any case of letters, and nobody else', async (key) => {
		const { contract, authData } = await connect(key);
		const person = {
			id: '7',
			user_id: '7',
			email: 'Jane.Doe@Example.com',
			email_address: 'Jane.Doe@Example.com',
			full_name: 'Jane Doe',
			first_name: 'Jane',
			last_name: 'Doe',
			given_name: 'Jane',
			family_name: 'Doe',
		};
		const other = { ...person, id: '8', user_id: '8', email: 'jane.doe2@example.com', email_address: 'jane.doe2@example.com' };
		answerWith(contract, ({ url }) => {
			if (url.includes('/email-lookup')) return json({ data: person });
			if (key === 'kantata')
				return json({
					results: [
						{ key: 'users', id: '8' },
						{ key: 'users', id: '7' },
					],
					users: { 7: person, 8: other },
				});
			return json({ data: [other, person] });
		});
		expect((await find(`${key}_find_user`, authData, { email: ' jane.doe@example.com ' })).map(({ id, name }) => [id, name])).toEqual([
			['7', 'Jane Doe'],
		]);
		expect(await find(`${key}_find_user`, authData, { email: 'john@example.com' })).toEqual([]);
		expect((await failure(find(`${key}_find_user`, authData, { email: 'john' }))).message).toMatch(/^Email “john” isn't an email address/);
	});

	test('find user in Atomicwork: an unknown address is no failure', async () => {
		const { contract, authData } = await connect('atomicwork');
		const sent = answerWith(contract, () => [404, '{"error":"User not found","code":"NOT_FOUND"}']);
		expect(await find('atomicwork_find_user', authData, { email: 'a+b@example.com' })).toEqual([]);
		expect(new URL(sent[0]?.url ?? '').pathname).toBe('/api/v1/users/a%2Bb%40example.com/email-lookup');
		answerWith(contract, () => [200, '{}']);
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

	// A pending invitation that isn't found may have been accepted: nobody may be invited for that.
	test('every search for a person is paired with the action that invites or adds the person', () => {
		const { searchOrCreates, searches } = built('all');
		expect(Object.keys(searchOrCreates).toSorted()).toEqual(
			Object.keys(searches)
				.filter((key) => !/_find_(workspace|pending_invitation)$/.test(key))
				.toSorted(),
		);
		const createOf = (key: string) =>
			key.endsWith('_find_workspace_member')
				? key.replace(/_find_\w+$/, '_add_user_to_workspace')
				: key.replace(/_find_\w+$/, '_invite_user');
		const expected = Object.keys(searchOrCreates).map((key) => ({ key, search: key, create: createOf(key) }));
		expect(Object.values(searchOrCreates)).toMatchObject(expected);
	});
});

describe('further actions', () => {
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

	test('an invitation to the organization needs to know the organization, and says so', async () => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, () => json({ email: 'me@example.com' }));
		const input = { given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' };
		expect((await failure(perform('haystack_invite_user_to_organization', authData, input))).message).toMatch(
			/^The platform doesn't tell which organization/,
		);
		expect(sent.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test('a step with several requests ends in time as a whole', async () => {
		const { contract, authData } = await connect('haystack');
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setInterval'] });
		const invited = Promise.withResolvers<void>();
		answerWith(contract, ({ method }) => {
			if (method === 'POST') {
				invited.resolve();
				return new Promise<never>(() => {});
			}
			jest.setSystemTime(Date.now() + 19_000);
			return json({ organization: { organization_id: 'org-1' } });
		});
		const input = { given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' };
		const failing = failure(perform('haystack_invite_user_to_organization', authData, input));
		await invited.promise;
		await jest.advanceTimersByTimeAsync(6000);
		jest.useRealTimers();
		expect((await failing).message).toMatch(/^Haystack Enterprise Platform didn't answer in time\. The invitation may have been sent/);
	});

	test('whoever may go on with a user who exists gets a result that says so', async () => {
		for (const [key, status, input] of [
			[
				'portkey',
				'already_exists',
				{ email: 'a@example.com', role: 'member', workspaces: [{ workspace_id: 'ws-1', workspace_role: 'member' }] },
			],
			[
				'haystack',
				'already_member',
				{ workspace_name: 'default', given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' },
			],
		] as const) {
			const { contract, authData } = await connect(key);
			answerWith(contract, () => [409, '{"data":{"message":"There already","errorCode":"AB07"}}']);
			expect((await failure(perform(`${key}_invite_user`, authData, input))).name).toBe('HaltedError');
			expect((await failure(perform(`${key}_invite_user`, authData, { ...input, if_exists: 'halt' }))).name).toBe('HaltedError');
			expect(await perform(`${key}_invite_user`, authData, { ...input, if_exists: 'continue' })).toMatchObject({
				email: 'a@example.com',
				status,
			});
			answerWith(contract, () => [403, '{"message":"No"}']);
		}
	});
});
