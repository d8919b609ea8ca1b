import type { Api, Failure } from '../protocol.mts';

/** A call that failed as a whole, rather than a step that did. */
class CallError extends Error {
	readonly failure: Failure | undefined;
	constructor(message: string, failure?: Failure) {
		super(message);
		this.failure = failure;
	}
}

/** Asks the server. Throws a `CallError` that can be shown as it is. */
export async function call<Method extends keyof Api>(method: Method, body: Parameters<Api[Method]>[0]): Promise<ReturnType<Api[Method]>> {
	let response: Response;
	try {
		// Below the page's own address, which holds the token.
		response = await fetch(`api/${method}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	} catch {
		throw new CallError('The preview doesn’t answer: it has ended. Start it again with `npm run preview`.');
	}
	if (!response.headers.get('content-type')?.startsWith('application/json')) throw new CallError(await response.text());
	const answer = await response.json();
	if (!response.ok) throw new CallError(answer.failure?.message ?? 'The preview failed.', answer.failure);
	return answer;
}
