import { loadContract } from './contract.ts';
import { built, type Failure, failure, tester, type Values } from './integration.ts';
import { answerWith, documentedAnswer } from './wire.ts';

/**
 * How an action of a provider's own integration ends where the provider refuses so what is to change something; whatever the
 * step asks before gets the documented answer.
 */
export async function refused(key: string, action: string, inputData: Values, status = 400, body: unknown = {}): Promise<Failure> {
	const contract = await loadContract(key);
	const recorded = answerWith(contract, (request) =>
		request.method === 'GET' ? documentedAnswer(contract, request) : [status, JSON.stringify(body), { 'content-type': 'application/json' }],
	);
	const ended = await failure(tester(built(key)).perform(action, contract.connection, inputData));
	if (recorded.filter(({ method }) => method !== 'GET').length > 1) throw new Error('More than one request was to change something');
	return ended;
}

/** What the builder of a Zap reads of Invite User where the provider refuses the invitation so. */
export async function refusedInvitation(key: string, inputData: Values, status = 400, body: unknown = {}): Promise<string> {
	return (await refused(key, 'invite_user', inputData, status, body)).message;
}
