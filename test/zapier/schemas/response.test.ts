import { fullName, id, isoDate, moment, textIfAny } from '../../../src/zapier/schemas/response.ts';

test.each([
	['42', '42'],
	[42, '42'],
	[0, '0'],
	['9223372036854775807', '9223372036854775807'],
])('the id %j is %j', (value, expected) => {
	expect(id().parse(value)).toBe(expected);
});

test.each(['', null, undefined, true, {}])('%j is no id', (value) => {
	expect(id().safeParse(value).success).toBe(false);
});

test.each([
	['a', 'a'],
	['', undefined],
	[null, null],
	[undefined, undefined],
	[7, undefined],
	[{}, undefined],
])('the text of %j is %j', (value, expected) => {
	expect(textIfAny().parse(value)).toBe(expected);
});

test.each([
	['2026-01-31T09:00:00', '2026-01-31T09:00:00Z'],
	['2026-01-31 09:00', '2026-01-31T09:00:00Z'],
	['2026-01-31 09:00:00', '2026-01-31T09:00:00Z'],
	['2026-01-31 09:00:00.25', '2026-01-31T09:00:00.250Z'],
	['2026-01-31T09:00:00Z', '2026-01-31T09:00:00Z'],
	['2026-01-31T09:00:00.000Z', '2026-01-31T09:00:00Z'],
	['2026-01-31T09:00:00+01:00', '2026-01-31T08:00:00Z'],
	['2026-01-31', '2026-01-31T00:00:00Z'],
	['2026-01-31 09:00:00+01:00', '2026-01-31T08:00:00Z'],
	['2026-01-31 09:00:00 +0100', '2026-01-31T08:00:00Z'],
	['2026-01-31 09:00:00 UTC', '2026-01-31T09:00:00Z'],
	['2026/01/31 09:00', '2026-01-31T09:00:00Z'],
	['2026/01/31', '2026-01-31T00:00:00Z'],
	['2028-02-29', '2028-02-29T00:00:00Z'],
	[' 2026-01-31 ', '2026-01-31T00:00:00Z'],
	['2026-01-31T23:30:00-02:00', '2026-02-01T01:30:00Z'],
])('the date %j is %s', (value, expected) => {
	expect(isoDate(value)).toBe(expected);
	expect(moment().parse(value)).toBe(expected);
});

test.each([
	'5',
	'soon',
	'2026',
	'2026-01',
	'2026-13-31',
	'2026-00-10',
	'2026-02-31',
	'2026-02-29',
	'2026-04-31 09:00',
	'2026-02-30T23:00:00-05:00',
	'2026-01-31 99:00:00',
	'x2026-01-31 09:00:00x',
	'x2026-01-31',
	'2026-01-31x',
	'2026-01-31 09:00:00 UTC+1',
	'31/01/2026',
	'Jan 31, 2026',
	'1767225600',
])('%j is no date', (value) => {
	expect(isoDate(value)).toBeUndefined();
	expect(moment().parse(value)).toBeNull();
});

test.each([
	['', null],
	[null, null],
	[undefined, null],
	[7, null],
	[{}, null],
])('the moment of %j is %j', (value, expected) => {
	expect(moment().parse(value)).toBe(expected);
});

test.each([
	[['Jane', 'Doe'], 'Jane Doe'],
	[['Jane', null], 'Jane'],
	[[undefined, 'Doe'], 'Doe'],
	[['', null, undefined], undefined],
	[[], undefined],
])('the name of %j is %j', (parts, expected) => {
	expect(fullName(...parts)).toBe(expected);
});
