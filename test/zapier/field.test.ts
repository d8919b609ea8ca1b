import * as z from 'zod';
import { field, fieldOf, fieldsOf, isRequired, lineItemOf, titleCase, unwrap } from '../../src/zapier/field.ts';

describe('the words of a field', () => {
	test('stand beside its schema', () => {
		const schema = z.string().register(field, { label: 'Name' });
		expect(fieldOf('name', schema)).toStrictEqual({ label: 'Name' });
	});

	test('are lost when the schema becomes another: register last', () => {
		const schema = z.string().register(field, { label: 'Name' }).optional();
		expect(() => fieldOf('name', schema)).toThrow(new TypeError('The field "name" has no label: register it'));
	});
});

test('a form’s fields keep their order', () => {
	expect(fieldsOf(z.object({ b: z.string(), a: z.number() })).map(([key]) => key)).toStrictEqual(['b', 'a']);
});

test('a schema is found in all its wrappers', () => {
	const text = z.string();
	expect(unwrap(text)).toBe(text);
	expect(unwrap(text.optional())).toBe(text);
	expect(unwrap(text.default('x'))).toBe(text);
	expect(unwrap(text.optional().default('x').optional())).toBe(text);
	expect(unwrap(text.nullable())).not.toBe(text);
});

test('what is optional, or has a default, isn’t required', () => {
	expect(isRequired(z.string())).toBe(true);
	expect(isRequired(z.array(z.string()))).toBe(true);
	expect(isRequired(z.string().optional())).toBe(false);
	expect(isRequired(z.string().default('x'))).toBe(false);
});

test('only a list of objects is one of line items', () => {
	const item = z.object({ a: z.string() });
	expect(lineItemOf(z.array(item))).toBe(item);
	expect(lineItemOf(z.array(item).optional())).toBe(item);
	expect(lineItemOf(item)).toBeUndefined();
	expect(lineItemOf(z.array(z.string()))).toBeUndefined();
	expect(lineItemOf(z.string())).toBeUndefined();
});

test.each([
	['invite_link', 'Invite Link'],
	['id', 'ID'],
	['workspace_id', 'Workspace ID'],
	['email', 'Email'],
	['workspace_ids', 'Workspace IDs'],
	['idea_id_x', 'Idea ID X'],
	['', ''],
])('%j is titled %j', (key, title) => {
	expect(titleCase(key)).toBe(title);
});
