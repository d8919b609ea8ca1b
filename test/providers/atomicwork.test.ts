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

describe('what a refused invitation says', () => {
	const READ = "Atomicwork couldn't read this request. Send this text to its support.";

	test.each<[said: object, message: string]>([
		[{ message: 'Invalid role id', field: 'workspaces' }, 'Invalid role id. Check the role IDs in this step.'],
		[{ message: 'Role 7 was not found' }, 'Role 7 was not found. Check the role IDs in this step.'],
		...[
			'Unknown role',
			'There is no such role',
			'Incorrect roles given',
			'Roles 7 and 8 are unknown',
			'The role does not exist',
			'That role is INVALID',
		].map((message): [object, string] => [{ message }, `${message}. Check the role IDs in this step.`]),
		...['Invalid parole', 'The roleplay was not found', 'Your role is too low'].map((message): [object, string] => [
			{ message },
			`${message}. Change that in this step or in Atomicwork, then replay the step.`,
		]),
		...['Cannot deserialize value', 'Could not deserialise it'].map((message): [object, string] => [{ message }, `${message}. ${READ}`]),
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
