import { type Contract, loadContract } from './contract.ts';
import { built, failure, tester, type Values } from './integration.ts';
import { answerWith } from './wire.ts';

/* What the tests of each product's lists share: dropdowns, triggers and searches, run in the integration of all products. */

export const { run, perform } = tester(built('all'));

export const json = (body: unknown): [number, string, Record<string, string>] => [
	200,
	JSON.stringify(body),
	{ 'content-type': 'application/json' },
];

/** A date of UTC, written like 2026-01-31. */
export const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export async function connect(key: string): Promise<{ contract: Contract; authData: Values }> {
	const contract = await loadContract(key);
	return { contract, authData: { provider: key, ...contract.connection } };
}

/** What a trigger gives. */
export const poll = (key: string, authData: Values, meta: Values = {}) =>
	run(`triggers.${key}.operation.perform`, authData, {}, meta) as Promise<Values[]>;

/** What a search finds. */
export const find = (key: string, authData: Values, inputData: Values) =>
	run(`searches.${key}.operation.perform`, authData, inputData) as Promise<Values[]>;

/** The choices of a field that only the account can tell: value and label. */
export async function choices(method: string, key: string, authData: Values, inputData: Values = {}): Promise<Record<string, string>> {
	type Field = { key: string; choices?: { value: string; label: string }[] };
	const fields = (await run(method, authData, inputData)) as Field[];
	return Object.fromEntries(fields.find((field) => field.key === key)?.choices?.map(({ value, label }) => [value, label]) ?? []);
}

/** @param answer how the API gives 1,200 workspaces, by its own paging and its own search. */
export function testManyWorkspaces(key: string, answer: (query: URLSearchParams) => unknown, idOf: (n: number) => string = String): void {
	describe('1,200 workspaces', () => {
		test('load page by page, each once, until an empty page', async () => {
			const { contract, authData } = await connect(key);
			answerWith(contract, ({ url }) => json(answer(new URL(url).searchParams)));
			const seen: string[] = [];
			for (let page = 0; ; page++) {
				const items = (await run(
					`triggers.${key}_workspaces.operation.perform`,
					authData,
					{},
					{ page, isFillingDynamicDropdown: true },
				)) as Values[];
				if (!items.length) break;
				seen.push(...items.map(({ name }) => String(name)));
			}
			expect(seen).toHaveLength(1200);
			expect(new Set(seen).size).toBe(1200);
		});

		test('are found by name, the exact one alone', async () => {
			const { contract, authData } = await connect(key);
			answerWith(contract, ({ url }) => json(answer(new URL(url).searchParams)));
			const named = (name: string, match?: string) => find(`${key}_find_workspace`, authData, { name, match });
			expect(await named('Workspace 1187')).toEqual([{ id: idOf(1187), name: 'Workspace 1187' }]);
			expect(await named('space 119')).toEqual([]);
			expect((await named('space 119', 'contains')).map(({ name }) => name)).toContain('Workspace 119');
			expect(await named('no such workspace')).toEqual([]);
		});
	});
}

/** @param permission what the message says is missing. */
export function testPermission(key: string, permission: RegExp): void {
	test('the dropdown of workspaces says which permission is missing, and keeps the connection', async () => {
		const { contract, authData } = await connect(key);
		for (const status of [401, 403]) {
			answerWith(contract, () => [status, '{"message":"No way"}']);
			const refusal = await failure(run(`triggers.${key}_workspaces.operation.perform`, authData));
			expect(refusal.name).toBe('AppError');
			expect(refusal.message).toMatch(/^No way\. /);
			expect(refusal.message).toMatch(permission);
		}
	});
}

/** @param answer how the API lists two people, each by an id. */
export function testFindUser(key: string, answer: (people: Record<7 | 8, Values>, url: string) => unknown): void {
	test('find user: in any case of letters, and nobody else', async () => {
		const { contract, authData } = await connect(key);
		const person = {
			id: '7',
			user_id: '7',
			email: 'Jane.Doe@Example.com',
			email_address: 'Jane.Doe@Example.com',
			full_name: 'Jane Doe',
			first_name: 'Jane',
			last_name: 'Doe',
			given_name: 'Jane',
			family_name: 'Doe',
		};
		const other = { ...person, id: '8', user_id: '8', email: 'jane.doe2@example.com', email_address: 'jane.doe2@example.com' };
		answerWith(contract, ({ url }) => json(answer({ 7: person, 8: other }, url)));
		expect((await find(`${key}_find_user`, authData, { email: ' jane.doe@example.com ' })).map(({ id, name }) => [id, name])).toEqual([
			['7', 'Jane Doe'],
		]);
		expect(await find(`${key}_find_user`, authData, { email: 'john@example.com' })).toEqual([]);
		expect((await failure(find(`${key}_find_user`, authData, { email: 'john' }))).message).toMatch(/^Email “john” isn't an email address/);
	});
}

/**
 * @param refusal what the API answers of somebody who is there already.
 * @param status what the step then says of them.
 */
export function testContinue(key: string, input: Values, refusal: Values, status: string): void {
	test('whoever may go on with a user who exists gets a result that says so', async () => {
		const { contract, authData } = await connect(key);
		answerWith(contract, () => [409, JSON.stringify(refusal)]);
		expect((await failure(perform(`${key}_invite_user`, authData, input))).name).toBe('HaltedError');
		expect((await failure(perform(`${key}_invite_user`, authData, { ...input, if_exists: 'halt' }))).name).toBe('HaltedError');
		expect(await perform(`${key}_invite_user`, authData, { ...input, if_exists: 'continue' })).toMatchObject({
			email: 'a@example.com',
			status,
		});
	});
}
