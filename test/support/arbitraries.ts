import fc from 'fast-check';
import * as z from 'zod/mini';
import { Field, type Form, type FormField, fieldsOf } from '../../src/zapier/fields/inputField.ts';
import { parseField, readToken } from '../../src/zapier/schemas/field.ts';
import type { Values } from './integration.ts';

/** What a Zap maps into a form, and what the form must make of it. */
export interface Mapped {
	/** As Zapier hands it over, under the keys of the form. */
	raw: Values;
	/** The values that must come through; undefined where only the form itself can tell. */
	expected: Values | undefined;
}

/** A value for one field: what is mapped, and what it stands for. */
interface Planned {
	raw: Values;
	/** Undefined: left empty. */
	value?: unknown;
	/** Is `value` known? Otherwise anything may be mapped. */
	certain: boolean;
}

/** A single value as it is mapped, and as it must arrive. */
interface Single {
	raw: string | number | boolean;
	value: string | boolean;
}

/** Texts that break out of something, if they are ever pasted together with it. */
const injections = [
	'.',
	'..',
	'../..',
	'../../admin/users',
	'%2e%2e',
	'..%2f..',
	'/etc/passwd',
	'\\..\\',
	'a\r\nX-Evil: y',
	'a\nb',
	'?admin=true',
	'#fragment',
	'a&role=admin',
	'"},"role":"admin',
	'</script><script>',
	"' OR 1=1 --",
	'{{bundle.authData.api_key}}',
	'{{ process.env.CLIENT_SECRET }}',
	'{{curlies}}',
	'{{{{',
	'$' + '{process.env.HOME}',
	'%s%n',
	'\u0000',
	'\u202egnp.exe',
	'\u200b',
	'\ufeff',
	'e\u0301',
	'😀👩‍👩‍👧‍👦',
	'__proto__',
	'constructor',
	'null',
	'undefined',
	'NaN',
	'true',
	'0',
	'-1',
	'1e3',
	'0x10',
	'12 Main Street',
	'9007199254740993',
	'9223372036854775807',
	'9223372036854775808',
	'1'.repeat(400),
];

const anyText = fc.oneof(
	{ withCrossShrink: true },
	{ weight: 4, arbitrary: fc.string({ unit: 'grapheme' }) },
	{ weight: 3, arbitrary: fc.string({ unit: 'binary' }) },
	{ weight: 5, arbitrary: fc.constantFrom(...injections) },
	{ weight: 1, arbitrary: fc.constantFrom('x', 'ü', ' ', '{{', '../', '\r\n', '😀').map((text) => text.repeat(10_000)) },
);

/** Also what no text should be: halves of characters. */
const brokenText = fc
	.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { minLength: 1, maxLength: 5 })
	.map((units) => String.fromCharCode(...units));

/** Whatever JSON can hold. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 6, arbitrary: anyText },
	{ weight: 2, arbitrary: brokenText },
	{ weight: 1, arbitrary: fc.constantFrom(true, false, null, '', '   ') },
	{
		weight: 2,
		arbitrary: fc.oneof(
			fc.integer(),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.maxSafeInteger(),
			fc.constantFrom(2 ** 53, -(2 ** 60), 1e300),
		),
	},
	{ weight: 2, arbitrary: fc.array(anyText, { maxLength: 3 }) },
	{ weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<unknown>(
			{},
			[],
			[[]],
			[['']],
			[[['a']]],
			[null, 'a'],
			{ toString: 1, valueOf: 1 },
			{ toJSON: 'x', constructor: null },
			JSON.parse('{"__proto__": {"x": 1}}'),
			JSON.parse('{"__proto__": "x"}'),
			[{ toString: 'x' }],
			{ length: 3 },
		),
	},
);

/** A text that means something to a person. */
const goodText = fc
	.oneof(
		{
			weight: 4,
			arbitrary: fc.constantFrom('Jane Doe', "Anne-Marie O'Neill", '李小龍', 'ws-shared-1a2b3c', 'Support & Sales', 'naïve 100 %'),
		},
		{ weight: 4, arbitrary: anyText },
	)
	.filter((text) => text.trim() !== '' && text.isWellFormed() && !['.', '..'].includes(text.trim()))
	// What copying leaves around a text is dropped, which tests of the schemas show.
	.filter((text) => !/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/.test(text) && !/^\s*["'“‘„«].*["'”’“»]\s*$/s.test(text));

const separators = /[,;\r\n]/g;

/** A mapped text often has spaces around it. */
function padded(text: string): fc.Arbitrary<string> {
	return fc.constantFrom(text, text, text, ` ${text}`, `${text}\t`, `\u00a0${text} `);
}

function choiceOf(choices: Record<string, string>): fc.Arbitrary<Single> {
	return fc.constantFrom(...Object.entries(choices)).chain(([value, label]) => {
		const words = [value, label, value.toUpperCase(), label.toLowerCase()];
		return fc.constantFrom(...words).chain((word) => padded(word).map((raw) => ({ raw, value })));
	});
}

const yesOrNo: fc.Arbitrary<Single> = fc.constantFrom(
	...[true, 'true', 'Yes', ' y ', 'on', '1', 1].map((raw) => ({ raw, value: true })),
	...[false, 'FALSE', 'no', 'n', 'off ', '0', 0].map((raw) => ({ raw, value: false })),
);

const moment: fc.Arbitrary<Single> = fc
	.tuple(
		fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9998-12-31T23:59:59Z'), noInvalidDate: true }),
		fc.integer({ min: 0, max: 3 }),
	)
	.map(([date, style]) => {
		const second = date.toISOString().replace(/\.\d+Z$/, '');
		if (style === 0) return { raw: date.toISOString(), value: date.toISOString().replace('.000Z', 'Z') };
		if (style === 1) return { raw: second.replace('T', ' '), value: `${second}Z` };
		if (style === 2) return { raw: `${second}+00:00`, value: `${second}Z` };
		return { raw: second.slice(0, 10), value: `${second.slice(0, 10)}T00:00:00Z` };
	});

const address: fc.Arbitrary<Single> = fc
	.tuple(
		fc.stringMatching(/^[a-zA-Z0-9](\.?[a-zA-Z0-9_+'-]){0,9}$/),
		fc.constantFrom('example.com', 'Mail.Example.ORG', 'a-b.co', 'x.y.z.museum'),
	)
	.map(([name, domain]) => `${name.replace(/'$/, 'x')}@${domain}`)
	.chain((value) => padded(value).map((raw) => ({ raw, value })));

/** A text that follows the pattern of its schema; of digits, also more than a JavaScript number holds. */
function patterned(schema: z.core.$ZodType, pattern: string): fc.Arbitrary<Single> {
	const large = ['9007199254740993', '9223372036854775807', '1'.repeat(30)].filter((digits) => z.safeParse(schema, digits).success);
	const texts = fc.stringMatching(new RegExp(pattern));
	return (large.length ? fc.oneof({ weight: 4, arbitrary: texts }, { weight: 1, arbitrary: fc.constantFrom(...large) }) : texts).chain(
		(value) => {
			const numeric = /^[1-9]\d*$/.test(value) && Number.isSafeInteger(Number(value));
			return fc.oneof(padded(value), fc.constant(numeric ? Number(value) : value)).map((raw) => ({ raw, value }));
		},
	);
}

/** A field of which a list holds several. */
function itemOf({ field, schema }: Field): Field {
	if (!(schema instanceof z.ZodMiniArray)) throw new TypeError('not a list');
	const { element } = schema.def;
	return new Field(field, readToken, () => element as z.ZodMiniType, true);
}

function accepts(one: Field, raw: unknown): boolean {
	try {
		return parseField(one, raw) !== undefined;
	} catch {
		return false;
	}
}

/** A valid value of a field that takes a single one, in the ways in which people write it. */
function single(one: Field, inList: boolean): fc.Arbitrary<Single> {
	const {
		schema: inner,
		field: { type, choices, idForm, loadChoices },
	} = one;
	const { pattern } = z.toJSONSchema(inner) as { pattern?: string };
	let values: fc.Arbitrary<Single>;
	if (inner instanceof z.ZodMiniBoolean) values = yesOrNo;
	else if (inner instanceof z.ZodMiniEnum && choices) values = choiceOf(choices);
	else if (inner instanceof z.ZodMiniEmail) values = address;
	else if (inner instanceof z.ZodMiniISODateTime) values = moment;
	else if (pattern) values = patterned(inner, pattern);
	// Anything else would be looked up as a name.
	else if (idForm) values = patterned(inner, idForm.source);
	else if (loadChoices && choices) values = fc.constantFrom(...Object.keys(choices)).map((value) => ({ raw: value, value }));
	else if (inList) {
		// Where several values may stand in one text, these characters stand between them.
		values = goodText.map((text) => ({ raw: text.replace(separators, '_'), value: text.replace(separators, '_').trim() }));
	} else values = goodText.chain(padded).map((raw) => ({ raw, value: type === 'text' ? raw : raw.trim() }));
	return values.filter(({ raw, value }) => value !== '' && accepts(one, raw) && z.safeParse(inner, value).success);
}

/** A list in the shapes in which Zapier hands lists over. */
function list(key: string, field: Field): fc.Arbitrary<{ raw: unknown; value: unknown[] }> {
	const item = itemOf(field);
	const items = fc.array(single(item, true), { minLength: 1, maxLength: 4 });
	return fc
		.tuple(items, fc.integer({ min: 0, max: 5 }), fc.constantFrom(',', ', ', ';', '\n', '\r\n', ',\n'))
		.map(([values, shape, separator]) => {
			const raws = values.map(({ raw }) => raw);
			const joined = raws.join(separator);
			// Such a text may also be one number, so the form refuses it.
			const text = /^\s*[1-9]\d{0,2}(,\d{3})+\s*$/.test(joined) ? raws.join(';') : joined;
			const shapes = [raws, text, raws.map((raw) => ({ [key]: raw })), [raws, ''], [...raws, ...raws.slice(0, 1)], raws];
			const repeated = shape === 4 ? [...values, ...values.slice(0, 1)] : values;
			const texts = repeated.map(({ value }) => value);
			const addresses = texts.map((text) => String(text).toLowerCase());
			const once = texts.filter((_text, index) => addresses.indexOf(addresses[index] ?? '') === index);
			return { raw: shapes[shape], value: item.schema instanceof z.ZodMiniEmail ? once : texts };
		});
}

function dictionary(schema: z.core.$ZodType): fc.Arbitrary<{ raw: unknown; value: Record<string, string> }> {
	const name = goodText.filter((text) => text !== '__proto__');
	const entry = fc.tuple(name, fc.oneof(goodText, fc.maxSafeInteger(), fc.boolean()));
	return fc
		.uniqueArray(entry, { minLength: 1, maxLength: 3, selector: ([key]) => key })
		.map((entries) => ({
			raw: Object.fromEntries(entries),
			value: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
		}))
		.filter(({ value }) => z.safeParse(schema, value).success);
}

/** Line items: as objects, as one object of lists, as texts with several values, or under the keys of their own. */
function lineItems(key: string, items: Form): fc.Arbitrary<{ raw: Values; value: unknown[] }> {
	const columns = Object.entries(items);
	const cell = ([column, one]: [key: string, one: Field]): fc.Arbitrary<Planned> => {
		const filled: fc.Arbitrary<Planned> = one.field.list
			? list(column, one).map(({ raw, value }) => ({ raw: { [column]: raw }, value, certain: true }))
			: single(one, true).map(({ raw, value }) => ({ raw: { [column]: raw }, value, certain: true }));
		return one.required ? filled : fc.oneof(filled, empty(column));
	};
	const row = fc.tuple(...columns.map(cell));
	return fc.tuple(fc.array(row, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 3 })).map(([rows, shape]) => {
		const raws = rows.map((cells) => Object.assign({}, ...cells.map(({ raw }) => raw)) as Values);
		const value = rows.map((cells) =>
			Object.fromEntries(cells.flatMap((one, index) => (one.value === undefined ? [] : [[columns[index]?.[0] ?? '', one.value]]))),
		);
		const plain = rows.length > 1 && raws.every((raw) => Object.values(raw).every((one) => typeof one === 'string' && one.trim() !== ''));
		const several = columns.some(([, { field }]) => field.list);
		if (shape === 1 && plain && !several) {
			const column = (name: string) => raws.map((raw) => raw[name]);
			return { raw: { [key]: [Object.fromEntries(columns.map(([name]) => [name, column(name).join(', ')]))] }, value };
		}
		if (shape === 2 && rows.length === 1) return { raw: raws[0] ?? {}, value };
		return { raw: { [key]: shape === 3 && rows.length === 1 ? raws[0] : raws }, value };
	});
}

/** A field that is left empty, in every way in which Zapier says so. */
function empty(key: string): fc.Arbitrary<Planned> {
	return fc.constantFrom<Planned>(
		{ raw: {}, certain: true },
		...[null, '', '  ', [], [''], [null, '\n']].map((value) => ({ raw: { [key]: value }, certain: true })),
	);
}

/** A valid value for a field, or, where it may be, none. */
function valid(key: string, one: Field): fc.Arbitrary<Planned> {
	const { schema, required, field } = one;
	let filled: fc.Arbitrary<Planned>;
	if (field.children) filled = lineItems(key, field.children).map((lines) => ({ ...lines, certain: true }));
	else if (field.dict) filled = dictionary(schema).map(({ raw, value }) => ({ raw: { [key]: raw }, value, certain: true }));
	else if (field.list) filled = list(key, one).map(({ raw, value }) => ({ raw: { [key]: raw }, value, certain: true }));
	else filled = single(one, false).map(({ raw, value }) => ({ raw: { [key]: raw }, value, certain: true }));
	return required || field.requiredWhileShown ? filled : fc.oneof({ weight: 3, arbitrary: filled }, { weight: 1, arbitrary: empty(key) });
}

const hostile = (key: string): fc.Arbitrary<Planned> => anything.map((raw) => ({ raw: { [key]: raw }, certain: false }));

/** Keys that no form has. */
const extras = fc.dictionary(fc.constantFrom('extra', 'api_key', 'provider', 'length', 'toString', '__proto__'), anything, { maxKeys: 2 });

/** Anything that a Zap could map into a form; half of it fills the form in as it should be. */
export function inputFor(form: Form): fc.Arbitrary<Mapped> {
	const fields = fieldsOf(form);
	const right = Object.entries(form).map(([key, one]) => valid(key, one));
	const wrong = fields.map(({ key }) => fc.oneof(hostile(key), empty(key)));
	const perfect = fc.tuple(...right);
	const oneWrong = fc.oneof(...fields.map((_field, at) => fc.tuple(...right.with(at, wrong[at] as fc.Arbitrary<Planned>))));
	const wild = fc.tuple(...fields.map((_field, at) => fc.oneof(right[at] as fc.Arbitrary<Planned>, wrong[at] as fc.Arbitrary<Planned>)));
	return fc
		.tuple(
			fc.oneof({ weight: 5, arbitrary: perfect }, { weight: 3, arbitrary: oneWrong }, { weight: 2, arbitrary: wild }),
			fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: extras }),
		)
		.map(([planned, more]) => {
			const entries = [...Object.entries(more), ...planned.flatMap(({ raw }) => Object.entries(raw))];
			// What Zapier hands over was JSON.
			const raw = JSON.parse(JSON.stringify(Object.fromEntries(entries))) as Values;
			return { raw, expected: expectedOf(fields, planned) };
		});
}

function expectedOf(fields: FormField[], planned: Planned[]): Values | undefined {
	const values = new Map(fields.map(({ key }, index) => [key, planned[index]?.value]));
	if (!planned.every(({ certain }) => certain)) return undefined;
	const shown = fields.filter(({ field: { shownWhile } }) => !shownWhile || values.get(shownWhile) === true);
	const filled = shown.filter(({ key }) => values.get(key) !== undefined);
	const needed = shown.filter(({ required, field }) => required || field.requiredWhileShown);
	return needed.every((one) => filled.includes(one)) ? Object.fromEntries(filled.map(({ key }) => [key, values.get(key)])) : undefined;
}
