import * as z from 'zod';
import { type Field, field } from '../../src/zapier/field.ts';
import { andList, InputError, isYes, orList, parseInput, quote } from '../../src/zapier/input.ts';

const LONE_SURROGATE = String.fromCharCode(0xd83d);
const LONE_LOW_SURROGATE = String.fromCharCode(0xde00);

type Raw = Record<string, unknown>;

/** A form of one field with the label "Value". */
function formOf(schema: z.ZodType, meta: Partial<Field> = {}): z.ZodObject {
	return z.object({ value: schema.register(field, { label: 'Value', ...meta }) });
}

/** What a form of one field makes of a value. */
function read(schema: z.ZodType, value: unknown, meta?: Partial<Field>): unknown {
	return parseInput(formOf(schema, meta), { value }).value;
}

/** The message of the InputError that a form answers with. */
function refusal(form: z.ZodObject, raw: Raw): string {
	try {
		parseInput(form, raw);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as Error).name).toBe('InputError');
		return (error as Error).message;
	}
	throw new Error('the form accepted it');
}

function refusalOf(schema: z.ZodType, value: unknown, meta?: Partial<Field>): string {
	return refusal(formOf(schema, meta), { value });
}

const text = () => z.string();
const role = () => z.enum(['admin', 'READ_ONLY']);
const ROLE = { choices: { admin: 'Administrator', READ_ONLY: 'May Only Look' } };
const fromJson = (json: string): unknown => JSON.parse(json);

describe('a single text', () => {
	test.each([
		['Jane', 'Jane'],
		['  Jane \t\r\n', 'Jane'],
		['Jane\nDoe', 'Jane\nDoe'],
		[12, '12'],
		[-0.5, '-0.5'],
		[0, '0'],
		[true, 'true'],
		[false, 'false'],
		[['Jane'], 'Jane'],
		[[[' Jane ']], 'Jane'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[Number.MIN_SAFE_INTEGER, '-9007199254740991'],
		['12345678901234567890', '12345678901234567890'],
		['a, b; c', 'a, b; c'],
		['😀', '😀'],
		['{{bundle.authData.api_key}}', '{{bundle.authData.api_key}}'],
		['../..', '../..'],
	])('%j is read as %j', (value, expected) => {
		expect(read(text(), value)).toBe(expected);
	});

	test('of several lines keeps the spaces around it', () => {
		expect(read(text(), '  Dear Jane,\n\n ', { type: 'text' })).toBe('  Dear Jane,\n\n ');
	});

	test('that is a password is trimmed like any other', () => {
		expect(read(text(), ' key ', { type: 'password' })).toBe('key');
	});

	test.each([
		[['a', 'b'], 'Value takes one value, but 2 arrived. Map a single value.'],
		[[['a', 'b', 'c']], 'Value takes one value, but 3 arrived. Map a single value.'],
		[{ first: 'Jane', last: 'Doe' }, "Value can't take a whole group of values. Map one of them."],
		[[{ first: 'Jane' }], "Value can't take a whole group of values. Map one of them."],
		[{}, "Value can't take a whole group of values. Map one of them."],
		[{ toString: 1, valueOf: 1 }, "Value can't take a whole group of values. Map one of them."],
		[Number.MAX_SAFE_INTEGER + 1, 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[-(2 ** 53), 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[1e300, 'Value has too many digits to arrive exactly as a number. Map it as text.'],
		[`Jane ${LONE_SURROGATE}`, 'Value holds a broken character. Type it again.'],
		[LONE_LOW_SURROGATE, 'Value holds a broken character. Type it again.'],
	])('%j is refused: %s', (value, message) => {
		expect(refusalOf(text(), value)).toBe(message);
	});
});

describe('what is left empty', () => {
	const empty = [undefined, null, '', '   ', '\n\t', [], [''], [null, ' '], [[], [['']]]];

	test.each(empty.map((value) => [value]))('%j is absent from the result', (value) => {
		const parsed = parseInput(formOf(text().optional()), { value });
		expect(parsed).toStrictEqual({});
		expect(parseInput(formOf(z.array(text()).optional()), { value })).toStrictEqual({});
		expect(parseInput(formOf(z.record(z.string(), z.string()).optional()), { value })).toStrictEqual({});
		expect(parseInput(formOf(z.boolean().optional()), { value })).toStrictEqual({});
	});

	test.each(empty.map((value) => [value]))('%j is missing where it is required', (value) => {
		expect(refusalOf(text(), value)).toBe('Fill in Value.');
		expect(refusalOf(z.array(text()), value)).toBe('Fill in Value.');
		expect(refusalOf(role(), value, ROLE)).toBe('Fill in Value.');
	});

	test('leaves a key out that the raw input lacks', () => {
		expect(parseInput(formOf(text().optional()), {})).toStrictEqual({});
		expect(refusal(formOf(text()), {})).toBe('Fill in Value.');
	});

	test('zero and no are not empty', () => {
		expect(read(text(), 0)).toBe('0');
		expect(read(z.boolean().optional(), false)).toBe(false);
	});

	test('takes the default of the schema', () => {
		const schema = z.enum(['a', 'b']).default('b');
		expect(read(schema, '')).toBe('b');
		expect(read(schema, 'A')).toBe('a');
	});

	test('the default that Zapier fills in is none of ours: what was cleared stays empty', () => {
		expect(parseInput(formOf(text().optional(), { default: 'x' }), { value: '' })).toStrictEqual({});
	});
});

describe('several problems', () => {
	const form = z.object({
		first: text().register(field, { label: 'First Name' }),
		last: text().register(field, { label: 'Last Name' }),
		email: z.email().register(field, { label: 'Email' }),
		active: z.boolean().optional().register(field, { label: 'Active' }),
	});

	test('all that is missing is named at once', () => {
		expect(refusal(form, {})).toBe('Fill in First Name, Last Name, and Email.');
		expect(refusal(form, { email: 'a@b.co' })).toBe('Fill in First Name and Last Name.');
	});

	test('what is wrong goes before what is missing', () => {
		expect(refusal(form, { email: 'jane' })).toBe("Email “jane” isn't an email address. Write one like jane.doe@example.com.");
		expect(refusal(form, { active: 'perhaps' })).toBe('Active must be yes or no, not “perhaps”.');
	});

	test('one wrong value at a time, and what cannot be read is not called missing', () => {
		expect(refusal(form, { first: ['a', 'b'], last: 'Doe', email: 'jane' })).toBe(
			'First Name takes one value, but 2 arrived. Map a single value.',
		);
	});

	test('the same label is named once', () => {
		const twins = z.object({ a: text().register(field, { label: 'Name' }), b: text().register(field, { label: 'Name' }) });
		expect(refusal(twins, {})).toBe('Fill in Name.');
	});

	test('a problem of the form as a whole says so', () => {
		const either = z
			.object({
				a: text().optional().register(field, { label: 'A' }),
				b: text().optional().register(field, { label: 'B' }),
			})
			.refine(({ a, b }) => a ?? b, 'needs A or B.');
		expect(refusal(either, {})).toBe('The form needs A or B.');
		expect(parseInput(either, { b: 'x' })).toStrictEqual({ b: 'x' });
	});

	test('a key that is no field is ignored', () => {
		const raw = fromJson('{"value": "x", "other": "y", "__proto__": {"value": "z"}}') as Raw;
		expect(parseInput(formOf(text()), raw)).toStrictEqual({ value: 'x' });
	});

	test('a field without a label is a programming error', () => {
		expect(() => parseInput(z.object({ value: z.string() }), { value: 'x' })).toThrow(
			new TypeError('The field "value" has no label: register it'),
		);
	});
});

describe('an e-mail address', () => {
	test.each(['jane.doe@example.com', ' jane@example.com ', "o'hara+zap@mail.example.co"])('%j is taken', (value) => {
		expect(read(z.email(), value)).toBe(value.trim());
	});

	test('keeps its case', () => {
		expect(read(z.email(), 'Jane@Example.com')).toBe('Jane@Example.com');
	});

	test.each(['jane', 'jane@', '@example.com', 'jane@example', 'jane doe@example.com', 'Jane <jane@example.com>', 'a@b.co,c@d.co', 42])(
		'%j is refused',
		(value) => {
			expect(refusalOf(z.email(), value)).toBe(`Value “${value}” isn't an email address. Write one like jane.doe@example.com.`);
		},
	);

	test('a long value is cut in the message, on one line', () => {
		const message = refusalOf(z.email(), `x\n${'y'.repeat(100)}`);
		expect(message).toBe(`Value “x ${'y'.repeat(58)}…” isn't an email address. Write one like jane.doe@example.com.`);
	});
});

describe('a choice', () => {
	test.each(['admin', 'ADMIN', ' Admin ', 'administrator', 'Administrator', 'ADMINISTRATOR', ['admin']])('%j is admin', (value) => {
		expect(read(role(), value, ROLE)).toBe('admin');
	});

	test.each(['READ_ONLY', 'read_only', 'may only look'])('%j is READ_ONLY', (value) => {
		expect(read(role(), value, ROLE)).toBe('READ_ONLY');
	});

	test.each(['owner', 'admins', 'read only', true, 0])('%j is refused', (value) => {
		expect(refusalOf(role(), value, ROLE)).toBe(
			`Value can't be ${typeof value === 'string' ? `“${value}”` : `“${JSON.stringify(value)}”`}. Choose Administrator or May Only Look.`,
		);
	});

	test('without labels is called by its value', () => {
		expect(read(role(), 'read_only')).toBe('READ_ONLY');
		expect(refusalOf(role(), 'owner')).toBe("Value can't be “owner”. Choose admin or READ_ONLY.");
	});

	test('without labels for some is called by what there is', () => {
		expect(refusalOf(role().optional(), 'owner', { choices: { admin: 'Administrator' } })).toBe(
			"Value can't be “owner”. Choose Administrator or READ_ONLY.",
		);
	});

	test('of a text is a suggestion only', () => {
		expect(read(text(), 'a custom role', ROLE)).toBe('a custom role');
		expect(read(text(), 'ADMIN', ROLE)).toBe('ADMIN');
	});

	test('of a number is found by its digits', () => {
		const level = z.enum(['1', '2']);
		expect(read(level, 2)).toBe('2');
	});
});

describe('a text with a rule of its own', () => {
	const number = () => z.string().regex(/^\d+$/, 'must be a number, such as 42.');

	test('is refused in the words of the rule', () => {
		expect(refusalOf(number(), '4a')).toBe('Value must be a number, such as 42.');
		expect(refusalOf(z.array(number()), '42, 4a')).toBe('Value must be a number, such as 42.');
		expect(read(number(), ' 42 ')).toBe('42');
		expect(read(number(), 42)).toBe('42');
	});

	test('is quoted nowhere, since it may be a secret', () => {
		expect(refusalOf(number(), 'my-secret', { type: 'password' })).not.toContain('my-secret');
	});
});

describe('yes or no', () => {
	const yes = [true, 'true', 'TRUE', ' Yes ', 'y', 'T', 'on', '1', 1, ['yes'], [['yes']]];
	const no = [false, 'false', ' No ', 'n', 'F', 'off', '0', 0, ['no']];

	test.each(yes.map((value) => [value]))('%j is yes', (value) => {
		expect(read(z.boolean(), value)).toBe(true);
		expect(isYes(value)).toBe(true);
	});

	test.each(no.map((value) => [value]))('%j is no', (value) => {
		expect(read(z.boolean(), value)).toBe(false);
		expect(isYes(value)).toBe(false);
	});

	test.each([
		['maybe', '“maybe”'],
		['yess', '“yess”'],
		[2, '“2”'],
		[-1, '“-1”'],
	])('%j is neither', (value, quoted) => {
		expect(refusalOf(z.boolean(), value)).toBe(`Value must be yes or no, not ${quoted}.`);
		expect(isYes(value)).toBe(false);
	});

	test.each<[unknown]>([[undefined], [null], [''], [{}], [[]], [['yes', 'yes']], [{ yes: true }], [{ toString: 'yes' }]])(
		'%j is not a yes',
		(value) => {
			expect(isYes(value)).toBe(false);
		},
	);
});

describe('a date', () => {
	const moment = () => z.iso.datetime({ offset: true });

	test.each([
		['2027-01-31', '2027-01-31T00:00:00Z'],
		[' 2028-02-29 ', '2028-02-29T00:00:00Z'],
		['2027-01-31T09:00:00Z', '2027-01-31T09:00:00Z'],
		['2027-01-31T09:00:00', '2027-01-31T09:00:00Z'],
		['2027-01-31T09:00', '2027-01-31T09:00:00Z'],
		['2027-01-31 09:00', '2027-01-31T09:00:00Z'],
		['2027-01-31   09:00:30', '2027-01-31T09:00:30Z'],
		['2027-01-31 09:00:30Z', '2027-01-31T09:00:30Z'],
		['2027-01-31T09:00Z', '2027-01-31T09:00:00Z'],
		['2027-01-31T09:00+01:00', '2027-01-31T08:00:00Z'],
		['2027-01-31 09:00-0500', '2027-01-31T14:00:00Z'],
		['2027-01-31T09:00:00+02:00', '2027-01-31T07:00:00Z'],
		['2027-01-31T09:00:00+0200', '2027-01-31T07:00:00Z'],
		['2027-01-31T23:30:00-0830', '2027-02-01T08:00:00Z'],
		['2027-01-31T09:00:00.250Z', '2027-01-31T09:00:00.250Z'],
		['2027-01-31T09:00:00.000+00:00', '2027-01-31T09:00:00Z'],
		[['2027-01-31'], '2027-01-31T00:00:00Z'],
	])('%j is %s', (value, expected) => {
		expect(read(moment(), value)).toBe(expected);
	});

	test.each([
		'2026-02-30',
		'2026-02-29',
		'2026-13-01',
		'2026-02-30T09:00:00Z',
		'2026-01-31T24:00:00Z',
		'2026-01-31T09:60:00Z',
		'2026-01-31T09:00:00+24:00',
		'03/04/2027',
		'04.03.2027',
		'next Friday',
		'2027-01',
		'20270131',
		'x 2027-01-31',
		'2027-01-31 x',
		'2027-01-31Z',
		'2027-01-31T09:00:00 Z',
		'0000-01-01T00:00:00+01:00',
		'9999-12-31T23:59:59-01:00',
		1798761600,
		true,
	])('%j is refused rather than guessed', (value) => {
		expect(refusalOf(moment(), value)).toBe(
			`Value “${value}” isn't a date that can be read for certain. Write it like 2027-01-31 or 2027-01-31T09:00:00Z.`,
		);
	});

	test('that cannot be read is not also called missing', () => {
		expect(refusalOf(moment(), 'soon')).not.toContain('Fill in');
	});
});

describe('a list', () => {
	test.each([
		[
			['a', 'b'],
			['a', 'b'],
		],
		['a', ['a']],
		['a, b;c\nd\r\ne', ['a', 'b', 'c', 'd', 'e']],
		[' a ,, b,\n', ['a', 'b']],
		[
			['a,b', 'c'],
			['a', 'b', 'c'],
		],
		[
			['a', ['b', ['c']], [], ''],
			['a', 'b', 'c'],
		],
		[
			[{ value: 'a' }, { value: 'b, c' }],
			['a', 'b', 'c'],
		],
		[[{ value: 'a', other: 'x' }], ['a']],
		[
			[{ other: 'a' }, { other: ['b', 'c'] }],
			['a', 'b', 'c'],
		],
		[{ value: ['a', 'b'] }, ['a', 'b']],
		[{ other: 'a' }, ['a']],
		[[{ value: [{ value: 'a' }] }], ['a']],
		[7, ['7']],
		[
			[1, true, 'x'],
			['1', 'true', 'x'],
		],
		[
			['a', 'a', 'A'],
			['a', 'a', 'A'],
		],
	])('%j is %j', (value, expected) => {
		expect(read(z.array(text()), value)).toStrictEqual(expected);
	});

	test('of addresses names each person once, as first written', () => {
		expect(read(z.array(z.email()), ['Jane@example.com', 'john@example.com', 'JANE@EXAMPLE.COM, john@example.com'])).toStrictEqual([
			'Jane@example.com',
			'john@example.com',
		]);
	});

	test('of addresses that is empty is missing', () => {
		expect(refusalOf(z.array(z.email()), ' , ;')).toBe('Fill in Value.');
	});

	test('of addresses quotes the one that is wrong', () => {
		expect(refusalOf(z.array(z.email()), 'a@b.co, jane, x')).toBe(
			"Value “jane” isn't an email address. Write one like jane.doe@example.com.",
		);
	});

	test('of choices takes each by value or label', () => {
		expect(read(z.array(role()), 'administrator, READ_ONLY', ROLE)).toStrictEqual(['admin', 'READ_ONLY']);
		expect(refusalOf(z.array(role()), ['admin', 'x'], ROLE)).toBe("Value can't be “x”. Choose Administrator or May Only Look.");
	});

	test('of yes and no', () => {
		expect(read(z.array(z.boolean()), 'yes, no')).toStrictEqual([true, false]);
	});

	test('that cannot be read is refused, not shortened', () => {
		expect(refusalOf(z.array(text()), ['a', 2 ** 60])).toBe('Value has too many digits to arrive exactly as a number. Map it as text.');
		expect(refusalOf(z.array(text()), ['a', { x: 1, y: 2 }])).toBe("Value can't take a whole group of values. Map one of them.");
		expect(refusalOf(z.array(text()), {})).toBe("Value can't take a whole group of values. Map one of them.");
		expect(refusalOf(z.array(text()).optional(), `a, ${LONE_SURROGATE}`)).toBe('Value holds a broken character. Type it again.');
	});

	test('an emoji is never cut in two', () => {
		expect(read(z.array(text()), '😀,😀')).toStrictEqual(['😀', '😀']);
	});
});

describe('a dictionary', () => {
	const dictionary = () => z.record(z.string(), z.string());

	test('takes names with texts, numbers, and yes or no', () => {
		expect(read(dictionary(), { team: 'research', cost: 7, paid: false, note: '  two  ' })).toStrictEqual({
			team: 'research',
			cost: '7',
			paid: 'false',
			note: '  two  ',
		});
	});

	test('drops names without a value', () => {
		expect(read(dictionary(), { team: 'research', cost: '', paid: null, '': ' ', list: [] })).toStrictEqual({ team: 'research' });
		expect(read(dictionary().optional(), { team: '' })).toBeUndefined();
		expect(refusalOf(dictionary(), {})).toBe('Fill in Value.');
	});

	test.each([
		['research', '“research”'],
		[7, '“7”'],
		[true, '“true”'],
		[['a', 'b'], '“["a","b"]”'],
	])('%j has no names', (value, quoted) => {
		expect(refusalOf(dictionary(), value)).toBe(
			`Value takes names with values, not ${quoted}. Type each name and its value in a row of its own.`,
		);
	});

	test.each([
		[{ team: { a: 1 } }, 'the value of “team”'],
		[{ team: ['a'] }, 'the value of “team”'],
		[{ team: { toString: 1, valueOf: 1 } }, 'the value of “team”'],
		[{ '': 'research' }, 'a value without a name'],
		[{ ' ': 'research' }, 'a value without a name'],
		[fromJson('{"__proto__": "research"}'), 'the value of “__proto__”'],
		[{ team: `a${LONE_SURROGATE}` }, 'the value of “team”'],
		[{ [`x${LONE_SURROGATE}`]: 'a' }, `the value of “x${LONE_SURROGATE}”`],
		[{ [`x${LONE_SURROGATE}`]: `${LONE_LOW_SURROGATE}y` }, `the value of “x${LONE_SURROGATE}”`],
		[{ team: 'a', cost: 2 ** 53 }, 'the value of “cost”'],
	])('%j is refused', (value, what) => {
		expect(refusalOf(dictionary(), value)).toBe(`Value can't take ${what}. Give each value a name, and each name one text.`);
	});

	test('names like those of every object are names', () => {
		expect(read(dictionary(), { constructor: 'x', toString: 'y' })).toStrictEqual({ constructor: 'x', toString: 'y' });
	});

	test('says itself what it does not take', () => {
		const limited = dictionary().refine((names) => !('email' in names), "can't hold email.");
		expect(refusalOf(limited, { email: 'x' })).toBe("Value can't hold email.");
	});
});

describe('line items', () => {
	const form = z.object({
		items: z
			.array(
				z.object({
					place: text().register(field, { label: 'Place' }),
					rank: z.enum(['admin', 'member']).register(field, { label: 'Rank', choices: { admin: 'Admin', member: 'Member' } }),
					tags: z.array(text()).optional().register(field, { label: 'Tags' }),
				}),
			)
			.optional()
			.register(field, { label: 'Places' }),
	});
	const items = (raw: Raw) => parseInput(form, raw).items;

	test.each<[string, unknown, unknown]>([
		['none', undefined, undefined],
		['nothing', null, undefined],
		['an empty text', ' ', undefined],
		['nothing in a list', [null, { place: 'a', rank: 'admin' }, ''], [{ place: 'a', rank: 'admin' }]],
		['an empty list', [], undefined],
		['empty objects', [{}, { place: '', rank: null }], undefined],
		['one object', { place: 'a', rank: 'admin' }, [{ place: 'a', rank: 'admin' }]],
		[
			'a list of objects',
			[
				{ place: 'a', rank: 'Admin' },
				{ place: ' b ', rank: 'MEMBER', tags: 'x, y' },
			],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'b', rank: 'member', tags: ['x', 'y'] },
			],
		],
		[
			'empty objects between',
			[{ place: 'a', rank: 'admin' }, {}, { place: 'b', rank: 'member' }],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'b', rank: 'member' },
			],
		],
		['nested lists', [[{ place: 'a', rank: 'admin' }]], [{ place: 'a', rank: 'admin' }]],
		['a key of no column', [{ place: 'a', rank: 'admin', extra: 'x' }], [{ place: 'a', rank: 'admin' }]],
		[
			'a cell with several values in each column',
			[{ place: 'a, b', rank: 'admin; member' }],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'b', rank: 'member' },
			],
		],
		[
			'lists in each column',
			{ place: ['a', 'b'], rank: ['admin', 'member'] },
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'b', rank: 'member' },
			],
		],
		[
			'one value for every item',
			[{ place: 'a\nb\r\nc', rank: 'member', tags: ['x', 'y'] }],
			[
				{ place: 'a', rank: 'member', tags: ['x', 'y'] },
				{ place: 'b', rank: 'member', tags: ['x', 'y'] },
				{ place: 'c', rank: 'member', tags: ['x', 'y'] },
			],
		],
		[
			'one value for every item, in the first column',
			[{ place: 'a', rank: 'admin, member' }],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'a', rank: 'member' },
			],
		],
		[
			'separators doubled by line breaks',
			[{ place: 'a,\nb,\n', rank: 'admin,\r\n\r\nmember' }],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'b', rank: 'member' },
			],
		],
		[
			'an item empty in every column',
			[{ place: 'a,,c', rank: 'admin,,member' }],
			[
				{ place: 'a', rank: 'admin' },
				{ place: 'c', rank: 'member' },
			],
		],
		[
			'an empty item beside one value for every item',
			[{ place: 'a,,c', rank: 'member' }],
			[
				{ place: 'a', rank: 'member' },
				{ place: 'c', rank: 'member' },
			],
		],
	])('%s', (_title, value, expected) => {
		expect(items({ items: value })).toStrictEqual(expected);
	});

	test('a gap in front, and one value for every item', () => {
		expect(items({ items: [{ place: ',b', rank: 'admin' }] })).toStrictEqual([{ place: 'b', rank: 'admin' }]);
	});

	test('a line break in front is no gap', () => {
		expect(items({ items: [{ place: '\na\nb', rank: 'admin, member' }] })).toStrictEqual([
			{ place: 'a', rank: 'admin' },
			{ place: 'b', rank: 'member' },
		]);
	});

	test('only separators are nothing', () => {
		expect(refusal(form, { items: [{ place: 'a, b', rank: ',' }] })).toBe('Fill in Rank (line 1) and Rank (line 2).');
	});

	test('a plain value is one of the first column', () => {
		expect(items({ items: 'a, b', rank: 'admin' })).toStrictEqual([
			{ place: 'a', rank: 'admin' },
			{ place: 'b', rank: 'admin' },
		]);
	});

	test('the columns may arrive under keys of their own', () => {
		expect(items({ place: 'a', rank: 'member', tags: 'x' })).toStrictEqual([{ place: 'a', rank: 'member', tags: ['x'] }]);
		expect(items({ items: 'b', place: 'a', rank: 'member' })).toStrictEqual([{ place: 'a', rank: 'member' }]);
		expect(items({ items: 'b', place: ' ', rank: 'member' })).toStrictEqual([{ place: 'b', rank: 'member' }]);
		expect(items({ place: '', rank: [], tags: null })).toBeUndefined();
	});

	test('columns under keys of their own don’t count beside a list', () => {
		expect(refusal(form, { items: [{ place: 'a' }], rank: 'admin' })).toBe('Fill in Rank (line 1).');
		expect(items({ items: [{ place: 'a', rank: 'admin' }], rank: 'member' })).toStrictEqual([{ place: 'a', rank: 'admin' }]);
	});

	test('a plain value in a list stands for an item', () => {
		expect(refusal(form, { items: ['a'] })).toBe('Fill in Rank (line 1).');
	});

	test('says in which line something is missing or wrong', () => {
		expect(refusal(form, { items: [{ place: 'a', rank: 'admin' }, { rank: 'admin' }, { place: 'c' }] })).toBe(
			'Fill in Place (line 2) and Rank (line 3).',
		);
		expect(
			refusal(form, {
				items: [
					{ place: 'a', rank: 'admin' },
					{ place: 'b', rank: 'owner' },
				],
			}),
		).toBe("Rank (line 2) can't be “owner”. Choose Admin or Member.");
		expect(refusal(form, { items: [{ place: 'a', rank: 'admin', tags: [{ x: 1, y: 2 }] }] })).toBe(
			"Tags can't take a whole group of values. Map one of them.",
		);
	});

	test('columns of different lengths don’t line up', () => {
		const message =
			"Places don't line up: Place, Rank, and Tags hold different numbers of values. Give one value, or as many as there are Place values.";
		expect(refusal(form, { items: [{ place: 'a, b', rank: 'admin, member, admin' }] })).toBe(message);
		expect(refusal(form, { items: [{ place: 'a, b, c', rank: 'admin, member' }] })).toBe(message);
		expect(refusal(form, { items: { place: ['a', 'b'], rank: ['admin', 'member', 'admin'] } })).toBe(message);
	});

	test('a gap in a column never moves the values behind it to another item', () => {
		expect(refusal(form, { items: [{ place: 'a,,c', rank: 'admin,member,admin' }] })).toBe('Fill in Place (line 2).');
		expect(refusal(form, { items: [{ place: 'a,,c', rank: 'admin,member,' }] })).toContain("Places don't line up");
		expect(refusal(form, { items: { place: ['a', 'b', 'c'], rank: ['admin', null, 'member'] } })).toBe('Fill in Rank (line 2).');
	});

	test('one value with a gap behind it is not one for every item', () => {
		expect(refusal(form, { items: { place: ['a', 'b'], rank: ['admin', ''] } })).toContain("Places don't line up");
		expect(refusal(form, { items: [{ place: 'a, b', rank: 'admin,' }] })).toContain("Places don't line up");
		expect(items({ items: [{ place: 'a,', rank: 'admin,' }] })).toStrictEqual([{ place: 'a', rank: 'admin' }]);
	});

	test('an address that occurs in two items stays in both', () => {
		const people = z.object({
			people: z
				.array(z.object({ email: z.email().register(field, { label: 'Email' }), team: text().register(field, { label: 'Team' }) }))
				.register(field, { label: 'People' }),
		});
		expect(parseInput(people, { people: [{ email: 'a@b.co, A@b.co, c@d.co', team: 'x, y, z' }] }).people).toStrictEqual([
			{ email: 'a@b.co', team: 'x' },
			{ email: 'A@b.co', team: 'y' },
			{ email: 'c@d.co', team: 'z' },
		]);
		expect(refusal(people, {})).toBe('Fill in People.');
		expect(refusal(people, { people: [{ email: 'x', team: 'y' }] })).toBe(
			"Email (line 1) “x” isn't an email address. Write one like jane.doe@example.com.",
		);
	});

	test('a key of every object is no column', () => {
		const odd = fromJson('[{"place": "a", "rank": "admin", "__proto__": {"place": "b"}, "constructor": "c"}]');
		expect(items({ items: odd })).toStrictEqual([{ place: 'a', rank: 'admin' }]);
	});
});

describe('fields that another one shows', () => {
	const form = z.object({
		more: z.boolean().optional().register(field, { label: 'More' }),
		scopes: z.array(text()).optional().register(field, { label: 'Scopes', shownWhile: 'more', requiredWhileShown: true }),
		note: text().optional().register(field, { label: 'Note', shownWhile: 'more' }),
	});

	test.each<[unknown]>([['no'], [''], [null], [undefined], [0], [{}], [{ toString: 1, valueOf: 1 }]])(
		'are ignored while it says %j',
		(more) => {
			const { scopes, note } = (() => {
				try {
					return parseInput(form, { more, scopes: 'a', note: [1, 2] }) as Raw;
				} catch (error) {
					// An unclear yes or no is refused itself; the others are not even looked at.
					expect((error as Error).message).toMatch(/^More /);
					return {};
				}
			})();
			expect([scopes, note]).toStrictEqual([undefined, undefined]);
		},
	);

	test.each([true, 'yes', 1, ['yes']])('count while it says %j', (more) => {
		expect(parseInput(form, { more, scopes: 'a, b', note: 'x' })).toStrictEqual({ more: true, scopes: ['a', 'b'], note: 'x' });
	});

	test('are required while shown, if they say so', () => {
		expect(refusal(form, { more: 'yes' })).toBe('Fill in Scopes.');
		expect(parseInput(form, { more: 'no' })).toStrictEqual({ more: false });
	});

	test('are named together with what else is missing', () => {
		const longer = form.extend({ name: text().register(field, { label: 'Name' }) });
		expect(refusal(longer, { more: 'yes' })).toBe('Fill in Scopes and Name.');
	});
});

describe('the words of a message', () => {
	test('a quotation is short and on one line', () => {
		expect(quote(' a\n\tb ')).toBe('“a b”');
		expect(quote('x'.repeat(60))).toBe(`“${'x'.repeat(60)}”`);
		expect(quote('x'.repeat(61))).toBe(`“${'x'.repeat(60)}…”`);
		expect(quote(12)).toBe('“12”');
		expect(quote(['a'])).toBe('“["a"]”');
	});

	test('a quotation never ends in half an emoji', () => {
		expect(quote(`${'x'.repeat(59)}😀`).isWellFormed()).toBe(true);
		expect(quote(`${'x'.repeat(59)}😀`)).toMatch(/^“x{59}.…”$/u);
	});

	test('lists read like English', () => {
		expect(andList(['a'])).toBe('a');
		expect(andList(['a', 'b', 'c'])).toBe('a, b, and c');
		expect(orList(['a', 'b'])).toBe('a or b');
		expect(orList(['a', 'b', 'c'])).toBe('a, b, or c');
	});
});
