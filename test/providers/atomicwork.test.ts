import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { answerWith } from '../support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(status: number, answer: unknown, more: Values = {}): Promise<string> {
	const contract = await loadContract('atomicwork');
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [status, JSON.stringify(answer) ?? '']);
	return (await tester(built('atomicwork')).test({ ...contract.connection, ...more })).label;
}

describe('Atomicwork', () => {
	test('the connection is labelled with its host, and with its workspace', async () => {
		expect(await labelOf(200, { data: [] })).toBe('sandbox-acme.atomicwork.com');
		expect(await labelOf(200, {}, { workspace_id: '42' })).toBe('sandbox-acme.atomicwork.com, workspace 42');
	});
});
