import * as z from 'zod/mini';
import { Field, fieldsOf, optional, schemaOf } from '../../../src/zapier/fields/inputField.ts';

const NAME = { label: 'Name' };

test('a field’s schema is made once, when it is first asked for', () => {
	const make = jest.fn(() => z.string());
	const name = new Field(NAME, make);
	expect(name.field).toStrictEqual({ label: 'Name' });
	expect(make).not.toHaveBeenCalled();
	const { schema } = name;
	expect(schema.safeParse('Ana').success).toBe(true);
	expect(name.schema).toBe(schema);
	expect(make).toHaveBeenCalledTimes(1);
});

test('only what is optional isn’t required', () => {
	const name = new Field(NAME, () => z.string());
	expect(name.required).toBe(true);
	expect(optional(name).required).toBe(false);
	expect(name.schema.safeParse(undefined).success).toBe(false);
	expect(optional(name).schema.safeParse(undefined).success).toBe(true);
	expect(optional(name).schema.safeParse(7).success).toBe(false);
});

test('an optional field is the same field, whose schema still isn’t made before it is asked for', () => {
	const make = jest.fn(() => z.string());
	const name = new Field(NAME, make);
	const perhaps = optional(name);
	expect(perhaps.field).toBe(name.field);
	expect(make).not.toHaveBeenCalled();
	expect(perhaps.schema).toBe(perhaps.schema);
	expect(perhaps.schema.def.innerType).toBe(name.schema);
	expect(make).toHaveBeenCalledTimes(1);
});

describe('a form', () => {
	const makers = { b: jest.fn(() => z.string()), a: jest.fn(() => z.number()) };
	const form = { b: new Field({ label: 'B' }, makers.b), a: optional(new Field({ label: 'A' }, makers.a)) };

	test('keeps the order of its fields, and needs no schema to tell them', () => {
		expect(fieldsOf(form)).toStrictEqual([
			{ key: 'b', required: true, field: { label: 'B' } },
			{ key: 'a', required: false, field: { label: 'A' } },
		]);
		expect(fieldsOf(form)).toBe(fieldsOf(form));
		expect(makers.b).not.toHaveBeenCalled();
		expect(makers.a).not.toHaveBeenCalled();
	});

	test('has one schema, of those of its fields, which is made once', () => {
		const schema = schemaOf(form);
		expect(schemaOf(form)).toBe(schema);
		expect(Object.entries(schema.shape)).toStrictEqual([
			['b', form.b.schema],
			['a', form.a.schema],
		]);
		expect(schema.parse({ b: 'x', other: 'y' })).toStrictEqual({ b: 'x' });
		expect(schema.safeParse({ a: 1 }).success).toBe(false);
		expect(makers.b).toHaveBeenCalledTimes(1);
		expect(makers.a).toHaveBeenCalledTimes(1);
	});
});
