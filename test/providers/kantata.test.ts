import { loadContract } from '../support/contract.ts';
import { built, tester, type Values } from '../support/integration.ts';
import { refused, refusedInvitation } from '../support/refusal.ts';
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

describe('what a refused invitation says', () => {
	const form = {
		workspace_id: '41654325',
		full_name: 'Nora Quist',
		email_address: 'nora.quist@example.com',
		invitee_role: 'consultant',
	};

	test('a value that Kantata OX wants otherwise', async () => {
		const errors = [{ type: 'validation', attribute: 'full_name', field: 'full_name', message: "can't be blank" }];
		expect(await refusedInvitation('kantata', form, 422, { errors })).toBe("Full Name can't be blank.");
	});

	test('a project that there isn’t', async () => {
		expect(await refusedInvitation('kantata', { ...form, workspace_id: 'Website relunch' })).toMatch(
			/^Project “Website relunch” wasn't found: there is no project with that name or ID\. (Did you mean|Choose one from the list)/,
		);
	});
});

describe('who is said to be somewhere already', () => {
	const invited = { full_name: 'Nora Quist', email_address: 'nora.quist@example.com' };
	const onProject = { ...invited, workspace_id: '41654325', invitee_role: 'consultant' };
	const added = { workspace_id: '41654325', user_id: '4711', role: 'consultant' };

	test.each([
		['invite_user', onProject, 'is already a member of this project', 'HaltedError'],
		['invite_user', onProject, 'is already a member of another project', 'AppError'],
		['invite_user', onProject, 'must be already a member of your account', 'AppError'],
		['invite_user', onProject, 'is already a member of this account', 'AppError'],
		['invite_user', onProject, 'was already invited', 'HaltedError'],
		['invite_user', onProject, 'was already invited to a different project', 'AppError'],
		['invite_user_to_account', invited, 'is already a member of this account', 'HaltedError'],
		['invite_user_to_account', invited, 'is already a member of another account', 'AppError'],
		['invite_user_to_account', invited, 'was already invited', 'HaltedError'],
		['invite_user_to_account', invited, 'was already invited by another account', 'AppError'],
		['add_user_to_workspace', added, 'is already on another project', 'AppError'],
		['add_user_to_workspace', added, 'must be already a member of your account', 'AppError'],
	])('%s, %j: "%s" ends it with %s', async (action, input, said, name) => {
		const errors = [{ type: 'validation', message: `The user ${said}` }];
		expect(await refused('kantata', action, input, 422, { errors })).toMatchObject({ name, message: expect.stringContaining(said) });
	});
});
