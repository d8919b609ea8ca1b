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
