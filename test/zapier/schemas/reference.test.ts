import { INT64, reference, references, UUID } from '../../../src/zapier/schemas/reference.ts';
import { read, VALUE } from '../../support/form.ts';

const field = { ...VALUE, dynamic: 'users.id.name', idForm: INT64 };

test('one is a text, without what copying leaves around it', () => {
	expect(read(reference(field), ' “Ana Diaz” ')).toBe('Ana Diaz');
	expect(reference(field).field).toStrictEqual(field);
});

test('several are a list, or a text with separators', () => {
	expect(read(references(field), '7, Ana;“Ben”')).toEqual(['7', 'Ana', 'Ben']);
	expect(read(references(field), [7, ' Ana '])).toEqual(['7', 'Ana']);
	expect(references(field).field).toStrictEqual({ ...field, list: true });
});

const id = '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10';

test.each<[form: RegExp, text: string, isId: boolean]>([
	...['1', '42', '9223372036854775807', '1'.repeat(19)].map((text): [RegExp, string, boolean] => [INT64, text, true]),
	...['', '0', '042', '-1', '1.5', '1e3', 'x1', '1x', 'a', '1'.repeat(20)].map((text): [RegExp, string, boolean] => [INT64, text, false]),
	[UUID, id, true],
	[UUID, id.toUpperCase(), true],
	...[
		`${id}0`,
		`0${id}`,
		id.slice(1),
		id.slice(0, -1),
		id.replace('-', ''),
		id.replace('b', 'g'),
		id.replace('4c6e-', ''),
		id.replace('9f59', '9f5'),
		id.replace('4c6e', '4g6e'),
		id.replace('2f4a', 'xyz-'),
	].map((text): [RegExp, string, boolean] => [UUID, text, false]),
])('%p: “%s” is an ID: %s', (form, text, isId) => {
	expect(form.test(text)).toBe(isId);
});
