import type { Mapping } from '../../invite/columns.mts';
import type { Field } from '../../invite/fields.mts';
import type { Cell } from '../../invite/readers/sheet.mts';
import { batchInput, type RowPlan, unitsOf } from '../../invite/rows.mts';
import { fieldOf } from './support/field.ts';

/** A field that the columns of these names fill; of its own name, if left out. */
function filled(of: Field, columns = [of.key], entry?: string): Mapping {
	return { field: of, entry, columns, value: undefined, by: 'key' };
}

/** A field with the same value in every row. */
function set(of: Field, value: string): Mapping {
	return { field: of, entry: undefined, columns: undefined, value, by: 'set' };
}

function planOf(mappings: Mapping[], more: Partial<RowPlan> = {}): RowPlan {
	const fields = mappings.map(({ field }) => field);
	const [person = fieldOf('email')] = fields;
	return { mappings, unused: [], missing: [], fields, action: 'invite_user', invites: true, person, batches: false, ...more };
}

const unitsIn = (plan: RowPlan, cells: Record<string, Cell>, problem?: string) => unitsOf(plan, { row: 2, cells, problem });

function unitIn(plan: RowPlan, cells: Record<string, Cell>, problem?: string) {
	const [unit] = unitsIn(plan, cells, problem);
	if (!unit) throw new Error('The row has no unit');
	return unit;
}

const email = fieldOf('email', { required: true });
const emails = fieldOf('emails', { required: true, list: true });
const role = fieldOf('role');
const workspace = fieldOf('workspace_id', { refers: true });

describe('the input of a step', () => {
	const tags = fieldOf('tags', { list: true });
	const extras = fieldOf('extras', { dict: true });
	const place = fieldOf('place', { parent: 'places', refers: true });
	const rank = fieldOf('rank', { parent: 'places' });
	const hall = fieldOf('hall', { parent: 'halls' });

	test.each<[what: string, mappings: Mapping[], cells: Record<string, Cell>, input: object]>([
		['a cell without the spaces around it', [filled(role)], { role: ' admin ' }, { role: 'admin' }],
		['a number as it is', [filled(role)], { role: 7 }, { role: 7 }],
		['no empty cell', [filled(role)], { role: ' ' }, {}],
		['no cell that isn’t there', [filled(role)], {}, {}],
		['a value that all rows share', [set(role, 'admin')], {}, { role: 'admin' }],
		['several cells as one', [filled(role, ['a', 'b', 'c'])], { a: ' Ana ', b: '', c: 'Diaz' }, { role: 'Ana Diaz' }],
		['a list of one', [filled(tags)], { tags: 'x, y' }, { tags: ['x, y'] }],
		[
			'entries of a dictionary together',
			[filled(extras, ['a'], 'team'), filled(extras, ['b'], 'cost center'), filled(extras, ['c'], 'none')],
			{ a: 'x', b: 'y', c: '' },
			{ extras: { team: 'x', 'cost center': 'y' } },
		],
		['an entry of a dictionary without a name', [filled(extras)], { extras: 'x' }, { extras: { extras: 'x' } }],
		['fields of a line together', [filled(place), filled(rank)], { place: 'p', rank: 'r' }, { places: [{ place: 'p', rank: 'r' }] }],
		['a line with a value that all share', [filled(place), set(rank, 'r')], { place: 'p' }, { places: [{ place: 'p', rank: 'r' }] }],
		['no line of nothing else than what all share', [filled(place), set(rank, 'r')], { place: '' }, {}],
		[
			'a line of what all share, where no column fills another',
			[set(place, 'p'), set(rank, 'r')],
			{},
			{ places: [{ place: 'p', rank: 'r' }] },
		],
		['a line of what all share, beside another with columns', [set(place, 'p'), filled(hall)], {}, { places: [{ place: 'p' }] }],
	])('has %s', (_what, mappings, cells, input) => {
		expect(unitIn(planOf([filled(email), ...mappings]), { email: 'ana@x.com', ...cells }).input).toEqual({ email: 'ana@x.com', ...input });
	});
});

describe('the type of a value', () => {
	test.each<[type: Partial<Field>, cell: Cell, value: unknown]>([
		[{ type: 'integer' }, '12', 12],
		[{ type: 'integer' }, '-12', -12],
		[{ type: 'integer' }, '12.5', '12.5'],
		[{ type: 'integer' }, '123456789012345', 123456789012345],
		// Zapier would lose digits.
		[{ type: 'integer' }, '1234567890123456', '1234567890123456'],
		[{ type: 'number' }, '12.5', 12.5],
		[{ type: 'number' }, '-12', -12],
		[{ type: 'number' }, '12.', '12.'],
		[{ type: 'number' }, '1,5', '1,5'],
		[{ type: 'number' }, '12345678901234.25', '12345678901234.25'],
		[{ type: 'boolean' }, 'Yes', true],
		[{ type: 'boolean' }, 'TRUE', true],
		[{ type: 'boolean' }, 'no', false],
		[{ type: 'boolean' }, 'False', false],
		[{ type: 'boolean' }, true, true],
		[{ type: 'boolean' }, '1', '1'],
		[{ type: 'integer', list: true }, '12', [12]],
		[{ inputFormat: 'https://{{input}}.example.com' }, 'acme', 'https://acme.example.com'],
		[{ inputFormat: 'https://{{input}}.example.com' }, "$&$'", "https://$&$'.example.com"],
		[{}, '12', '12'],
		[{}, 12, 12],
	])('for %j: %j becomes %j', (type, cell, value) => {
		const plan = planOf([filled(email), filled(fieldOf('value', type))]);
		expect(batchInput(plan, unitsIn(plan, { email: 'ana@x.com', value: cell }))).toEqual({ email: 'ana@x.com', value });
	});

	test('is that of the field of the line, where the step has another of the same name', () => {
		const plan = planOf([filled(email), filled(fieldOf('count', { type: 'integer', parent: 'places' }), ['b'])], {
			fields: [email, fieldOf('count'), fieldOf('count', { type: 'integer', parent: 'places' })],
		});
		expect(batchInput(plan, unitsIn(plan, { email: 'ana@x.com', b: '7' }))).toEqual({ email: 'ana@x.com', places: [{ count: 7 }] });
	});
});

describe('the people of a row', () => {
	const several = planOf([filled(emails), filled(role)], { batches: true });

	test.each([
		['a@x.com, b@x.com', ['a@x.com', 'b@x.com']],
		['a@x.com; b@x.com', ['a@x.com', 'b@x.com']],
		['a@x.com\nb@x.com', ['a@x.com', 'b@x.com']],
		['a@x.com,, Ana <b@x.com>,', ['a@x.com', 'b@x.com']],
		[' , ', ['']],
		['', ['']],
	])('of %j are %j', (cell, people) => {
		const units = unitsIn(several, { emails: cell, role: 'admin' });
		expect(units.map(({ person, input }) => ({ person, input }))).toEqual(people.map((person) => ({ person, input: { role: 'admin' } })));
	});

	test('go into one request', () => {
		expect(batchInput(several, unitsIn(several, { emails: 'a@x.com, b@x.com', role: 'admin' }))).toEqual({
			emails: ['a@x.com', 'b@x.com'],
			role: 'admin',
		});
		expect(batchInput(several, unitsIn(several, { emails: '', role: 'admin' }))).toEqual({ role: 'admin' });
	});

	test.each<[where: string, of: Field]>([
		['a field of its own', fieldOf('user')],
		['a list', fieldOf('user', { list: true })],
		['a line', fieldOf('user', { parent: 'users', refers: true })],
	])('are the one in %s, where the step takes one', (_where, of) => {
		expect(unitIn(planOf([filled(of)]), { user: 'Ana <ana@x.com>' }).person).toBe('ana@x.com');
	});
});

test.each([
	['ana@x.com', 'ana@x.com'],
	['a\u00adna@x.com\u200b', 'ana@x.com'],
	['\u00a0ana@x.com\u00a0', 'ana@x.com'],
	["'ana@x.com'", 'ana@x.com'],
	['" ana@x.com "', 'ana@x.com'],
	['"Ana Diaz <ana@x.com> "', 'ana@x.com'],
	['Ana\u00a0Diaz', 'Ana Diaz'],
	['Ana Diaz < ana@x.com >', 'ana@x.com'],
	['Ana <Diaz>', 'Ana <Diaz>'],
	['MAILTO:ana@x.com', 'ana@x.com'],
	['"ana@x.com', '"ana@x.com'],
])('who is written as %j is %j', (cell, person) => {
	expect(unitIn(planOf([filled(email)]), { email: cell }).person).toBe(person);
});

describe('the same is meant', () => {
	const plan = planOf([filled(email), filled(role), filled(workspace), filled(fieldOf('hall', { refers: true, parent: 'halls' }))]);
	const row = { email: 'ana@x.com', role: 'member', workspace_id: 'w1', hall: 'h1' };
	const isSame = (of: RowPlan, cells: Record<string, Cell>, other = of) =>
		unitIn(of, row).identity.equals(unitIn(other, { ...row, ...cells }).identity);

	test.each<[what: string, invitation: boolean, other: boolean, cells: Record<string, Cell>]>([
		['in a row like it', true, true, {}],
		['with the person in other letters', true, false, { email: 'ANA@x.com' }],
		['with another role', true, false, { role: 'admin' }],
		['of another person', false, false, { email: 'bo@x.com' }],
		['for another workspace', false, false, { workspace_id: 'w2' }],
		['for another place in a line', false, false, { hall: 'h2' }],
		['for no workspace', false, false, { workspace_id: '' }],
	])('%s: %s of an invitation, %s of another action', (_what, invitation, other, cells) => {
		expect(isSame(plan, cells)).toBe(invitation);
		const action = { ...plan, action: 'update_user', invites: false };
		expect(isSame(action, cells)).toBe(other);
	});

	test('whatever the order of the columns', () => {
		expect(isSame(plan, {}, { ...plan, mappings: plan.mappings.toReversed() })).toBe(true);
	});

	test('whether or not there is a column for places that no row names', () => {
		const { mappings } = plan;
		const withEmpty = unitIn(plan, { email: 'ana@x.com' }).identity;
		expect(withEmpty.equals(unitIn({ ...plan, mappings: mappings.slice(0, 2) }, { email: 'ana@x.com' }).identity)).toBe(true);
	});

	test('also of a person who is chosen from a list', () => {
		const chosen = planOf([filled(fieldOf('user', { refers: true }))]);
		expect(unitIn(chosen, { user: 'Ana@x.com' }).identity).toEqual(unitIn(chosen, { user: 'ana@x.com' }).identity);
	});

	test('also of a person in other letters by another action, where several people go together', () => {
		const several = planOf([filled(emails), filled(role)], { batches: true, action: 'remove_users', invites: false });
		const identityOf = (cell: string) => unitIn(several, { emails: cell, role: 'member' }).identity;
		expect(identityOf('Ana@x.com')).toEqual(identityOf('ana@x.com'));
	});

	test('by one action only', () => {
		expect(isSame(plan, {}, { ...plan, action: 'invite_guest' })).toBe(false);
	});

	test('not of rows without anybody, which differ in the rest', () => {
		const [one, other] = ['admin', 'member'].map((cell) => unitIn(plan, { role: cell }).identity);
		expect(one).not.toEqual(other);
	});
});

describe('a row that can’t be used', () => {
	const plan = planOf([filled(email), filled(role, ['first', 'second'])]);
	const formula = (column: string) => `Column “${column}” holds a formula instead of its result. Export the sheet with its values.`;

	test.each<[what: string, cells: Record<string, Cell>, problem: string | undefined, said: string | undefined]>([
		['nothing', { email: 'ana@x.com' }, undefined, undefined],
		['a formula', { email: '=A1' }, undefined, formula('email')],
		['a formula after a space', { email: ' =A1' }, undefined, formula('email')],
		['a formula in the second of two columns', { email: 'ana@x.com', second: '=A1' }, undefined, formula('second')],
		['a formula in a column that fills nothing', { email: 'ana@x.com', notes: '=A1' }, undefined, undefined],
		['a sign within a text', { email: 'ana@x.com', first: 'a=b' }, undefined, undefined],
		['a number', { email: 'ana@x.com', first: 7 }, undefined, undefined],
		['what its reader found', { email: '=A1' }, 'The row has too many cells', 'The row has too many cells'],
	])('for %s', (_what, cells, problem, said) => {
		expect(unitIn(plan, cells, problem).problem).toBe(said);
	});
});
