import nock from 'nock';
import { type Contract, contractKeys, loadContract, plannedOperations, requestExamples, successOf } from './support/contract.ts';
import { built, providers, tester, type Values } from './support/integration.ts';
import { methodOf, operationsOf, type RunnableOperation } from './support/operations.ts';
import { answerFrom, type Recorded } from './support/wire.ts';

const all = built('all');

test('every provider has a contract, and every contract a provider', () => {
	expect(contractKeys.toSorted()).toEqual(providers.map(({ key }) => key).toSorted());
});

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
	let contract: Contract;
	let authData: Values;
	let requests: Recorded[];

	beforeEach(async () => {
		contract = await loadContract(provider.key);
		authData = { provider: provider.key, ...contract.connection };
		requests = [];
	});

	const operations = operationsOf(provider).map(({ label }, index) => ({ label, index }));

	test.each(operations)(
		'$label sends requests as documented, reads the documented answer, and gives every key of its sample',
		async ({ index }) => {
			const operation = operationsOf(provider, contract)[index] as RunnableOperation;
			requests = answerFrom(contract);
			const result = await tester(all).run(methodOf(operation, `${provider.key}_`), authData, operation.input);
			expect(requests.length).toBeGreaterThan(0);
			expect(requests.flatMap((request) => contract.problems(request).map((problem) => `${request.url}: ${problem}`))).toEqual([]);
			const items = (Array.isArray(result) ? result : [result]) as Values[];
			for (const item of items) expect(Object.keys(item)).toEqual(expect.arrayContaining(Object.keys(operation.sample)));
			// What a result has in common with the form is what was sent, so that later steps can use it.
			const given = Object.entries(operation.input).filter(
				([key, value]) => typeof value === 'string' && operation.kind === 'create' && key in operation.sample,
			);
			for (const item of items) expect(item).toMatchObject(Object.fromEntries(given));
		},
	);

	test('every documented request body leaves the integration byte for byte', async () => {
		const sent: Record<string, string | undefined> = {};
		const expected: Record<string, string> = {};
		for (const operation of operationsOf(provider, contract).filter(({ kind }) => kind === 'create')) {
			const documented = contract.operations.find(
				({ operationId }) => operationId === operation.key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
			);
			for (const { name, value, input, path } of documented ? requestExamples(documented) : []) {
				requests = answerFrom(contract);
				await tester(all).run(methodOf(operation, `${provider.key}_`), authData, input);
				const request = requests.find(({ method }) => method !== 'GET');
				const parts = Object.values(path).map((part) => `/${encodeURIComponent(String(part))}`);
				const missing = parts.filter((part) => !new URL(request?.url ?? 'https://nothing.sent').pathname.includes(part));
				sent[`${operation.key}, ${name}`] = [request?.rawBody, ...missing].join(' without ');
				expected[`${operation.key}, ${name}`] = JSON.stringify(value) ?? '';
				nock.cleanAll();
			}
		}
		expect(Object.keys(expected)).not.toEqual([]);
		expect(sent).toEqual(expected);
	});

	test('every call of the contract is made by an operation', async () => {
		const called = new Set<string | undefined>();
		for (const operation of operationsOf(provider, contract)) {
			requests = answerFrom(contract);
			await tester(all).run(methodOf(operation, `${provider.key}_`), authData, operation.input);
			const create = operation.group === 'creates' ? all.creates[`${provider.key}_${operation.key}`] : undefined;
			if (create) await tester(all).run(`creates.${create.key}.operation.inputFields`, authData, operation.input);
			for (const { method, url } of requests) called.add(contract.match(method, url)?.operationId);
			nock.cleanAll();
		}
		const planned = plannedOperations(provider.key);
		// The exchange of an OAuth code belongs to the provider's own integration, and to another host.
		const documented = contract.operations
			.map(({ operationId }) => operationId)
			.filter((id) => id !== 'exchangeCode' && !planned.includes(id));
		expect([...called].toSorted()).toEqual(documented.toSorted());
	});

	// Reported as what is to do. Once one is called, the test above demands that its mark is taken away.
	for (const operationId of plannedOperations(provider.key)) test.todo(`${operationId}, which is planned, is called by an operation`);

	test('the documented success is what the sandbox answers, with every status the contract lists having an example or a description', () => {
		for (const operation of contract.operations) {
			expect(successOf(operation).status).toBeLessThan(300);
			for (const response of Object.values(operation.responses)) expect(response.description).toBeTruthy();
		}
	});
});
