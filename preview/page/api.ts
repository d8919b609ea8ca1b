import { type Api, type Failure, LARGEST_SHEET } from '../protocol.mts';

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
	const response = await ask(`api/${method}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return answerOf(response);
}

/** Uploads a sheet. Returns what `openSheet` names it by. Throws a `CallError` that can be shown as it is. */
export async function upload(name: string, content: Blob): Promise<string> {
	if (content.size > LARGEST_SHEET) {
		throw new CallError(
			`${name} has ${Math.ceil(content.size / 1e6)} MB, and the page takes up to ${LARGEST_SHEET / 1e6} MB. For a larger sheet there is the command: npm run invite.`,
		);
	}
	const headers = { 'content-type': 'application/octet-stream' };
	const answer = await answerOf(await ask(`sheets/${encodeURIComponent(name)}`, { method: 'PUT', headers, body: content }));
	return answer.upload;
}

async function ask(path: string, request: RequestInit): Promise<Response> {
	try {
		// Below the page's own address, which holds the token.
		return await fetch(path, request);
	} catch {
		throw new CallError('The preview doesn’t answer: it has ended. Start it again with `npm run preview`.');
	}
}

async function answerOf(response: Response) {
	if (!response.headers.get('content-type')?.startsWith('application/json')) throw new CallError(await response.text());
	const answer = await response.json();
	if (!response.ok) throw new CallError(answer.failure?.message ?? 'The preview failed.', answer.failure);
	return answer;
}
