import { connect, find, json, numbers, poll, testFindUser, testManyWorkspaces, testPermission } from '../support/lists.ts';
import { answerWith } from '../support/wire.ts';

describe('the lists of Atomicwork', () => {
	testManyWorkspaces('atomicwork', (query) => {
		const all = numbers(1200).map((n) => ({ id: n, name: `Workspace ${n}` }));
		const found = all.filter(({ name }) => name.includes(query.get('search_key') ?? ''));
		const [page, size] = [Number(query.get('page')), Number(query.get('per_page'))];
		return { data: found.slice((page - 1) * size, page * size), total_pages: Math.ceil(found.length / size) };
	});

	testPermission('atomicwork', /API key must be allowed to read them/);

	testFindUser('atomicwork', (people, url) => ({
		data: url.includes('/email-lookup') ? { ...people[7], user_status: 'ACTIVE' } : [people[8], people[7]],
	}));

	test('new users: ids digit for digit, names from whatever there is', async () => {
		const { contract, authData } = await connect('atomicwork');
		const body = `{"data":[
			{"id":9007199254740993,"email":"big@example.com","first_name":"Big","last_name":"Number"},
			{"user_id":7,"email":"seven@example.com","display_name":"Seven"},
			{"id":8,"email":"eight@example.com","full_name":"Eight","name":""},
			{"email":"no-id@example.com"},
			{"id":9007199254740994,"email":"bigger@example.com"}],"total_pages":1}`;
		const sent = answerWith(contract, () => [200, body]);
		expect((await poll('atomicwork_new_user', authData)).map(({ id, name }) => `${id} ${name}`)).toEqual([
			'9007199254740994 bigger@example.com',
			'9007199254740993 Big Number',
			'8 Eight',
			'7 Seven',
		]);
		expect(sent).toHaveLength(1);
	});

	test('new users: every page that the answer announces', async () => {
		const { contract, authData } = await connect('atomicwork');
		const sent = answerWith(contract, ({ url }) => {
			const page = new URL(url).searchParams.get('page');
			return json({ data: [{ id: Number(page), email: `p${page}@example.com` }], total_pages: 3 });
		});
		expect((await poll('atomicwork_new_user', authData)).map(({ id }) => id)).toEqual(['3', '2', '1']);
		expect(new Set(sent.map(({ url }) => url)).size).toBe(3);
	});

	test('find user: an unknown address is no failure', async () => {
		const { contract, authData } = await connect('atomicwork');
		const sent = answerWith(contract, () => [404, '{"error":"User not found","code":"NOT_FOUND"}']);
		expect(await find('atomicwork_find_user', authData, { email: 'a+b@example.com' })).toEqual([]);
		expect(new URL(sent[0]?.url ?? '').pathname).toBe('/api/v1/users/a%2Bb%40example.com/email-lookup');
		answerWith(contract, () => [200, '{}']);
	});
});
