import type { HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { type ErrorBody, isHtml, readErrorBody } from './errors/errorBody.ts';
import { type Failure, networkFailure, RequestError } from './errors/requestError.ts';
import { InputError } from './errors/stepError.ts';
import { redact } from './redact.ts';
import { secondsToWait } from './retryAfter.ts';
import { isObject } from './schemas/isObject.ts';
import type { Advice, Effect } from './step.ts';

/** One documented request. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below the base URL, made with `path`, which encodes what people typed. */
	path: string;
	query?: Record<string, string | number | boolean | undefined>;
	/** Sent as JSON, `null` included. A key whose value is undefined is left out. */
	body?: unknown;
	/** Sent as a form, instead of a body. */
	form?: Record<string, string>;
	/** The document leaves the body of a success open: whatever comes with a 2xx is one, unless it says that it failed. */
	openBody?: boolean;
	/** What the request brings about, where that isn't what the step brings about as a whole. */
	effect?: Effect;
	/** What to do about a refusal of this request, where the step's own advice is about another one. */
	advice?: Advice;
}

/** A success. */
export interface HttpResponse {
	/** What it answers. */
	request: HttpRequest;
	status: number;
	headers: { get(name: string): string | null };
	/** Parsed JSON; undefined if there was none. */
	body: unknown;
}

/** Where requests go, with what, and how the API says that it failed. */
export interface Endpoint {
	/** Scheme, host and base path. */
	baseUrl: string;
	headers: Record<string, string>;
	/** The values that may appear nowhere. */
	secrets: string[];
	/** HTTP statuses of the provider's own error codes, for failures that come with a success status. */
	statusOfCode?: Record<string, number> | undefined;
	/** Does the body of a success say that it failed, in a way of the API's own? */
	saysFailure?: ((body: unknown) => boolean) | undefined;
	/** What the body of an error says, for an API whose errors have a shape of their own; it completes what is read in general. */
	readError?: ((body: unknown) => Partial<ErrorBody>) | undefined;
	/** Seconds until the API takes requests again, where it tells in headers of its own. */
	readRetryAfter?: ((headers: HttpResponse['headers']) => number | undefined) | undefined;
}

/** No documented answer comes near it. */
const LARGEST_BODY = 5 * 1024 * 1024;

/** Makes a path from a template; each value becomes exactly one segment, whatever it holds. */
export function path(texts: TemplateStringsArray, ...values: (string | number)[]): string {
	return texts.reduce((whole, text, index) => whole + encodeSegment(String(values[index - 1])) + text);
}

function encodeSegment(value: string): string {
	// URLs have no way to write these two as a name: even percent-encoded they mean "here" and "up".
	if (value === '.' || value === '..') {
		throw new InputError(`“${value}” can't be the name of anything in an address. Choose another value.`);
	}
	return encodeURIComponent(value);
}

/**
 * Sends one request, once, and reads the response. The only caller of `z.request`: no redirect is followed, nothing is
 * repeated, and it ends when the time is up.
 * @param timeLeft in milliseconds.
 * @throws {RequestError}
 */
export async function sendRequest(z: ZObject, endpoint: Endpoint, request: HttpRequest, timeLeft: number): Promise<HttpResponse> {
	const abort = new AbortController();
	const deadline = setTimeout(() => abort.abort(), timeLeft);
	try {
		const { contentType, body } = payload(request);
		const response = await z.request({
			url: `${endpoint.baseUrl}${request.path}${queryOf(request)}`,
			method: request.method,
			headers: { accept: 'application/json', ...contentType, ...endpoint.headers },
			...(body === undefined ? {} : { body }),
			redirect: 'manual',
			signal: abort.signal,
			size: LARGEST_BODY,
			// Keeps the response out of Zapier's log: it may repeat a credential in a form that nobody recognizes, or hold a new one.
			raw: true,
			[AUTHENTICATED]: true,
		} as HttpRequestOptions & { url: string; raw: true });
		return read(endpoint, request, response.status, response.headers, await response.text());
	} catch (error) {
		const failure = networkFailure(error);
		throw failure ? new RequestError(request, failure) : error;
	} finally {
		clearTimeout(deadline);
	}
}

/** Marks a request that has its credentials already, so that `beforeRequest` adds none. */
export const AUTHENTICATED = 'authenticated';

function queryOf({ query }: HttpRequest): string {
	if (!query) return '';
	const given = Object.entries(query).filter(([, value]) => value !== undefined);
	return given.length ? `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}` : '';
}

function payload({ body, form }: HttpRequest): { contentType?: { 'content-type': string }; body?: string } {
	if (body !== undefined) return { contentType: { 'content-type': 'application/json' }, body: toJson(body) };
	if (form) return { contentType: { 'content-type': 'application/x-www-form-urlencoded' }, body: String(new URLSearchParams(form)) };
	return {};
}

/** Zapier takes "{{bundle.x}}" in a request for a mistake of ours and throws; in JSON a brace may also be written as an escape. */
function toJson(body: unknown): string {
	return JSON.stringify(body).replaceAll('{{', '{\\u007b');
}

function read(endpoint: Endpoint, request: HttpRequest, status: number, headers: HttpResponse['headers'], text: string): HttpResponse {
	if (status >= 300 && status < 400) return fail(request, { kind: 'unreadable', reason: 'redirect', status });
	const body = parseJson(text);
	const success = status < 300;
	// As an answer of the API, 404 tells what isn't there. A web page tells nothing.
	if (status === 404 && body === undefined && isHtml(text)) return fail(request, { kind: 'unreadable', reason: 'page', status });
	if (!success || saysFailure(body) || endpoint.saysFailure?.(body)) {
		// Before anything is cut, so that no beginning of a credential is left.
		const clean = redact(body, endpoint.secrets);
		const told = { ...readErrorBody(clean, redact(text, endpoint.secrets)), ...endpoint.readError?.(clean) };
		const retryAfter = endpoint.readRetryAfter?.(headers) ?? secondsToWait(headers);
		return fail(request, { kind: 'refused', ...told, status: success ? statusOf(endpoint, told.code) : status, retryAfter, body: clean });
	}
	// A text inside JSON may hold HTML.
	if (body === undefined && isHtml(text)) return fail(request, { kind: 'unreadable', reason: 'page', status });
	if (body === undefined && text.trim() !== '' && !request.openBody) return fail(request, { kind: 'unreadable', reason: 'json', status });
	return { request, status, headers, body: body ?? undefined };
}

function fail(request: HttpRequest, failure: Failure): never {
	throw new RequestError(request, failure);
}

/** Does the body of a 2xx say that it failed: `success` is no, or there is an `error`, or `errors`? */
export function saysFailure(body: unknown): boolean {
	if (!isObject(body)) return false;
	const { success, error, errors } = body;
	return /^(false|no|0)$/i.test(String(success)) || isFilled(error) || isFilled(errors);
}

function isFilled(value: unknown): boolean {
	if (typeof value === 'string') return !/^(|false|none|null|no)$/i.test(value.trim());
	if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
	return !!value;
}

/** The status that a provider's own error code stands for. */
function statusOf({ statusOfCode = {} }: Endpoint, code = ''): number {
	return (Object.hasOwn(statusOfCode, code) && statusOfCode[code]) || 400;
}

/** Parsed JSON, also behind a byte-order mark; undefined if it is none. */
function parseJson(text: string): unknown {
	try {
		const json = text.replace(/^\ufeff/, '');
		return LARGE_NUMBER.test(json) ? JSON.parse(json, keepDigits) : JSON.parse(json);
	} catch {
		return undefined;
	}
}

/** What any number too large for JavaScript looks like. Most bodies have none, and `keepDigits` makes reading them several times as slow. */
const LARGE_NUMBER = /\d{16}|(^|[\s:,[])-?\d[\d.]*e/i;

/** IDs may be larger than a JavaScript number holds: such a number becomes the text it was written as. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value;
}
