import { isYes, yesNo } from '../../../src/zapier/schemas/yesNo.ts';
import { read, refusalOf, VALUE } from '../../support/form.ts';

const field = yesNo(VALUE);

test.each<[unknown]>([[true], ['true'], ['TRUE'], [' Yes '], ['y'], ['T'], ['on'], ['1'], [1], [['yes']], [[['yes']]], ['yes\u200b']])(
	'%j is yes',
	(value) => {
		expect(read(field, value)).toBe(true);
		expect(isYes(value)).toBe(true);
	},
);

test.each<[unknown]>([[false], ['false'], [' No '], ['n'], ['F'], ['off'], ['0'], [0], [['no']]])('%j is no', (value) => {
	expect(read(field, value)).toBe(false);
	expect(isYes(value)).toBe(false);
});

test.each<[unknown, string]>([
	['maybe', '“maybe”'],
	['yess', '“yess”'],
	[2, '“2”'],
	[-1, '“-1”'],
	[{ yes: true }, '“{"yes":true}”'],
	[['yes', 'yes'], '“["yes","yes"]”'],
])('%j is neither', (value, quoted) => {
	expect(refusalOf(field, value)).toBe(`Value must be yes or no, not ${quoted}.`);
	expect(isYes(value)).toBe(false);
});

test.each<[unknown]>([[undefined], [null], [''], [{}], [[]], [['yes', 'yes']], [{ yes: true }], [{ toString: 'yes' }]])(
	'%j is not a yes',
	(value) => {
		expect(isYes(value)).toBe(false);
	},
);

test('is a field for yes or no', () => {
	expect(field.field).toStrictEqual({ ...VALUE, type: 'boolean' });
});
