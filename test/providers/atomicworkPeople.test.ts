import { pageOf } from '../../src/providers/atomicwork/response.ts';
import { readPerson } from '../../src/providers/atomicwork/users.ts';
import type { HttpResponse } from '../../src/zapier/http.ts';
import { id } from '../../src/zapier/schemas/response.ts';

/* How a user, and a page of a list, are read from answers whose shape Atomicwork doesn't document. */

const email = 'nora.quist@example.com';

describe('a person', () => {
	test.each([
		['email', 'email_address'],
		['email_address', 'email_id'],
		['email_id', 'user_email'],
		['user_email', 'display_name'],
	])('has the address under %s, rather than %s', (key, other) => {
		expect(readPerson({ body: { id: 7, [key]: email, [other]: 'other@example.com' } })).toMatchObject({ id: '7', email });
	});

	test.each([
		[{ id: 7, user_id: 8 }, '7'],
		[{ user_id: 8 }, '8'],
		[{ id: '9' }, '9'],
	])('has the ID of %j', (ids, found) => {
		expect(readPerson({ body: { ...ids, email } })?.id).toBe(found);
	});

	test.each([
		[{ name: 'A', full_name: 'B', display_name: 'C', first_name: 'D', last_name: 'E' }, 'A'],
		[{ full_name: 'B', display_name: 'C', first_name: 'D', last_name: 'E' }, 'B'],
		[{ display_name: 'C', first_name: 'D', last_name: 'E' }, 'C'],
		[{ first_name: 'D', last_name: 'E' }, 'D E'],
		[{ last_name: 'E' }, 'E'],
		[{}, email],
	])('is called by %j', (names, name) => {
		expect(readPerson({ body: { id: 7, email, ...names } })?.name).toBe(name);
	});

	test.each([[{ email }], [{ id: 7 }], [{ id: 7, email: '' }], [{ id: null, email }], ['a text'], [[]], [{}], [null], [undefined]])(
		'is not in %j',
		(body) => {
			expect(readPerson({ body })).toBeUndefined();
		},
	);

	test.each(['data', 'user', 'users', 'result', 'results'])('may be below the key %s', (key) => {
		expect(readPerson({ body: { [key]: { id: 7, email } } })?.id).toBe('7');
		expect(readPerson({ body: { [key]: [{ id: 7, email }] } })?.id).toBe('7');
	});

	test('is not looked for below other keys', () => {
		expect(readPerson({ body: { creator: { id: 7, email } } })).toBeUndefined();
	});

	test.each<[told: unknown, roles: string[] | undefined]>([
		[
			[1, '2'],
			['1', '2'],
		],
		[
			[{ id: 1, name: 'Admin' }, 2],
			['1', '2'],
		],
		[[], []],
		[['Admin', { name: 'x' }], undefined],
		['Admin', undefined],
		[null, undefined],
		[undefined, undefined],
	])('has the roles %j', (told, roles) => {
		expect(readPerson({ body: { id: 7, email, roles: told } })).toMatchObject(roles ? { roles } : { id: '7' });
		expect(readPerson({ body: { id: 7, email, roles: told } })?.roles).toEqual(roles);
		expect(readPerson({ body: { id: 7, email, org_roles: told } })?.org_roles).toEqual(roles);
	});

	test.each<[told: unknown, isDeleted: boolean | undefined]>([
		[true, true],
		[false, false],
		['yes', undefined],
		[undefined, undefined],
	])('says of a removal %j', (is_deleted, isDeleted) => {
		expect(readPerson({ body: { id: 7, email, is_deleted } })).toMatchObject({ id: '7' });
		expect(readPerson({ body: { id: 7, email, is_deleted } })?.is_deleted).toBe(isDeleted);
	});
});

describe('a page', () => {
	const read = (body: unknown, page = 0) => pageOf({ body } as HttpResponse, id, page);

	test.each<[told: object, pages: number | undefined, total: number | undefined]>([
		[{ total_pages: 3, total_count: 50, total: 60 }, 3, 50],
		[{ total: 60 }, undefined, 60],
		[{ total_pages: '3', total_count: '50' }, undefined, undefined],
		[{}, undefined, undefined],
	])('tells by %j how far a list goes', (told, pages, total) => {
		expect(read({ data: [1], ...told })).toMatchObject({ items: ['1'] });
		expect(read({ data: [1], ...told }).pages).toBe(pages);
		expect(read({ data: [1], ...told }).total).toBe(total);
	});

	test('may be bare', () => {
		expect(read([1, 2])).toMatchObject({ items: ['1', '2'] });
	});

	test.each([
		[0, 0, ['1']],
		[1, 1, []],
		[1, 2, ['1']],
		[2, 2, []],
		[3, 2, []],
	])('%i of %i in all, counted from 0, that is given once more holds %j', (page, total_pages, items) => {
		expect(read({ data: [1], total_pages }, page).items).toEqual(items);
	});
});
