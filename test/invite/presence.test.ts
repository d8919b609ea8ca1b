import { planRows } from '../../invite/engine.mts';
import type { Integration, Values } from '../../invite/integration.mts';
import { presenceOf } from '../../invite/presence.mts';
import { unitsOf } from '../../invite/rows.mts';

/** An integration whose invitation takes workspaces as line items, and whose search takes one of them. */
function productWhere(isThere: (asked: Values) => boolean) {
	const asked: Values[] = [];
	const fields: Record<string, object[]> = {
		'creates.invite_user.operation.inputFields': [
			{ key: 'email', label: 'Email', required: true },
			{ key: 'workspaces', label: 'Workspaces', children: [{ key: 'workspace_id', label: 'Workspace', dynamic: 'workspaces.id.name' }] },
		],
		'searches.find_user.operation.inputFields': [
			{ key: 'email', label: 'Email', required: true },
			{ key: 'workspace_id', label: 'Workspace', dynamic: 'workspaces.id.name' },
		],
	};
	const integration = {
		definition: {
			creates: { invite_user: { key: 'invite_user', noun: 'invitation', display: { label: 'Invite User' }, operation: {} } },
			searches: { find_user: { key: 'find_user', noun: 'user', operation: {} } },
			searchOrCreates: { find_user: { search: 'find_user', create: 'invite_user' } },
		},
		async execute(method: string, { inputData = {} }: { inputData?: Values }) {
			if (fields[method]) return { result: fields[method], requests: [] };
			asked.push(inputData);
			return { result: isThere(inputData) ? [{ id: '1' }] : [], requests: [] };
		},
	} as unknown as Integration;
	return { integration, asked };
}

async function presenceIn(isThere: (asked: Values) => boolean, cells: Record<string, string>) {
	const { integration, asked } = productWhere(isThere);
	const plan = await planRows(integration, {}, Object.keys(cells));
	const [unit] = unitsOf(plan, { row: 2, cells, problem: undefined });
	if (!unit) throw new Error('The row has no person');
	return { presence: await presenceOf(integration, plan, {}, unit), asked };
}

describe('a person whose workspace stands in a line item', () => {
	const cells = { email: 'Ana Diaz <ana@x.com>', workspace_id: 'ws-1' };

	test('is looked for in that workspace', async () => {
		const { presence, asked } = await presenceIn(() => true, cells);
		expect(asked).toEqual([{ email: 'ana@x.com', workspace_id: 'ws-1' }]);
		expect(presence).toEqual({ known: 'there', item: { id: '1' } });
	});

	test('who is somewhere else isn’t there, as far as a search for users can tell', async () => {
		const { presence } = await presenceIn(({ workspace_id }) => workspace_id === undefined, cells);
		expect(presence).toEqual({ known: 'unknown' });
	});

	test('may have been found anywhere if the row names no workspace, but others do', async () => {
		const { presence, asked } = await presenceIn(() => true, { ...cells, workspace_id: '' });
		expect(asked).toEqual([{ email: 'ana@x.com' }]);
		expect(presence).toEqual({ known: 'unknown' });
	});

	test('is looked for anywhere if no row names a workspace', async () => {
		expect((await presenceIn(() => true, { email: 'ana@x.com' })).presence).toEqual({ known: 'there', item: { id: '1' } });
	});
});

test.each([
	'ana@x.com',
	'ANA@x.com',
	' ana@x.com\u200b',
	'"ana@x.com"',
	'mailto:ana@x.com',
	'Ana Diaz <ana@x.com>',
	'Diaz, Ana <mailto:ana@x.com>',
	'\ufeffana@x.com\u00a0',
])('%j is the same person as ana@x.com', async (email) => {
	const { integration } = productWhere(() => false);
	const plan = await planRows(integration, {}, ['email']);
	const identities = [email, 'ana@x.com'].map((cell) => unitsOf(plan, { row: 2, cells: { email: cell }, problem: undefined })[0]?.identity);
	expect(identities[0]).toEqual(identities[1]);
});

interface Search {
	noun?: string;
	/** Its input fields, or the error that it has instead. */
	fields: object[] | Error;
	/** What it ends with; it finds nobody, if left out. */
	ends?: { result?: unknown; error?: Error };
	/** The action that it is paired with. */
	create?: string;
}

const errors = require('zapier-platform-core/src/errors');

const EMAIL = { key: 'email', label: 'Email', required: true };
const WORKSPACE = { key: 'workspace_id', label: 'Workspace', dynamic: 'workspaces.id.name' };
const HALL = { key: 'hall_id', label: 'Hall', dynamic: 'halls.id.name' };

/** What a row tells of a person by these searches, and what they were asked. */
async function presenceBy(searches: Record<string, Search>, cells: Record<string, string>, fields: object[] = [EMAIL, WORKSPACE, HALL]) {
	const asked: [search: string, asked: Values][] = [];
	const integration = {
		definition: {
			creates: { invite_user: { key: 'invite_user', noun: 'invitation', display: { label: 'Invite User' }, operation: {} } },
			searches: Object.fromEntries(Object.entries(searches).map(([key, { noun = 'invitation' }]) => [key, { key, noun, operation: {} }])),
			searchOrCreates: Object.fromEntries(
				Object.entries(searches).map(([search, { create = 'invite_user' }]) => [search, { search, create }]),
			),
		},
		async execute(method: string, { inputData = {} }: { inputData?: Values }) {
			const [, key = '', , what] = method.split('.');
			const search = searches[key];
			if (!search) return { result: fields, requests: [] };
			if (what === 'inputFields') return search.fields instanceof Error ? { error: search.fields } : { result: search.fields };
			asked.push([key, inputData]);
			return { ...(search.ends ?? { result: [] }), requests: [] };
		},
	} as unknown as Integration;
	const plan = await planRows(integration, {}, Object.keys(cells));
	const [unit] = unitsOf(plan, { row: 2, cells, problem: undefined });
	if (!unit) throw new Error('The row has no person');
	return { presence: await presenceOf(integration, plan, {}, unit), asked };
}

describe('by what searches end with', () => {
	const row = { email: 'ana@x.com' };
	const fields = [EMAIL];
	const found = { result: [{ id: '1' }, { id: '2' }] };

	test.each<[what: string, searches: Record<string, Search>, presence: object]>([
		['one that finds somebody', { a: { fields, ends: found } }, { known: 'there', item: { id: '1' } }],
		['one of two', { a: { fields }, b: { fields, ends: found } }, { known: 'there', item: { id: '1' } }],
		['one for what the action makes, that finds nobody', { a: { fields } }, { known: 'absent' }],
		['one for something else', { a: { fields, noun: 'user' } }, { known: 'unknown' }],
		['one of each', { a: { fields }, b: { fields, noun: 'user' } }, { known: 'absent' }],
		['one of each, the other way round', { a: { fields, noun: 'user' }, b: { fields } }, { known: 'absent' }],
		['none', {}, { known: 'unknown' }],
		['one that belongs to another action', { a: { fields, ends: found, create: 'add_user' } }, { known: 'unknown' }],
		['one that fails', { a: { fields, ends: { error: new Error('No') } } }, { known: 'unknown' }],
		['one that fails, and one that finds nobody', { a: { fields, ends: { error: new Error('No') } }, b: { fields } }, { known: 'unknown' }],
		[
			'one that fails, and one that finds somebody',
			{ a: { fields, ends: { error: new Error('No') } }, b: { fields, ends: found } },
			{ known: 'there' },
		],
		['one whose result is no list', { a: { fields, ends: { result: { id: '1' } } } }, { known: 'unknown' }],
		['one whose form can’t be had', { a: { fields: new Error('No') } }, { known: 'unknown' }],
		[
			'one that is asked to slow down',
			{ a: { fields, ends: { error: new errors.ThrottledError('Slower', 7) } } },
			{ known: 'throttled', delay: 7, message: 'Slower' },
		],
	])('%s', async (_what, searches, presence) => {
		expect((await presenceBy(searches, row)).presence).toMatchObject(presence);
	});
});

describe('a search gets', () => {
	const row = { email: 'ana@x.com', workspace_id: 'w1', hall_id: 'h1', team: 't1', role: 'admin' };
	const form = [EMAIL, WORKSPACE, HALL, { key: 'team', label: 'Team' }, { key: 'role', label: 'Role' }];
	const there = { result: [{ id: '1' }] };

	test.each<[what: string, fields: object[], asked: Values | undefined, known: string]>([
		['the places that it takes', [EMAIL, WORKSPACE, HALL], { email: 'ana@x.com', workspace_id: 'w1', hall_id: 'h1' }, 'there'],
		['one of two places, where somebody may be in the other', [EMAIL, WORKSPACE], { email: 'ana@x.com', workspace_id: 'w1' }, 'unknown'],
		[
			'what it requires, and nothing else that it might have',
			[EMAIL, WORKSPACE, HALL, { key: 'team', required: true }, { key: 'role' }],
			{ email: 'ana@x.com', workspace_id: 'w1', hall_id: 'h1', team: 't1' },
			'there',
		],
		['nothing, where it requires what no row has', [EMAIL, { key: 'country', required: true }], undefined, 'unknown'],
		['nothing, where it takes nothing that rows have', [{ key: 'country' }], undefined, 'unknown'],
	])('%s', async (_what, fields, input, known) => {
		const { presence, asked } = await presenceBy({ a: { fields, ends: there } }, row, form);
		expect(asked).toEqual(input ? [['a', input]] : []);
		expect(presence.known).toBe(known);
	});

	test('nothing that it requires and the row leaves empty, and the next one is asked', async () => {
		const searches = { a: { fields: [EMAIL, { ...WORKSPACE, required: true }], ends: there }, b: { fields: [EMAIL] } };
		const { presence, asked } = await presenceBy(searches, { email: 'ana@x.com', workspace_id: '' });
		expect(asked).toEqual([['b', { email: 'ana@x.com' }]]);
		expect(presence).toEqual({ known: 'absent' });
	});

	test('the person by their address, also where the action takes them from a list', async () => {
		const invitee = { key: 'invitee', label: 'Email', required: true, dynamic: 'users.email.name' };
		const { presence, asked } = await presenceBy({ a: { fields: [EMAIL], ends: there } }, { invitee: 'ana@x.com' }, [invitee]);
		expect(asked).toEqual([['a', { email: 'ana@x.com' }]]);
		expect(presence.known).toBe('there');
	});

	test('no person under a name that says nothing of people', async () => {
		const code = { key: 'code', label: 'Code', required: true };
		const { presence, asked } = await presenceBy({ a: { fields: [{ key: 'tag' }], ends: there } }, { code: 'x-1' }, [code]);
		expect(asked).toEqual([]);
		expect(presence).toEqual({ known: 'unknown' });
	});
});
