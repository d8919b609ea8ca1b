import nock from 'nock';
import { type Contract, loadContract } from './support/contract.ts';
import { breakWire, CLASSES, type Ending, faults } from './support/faults.ts';
import { built, type Failure, failureOf, providers, tester, type Values } from './support/integration.ts';
import { methodOf, operationsOf } from './support/operations.ts';
import { documentedAnswer } from './support/wire.ts';

const all = tester(built('all'));

type Ended = { ending: Ending; failure?: Failure; result?: unknown };

async function run(method: string, authData: Values, input: Values): Promise<Ended> {
	let result: unknown;
	const caught = await failureOf(
		all.run(method, authData, input).then((value) => {
			result = value;
		}),
	);
	if (!caught) return { ending: 'done', result };
	const ending = Object.entries(CLASSES).find(([, name]) => name === caught.name)?.[0] as Ending | undefined;
	if (!ending) throw new Error(`ended with ${caught.name}: ${caught.message}`);
	return { ending, failure: caught };
}

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
	let contract: Contract;
	let authData: Values;
	beforeAll(async () => {
		contract = await loadContract(provider.key);
		authData = { provider: provider.key, ...contract.connection };
	});

	test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_situation, fault) => {
		for (const operation of operationsOf(provider, contract)) {
			const isAction = operation.kind === 'action';
			const sent = breakWire(
				contract,
				fault,
				isAction,
				(method, url) => documentedAnswer(contract, { method, url, headers: {}, rawBody: '' }) as [number, string, Record<string, string>],
			);
			if (fault.name.includes('within 25'))
				jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
			const running = run(methodOf(operation, `${provider.key}_`), authData, operation.input);
			if (fault.name.includes('within 25')) {
				while (!sent.length) await new Promise(setImmediate);
				await jest.advanceTimersByTimeAsync(25_000);
			}
			const ended = await running;
			jest.useRealTimers();
			const where = `${operation.label}: ${JSON.stringify(ended)}`;
			const target = contract.match(sent[0]?.method ?? '', sent[0]?.url ?? '');
			if (!target) throw new Error(`${operation.label} sent nothing`);

			// An invitation is never sent twice, whatever happens to it.
			expect([where, sent.filter(({ method }) => method !== 'GET').length]).toEqual([where, isAction ? 1 : 0]);
			const allowed =
				operation.kind === 'connection test' && fault.name === String(provider.connection.test.acceptStatus)
					? ['done']
					: fault.ends(operation.kind, target);
			expect([where, allowed.includes(ended.ending)]).toEqual([where, true]);
			if (ended.failure) checkMessage(where, ended.failure, fault.words?.(target));
			if (ended.failure && isAction && fault.sent)
				expect(ended.failure.message).toMatch(fault.sent === 'maybe' ? /may have been sent|whether .* arrived/ : /was not sent/);
			if (fault.delay) {
				expect(ended.failure?.delay).toBeGreaterThanOrEqual(fault.delay[0]);
				expect(ended.failure?.delay).toBeLessThanOrEqual(fault.delay[1]);
			}
			if (ended.ending === 'done') {
				for (const item of (Array.isArray(ended.result) ? ended.result : [ended.result]) as Values[]) {
					expect(Object.keys(item)).toEqual(expect.arrayContaining(Object.keys(operation.sample)));
				}
			}
			nock.cleanAll();
		}
	});
});

/** What every message must be: the provider's words first, then one sentence of advice; nothing technical. */
function checkMessage(where: string, { message }: Failure, words: string | undefined): void {
	const said = words?.replace(/[.!?]$/, '');
	expect([where, !said || message.startsWith(said)]).toEqual([where, true]);
	const own = said ? message.slice(said.length) : message;
	const sentences = own.split(/(?<=[.!?])\s+/).filter((sentence) => /\w/.test(sentence));
	expect([where, sentences.length <= (said ? 1 : 2)]).toEqual([where, true]);
	expect(message).toMatch(/[.!?]$/);
	expect(own).not.toMatch(/undefined|null|\[object|[{}]|\bat \w+ \(|Something went wrong|^\d{3}\b|\s{2}/);
}
