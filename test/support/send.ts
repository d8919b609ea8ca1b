/** A response, as a test reads it. */
interface Reply {
	status: number;
	text: string;
	headers: Record<string, string>;
	body: unknown;
}

/** Sends a request as any program would. */
export async function send(method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
	const json = body === undefined ? {} : { 'content-type': 'application/json' };
	const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
	const response = await fetch(url, { method, headers: { ...json, ...headers }, ...sent });
	const text = await response.text();
	const isJson = response.headers.get('content-type') === 'application/json';
	return { status: response.status, text, headers: Object.fromEntries(response.headers), body: isJson ? JSON.parse(text) : undefined };
}
