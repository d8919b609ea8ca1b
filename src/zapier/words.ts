/** What an error body says, in the shapes that APIs use for it. */
export interface Words {
	/** The provider's own message; undefined if the body has none that a person could read. */
	message: string | undefined;
	/** The provider's own error code, such as Portkey's "AB03". */
	code: string | undefined;
	/** The names, on the wire, of the fields it complains about. */
	fields: string[];
}

const MESSAGE_KEYS = ['message', 'msg', 'error_description', 'error', 'detail', 'title', 'reason'];
const CODE_KEYS = ['errorCode', 'code'];
const LONGEST_MESSAGE = 300;

/**
 * Reads an error body: `{message}`, `{error}`, `{error: {message}}`, `{data: {message, errorCode}}`, `{detail}`,
 * `{detail: [{loc, msg}]}`, `{errors: [{message, field}]}`, `{errors: ["…"]}`. A page of HTML says nothing.
 */
export function readWords(body: unknown, text: string): Words {
	const words: Words = { message: undefined, code: undefined, fields: [] };
	const messages: string[] = [];
	collect(body, words, messages, 0);
	const plain = body === undefined && text.length <= LONGEST_MESSAGE && !isHtml(text) ? text : '';
	const message = tidy(messages.length ? [...new Set(messages)].join('; ') : plain);
	return { ...words, message: message || undefined };
}

/** Is it a web page, such as a proxy's error page or a login form? */
export function isHtml(text: string): boolean {
	return /^\s*<(!doctype|html|head|body|\?xml)\b/i.test(text) || /<\/(html|body|head|title|h1|p|div)>/i.test(text);
}

function collect(value: unknown, words: Words, messages: string[], depth: number): void {
	if (depth > 3 || value == null) return;
	if (typeof value === 'string') {
		messages.push(value);
		return;
	}
	if (Array.isArray(value)) {
		for (const item of value.slice(0, 3)) collect(item, words, messages, depth + 1);
		return;
	}
	if (typeof value !== 'object') return;
	const object = value as Record<string, unknown>;
	for (const key of CODE_KEYS) {
		if (typeof object[key] === 'string') words.code ??= object[key];
	}
	if (typeof object.field === 'string') words.fields.push(object.field);
	if (Array.isArray(object.loc)) words.fields.push(...object.loc.filter((step) => typeof step === 'string'));
	// Beside the words there may be an `error` that is only true, or a number.
	const key = MESSAGE_KEYS.find((name) => object[name] && ['string', 'object'].includes(typeof object[name]));
	if (key) collect(object[key], words, messages, depth + 1);
	else for (const name of ['errors', 'data']) collect(object[name], words, messages, depth + 1);
}

/** One line, no longer than a person reads, ending like a sentence. */
function tidy(message: string): string {
	const line = message.replace(/[\s\p{C}]+/gu, ' ').trim();
	const short = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE).toWellFormed().trimEnd()}…` : line;
	return short && !/[.!?…]$/.test(short) ? `${short}.` : short;
}
