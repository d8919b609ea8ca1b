import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { collect, emitted, logged } from '../support/leaks.ts';
import { refusedInvitation } from '../support/refusal.ts';
import { answerWith } from '../support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(status: number, answer: unknown, more: Values = {}): Promise<string> {
	const contract = await loadContract('portkey');
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [status, JSON.stringify(answer) ?? '']);
	return (await tester(built('portkey')).test({ ...contract.connection, ...more })).label;
}

describe('Portkey', () => {
	test.each([
		[{ total: 1, data: [{ name: 'Research' }] }, 'Research'],
		[{ total: 2, data: [{ name: 'Research' }] }, 'Research and 1 more workspace'],
		[{ total: 12, data: [{ name: 'Research' }] }, 'Research and 11 more workspaces'],
		[{ data: [{ name: 'Research' }] }, 'Research'],
		[{ total: 0, data: [] }, 'Organization without workspaces'],
		[undefined, 'Organization without workspaces'],
	])('the connection that answers %j is labelled "%s"', async (body, label) => {
		expect(await labelOf(200, body)).toBe(label);
	});

	test('a host of one’s own is part of the label', async () => {
		const body = { total: 1, data: [{ name: 'Research' }] };
		expect(await labelOf(200, body, { base_url: 'https://portkey.example.com/api/v1' })).toBe('Research on portkey.example.com');
	});

	test.each(['https://api.portkey.ai', 'https://api.portkey.ai/', 'https://api.portkey.ai/v1/', ''])(
		'the address of the cloud may be given as "%s"',
		async (base_url) => {
			const contract = await loadContract('portkey');
			const sent = answerWith(contract, () => [200, '{}']);
			await tester(built('portkey')).test({ ...contract.connection, base_url });
			expect(sent.map(({ url }) => url)).toEqual(['https://api.portkey.ai/v1/admin/workspaces?page_size=1&current_page=0']);
		},
	);

	test('a new API key, should it ever be in an answer, is in nothing that leaves', async () => {
		const contract = await loadContract('portkey');
		const created = ['pk-created-9f3b/7c+1d', 'pk-created-in-depth-5e2a', 'pk-created-in-text-77c0'];
		const body = {
			id: 'i-1',
			invite_link: 'https://app.portkey.ai/x',
			api_key: created[0],
			workspace_api_key: { key: created[1] },
			note: `key: ${created[2]}`,
		};
		answerWith(contract, () => [200, JSON.stringify(body), { 'content-type': 'application/json' }]);
		await collect(
			'creates.portkey_invite_user.operation.perform',
			{ provider: 'portkey', ...contract.connection },
			{
				email: 'jane.doe@example.com',
				role: 'member',
				workspaces: [{ workspace_id: 'ws-1', workspace_role: 'member' }],
				create_key: true,
				key_scopes: ['logs.view'],
			},
		);
		expect(emitted.join('\n')).toContain('https://app.portkey.ai/x');
		for (const key of created) expect([...emitted, ...logged].filter((text) => text.includes(key))).toEqual([]);
	});
});

describe('what a refused invitation says', () => {
	const form = {
		email: 'nora.quist@example.com',
		role: 'member',
		workspaces: [{ workspace_id: 'ws-shared-1a2b3c', workspace_role: 'member' }],
	};
	const WITHOUT_WORDS = 'Portkey refused the values of this step without saying which. Check Email, the roles and the workspaces.';

	test.each<[said: string, message: string]>([
		['Request Validation Error', `Request Validation Error. ${WITHOUT_WORDS}`],
		['', WITHOUT_WORDS],
		[
			'The organization has already used all licenses',
			'The organization has already used all licenses. Change that in this step or in Portkey, then replay the step.',
		],
	])('%p', async (said, message) => {
		expect(await refusedInvitation('portkey', form, 400, { success: false, data: { message: said, errorCode: 'AB01' } })).toBe(message);
	});

	test('several addresses in the field for one', async () => {
		expect(await refusedInvitation('portkey', { ...form, email: 'a@example.com, b@example.com' })).toBe(
			'Email takes one address. For several, add Looping by Zapier before this step.',
		);
	});
});
