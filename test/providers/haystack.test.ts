import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { answerWith } from '../support/wire.ts';

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
