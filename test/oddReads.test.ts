import { type Contract, loadContract } from './support/contract.ts';
import { built, failureOf, providers, tester } from './support/integration.ts';
import { methodOf, operationsOf, type RunnableOperation } from './support/operations.ts';
import { answerWith, documentedAnswer } from './support/wire.ts';

/*
 * Whatever a request that only reads is answered, the step goes on without what it can't read, or ends with a message of its
 * own: never with an error of the language, which tells a Zap builder nothing. A list that is the same on every page has an end, too.
 */
const ODD = ['null', '""', '5', '[]', '{}', '{"data":null}', '[null]', '{"data":[null]}', '{"status":5,"email":{}}'];

/*
 * One that is answered with a refusal or an outage tells nothing of the world: a step that goes by such an answer says of nobody that
 * they aren't there. Each request of a step is the one that fails once.
 */
const TELL_NOTHING = [401, 403, 429, 500, 503];
const SAYS_NOT_THERE = /wasn't found|\bno (user|person|workspace|project|group|invitation)\b|isn't (a|in|on) |any more|no longer/i;

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

	describe.each(TELL_NOTHING)('that answers one request with %i', (status) => {
		test.each(operations)('$kind: $label', async ({ index, kind }) => {
			const operation = operationsOf(provider, contract)[index] as RunnableOperation;
			const authData = { provider: contract.key, ...contract.connection };
			const wrong: string[] = [];
			for (let failing = 1, seen = failing; seen >= failing; failing++) {
				seen = 0;
				let isOut = false;
				answerWith(contract, (request) => {
					if (request.method !== 'GET' || ++seen !== failing) return documentedAnswer(contract, request);
					isOut = true;
					return [status, '{}', { 'content-type': 'application/json' }];
				});
				let found: unknown;
				const ended = run(methodOf(operation, `${contract.key}_`), authData, operation.input).then((result) => {
					found = result;
				});
				const { message } = (await failureOf(ended)) ?? {};
				if (!isOut) break;
				if (message && SAYS_NOT_THERE.test(message)) wrong.push(`request ${failing}: ${message}`);
				if (!message && kind === 'search' && !(found as unknown[]).length) wrong.push(`request ${failing}: finds nothing`);
			}
			expect(wrong).toEqual([]);
		});
	});
});
