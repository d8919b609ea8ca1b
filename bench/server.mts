import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Incoming } from '../sandbox/contract.mts';
import { loadApis } from '../sandbox/index.mts';

/*
 * The local server that stands for every provider, in a process of its own. It answers from the contracts, and answers
 * the same request the same way ever after, so that its own work takes next to nothing. The parent process asks, by
 * messages, for what was requested, and for answers of a certain size.
 */

export interface RecordedRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
	/** Bytes of the answer. */
	answered: number;
}

export type ServerCommand = { command: 'requests' } | { command: 'answerBytes'; bytes: number | undefined };
export type ServerMessage = { port: number } | { requests: RecordedRequest[] };

interface Answer {
	status: number;
	text: string;
}

const apis = await loadApis({});

const answers = new Map<string, Answer>();
let requests: RecordedRequest[] = [];
let answerBytes: number | undefined;

const server = createServer((request, response) => {
	void respond(request).then(({ status, text }) => {
		response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
		response.end(text);
	});
});
// A process that is busy for seconds must not find its connection closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }));

process.on('message', (message: ServerCommand) => {
	if (message.command === 'requests') send({ requests });
	else {
		answerBytes = message.bytes;
		answers.clear();
	}
	requests = [];
});

function send(message: ServerMessage): void {
	process.send?.(message);
}

async function respond(request: IncomingMessage): Promise<Answer> {
	const body = Buffer.concat(await request.toArray()).toString();
	const { method = 'GET' } = request;
	const url = `https://${request.headers.host}${request.url}`;
	const headers = request.headers as Record<string, string>;
	const key = `${method} ${url}`;
	const answer = answers.get(key) ?? (await answerFromContract({ method, url, headers, rawBody: body }));
	answers.set(key, answer);
	// One step makes a handful of requests; a thousand steps need not be remembered.
	if (requests.length < 100) requests.push({ method, url, headers, body, answered: Buffer.byteLength(answer.text) });
	return answer;
}

async function answerFromContract(incoming: Incoming): Promise<Answer> {
	const { origin } = new URL(incoming.url);
	const candidates = apis.filter((api) => api.origins.includes(origin));
	const api = candidates.find((candidate) => candidate.operationId(incoming)) ?? candidates[0];
	if (!api) throw new Error(`No contract has a server at ${origin}`);
	const { status, text = '' } = await api.answer(incoming);
	if (status >= 400) throw new Error(`${incoming.method} ${incoming.url} isn't as its contract has it: ${status} ${text}`);
	return { status, text: answerBytes ? inflate(text, answerBytes) : text };
}

/** Repeats the items of an answer's largest list, each with an id and an email of its own, until it has the bytes wanted. */
function inflate(text: string, bytes: number): string {
	const body: unknown = JSON.parse(text);
	const list = listsIn(body).sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0];
	if (!list?.length) return text;
	const items = [...list];
	let missing = bytes - text.length;
	for (let index = 0; missing > 0; index++) {
		const item = JSON.stringify(items[index % items.length])
			.replace(/"id":"[^"]*"/, `"id":"item-${index}"`)
			.replace(/"id":\d+/, `"id":${1_000_000 + index}`)
			.replace(/"email":"[^"]*"/, `"email":"person-${index}@example.com"`);
		list.push(JSON.parse(item));
		missing -= item.length + 1;
	}
	return JSON.stringify(body);
}

function listsIn(value: unknown): unknown[][] {
	if (Array.isArray(value)) return [value, ...value.flatMap(listsIn)];
	return value && typeof value === 'object' ? Object.values(value).flatMap(listsIn) : [];
}
