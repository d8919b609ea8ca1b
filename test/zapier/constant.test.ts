import { constant, constants } from '../../src/zapier/constant.ts';

type Prepare = (app: object) => { creates: { one: { operation: Record<string, unknown[]> } } };
// What core does with a definition for each event.
const { prepareApp } = require('zapier-platform-core/src/tools/schema') as { prepareApp: Prepare };

const field = { key: 'id', label: 'ID', type: 'string' } as const;
const group = { key: 'rows', label: 'Rows', children: [field] };

test('a constant says what the plain object says', () => {
	for (const plain of [field, group, { id: '1', at: null, tags: ['a', { b: 2 }] }]) {
		expect({ ...constant(plain) }).toEqual(plain);
		expect(JSON.stringify(constant(plain))).toBe(JSON.stringify(plain));
	}
});

test('equal ones are one', () => {
	expect(constant({ ...group, children: [{ ...field }] })).toBe(constant(group));
	expect(constant({ ...field, label: 'Id' })).not.toBe(constant(field));
});

test('equal lists are one', () => {
	const list = constants([{ ...field }, { ...group }]);
	expect(list).toEqual([field, group].map(constant));
	expect(constants([{ ...field }, { ...group }])).toBe(list);
	expect(constants([group, field])).not.toBe(list);
	expect(constants([field])).not.toBe(list);
});

test('core takes it as it is, instead of a copy for each event and each place', () => {
	const prepared = (one: object) => prepareApp({ creates: { one: { key: 'one', operation: { inputFields: [one] } } } }).creates.one;
	expect(prepared(field).operation.inputFields?.[0]).not.toBe(field);
	const one = constant(field);
	expect(prepared(one).operation.inputFields?.[0]).toBe(one);
	expect({ ...one }).toEqual(field);
});

test('core finds nothing in it to freeze', () => {
	const rows = constant({ key: 'row_ids', children: [{ ...field }] });
	prepareApp({ creates: { one: { key: 'one', operation: { inputFields: [rows] } } } });
	expect(Object.isFrozen(rows)).toBe(true);
	expect(Object.isFrozen(rows.children)).toBe(false);
});
