import { choice, matchChoice } from '../../../src/zapier/schemas/choice.ts';
import { read, refusalOf, VALUE } from '../../support/form.ts';

const ROLES = { admin: 'Administrator', READ_ONLY: 'May Only Look' };
const role = choice(ROLES, VALUE);

test.each([
	['admin', 'admin'],
	['ADMIN', 'admin'],
	[' Admin ', 'admin'],
	['administrator', 'admin'],
	['ADMINISTRATOR', 'admin'],
	[['admin'], 'admin'],
	['“Admin”', 'admin'],
	['ad\u200bmin', 'admin'],
	['READ_ONLY', 'READ_ONLY'],
	['read_only', 'READ_ONLY'],
	['may only look', 'READ_ONLY'],
	['may\u00a0only look', 'READ_ONLY'],
])('%j is %s', (value, expected) => {
	expect(read(role, value)).toBe(expected);
});

test.each([
	['owner', '“owner”'],
	['admins', '“admins”'],
	['read only', '“read only”'],
	[true, '“true”'],
	[0, '“0”'],
])('%j is refused', (value, quoted) => {
	expect(refusalOf(role, value)).toBe(`Value can't be ${quoted}. Choose Administrator or May Only Look.`);
});

test('left empty is missing, not wrong', () => {
	expect(refusalOf(role, ' ')).toBe('Fill in Value.');
});

test('a value goes before a label', () => {
	expect(matchChoice({ b: 'a', a: 'b' }, 'A')).toBe('a');
	expect(matchChoice({ b: 'x', a: 'y' }, 'Y')).toBe('a');
	expect(matchChoice({ b: 'x' }, 'z')).toBeUndefined();
	expect(matchChoice({ b: 'x' }, '')).toBeUndefined();
});

test('of a number is found by its digits', () => {
	expect(read(choice({ 1: 'One', 2: 'Two' }, VALUE), 2)).toBe('2');
});
