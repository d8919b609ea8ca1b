import { join } from 'node:path';
import { type Organization, type Sandbox, startSandbox } from '../../sandbox/index.mts';
import { built, failure, tester, type Values } from '../support/integration.ts';

/*
 * What happens to a user after the invitation, over the sandbox: it knows who is where, so what is claimed can be looked up.
 */
const portkey = tester(built('portkey'));

let sandbox: Sandbox;
let organization: Organization;
let connection: Values;

async function start(options: { clock?: () => number } = {}): Promise<void> {
	sandbox = await startSandbox({ contracts: join(__dirname, '../../contracts'), apis: ['portkey'], ...options });
	organization = sandbox.organization('portkey');
	connection = sandbox.apis[0]?.connection ?? {};
}

beforeEach(() => start());

afterEach(() => sandbox.stop());

const perform = (key: string, input: Values) => portkey.perform(key, connection, input);
const poll = (key: string, input: Values = {}) => portkey.run(`triggers.${key}.operation.perform`, connection, input) as Promise<Values[]>;
const search = (key: string, input: Values) => portkey.run(`searches.${key}.operation.perform`, connection, input) as Promise<Values[]>;
/** What was sent to change something. */
const changes = () => sandbox.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
const roleIn = (email: string, workspace: string) => {
	const user = organization.user(email);
	return user && organization.membership(user, workspace)?.role;
};

/** Removes a user while a request is on its way, which then meets no fault. */
const goes = () => {
	organization.removeUser(MARIA);
	return false;
};

const KIMS_INVITATION = '00000000-0000-4000-8000-000000000202';
const [ALEX, JANE, SAM, MARIA] = [101, 102, 103, 104].map((n) => `00000000-0000-4000-8000-000000000${n}`) as [
	string,
	string,
	string,
	string,
];

describe('the role of a user', () => {
	test('is changed', async () => {
		expect(await perform('update_user_role', { user: 'Jane.Doe@example.com', role: 'Admin' })).toStrictEqual({
			id: JANE,
			email: 'jane.doe@example.com',
			name: 'Jane Doe',
			role: 'admin',
			previous_role: 'member',
			status: 'role_changed',
		});
		expect(organization.user(JANE)?.role).toBe('admin');
	});

	test('that the user has already is no error', async () => {
		expect(await perform('update_user_role', { user: SAM, role: 'admin' })).toMatchObject({ previous_role: 'admin', status: 'unchanged' });
		expect(changes()).toStrictEqual([]);
	});
});

describe('a user', () => {
	test('is removed, with all access', async () => {
		expect(await perform('remove_user', { user: ' maria.rossi@example.com ' })).toStrictEqual({
			id: MARIA,
			email: 'maria.rossi@example.com',
			name: 'Maria Rossi',
			role: 'member',
			status: 'removed',
		});
		expect(organization.user(MARIA)?.status).toBe('removed');
	});

	// The list holds no removed users, so nothing tells them from an ID that nobody ever had, such as that of an invitation.
	test.each(
		(['remove_user', 'remove_user_from_workspace'] as const).flatMap((key) => [
			[key, MARIA, 'not_found'] as const,
			[key, MARIA, 'forbidden'] as const,
			[key, KIMS_INVITATION, 'not_found'] as const,
		]),
	)('whom nobody is by the ID isn’t said to be removed by %s: %s, where Portkey answers %s', async (key, user, missing) => {
		organization.settings.missing = missing;
		organization.removeUser(MARIA);
		const { message, code } = await failure(perform(key, { user, ...(key !== 'remove_user' && { workspace_id: 'ws-shared-1a2b3c' }) }));
		expect(message).toBe(`User “${user}” wasn't found: the organization has no user with that ID (any more). Choose one from the list.`);
		expect(code).toBe('not_found');
		expect(changes()).toStrictEqual([]);
	});

	test.each(['not_found', 'forbidden'] as const)('who goes between the look and the removal is removed already: %s', async (missing) => {
		organization.settings.missing = missing;
		sandbox.fault({ when: 'before', answer: { status: 200 }, matches: ({ method }) => method === 'DELETE' && goes() });
		expect(await perform('remove_user', { user: MARIA })).toStrictEqual({
			id: MARIA,
			email: 'maria.rossi@example.com',
			name: 'Maria Rossi',
			role: 'member',
			status: 'already_removed',
		});
		expect(organization.user(MARIA)?.status).toBe('removed');
	});

	test.each([
		['is there still', () => false],
		['can’t be looked at again', () => (organization.settings.mayList = false)],
	])('whose removal is refused, and who %s, isn’t removed', async (_state, then) => {
		sandbox.fault({
			when: 'before',
			answer: { status: 404, body: { success: false, data: { message: 'Not found', errorCode: 'AB08' } } },
			matches: ({ method }) => {
				if (method === 'DELETE') then();
				return method === 'DELETE';
			},
		});
		const { message } = await failure(perform('remove_user', { user: MARIA }));
		expect(message).toBe('Not found. Check User: they may have been removed.');
		expect(organization.user(MARIA)?.status).toBe('active');
	});

	test('who can’t be looked up by address is not removed', async () => {
		organization.settings.mayList = false;
		const { name, message } = await failure(perform('remove_user', { user: 'maria.rossi@example.com' }));
		expect(name).toBe('AppError');
		expect(message).toBe(
			"User “maria.rossi@example.com” can't be looked up, since this connection may not list users. Use the ID instead.",
		);
		expect(changes()).toStrictEqual([]);
	});
});

describe('the owner of the organization', () => {
	test.each([
		['update_user_role', { role: 'member' }, "can't be given another role here. Nothing was changed."],
		['remove_user', {}, "can't be removed here. Nothing was changed."],
		[
			'update_user_in_workspace',
			{ workspace_id: 'ws-shared-1a2b3c', role: 'member' },
			"can't be given another role here. Nothing was changed.",
		],
		['remove_user_from_workspace', { workspace_id: 'ws-shared-1a2b3c' }, "can't be removed here. Nothing was changed."],
		['add_user_to_workspace', { workspace_id: 'ws-shared-1a2b3c', role: 'member' }, 'keeps the role that they have in a workspace.'],
	])('is refused by %s', async (key, input, what) => {
		const { message, code } = await failure(perform(key, { user: ALEX, ...input }));
		expect(message).toBe(`alex.admin@example.com is the owner of the organization, who ${what}`);
		expect(code).toBe('owner');
		expect(changes()).toStrictEqual([]);
	});
});

test('an invitation gives the owner no other role either', async () => {
	const { message } = await failure(
		perform('invite_user', {
			email: 'alex.admin@example.com',
			role: 'member',
			workspaces: [{ workspace_id: 'ws-shared-1a2b3c', workspace_role: 'member' }],
			if_exists: 'ensure',
		}),
	);
	expect(message).toBe('alex.admin@example.com is the owner of the organization, who keeps the role that they have in a workspace.');
	expect(changes()).toStrictEqual(['POST /v1/admin/users/invites']);
});

describe('a user whose ID is written in other letters', () => {
	const id = 'abcdef00-0000-4000-8000-00000000beef';
	const input = { user: id.toUpperCase(), workspace_id: 'ws-shared-1a2b3c' };
	beforeEach(() => organization.addUser({ email: 'Zoe@example.com', id, role: 'member', workspaces: { 'ws-shared-1a2b3c': 'member' } }));

	test('is removed from a workspace', async () => {
		expect(await perform('remove_user_from_workspace', input)).toMatchObject({ id, status: 'removed' });
		expect(roleIn(id, 'ws-shared-1a2b3c')).toBeUndefined();
	});

	test.each(['update_user_in_workspace', 'add_user_to_workspace'])('gets a role by %s', async (key) => {
		expect(await perform(key, { ...input, role: 'admin' })).toMatchObject({ id, status: 'role_changed' });
		expect(roleIn(id, 'ws-shared-1a2b3c')).toBe('admin');
	});

	test('gets another role, and is removed', async () => {
		expect(await perform('update_user_role', { user: id.toUpperCase(), role: 'admin' })).toMatchObject({ id, status: 'role_changed' });
		expect(await perform('remove_user', { user: id.toUpperCase() })).toMatchObject({ id, status: 'removed' });
		expect(organization.user(id)?.status).toBe('removed');
	});
});

describe('a user in a workspace', () => {
	test('is added, then has the role already, then gets another', async () => {
		const input = { user: 'jane.doe@example.com', workspace_id: 'Production' };
		const result = {
			id: JANE,
			email: 'jane.doe@example.com',
			name: 'Jane Doe',
			workspace_id: 'ws-produc-4d5e6f',
			workspace_name: 'Production',
		};
		expect(await perform('add_user_to_workspace', { ...input, role: 'member' })).toStrictEqual({
			...result,
			role: 'member',
			status: 'added',
		});
		expect(await perform('add_user_to_workspace', { ...input, role: 'member' })).toMatchObject({ status: 'already_member' });
		expect(await perform('add_user_to_workspace', { ...input, role: 'manager' })).toMatchObject({ status: 'role_changed' });
		expect(roleIn('jane.doe@example.com', 'ws-produc-4d5e6f')).toBe('manager');
		expect(changes()).toHaveLength(2);
	});

	test('gets another role, and keeps it', async () => {
		const input = { user: JANE, workspace_id: 'ws-shared-1a2b3c', role: 'admin' };
		expect(await perform('update_user_in_workspace', input)).toMatchObject({
			role: 'admin',
			previous_role: 'manager',
			status: 'role_changed',
		});
		expect(await perform('update_user_in_workspace', input)).toMatchObject({ previous_role: 'admin', status: 'unchanged' });
		expect(roleIn(JANE, 'ws-shared-1a2b3c')).toBe('admin');
		expect(changes()).toHaveLength(1);
	});

	test('who isn’t in it gets no role there', async () => {
		const { message, code } = await failure(perform('update_user_in_workspace', { user: MARIA, workspace_id: 'Research', role: 'admin' }));
		expect(message).toBe("maria.rossi@example.com isn't a member of Research. Use Add User to Workspace first.");
		expect(code).toBe('not_found');
		expect(changes()).toStrictEqual([]);
	});

	test('is removed, and then is so already, and stays in the organization', async () => {
		const input = { user: 'jane.doe@example.com', workspace_id: 'ws-shared-1a2b3c' };
		expect(await perform('remove_user_from_workspace', input)).toMatchObject({ id: JANE, role: 'manager', status: 'removed' });
		expect(await perform('remove_user_from_workspace', input)).toMatchObject({ id: JANE, role: null, status: 'already_removed' });
		expect(organization.user(JANE)?.status).toBe('active');
		expect(changes()).toStrictEqual([`DELETE /v1/admin/workspaces/ws-shared-1a2b3c/users/${JANE}`]);
	});

	test('is found there, or not', async () => {
		const found = (await search('find_workspace_member', { workspace_id: 'Shared workspace', email: 'JANE.DOE@example.com' })) as unknown[];
		expect(found).toStrictEqual([
			{
				id: JANE,
				email: 'jane.doe@example.com',
				name: 'Jane Doe',
				workspace_id: 'ws-shared-1a2b3c',
				workspace_name: 'Shared workspace',
				role: 'manager',
				joined_at: '2026-03-17T16:42:08Z',
			},
		]);
		expect(await search('find_workspace_member', { workspace_id: 'Production', email: 'jane.doe@example.com' })).toStrictEqual([]);
		expect(await search('find_workspace_member', { workspace_id: 'Production', email: 'nobody@example.com' })).toStrictEqual([]);
	});
});

describe('a user of the organization whom an invitation lets into several workspaces', () => {
	const [shared, production] = ['ws-shared-1a2b3c', 'ws-produc-4d5e6f'];
	const invite = (email: string) =>
		failure(
			perform('invite_user', {
				email,
				role: 'member',
				workspaces: [
					{ workspace_id: 'Shared workspace', workspace_role: 'admin' },
					{ workspace_id: 'Production', workspace_role: 'member' },
				],
				if_exists: 'ensure',
			}),
		);

	test('may be in the one whose request failed, and is in those before', async () => {
		sandbox.fault({
			when: 'after',
			answer: { status: 500 },
			matches: ({ method, path }) => method === 'POST' && path.includes(production),
		});
		const { message, code } = await invite('jane.doe@example.com');
		expect(message).toContain("jane.doe@example.com has access to Shared workspace. Whether they have access to Production isn't known.");
		expect(code).toBe('partly_done');
		expect(roleIn('jane.doe@example.com', shared)).toBe('admin');
	});

	test('is known not to be in one for which nothing was sent', async () => {
		const alex = organization.user(ALEX);
		if (alex) organization.addToWorkspace(alex, production, 'admin');
		const { message, code } = await invite('alex.admin@example.com');
		expect(message).toBe(
			'alex.admin@example.com is the owner of the organization, who keeps the role that they have in a workspace. alex.admin@example.com has access to Shared workspace.',
		);
		expect(code).toBe('partly_done');
		expect(roleIn('alex.admin@example.com', production)).toBe('admin');
	});
});

describe('a cancelled invitation in other letters', () => {
	beforeEach(() => {
		organization.cancel(organization.invite({ email: 'Ana@example.com', role: 'member' }));
		organization.invite({ email: 'ana@example.com', role: 'member' });
	});

	test('hides no pending one', async () => {
		expect(await search('find_invitation', { email: 'Ana@example.com' })).toMatchObject([{ email: 'ana@example.com', status: 'pending' }]);
	});
});

test('an invitation that can’t be looked up by address is not cancelled', async () => {
	organization.settings.mayList = false;
	const { message } = await failure(perform('cancel_invitation', { invitation_id: 'kim.park@example.com' }));
	expect(message).toContain("can't be looked up, since this connection may not list pending invitations. Use the ID instead.");
	expect(changes()).toStrictEqual([]);
});

test('an invitation is sent again by the address of whom it is for', async () => {
	const result = await perform('resend_invitation', { invitation_id: 'Kim.Park@example.com' });
	expect(result).toMatchObject({ id: '00000000-0000-4000-8000-000000000202', status: 'resent' });
	expect(organization.invitations.get(String(result.id))?.sent).toBe(2);
});

describe('a trigger', () => {
	// What is old, triggers take for known.
	beforeEach(() => {
		sandbox.stop();
		return start({ clock: Date.now });
	});

	test('gives who joined a workspace, and whoever joins again once more', async () => {
		const workspace_id = 'Research';
		await perform('add_user_to_workspace', { user: SAM, workspace_id, role: 'member' });
		const [first] = await poll('new_workspace_member', { workspace_id });
		expect(first).toMatchObject({ user_id: SAM, email: 'sam.lee@example.com', workspace_name: 'Research', role: 'member' });
		await perform('remove_user_from_workspace', { user: SAM, workspace_id });
		organization.advance({ seconds: 60 });
		await perform('add_user_to_workspace', { user: SAM, workspace_id, role: 'member' });
		const [again] = await poll('new_workspace_member', { workspace_id });
		expect(again?.user_id).toBe(SAM);
		expect(again?.id).not.toBe(first?.id);
	});

	test('gives workspaces that are new', async () => {
		const known = await poll('new_workspace');
		const { id } = organization.addWorkspace({ name: 'Labs' });
		expect(await poll('new_workspace')).toStrictEqual([{ id, name: 'Labs', created_at: expect.any(String) }, ...known]);
	});

	test('gives invitations that expire', async () => {
		expect(await poll('invitation_expired')).toStrictEqual([]);
		organization.advance({ days: 8 });
		const expired = await poll('invitation_expired');
		expect(expired.map(({ email }) => email)).toStrictEqual(['kim.park@example.com', 'john.smith@example.com']);
		expect(expired[0]).toMatchObject({ invitation_id: '00000000-0000-4000-8000-000000000202', status: 'expired' });
	});
});
