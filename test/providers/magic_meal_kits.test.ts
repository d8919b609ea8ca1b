import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
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

	test('a server without the call that tests it counts as connected', async () => {
		expect(await labelOf(404, { success: false, error: 'not found' })).toBe('magic-meal-kits-sandbox.run.app');
	});
});
