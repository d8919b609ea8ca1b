import * as z from 'zod/mini';
import { InputError } from '../../../src/zapier/errors/stepError.ts';
import { type Form, optional } from '../../../src/zapier/fields/inputField.ts';
import { choice } from '../../../src/zapier/schemas/choice.ts';
import { dictionary } from '../../../src/zapier/schemas/dictionary.ts';
import { email } from '../../../src/zapier/schemas/email.ts';
import { readInput } from '../../../src/zapier/schemas/input.ts';
import { list } from '../../../src/zapier/schemas/list.ts';
import { text } from '../../../src/zapier/schemas/text.ts';
import { yesNo } from '../../../src/zapier/schemas/yesNo.ts';
import { read, refusal, refusalOf, VALUE } from '../../support/form.ts';

const builders: Form = {
	text: text(VALUE),
	list: list(() => z.string(), VALUE),
	dictionary: dictionary(VALUE),
	'yes or no': yesNo(VALUE),
	choice: choice({ a: 'A' }, VALUE),
	email: email(VALUE),
};

describe.each(Object.entries(builders))('a %s', (_name, field) => {
	test.each<[unknown]>([[undefined], [null], [''], ['   '], ['\n\t'], ['\u200b'], [[]], [['']], [[null, ' ']], [[[], [['']]]]])(
		'left empty as %j is absent, or missing where it is required',
		(value) => {
			expect(readInput({ value: optional(field) }, { value })).toStrictEqual({});
			expect(refusalOf(field, value)).toBe('Fill in Value.');
		},
	);

	test('whose key is lacking is left empty', () => {
		expect(readInput({ value: optional(field) }, {})).toStrictEqual({});
		expect(refusal({ value: field }, {})).toBe('Fill in Value.');
	});
});

test('zero and no are not empty', () => {
	expect(read(text(VALUE), 0)).toBe('0');
	expect(read(optional(yesNo(VALUE)), false)).toBe(false);
});

test('the default that Zapier fills in is none of ours: what was cleared stays empty', () => {
	expect(readInput({ value: optional(text({ ...VALUE, default: 'x' })) }, { value: '' })).toStrictEqual({});
});

describe('several problems', () => {
	const form = {
		first: text({ label: 'First Name' }),
		last: text({ label: 'Last Name' }),
		email: email(),
		active: optional(yesNo({ label: 'Active' })),
	};

	test.each([
		[{}, 'Fill in First Name, Last Name, and Email.'],
		[{ email: 'a@b.co' }, 'Fill in First Name and Last Name.'],
		[{ email: 'jane' }, "Email “jane” isn't an email address. Write one like jane.doe@example.com."],
		[{ active: 'perhaps' }, 'Active must be yes or no, not “perhaps”.'],
		[{ first: ['a', 'b'], last: 'Doe', email: 'jane' }, 'First Name takes one value, but 2 arrived. Map a single value.'],
	])('%j: %s', (raw, message) => {
		expect(refusal(form, raw)).toBe(message);
	});

	test('the same label is named once', () => {
		expect(refusal({ a: text({ label: 'Name' }), b: text({ label: 'Name' }) }, {})).toBe('Fill in Name.');
	});
});

test('a key that is no field is ignored', () => {
	const raw = JSON.parse('{"value": "x", "other": "y", "__proto__": {"value": "z"}}');
	expect(readInput({ value: text(VALUE) }, raw)).toStrictEqual({ value: 'x' });
});

test('a refusal is an InputError', () => {
	expect(() => readInput({ value: text(VALUE) }, {})).toThrow(new InputError('Fill in Value.'));
});

describe('fields that another one shows', () => {
	const form = {
		more: optional(yesNo({ label: 'More' })),
		scopes: optional(list(() => z.string(), { label: 'Scopes', shownWhile: 'more', requiredWhileShown: true })),
		note: optional(text({ label: 'Note', shownWhile: 'more' })),
	};

	test.each<[unknown, object]>([
		['no', { more: false }],
		[0, { more: false }],
		['', {}],
		[null, {}],
		[undefined, {}],
	])('are ignored, whatever they hold, while it says %j', (more, expected) => {
		expect(readInput(form, { more, scopes: 'a', note: [1, 2] })).toStrictEqual(expected);
	});

	test.each<[unknown]>([[{}], [{ toString: 1, valueOf: 1 }], ['perhaps']])(
		'are not looked at while it says %j, which is refused',
		(more) => {
			expect(refusal(form, { more, scopes: [2 ** 60], note: [1, 2] })).toMatch(/^More must be yes or no/);
		},
	);

	test.each<[unknown]>([[true], ['yes'], [1], [['yes']]])('count while it says %j', (more) => {
		expect(readInput(form, { more, scopes: 'a, b', note: 'x' })).toStrictEqual({ more: true, scopes: ['a', 'b'], note: 'x' });
	});

	test('are required while shown, if they say so', () => {
		expect(refusal(form, { more: 'yes' })).toBe('Fill in Scopes.');
		expect(readInput(form, { more: 'no' })).toStrictEqual({ more: false });
	});

	test('are named together with what else is missing', () => {
		expect(refusal({ ...form, name: text({ label: 'Name' }) }, { more: 'yes' })).toBe('Fill in Scopes and Name.');
	});

	test('what is wrong goes before what is missing', () => {
		expect(refusal(form, { more: 'yes', note: [1, 2] })).toBe('Note takes one value, but 2 arrived. Map a single value.');
	});
});
