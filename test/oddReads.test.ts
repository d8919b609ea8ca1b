import { type Contract, loadContract } from './support/contract.ts';
import { built, failureOf, providers, tester } from './support/integration.ts';
import { methodOf, operationsOf, type RunnableOperation } from './support/operations.ts';
import { answerWith, documentedAnswer } from './support/wire.ts';

/*
 * Whatever a request that only reads is answered, the step goes on without what it can't read, or ends with a message of its
 * own: never with an error of the language, which tells a Zap builder nothing. A list that is the same on every page has an end, too.
 */
const ODD = ['null', '""', '5', '[]', '{}', '{"data":null}', '[null]', '{"data":[null]}', '{"status":5,"email":{}}'];
const CLASSES = ['AppError', 'HaltedError', 'ThrottledError', 'ExpiredAuthError'];

const { run } = tester(built('all'));

describe.each(providers)('$name', (provider) => {
	let contract: Contract;
	beforeAll(async () => {
		contract = await loadContract(provider.key);
	});

	const operations = operationsOf(provider).map(({ label, kind }, index) => ({ label, kind, index }));

	describe.each(ODD)('that answers %s', (body) => {
		test.each(operations)('$kind: $label', async ({ index }) => {
			const operation = operationsOf(provider, contract)[index] as RunnableOperation;
			const authData = { provider: contract.key, ...contract.connection };
			const sent = answerWith(contract, (request) =>
				request.method === 'GET' ? [200, body, { 'content-type': 'application/json' }] : documentedAnswer(contract, request),
			);
			const failure = await failureOf(run(methodOf(operation, `${contract.key}_`), authData, operation.input));
			expect(sent.length).toBeGreaterThan(0);
			if (failure) expect(CLASSES).toContain(failure.name);
		});
	});
});
