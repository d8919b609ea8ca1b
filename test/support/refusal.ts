import { loadContract } from './contract.ts';
import { built, failure, tester, type Values } from './integration.ts';
import { answerWith, documentedAnswer } from './wire.ts';

/**
 * What the builder of a Zap reads of Invite User in a provider's own integration, where the provider refuses the
 * invitation so; whatever the step asks before gets the documented answer.
 */
export async function refusedInvitation(key: string, inputData: Values, status = 400, body: unknown = {}): Promise<string> {
	const contract = await loadContract(key);
	const recorded = answerWith(contract, (request) =>
		request.method === 'GET' ? documentedAnswer(contract, request) : [status, JSON.stringify(body), { 'content-type': 'application/json' }],
	);
	const { message } = await failure(tester(built(key)).perform('invite_user', contract.connection, inputData));
	if (recorded.filter(({ method }) => method !== 'GET').length > 1) throw new Error('More than one invitation was sent');
	return message;
}
