import { failure } from '../support/integration.ts';
import { choices, connect, json, perform, poll, run, testContinue, testFindUser, testPermission } from '../support/lists.ts';
import { answerWith } from '../support/wire.ts';

const FORM = 'creates.haystack_invite_user.operation.inputFields';

describe('the lists of Haystack', () => {
	testPermission('haystack', /may read the workspaces/);

	testFindUser('haystack', (people) => ({ data: [people[8], people[7]] }));

	testContinue(
		'haystack',
		{ workspace_name: 'default', given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' },
		{ message: 'There already' },
		'already_member',
	);

	test('the dropdown takes the list bare or as data', async () => {
		const { contract, authData } = await connect('haystack');
		for (const body of [[{ name: 'default', workspace_id: 'w-1' }], { data: [{ name: 'default', workspace_id: 'w-1' }] }]) {
			answerWith(contract, () => json(body));
			expect(await run('triggers.haystack_workspaces.operation.perform', authData)).toEqual([{ id: 'w-1', name: 'default' }]);
		}
		expect(await run('triggers.haystack_workspaces.operation.perform', authData, {}, { page: 1 })).toEqual([]);
	});

	test('roles are the presets, and the custom roles in whatever shape they come', async () => {
		const { contract, authData } = await connect('haystack');
		let roles: unknown;
		answerWith(contract, ({ url }) => (url.endsWith('/api/v1/me') ? json({ organization: { organization_id: 'org-1' } }) : json(roles)));
		for (roles of [['Reviewer'], { data: [{ name: 'Reviewer' }] }, [{ role: 'Reviewer' }], [{ name: 'Reviewer' }, { name: 'ADMIN' }, 7]]) {
			expect(await choices(FORM, 'role', authData)).toEqual({ Reviewer: 'Reviewer', ADMIN: 'Admin', EDITOR: 'Editor' });
		}
	});

	test.each([
		['a refusal', () => [403, '{}']],
		['a web page', () => [200, '<html></html>']],
		['another shape', () => [200, '{"roles":{}}']],
	] as [string, () => [number, string]][])('the preset roles stay where %s comes instead', async (_what, answer) => {
		const { contract, authData } = await connect('haystack');
		answerWith(contract, answer);
		expect(await choices(FORM, 'role', authData)).toEqual({ ADMIN: 'Admin', EDITOR: 'Editor' });
	});

	test('no request for roles is made without a connection, or with that of another provider', async () => {
		expect(await choices(FORM, 'role', {})).toEqual({ ADMIN: 'Admin', EDITOR: 'Editor' });
		expect(await choices(FORM, 'role', { provider: 'portkey', api_key: 'another-key' })).toEqual({
			ADMIN: 'Admin',
			EDITOR: 'Editor',
		});
	});

	test('new users: pages as long as there are more', async () => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, ({ url }) => {
			const page = Number(new URL(url).searchParams.get('page_number'));
			return json({
				data: [{ user_id: `u-${page}`, email: `p${page}@example.com`, given_name: 'P', family_name: String(page) }],
				has_more: page < 3,
				total: 3,
			});
		});
		expect((await poll('haystack_new_user', authData)).map(({ name }) => name)).toEqual(['P 1', 'P 2', 'P 3']);
		expect(new Set(sent.map(({ url }) => url)).size).toBe(3);
	});

	test('a list without end is an error that says so, once the time is up', async () => {
		const { contract, authData } = await connect('haystack');
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setInterval', 'setTimeout'] });
		let number = 0;
		answerWith(contract, () => {
			jest.setSystemTime(Date.now() + 3_000);
			return json({ data: [{ user_id: `u-${number++}`, email: 'a@example.com' }], has_more: true });
		});
		const failed = await failure(poll('haystack_new_user', authData));
		jest.useRealTimers();
		expect(failed).toMatchObject({ name: 'AppError', code: 'incomplete_list' });
		expect(failed.message).toMatch(/^The list is too long to look through in the time that a step has/);
	});

	test.each([
		['that says there is more: nobody knows what is there', { has_more: true }, 'fails'],
		['that knows no pages: whoever is on it counts once', {}, 'gives 1'],
	])('a list that gives the same page again and again, %s', async (_title, more, expected) => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, () => json({ data: [{ user_id: 'u-1', email: 'a@example.com' }], ...more }));
		const ended = await poll('haystack_new_user', authData).then(
			(items) => `gives ${items.length}`,
			() => 'fails',
		);
		expect(ended).toBe(expected);
		expect(sent).toHaveLength(2);
	});

	test('an invitation to the organization needs to know the organization, and says so', async () => {
		const { contract, authData } = await connect('haystack');
		const sent = answerWith(contract, () => json({ email: 'me@example.com' }));
		const input = { given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' };
		expect((await failure(perform('haystack_invite_user_to_organization', authData, input))).message).toMatch(
			/^The platform doesn't tell which organization/,
		);
		expect(sent.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test('a step with several requests ends in time as a whole', async () => {
		const { contract, authData } = await connect('haystack');
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setInterval'] });
		const invited = Promise.withResolvers<void>();
		answerWith(contract, ({ method }) => {
			if (method === 'POST') {
				invited.resolve();
				return new Promise<never>(() => {});
			}
			jest.setSystemTime(Date.now() + 19_000);
			return json({ organization: { organization_id: 'org-1' } });
		});
		const input = { given_name: 'A', family_name: 'B', email: 'a@example.com', role: 'EDITOR' };
		const failing = failure(perform('haystack_invite_user_to_organization', authData, input));
		await invited.promise;
		await jest.advanceTimersByTimeAsync(6000);
		jest.useRealTimers();
		expect((await failing).message).toMatch(/^Haystack Enterprise Platform didn't answer in time\. The invitation may have been sent/);
	});
});
