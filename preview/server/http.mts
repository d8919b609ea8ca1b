import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LARGEST_SHEET } from '../protocol.mts';
import { failureOf } from './failures.mts';
import { Told } from './integration.mts';
import { type Preview, TOO_LARGE } from './preview.mts';

/** What answers the page. */
export type Answers = Pick<Preview, 'answer' | 'upload' | 'results'>;

export interface Server {
	/** Where the page is, with the token that opens it. */
	url: string;
	stop(): Promise<void>;
}

const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** In bytes. A form is much smaller; sheets are uploaded. */
const LARGEST_CALL = 10_000_000;

/** React Aria sets styles of elements; everything else comes from here. */
const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

const HEADERS = {
	'content-security-policy': POLICY,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
};

/**
 * Serves the page and its calls on 127.0.0.1 alone, below a path that nobody can guess. Other pages in the browser can't
 * call it: they don't know the path, and what names another host or origin is refused (so is a name that was made to
 * lead here).
 */
export async function serve(files: string, answers: Answers, port = 0): Promise<Server> {
	const token = randomBytes(24).toString('base64url');
	const server = createServer((request, response) => {
		const { port: actual } = server.address() as AddressInfo;
		handle(request, response, { files, answers, prefix: `/${token}/`, host: `127.0.0.1:${actual}` }).catch((error) => {
			// A download that was given up, or whose file can't be read to its end.
			if (response.headersSent) response.destroy();
			else reply(response, 500, { failure: error instanceof Told ? error.failure : failureOf(error) });
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

interface Place {
	files: string;
	answers: Answers;
	prefix: string;
	host: string;
}

async function handle(request: IncomingMessage, response: ServerResponse, { files, answers, prefix, host }: Place): Promise<void> {
	const { origin } = request.headers;
	if (request.headers.host !== host) return refuse(response, 421, 'This preview is at 127.0.0.1 only.');
	if (origin !== undefined && origin !== `http://${host}`) return refuse(response, 403, 'Other origins may not call this preview.');
	const { pathname } = new URL(request.url ?? '/', `http://${host}`);
	if (!pathname.startsWith(prefix)) {
		return refuse(response, 403, 'Open the preview by the whole address that `npm run preview` printed: the token in it is the key.');
	}
	const rest = pathname.slice(prefix.length);
	const method = /^api\/(\w+)$/.exec(rest)?.[1];
	if (method) {
		if (request.method !== 'POST') return refuse(response, 405, 'Calls are POST requests.');
		// A form of another page can send no JSON.
		if (request.headers['content-type'] !== 'application/json') return refuse(response, 415, 'Calls are JSON.');
		return reply(response, 200, await answers.answer(method, JSON.parse(await read(request))));
	}
	const sheet = /^sheets\/([^/]+)$/.exec(rest)?.[1];
	if (sheet) {
		if (request.method !== 'PUT') return refuse(response, 405, 'Sheets are PUT here.');
		if (Number(request.headers['content-length']) > LARGEST_SHEET) return refuse(response, 413, TOO_LARGE);
		return reply(response, 200, await answers.upload(decodeURIComponent(sheet), request));
	}
	if (request.method !== 'GET') return refuse(response, 405, 'Files are only read.');
	const integration = /^results\/([^/]+)$/.exec(rest)?.[1];
	if (integration) {
		const results = await answers.results(decodeURIComponent(integration));
		if (!results) return refuse(response, 404, 'Nothing has been started of a sheet.');
		const file = await open(results.path).catch(() => undefined);
		if (!file) return refuse(response, 404, 'The file of the results is no longer there.');
		response.writeHead(200, {
			...HEADERS,
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(results.name)}`,
		});
		return pipeline(file.createReadStream(), response);
	}
	// The build has these files and no others, so that no path leads out of it.
	if (!/^(|assets\/[\w-]+(\.[\w-]+)*)$/.test(rest)) return refuse(response, 404, 'There is no such file.');
	const path = rest || 'index.html';
	try {
		const content = await readFile(join(files, path));
		response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
	} catch {
		refuse(response, 404, 'There is no such file.');
	}
}

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > LARGEST_CALL) throw new Error('The call is too large.');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, message: string): void {
	response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(message);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
