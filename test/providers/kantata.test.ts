import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { answerWith } from '../support/wire.ts';

/** The label by which a person recognizes a connection, for what the test of the connection answers. */
async function labelOf(status: number, answer: unknown, more: Values = {}): Promise<string> {
	const contract = await loadContract('kantata');
	const baseUrl = typeof more.base_url === 'string' ? more.base_url : contract.baseUrl;
	answerWith({ baseUrl }, () => [status, JSON.stringify(answer) ?? '']);
	return (await tester(built('kantata')).test({ ...contract.connection, ...more })).label;
}

const user = (values: Values) => ({ results: [{ key: 'users', id: '9' }], users: { 9: values } });

describe('Kantata OX', () => {
	test.each([
		[user({ full_name: 'Jane Doe', email_address: 'jane@example.com' }), 'Jane Doe (jane@example.com)'],
		[user({ full_name: 'Jane Doe' }), 'Jane Doe'],
		[user({ email_address: 'jane@example.com' }), 'jane@example.com'],
		[user({}), 'Kantata OX user'],
		[{ results: [{ key: 'users', id: '9' }] }, 'Kantata OX user'],
		[{ results: [{ key: 'accounts', id: '9' }], accounts: { 9: { full_name: 'No user' } } }, 'Kantata OX user'],
		[{}, 'Kantata OX user'],
	])('the connection that answers %j is labelled "%s"', async (body, label) => {
		expect(await labelOf(200, body)).toBe(label);
	});
});
