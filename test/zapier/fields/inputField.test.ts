import * as z from 'zod/mini';
import { asInputField, fieldOf, fieldsOf, isRequired } from '../../../src/zapier/fields/inputField.ts';

test('a field stands beside its schema, optional or not', () => {
	const schema = asInputField(z.string(), { label: 'Name' });
	expect(fieldOf('name', schema)).toStrictEqual({ label: 'Name' });
	expect(fieldOf('name', z.optional(schema))).toStrictEqual({ label: 'Name' });
});

test.each([
	['never was one', z.string()],
	['became another schema', z.nullable(asInputField(z.string(), { label: 'Name' }))],
])('a schema that %s is a programming error', (_title, schema) => {
	expect(() => fieldOf('name', schema)).toThrow(
		new TypeError('The field "name" has no label: make it with a builder of src/zapier/schemas'),
	);
});

test('a form’s fields keep their order', () => {
	const [b, a] = [asInputField(z.string(), { label: 'B' }), asInputField(z.number(), { label: 'A' })];
	const form = z.object({ b, a: z.optional(a) });
	expect(fieldsOf(form)).toStrictEqual([
		{ key: 'b', schema: form.shape.b, field: { label: 'B' } },
		{ key: 'a', schema: form.shape.a, field: { label: 'A' } },
	]);
	expect(fieldsOf(form)).toBe(fieldsOf(form));
});

test('only what is optional isn’t required', () => {
	expect(isRequired(z.string())).toBe(true);
	expect(isRequired(z.optional(z.string()))).toBe(false);
});
