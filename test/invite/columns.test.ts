import { type ColumnPlan, PlanError, planColumns } from '../../invite/columns.mts';
import type { Field } from '../../invite/fields.mts';
import { fc } from '../support/randomness.ts';
import { fieldOf } from './support/field.ts';

const field = (key: string, label: string, more: Partial<Field> = {}) => fieldOf(key, { label, ...more });

const email = field('email', 'Email', { required: true });
const role = field('role', 'Organization Role', { required: true });
const firstName = field('given_name', 'Given Name');
const lastName = field('family_name', 'Family Name');
const fullName = field('full_name', 'Full Name', { required: true });
const workspace = field('workspace_id', 'Workspace', { parent: 'workspaces', refers: true });
const extras = field('extras', 'Additional Fields', { dict: true });

/** Which columns fill which field. */
function filled({ mappings }: ColumnPlan) {
	return Object.fromEntries(
		mappings.map(({ field: { key }, entry, columns, value }) => [entry ? `${key}.${entry}` : key, columns ?? value]),
	);
}

describe('columns are found', () => {
	test.each([
		['by key', 'given_name', firstName],
		['by key, spelled otherwise', 'Given-Name', firstName],
		['by label', 'organization role', role],
		['by a synonym', 'First Name', firstName],
		['by a heading of Google Workspace', 'Email Address [Required]', email],
		['by a heading of Microsoft 365', 'User principal name', email],
		['with accents', 'Prénom', firstName],
		['with a hyphen', 'E-Mail', email],
		['for a field of line items', 'Project', workspace],
	])('%s', (_, column, wanted) => {
		expect(filled(planColumns(['Something else', column], [wanted]))).toEqual({ [wanted.key]: [column] });
	});

	test('a name of its own beats a synonym, wherever it stands', () => {
		const plan = planColumns(['Work email', 'Email'], [email]);
		expect(filled(plan)).toEqual({ email: ['Email'] });
		expect(plan.unused).toEqual(['Work email']);
	});

	test('the first of two synonyms wins', () => {
		expect(filled(planColumns(['Work email', 'Mail'], [email]))).toEqual({ email: ['Work email'] });
	});

	test('a dictionary takes no column by itself', () => {
		expect(planColumns(['Additional Fields'], [extras]).mappings).toEqual([]);
	});

	test('a required full name is made of first and last name', () => {
		const plan = planColumns(['Last name', 'First name', 'Email'], [email, fullName]);
		expect(filled(plan)).toEqual({ email: ['Email'], full_name: ['First name', 'Last name'] });
		expect(plan.unused).toEqual([]);
	});

	test('a required field without a column takes its default, or is missing', () => {
		const plan = planColumns([], [{ ...role, default: 'member' }, email]);
		expect(filled(plan)).toEqual({ role: 'member' });
		expect(plan.missing).toEqual([email]);
	});
});

describe('wishes', () => {
	test('override what would be found', () => {
		const plan = planColumns(['Email', 'Work email', 'Role'], [email, role], {
			map: [{ column: 'Work email', field: 'Email' }],
			set: [{ field: 'role', value: 'admin' }],
		});
		expect(filled(plan)).toEqual({ email: ['Work email'], role: 'admin' });
		expect(plan.unused).toEqual(['Email', 'Role']);
	});

	test('join columns, unless one has that very name', () => {
		expect(filled(planColumns(['A', 'B'], [fullName], { map: [{ column: 'A + B', field: 'full_name' }] }))).toEqual({
			full_name: ['A', 'B'],
		});
		expect(filled(planColumns(['A', 'A + B'], [fullName], { map: [{ column: 'A + B', field: 'full_name' }] }))).toEqual({
			full_name: ['A + B'],
		});
	});

	test('leave a column out', () => {
		const plan = planColumns(['Email'], [email], { map: [{ column: 'Email', field: '' }] });
		expect([plan.mappings, plan.unused, plan.missing]).toEqual([[], ['Email'], [email]]);
	});

	test('fill entries of a dictionary', () => {
		const plan = planColumns(['Team'], [extras], {
			map: [{ column: 'Team', field: 'extras.team' }],
			set: [{ field: 'extras.source.kind', value: 'sheet' }],
		});
		expect(filled(plan)).toEqual({ 'extras.team': ['Team'], 'extras.source.kind': 'sheet' });
	});

	test.each([
		['an unknown field', { set: [{ field: 'rule', value: 'x' }] }, 'This action has no field “rule”. Its fields: email, extras.'],
		['an unknown column', { map: [{ column: 'Mial', field: 'email' }] }, 'The sheet has no column “Mial”. Its columns: Email.'],
		['a dictionary as a whole', { set: [{ field: 'extras', value: 'x' }] }, 'write extras.NAME'],
		['one field twice', { map: [{ column: 'Email', field: 'email' }], set: [{ field: 'email', value: 'x' }] }, 'Email is filled twice'],
	])('are refused for %s', (_, wishes, message) => {
		expect(() => planColumns(['Email'], [email, extras], wishes)).toThrow(PlanError);
		expect(() => planColumns(['Email'], [email, extras], wishes)).toThrow(message);
	});
});

test('whatever the headings, no column fills two fields, and each is either used or said not to be', () => {
	const fields = [email, role, firstName, lastName, fullName, workspace, extras];
	const heading = fc.oneof(
		fc.string(),
		fc.constantFrom('Email', 'email', 'Mail', 'First name', 'last', 'Name', 'Role', 'Project', '__proto__'),
	);
	fc.assert(
		fc.property(fc.uniqueArray(heading, { maxLength: 12 }), (columns) => {
			const plan = planColumns(columns, fields);
			const used = plan.mappings.flatMap((mapping) => mapping.columns ?? []);
			expect(new Set(plan.mappings.map((mapping) => mapping.field)).size).toBe(plan.mappings.length);
			// Only a name made of its parts shares them with the parts' own fields.
			const own = plan.mappings.filter((mapping) => mapping.columns?.length === 1).flatMap((mapping) => mapping.columns ?? []);
			expect(new Set(own).size).toBe(own.length);
			expect([...new Set([...used, ...plan.unused])].sort()).toEqual([...columns].sort());
			expect(used.filter((column) => plan.unused.includes(column))).toEqual([]);
		}),
	);
});
