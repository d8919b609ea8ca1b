import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { refusedInvitation } from '../support/refusal.ts';
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

describe('what became of each of several users', () => {
	const [nora, omar] = ['nora.quist@example.com', 'omar.reyes@example.com'];

	test.each<[answer: object, statuses: string[], status: string, count: number]>([
		[{}, ['invited', 'invited'], 'invited', 2],
		[{ data: { invited: [nora], existing: [omar] } }, ['invited', 'existing'], 'invited', 1],
		// It may have been invited, or be a user already.
		[{ data: { invited: [nora] } }, ['invited', 'unknown'], 'invited', 1],
		[{ data: { existing: [nora] } }, ['existing', 'unknown'], 'invited', 0],
		[{ data: { existing: [nora, omar] } }, ['existing', 'existing'], 'already_member', 0],
	])('%j', async (answer, statuses, status, count) => {
		const contract = await loadContract('atomicwork');
		answerWith(contract, () => [200, JSON.stringify(answer)]);
		const method = 'creates.invite_user.operation.perform';
		const result = await tester(built('atomicwork')).run(method, contract.connection, { emails: [nora, omar] });
		expect(result).toMatchObject({
			status,
			was_invited: status === 'invited',
			invited_count: count,
			users: statuses.map((one, index) => ({ email: [nora, omar][index], status: one })),
		});
	});
});

describe('what a refused invitation says', () => {
	const READ = "Atomicwork couldn't read this request. Send this text to its support.";

	test.each<[said: object, message: string]>([
		[{ message: 'Invalid role id', field: 'workspaces' }, 'Invalid role id. Check the role IDs in this step.'],
		[{ message: 'Role 7 was not found' }, 'Role 7 was not found. Check the role IDs in this step.'],
		[{ message: 'JSON parse error: no value "MEMBER" of User Type' }, `JSON parse error: no value "MEMBER" of User Type. ${READ}`],
		[
			{ message: 'Your plan has already used all licenses' },
			'Your plan has already used all licenses. Change that in this step or in Atomicwork, then replay the step.',
		],
		[{}, 'Atomicwork refused the values of this step without saying which. Check each of them.'],
	])('%j', async (said, message) => {
		expect(await refusedInvitation('atomicwork', { emails: ['nora.quist@example.com'] }, 400, said)).toBe(message);
	});
});
