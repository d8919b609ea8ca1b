import * as z from 'zod/mini';
import { Field, fieldsOf, optional } from '../../../src/zapier/fields/inputField.ts';

const NAME = { label: 'Name' };

const field = (make: () => z.ZodMiniType, label = NAME) => new Field(label, String, make, true);

test('a field’s schema is made once, when it is first asked for', () => {
	const make = jest.fn(() => z.string());
	const name = field(make);
	expect(name.field).toStrictEqual({ label: 'Name' });
	expect(make).not.toHaveBeenCalled();
	const { schema } = name;
	expect(schema.safeParse('Ana').success).toBe(true);
	expect(name.schema).toBe(schema);
	expect(make).toHaveBeenCalledTimes(1);
});

test('an optional field is the same field, which isn’t required, and whose schema still isn’t made before it is asked for', () => {
	const make = jest.fn(() => z.string());
	const name = field(make);
	const perhaps = optional(name);
	expect(name.required).toBe(true);
	expect(perhaps.required).toBe(false);
	expect(perhaps.field).toBe(name.field);
	expect(perhaps.read).toBe(name.read);
	expect(make).not.toHaveBeenCalled();
	expect(perhaps.schema).toBe(name.schema);
	expect(make).toHaveBeenCalledTimes(1);
});

test('a form keeps the order of its fields, and needs no schema to tell them', () => {
	const make = jest.fn(() => z.string());
	const form = { b: field(make, { label: 'B' }), a: optional(field(make, { label: 'A' })) };
	expect(fieldsOf(form)).toStrictEqual([
		{ key: 'b', required: true, field: { label: 'B' } },
		{ key: 'a', required: false, field: { label: 'A' } },
	]);
	expect(fieldsOf(form)).toBe(fieldsOf(form));
	expect(make).not.toHaveBeenCalled();
});
