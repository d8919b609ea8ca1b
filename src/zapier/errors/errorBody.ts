import { isObject } from '../schemas/isObject.ts';

/** What an error body says, in the shapes that APIs use for it. */
export interface ErrorBody {
	/** The provider's own message, on one line; undefined if the body has none that a person could read. */
	message: string | undefined;
	/** The provider's own error code, such as "E03". */
	code: string | undefined;
	/** The names, on the wire, of the fields that it names as wrong. */
	fields: string[];
}

const MESSAGE_KEYS = ['message', 'msg', 'error_description', 'error', 'detail', 'title', 'reason'];
const CODE_KEYS = ['errorCode', 'code'];
const LONGEST_MESSAGE = 300;
const MOST_MESSAGES = 3;
const MOST_FIELDS = 20;
const DEEPEST = 3;

interface Found {
	messages: string[];
	code: string | undefined;
	fields: string[];
}

/**
 * Reads an error body: `{message}`, `{error}`, `{error: {message}}`, `{data: {message, errorCode}}`, `{result: {message}}`, `{detail}`,
 * `{detail: [{loc, msg}]}`, `{errors: [{message, field}]}`, `{errors: ["…"]}`, `{errors: {field: ["…"]}}`, `{field: ["…"]}`.
 * A web page says nothing.
 * @param text the body as it came, read only if it is no JSON.
 */
export function readErrorBody(body: unknown, text: string): ErrorBody {
	const found: Found = { messages: [], code: undefined, fields: [] };
	collect(body, found, 0);
	if (!found.messages.length) collectByField(body, found);
	const plain = body === undefined && text.length <= LONGEST_MESSAGE && !isHtml(text) && !isCutJson(text) ? text : '';
	const message = tidy(found.messages.length ? [...new Set(found.messages)].join('; ') : plain);
	return { message: message || undefined, code: found.code, fields: found.fields.slice(0, MOST_FIELDS) };
}

/** Is it the beginning of JSON, which broke off? */
function isCutJson(text: string): boolean {
	return /^\s*[{["]/.test(text);
}

/** Is it a web page, such as a proxy's error page or a login form? */
export function isHtml(text: string): boolean {
	return /^\s*<(!doctype|html|head|body|\?xml)\b/i.test(text) || /<\/(html|body|head|title|h1|p|div)>/i.test(text);
}

function collect(value: unknown, found: Found, depth: number): void {
	if (depth > DEEPEST || value == null) return;
	if (typeof value === 'string') {
		if (value.trim()) found.messages.push(value);
		return;
	}
	if (Array.isArray(value)) {
		for (const item of value.slice(0, MOST_MESSAGES)) collect(item, found, depth + 1);
		return;
	}
	if (typeof value !== 'object') return;
	const object = value as Record<string, unknown>;
	for (const key of CODE_KEYS) {
		if (typeof object[key] === 'string') found.code ??= object[key];
	}
	if (typeof object.field === 'string') found.fields.push(object.field);
	if (Array.isArray(object.loc)) found.fields.push(...object.loc.slice(0, MOST_FIELDS).filter((step) => typeof step === 'string'));
	// Beside the words there may be an `error` that is only true, or a number.
	const key = MESSAGE_KEYS.find((name) => object[name] && ['string', 'object'].includes(typeof object[name]));
	if (key) {
		collect(object[key], found, depth + 1);
		return;
	}
	if (Array.isArray(object.errors)) collect(object.errors, found, depth + 1);
	else collectByField(object.errors, found);
	collect(object.data ?? object.result, found, depth + 1);
}

/** `{field: ["message"]}`: the messages of each field by its name. */
function collectByField(value: unknown, found: Found): void {
	if (!isObject(value)) return;
	for (const [field, messages] of Object.entries(value).slice(0, MOST_FIELDS)) {
		const texts = (Array.isArray(messages) ? messages.slice(0, MOST_MESSAGES) : []).filter(
			(text) => typeof text === 'string' && text.trim(),
		);
		if (!texts.length) continue;
		found.fields.push(field);
		if (found.messages.length < MOST_MESSAGES) found.messages.push(...(texts as string[]));
	}
}

/** One line, no longer than a person reads, ending like a sentence. */
function tidy(message: string): string {
	const line = message.replace(/[\s\p{C}]+/gu, ' ').trim();
	const short = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE).toWellFormed().trimEnd()}…` : line;
	return '.!?…'.includes(short.slice(-1)) ? short : `${short}.`;
}
