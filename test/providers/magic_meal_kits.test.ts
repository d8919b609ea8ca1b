import { connected } from '../support/answers.ts';
import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { refused, refusedInvitation } from '../support/refusal.ts';
import { answerWith } from '../support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(status: number, answer: unknown, more: Values = {}): Promise<string> {
	const contract = await loadContract('magic_meal_kits');
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [status, JSON.stringify(answer) ?? '']);
	return (await tester(built('magic_meal_kits')).test({ ...contract.connection, ...more })).label;
}

describe('Notion (Magic Meal Kits)', () => {
	test('the connection is labelled with the host of the server', async () => {
		expect(await labelOf(200, { version: '1.0.0' })).toBe('magic-meal-kits-sandbox.run.app');
	});

	test('a server without the call that tests it counts as connected, also if it says so with a page', async () => {
		const contract = await loadContract('magic_meal_kits');
		answerWith(contract, () => [404, '<!doctype html><p>Cannot GET /version</p>', { 'content-type': 'text/html' }]);
		expect((await tester(built('magic_meal_kits')).test(contract.connection)).label).toBe('magic-meal-kits-sandbox.run.app');
		expect(await labelOf(404, { success: false, error: 'not found' })).toBe('magic-meal-kits-sandbox.run.app');
	});
});

test.each([
	{ success: false, error: 'Notion session expired' },
	{ ok: false, message: 'Notion session expired' },
	{ status: 'error', message: 'Notion session expired' },
	{ data: { success: false, error: 'Notion session expired' } },
	{ object: 'error', status: 401, code: 'unauthorized', message: 'Notion session expired' },
	{ result: { errorId: '4e1b', name: 'UnauthorizedError', message: 'Notion session expired' } },
])('a success that says %j is none', async (body) => {
	const message = await refusedInvitation('magic_meal_kits', { email: 'nora.quist@example.com', role: 'editor' }, 200, body);
	expect(message).toMatch(/^Notion session expired\. Your Notion session has probably expired/);
});

test.each([{ status: 'sent' }, { object: 'user', data: { status: 'active' } }, ['sent'], 'sent'])(
	'a success that says %j is one',
	async (body) => {
		const contract = await loadContract('magic_meal_kits');
		answerWith(contract, () => [200, JSON.stringify(body)]);
		const { perform } = tester(built('magic_meal_kits'));
		const result = await perform('invite_user', contract.connection, { email: 'nora.quist@example.com', role: 'editor' });
		expect(result).toMatchObject({ status: 'invited', was_invited: true });
	},
);

test.each<[status: number, said: string, advice: string]>([
	[
		400,
		'Notion API error: Unauthorized 401 token_v2 is not valid',
		'Your Notion session has probably expired: copy the token again and reconnect',
	],
	[400, 'Your Notion session is over', 'Your Notion session has probably expired: copy the token again and reconnect'],
	[
		400,
		'The workspace has already reached its seat limit',
		'Change that in this step or in Notion (Magic Meal Kits), then replay the step.',
	],
	[401, 'Unauthorized', 'Check API Key and Notion Token in your connection: a Notion session can expire'],
])('a refusal with %d, %p, says what to do', async (status, said, advice) => {
	const message = await refusedInvitation('magic_meal_kits', { email: 'nora.quist@example.com', role: 'editor' }, status, {
		success: false,
		error: said,
	});
	expect(message.slice(0, `${said}. ${advice}`.length)).toBe(`${said}. ${advice}`);
});

test.each([
	['already a member of this workspace', 'HaltedError'],
	['already a member of another workspace', 'AppError'],
	['already a guest of this workspace', 'AppError'],
	['already invited', 'HaltedError'],
	['already invited to a different workspace', 'AppError'],
])('who is said to be %s: the step ends with %s', async (said, name) => {
	const error = `The user was ${said}`;
	const ended = await refused('magic_meal_kits', 'invite_user', { email: 'nora.quist@example.com', role: 'editor' }, 400, { error });
	expect(ended).toMatchObject({ name, message: expect.stringContaining(said) });
});

test('who is there already is said to have no role that was only asked for', async () => {
	const { create } = await connected('magic_meal_kits', {
		'POST api/v1/notion/workspace-invite': [409, '{"success":false,"error":"The user is already a member of this workspace"}'],
	});
	const input = { email: 'nora.quist@example.com', role: 'editor', if_exists: 'continue' };
	expect(await create('invite_user', input)).toMatchObject({ email: input.email, role: '', status: 'already_member' });
});
