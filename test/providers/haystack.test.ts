import { loadContract } from '../support/contract.ts';
import { built, failure, tester, type Values } from '../support/integration.ts';
import { refused } from '../support/refusal.ts';
import { answerWith, documentedAnswer, type Reply } from '../support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(status: number, answer: unknown, more: Values = {}): Promise<string> {
	const contract = await loadContract('haystack');
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [status, JSON.stringify(answer) ?? '']);
	return (await tester(built('haystack')).test({ ...contract.connection, ...more })).label;
}

describe('Haystack Enterprise Platform', () => {
	test.each([
		[{ email: 'jane@example.com', given_name: 'Jane', organization: { name: 'Acme' } }, 'jane@example.com at Acme'],
		[{ given_name: 'Jane', organization: { name: 'Acme' } }, 'Jane at Acme'],
		[{ email: 'jane@example.com', organization: 'Acme' }, 'jane@example.com'],
		[{ email: '', organization: { name: 'Acme' } }, 'Acme'],
		[null, 'Haystack user'],
	])('the connection that answers %j is labelled "%s"', async (body, label) => {
		expect(await labelOf(200, body)).toBe(label);
	});

	test.each(['', '/', '/api', '/api/', '/api/v1', '/api/v1/'])('its address may end in "%s"', async (tail) => {
		const contract = await loadContract('haystack');
		const sent = answerWith({ baseUrl: 'https://api.us.deepset.ai' }, () => [200, '{}']);
		await tester(built('haystack')).test({ ...contract.connection, base_url: `https://api.us.deepset.ai${tail}` });
		expect(sent.map(({ url }) => url)).toEqual(['https://api.us.deepset.ai/api/v1/me']);
	});

	test('its own form begins with the address of the cloud', () => {
		const fields = built('haystack').authentication?.fields ?? [];
		expect(fields.find(({ key }) => key === 'base_url')).toMatchObject({ default: 'https://api.cloud.deepset.ai' });
	});
});

const person = { given_name: 'Nora', family_name: 'Quist', email: 'nora.quist@example.com' };

test.each<[status: number, message: string, name: string]>([
	[409, 'Conflict', 'HaltedError'],
	[400, 'The user is already a member', 'AppError'],
])('an invitation to the organization that is refused with %d (%s) ends with %s', async (status, message, name) => {
	const ended = await refused('haystack', 'invite_user_to_organization', { ...person, role: 'EDITOR' }, status, { message });
	expect(ended.name).toBe(name);
});

test('who is in the organization already is told as such, where a Zap goes on with them', async () => {
	const contract = await loadContract('haystack');
	answerWith(contract, (request) => (request.method === 'POST' ? [409, '{}', {}] : documentedAnswer(contract, request)));
	const input = { ...person, role: 'EDITOR', if_exists: 'continue' };
	expect(await tester(built('haystack')).perform('invite_user_to_organization', contract.connection, input)).toMatchObject({
		status: 'already_member',
		workspace_ids: [],
		workspaces: [],
	});
});

/** What an invitation to the organization sends and gives, where its roles are answered so. */
async function invitedAs(role: string, roles: Reply) {
	const contract = await loadContract('haystack');
	const sent = answerWith(contract, (request) =>
		new URL(request.url).pathname.endsWith('/roles') ? roles : documentedAnswer(contract, request),
	);
	const inviting = tester(built('haystack')).perform('invite_user_to_organization', contract.connection, { ...person, role });
	return { inviting, bodies: () => sent.filter(({ method }) => method === 'POST').map(({ body }) => body) };
}

const named = (...names: string[]): Reply => [200, JSON.stringify(names), { 'content-type': 'application/json' }];

test.each<[role: string, roles: Reply, sent: string]>([
	['editor', named('Auditor'), 'EDITOR'],
	['editor', named('editor'), 'editor'],
	['editor', [403, '{}', {}], 'EDITOR'],
	['editor', [401, '{}', {}], 'EDITOR'],
	['editor', [404, '{}', {}], 'EDITOR'],
	['Auditor', [403, '{}', {}], 'Auditor'],
])('the role %s, where %j are the custom ones, is sent as %s', async (role, roles, sent) => {
	const { inviting, bodies } = await invitedAs(role, roles);
	expect(await inviting).toMatchObject({ role: sent, workspace_ids: [], workspaces: [] });
	expect(bodies()).toMatchObject([{ role: sent }]);
});

test.each([429, 500, 503])('a role that may be a custom one is not guessed while the platform answers %d', async (status) => {
	const { inviting, bodies } = await invitedAs('editor', [status, '', {}]);
	await failure(inviting);
	expect(bodies()).toEqual([]);
});
