import { loadContract } from './support/contract.ts';
import { built, tester, type Values } from './support/integration.ts';
import { answerWith } from './support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(key: string, answer: [number, unknown], more: Values = {}): Promise<string> {
	const contract = await loadContract(key);
	const connection = { ...contract.connection, ...more };
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [answer[0], JSON.stringify(answer[1]) ?? '']);
	return (await tester(built(key)).test(connection)).label;
}

const kantataUser = (user: Values) => ({ results: [{ key: 'users', id: '9' }], users: { 9: user } });

test.each([
	['portkey', { total: 1, data: [{ name: 'Research' }] }, 'Research'],
	['portkey', { total: 2, data: [{ name: 'Research' }] }, 'Research and 1 more workspace'],
	['portkey', { total: 12, data: [{ name: 'Research' }] }, 'Research and 11 more workspaces'],
	['portkey', { data: [{ name: 'Research' }] }, 'Research'],
	['portkey', { total: 0, data: [] }, 'Organization without workspaces'],
	['portkey', undefined, 'Organization without workspaces'],
	['kantata', kantataUser({ full_name: 'Jane Doe', email_address: 'jane@example.com' }), 'Jane Doe (jane@example.com)'],
	['kantata', kantataUser({ full_name: 'Jane Doe' }), 'Jane Doe'],
	['kantata', kantataUser({ email_address: 'jane@example.com' }), 'jane@example.com'],
	['kantata', kantataUser({}), 'Kantata OX user'],
	['kantata', { results: [{ key: 'users', id: '9' }] }, 'Kantata OX user'],
	['kantata', { results: [{ key: 'accounts', id: '9' }], accounts: { 9: { full_name: 'No user' } } }, 'Kantata OX user'],
	['kantata', {}, 'Kantata OX user'],
	['haystack', { email: 'jane@example.com', given_name: 'Jane', organization: { name: 'Acme' } }, 'jane@example.com at Acme'],
	['haystack', { given_name: 'Jane', organization: { name: 'Acme' } }, 'Jane at Acme'],
	['haystack', { email: 'jane@example.com', organization: 'Acme' }, 'jane@example.com'],
	['haystack', { email: '', organization: { name: 'Acme' } }, 'Acme'],
	['haystack', null, 'Haystack user'],
	['atomicwork', { data: [] }, 'sandbox-acme.atomicwork.com'],
	['magic_meal_kits', { version: '1.0.0' }, 'magic-meal-kits-sandbox.run.app'],
])('%s: %j is labelled "%s"', async (key, body, label) => {
	expect(await labelOf(key, [200, body])).toBe(label);
});

test('a host or a workspace of one’s own is part of the label', async () => {
	const body = { total: 1, data: [{ name: 'Research' }] };
	expect(await labelOf('portkey', [200, body], { base_url: 'https://portkey.example.com/api/v1' })).toBe('Research on portkey.example.com');
	expect(await labelOf('atomicwork', [200, {}], { workspace_id: '42' })).toBe('sandbox-acme.atomicwork.com, workspace 42');
});

test('the address of Portkey’s cloud may be given with or without its path', async () => {
	const contract = await loadContract('portkey');
	for (const base_url of ['https://api.portkey.ai', 'https://api.portkey.ai/', 'https://api.portkey.ai/v1/', '']) {
		const sent = answerWith(contract, () => [200, '{}']);
		await tester(built('portkey')).test({ ...contract.connection, base_url });
		expect(sent.map(({ url }) => url)).toEqual(['https://api.portkey.ai/v1/admin/workspaces?page_size=1&current_page=0']);
	}
});

test('the address of Haystack may be given with the beginning of a path', async () => {
	const contract = await loadContract('haystack');
	for (const tail of ['', '/', '/api', '/api/', '/api/v1', '/api/v1/']) {
		const sent = answerWith({ baseUrl: 'https://api.us.deepset.ai' }, () => [200, '{}']);
		await tester(built('haystack')).test({ ...contract.connection, base_url: `https://api.us.deepset.ai${tail}` });
		expect(sent.map(({ url }) => url)).toEqual(['https://api.us.deepset.ai/api/v1/me']);
	}
});

test('a server of Magic Meal Kits without the call that tests it counts as connected', async () => {
	expect(await labelOf('magic_meal_kits', [404, { success: false, error: 'not found' }])).toBe('magic-meal-kits-sandbox.run.app');
});
