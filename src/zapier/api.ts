import type { HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { ApiFault, networkFault } from './fault.ts';
import { InputError } from './input.ts';
import { isHtml, readWords } from './words.ts';

/** One documented call. */
export interface ApiRequest {
	method: 'GET' | 'POST' | 'DELETE';
	/** Below the base URL, made with `path`, which encodes what people typed. */
	path: string;
	query?: Record<string, string | number | undefined>;
	/** Sent as JSON. A key whose value is undefined is left out. */
	body?: object;
	/** Sent as a form, instead of a body. */
	form?: Record<string, string>;
	/** The document leaves the body of a success open, so whatever comes with a 2xx is a success. */
	openAnswer?: boolean;
}

/** A success: `body` is the parsed JSON, undefined if there was none. */
export interface Answer {
	status: number;
	body: unknown;
}

/** Sends requests with one person's connection. */
export type Send = (request: ApiRequest) => Promise<Answer>;

/** Zapier ends a step, with all its requests, after 30 s and with a message that helps nobody; this leaves time for ours. */
export const DEADLINE_MS = 25_000;
/** No documented answer comes near it. */
const LARGEST_ANSWER = 5 * 1024 * 1024;

/** Makes a path from a template; each value becomes exactly one segment, whatever it holds. */
export function path(texts: TemplateStringsArray, ...values: (string | number)[]): string {
	return texts.reduce((whole, text, index) => whole + encodeSegment(String(values[index - 1])) + text);
}

function encodeSegment(value: string): string {
	// URLs have no way to write these two as a name: even percent-encoded they mean "here" and "up".
	if (value === '.' || value === '..')
		throw new InputError(`“${value}” can't be the name of anything in an address. Choose another value.`);
	return encodeURIComponent(value);
}

/**
 * Sends one request, once, and reads its answer. The only caller of `z.request`: no redirect is followed, nothing is
 * repeated, and it ends when the time is up that the step has left. The credentials are added by `beforeRequest`.
 * @throws {ApiFault}
 */
export async function send(
	z: ZObject,
	baseUrl: string,
	statusOfCode: Record<string, number>,
	request: ApiRequest,
	timeLeft = DEADLINE_MS,
): Promise<Answer> {
	const abort = new AbortController();
	const deadline = setTimeout(() => abort.abort(), timeLeft);
	try {
		const response = await z.request({
			url: `${baseUrl}${request.path}${queryOf(request)}`,
			method: request.method,
			...payload(request),
			redirect: 'manual',
			signal: abort.signal,
			size: LARGEST_ANSWER,
			// Keeps the answer out of Zapier's log: it may repeat a credential in a form that nobody recognizes, or hold a new one.
			raw: true,
		} as HttpRequestOptions & { url: string; raw: true });
		const text = await response.text();
		return read(request, statusOfCode, response.status, text, response.headers.get('retry-after'));
	} catch (error) {
		const fault = networkFault(error);
		throw fault ? new ApiFault(fault) : error;
	} finally {
		clearTimeout(deadline);
	}
}

function queryOf(request: ApiRequest): string {
	const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
	return query.length ? `?${new URLSearchParams(query.map(([key, value]): [string, string] => [key, String(value)]))}` : '';
}

function payload({ body, form }: ApiRequest): { headers: Record<string, string>; body?: string } {
	const accept = 'application/json';
	if (body) return { headers: { accept, 'content-type': 'application/json' }, body: toJson(body) };
	if (form) return { headers: { accept, 'content-type': 'application/x-www-form-urlencoded' }, body: String(new URLSearchParams(form)) };
	return { headers: { accept } };
}

/** Zapier takes "{{bundle.x}}" in a request for a mistake of ours and throws; in JSON a brace may also be written as an escape. */
function toJson(body: object): string {
	return JSON.stringify(body).replaceAll('{{', '{\\u007b');
}

function read(request: ApiRequest, statusOfCode: Record<string, number>, status: number, text: string, retryAfter: string | null): Answer {
	if (status >= 300 && status < 400) throw new ApiFault({ kind: 'unreadable', reason: 'redirect' });
	const body = parse(text);
	const success = status >= 200 && status < 300;
	if (!success || (body as { success?: unknown } | undefined)?.success === false) {
		const words = readWords(body, text);
		const told = success ? codeStatus(statusOfCode, words.code) : status;
		throw new ApiFault({ kind: 'refused', status: told, words, retryAfter: retryAfter ?? undefined });
	}
	if (body === undefined && text.trim() !== '' && !request.openAnswer) {
		throw new ApiFault({ kind: 'unreadable', reason: isHtml(text) ? 'page' : 'json' });
	}
	return { status, body: body ?? undefined };
}

/** Ids may be larger than a JavaScript number holds: such a number becomes the text it was written as. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
	return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value;
}

/** The status that a provider's own error code stands for. */
function codeStatus(statusOfCode: Record<string, number>, code = ''): number {
	return (Object.hasOwn(statusOfCode, code) && statusOfCode[code]) || 400;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text, keepDigits);
	} catch {
		return undefined;
	}
}
