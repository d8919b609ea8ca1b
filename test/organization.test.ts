import { Organization, type User } from '../sandbox/organization.mts';
import { Table } from '../sandbox/table.mts';

const make = (changes = {}) =>
	new Organization(
		{
			name: 'Example',
			connected: 'alex.admin@example.com',
			roles: { organization: [{ id: '1', name: 'Member' }], workspace: [{ id: '7', name: 'Reader' }] },
			workspaces: [
				{ id: 'w-a', name: 'A' },
				{ id: 'w-b', name: 'B' },
			],
			users: [{ id: 'u-2', email: 'alex.admin@example.com', workspaces: { 'w-a': '7' } }],
			...changes,
		},
		{ user: (n) => `u-${n}`, workspace: (n, name) => `w-${name}-${n}`, membership: (n) => `m-${n}`, invitation: (n) => `i-${n}` },
	);

const rolesOf = (organization: Organization, user: User) =>
	Object.fromEntries(organization.membershipsOf(user).map(({ workspaceId, role }) => [workspaceId, role]));

describe('people', () => {
	test('get ids that nobody has, a name from their address, and the first role', () => {
		const organization = make();
		expect(organization.addUser({ email: 'nora_quist@example.com' })).toMatchObject({
			id: 'u-1',
			firstName: 'Nora',
			lastName: 'Quist',
			role: '1',
		});
		expect(organization.addUser({ email: 'x@example.com', firstName: 'Omar' })).toMatchObject({
			id: 'u-3',
			firstName: 'Omar',
			lastName: '',
		});
		expect(organization.addWorkspace({ name: 'C' }).id).toBe('w-C-1');
	});

	test('have an address each', () => {
		const organization = make();
		expect(() => organization.addUser({ email: 'Alex.Admin@example.com' })).toThrow('is a user already');
	});

	test('are found by their address in any case, and by id', () => {
		const organization = make();
		expect(organization.user('ALEX.ADMIN@example.com')?.id).toBe('u-2');
		expect(organization.user('u-2')?.email).toBe('alex.admin@example.com');
		organization.changeUser('u-2', { email: 'alex@example.com', role: '2' });
		expect(organization.user('alex.admin@example.com')).toBeUndefined();
		expect(organization.user('alex@example.com')).toMatchObject({ id: 'u-2', role: '2' });
		expect(organization.connected.email).toBe('alex@example.com');
		expect([...organization.activeUsers]).toEqual([...organization.users]);
	});

	test('leave all workspaces when removed, and come back without', () => {
		const organization = make();
		const alex = organization.removeUser('alex.admin@example.com');
		expect(alex.status).toBe('removed');
		expect(organization.memberships.size).toBe(0);
		expect(organization.snapshot()).toMatchObject({ users: [{ status: 'removed' }], workspaces: [{ members: [] }, {}] });
		expect([...organization.activeUsers]).toEqual([]);
		expect(organization.user('alex.admin@example.com')).toBeUndefined();
		expect(organization.restoreUser('u-2').status).toBe('active');
		expect(organization.user('alex.admin@example.com')?.id).toBe('u-2');
		expect(rolesOf(organization, alex)).toEqual({});
	});

	test("can't come back when somebody else has their address", () => {
		const organization = make();
		organization.removeUser('u-2');
		organization.addUser({ email: 'alex.admin@example.com' });
		expect(() => organization.restoreUser('u-2')).toThrow('is a user already');
	});

	test('have one role in a workspace', () => {
		const organization = make();
		const { connected } = organization;
		organization.addToWorkspace(connected, 'w-a', '8');
		organization.addToWorkspace(connected, 'w-b', '7');
		expect(rolesOf(organization, connected)).toEqual({ 'w-a': '8', 'w-b': '7' });
		const membership = organization.membership(connected, 'w-a');
		if (!membership) throw new Error('Alex is not in A');
		organization.removeFromWorkspace(membership);
		expect(rolesOf(organization, connected)).toEqual({ 'w-b': '7' });
		expect(organization.snapshot().workspaces.map(({ members }) => members)).toEqual([
			[],
			[{ email: 'alex.admin@example.com', name: 'Alex Admin', role: 'Reader' }],
		]);
		expect(() => organization.addToWorkspace(connected, 'w-c', '7')).toThrow('has no w-c');
	});
});

describe('invitations', () => {
	test('are all accepted at once, and give what they say', () => {
		const organization = make();
		organization.invite({ email: 'nora@example.com', firstName: 'Nora', lastName: 'Quist', role: '3', workspaces: { 'w-a': '7' } });
		organization.invite({ email: 'nora@example.com', workspaces: { 'w-b': '8' } });
		const nora = organization.accept('NORA@example.com');
		expect(nora).toMatchObject({ firstName: 'Nora', lastName: 'Quist', role: '3' });
		expect(rolesOf(organization, nora)).toEqual({ 'w-a': '7', 'w-b': '8' });
		expect(organization.invitationsOf('nora@example.com').map(({ status }) => status)).toEqual(['accepted', 'accepted']);
		expect(() => organization.accept('nora@example.com')).toThrow('waits for an answer');
	});

	test('leave the role of whoever was put there meanwhile', () => {
		const organization = make();
		organization.invite({ email: 'nora@example.com', workspaces: { 'w-a': '7' } });
		const nora = organization.addUser({ email: 'nora@example.com', workspaces: { 'w-a': '8' } });
		expect(organization.accept('nora@example.com')).toBe(nora);
		expect(rolesOf(organization, nora)).toEqual({ 'w-a': '8' });
	});

	test('take a seat each, but for users', () => {
		const organization = make({ settings: { seats: 5 } });
		expect(organization.freeSeats).toBe(4);
		organization.invite({ email: 'nora@example.com' });
		organization.invite({ email: 'Nora@example.com' });
		organization.invite({ email: 'alex.admin@example.com' });
		expect(organization.freeSeats).toBe(3);
		organization.accept('nora@example.com');
		expect(organization.freeSeats).toBe(3);
		organization.removeUser('nora@example.com');
		expect(organization.freeSeats).toBe(4);
	});

	test('expire at their time, each', () => {
		const organization = make({ daysToAccept: 2 });
		organization.invite({ email: 'a@example.com' });
		organization.advance({ days: 1 });
		organization.invite({ email: 'b@example.com' });
		const statuses = () => organization.snapshot().invitations.map(({ status }) => status);
		organization.advance({ seconds: 24 * 3600 - 2 });
		expect(statuses()).toEqual(['pending', 'pending']);
		organization.advance({ seconds: 1 });
		expect(statuses()).toEqual(['expired', 'pending']);
		organization.advance({ days: 1, seconds: 1 });
		expect(statuses()).toEqual(['expired', 'expired']);
	});
});

describe('a table', () => {
	const byName = ({ name }: { name: string }) => name;
	const all = { by: byName, offset: 0, size: 100 };
	const fill = (...names: string[]) => {
		const table = new Table<{ id: string; name: string }>();
		for (const [index, name] of names.entries()) table.add({ id: String(index), name });
		return table;
	};
	const namesOf = (table: ReturnType<typeof fill>) => table.select(all).items.map(({ id, name }) => `${name}${id}`);

	test('keeps its order while things come, change and go', () => {
		const table = fill('d', 'b', 'b', 'a');
		expect(namesOf(table)).toEqual(['a3', 'b1', 'b2', 'd0']);
		table.add({ id: '4', name: 'c' });
		expect(namesOf(table)).toEqual(['a3', 'b1', 'b2', 'c4', 'd0']);
		table.change({ id: '1', name: 'b' }, { name: 'e' });
		expect(namesOf(table)).toEqual(['a3', 'b2', 'c4', 'd0', 'e1']);
		table.change({ id: '1', name: 'e' }, { name: 'b' });
		expect(namesOf(table)).toEqual(['a3', 'b1', 'b2', 'c4', 'd0']);
		table.delete({ id: '2', name: 'b' });
		expect(namesOf(table)).toEqual(['a3', 'b1', 'c4', 'd0']);
		expect(table.size).toBe(4);
	});

	test.each([
		['from the start', { offset: 0, size: 2 }, ['a', 'b'], 4],
		['from the middle', { offset: 3, size: 2 }, ['d'], 4],
		['from beyond the end', { offset: 4, size: 2 }, [], 4],
		['descending', { descending: true, offset: 1, size: 2 }, ['c', 'b'], 4],
		['of those that fit', { fits: ({ name }: { name: string }) => name > 'a', offset: 1, size: 1 }, ['c'], 3],
	])('selects %s', (_what, selection, names, total) => {
		const selected = fill('c', 'a', 'd', 'b').select({ by: byName, ...selection });
		expect(selected.items.map(({ name }) => name)).toEqual(names);
		expect(selected.total).toBe(total);
	});

	test('has nothing twice, and changes nothing that it does not have', () => {
		const table = fill('a');
		expect(() => table.add({ id: '0', name: 'b' })).toThrow('There is 0 already');
		expect(() => table.replace({ id: '1', name: 'b' })).toThrow('There is no 1');
		table.delete({ id: '1', name: 'b' });
		expect(table.size).toBe(1);
	});
});
