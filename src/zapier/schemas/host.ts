import type { FieldText } from '../fields/inputField.ts';
import { anyText, makeField, readToken, refuse } from './field.ts';

/*
 * Where a person's own value becomes part of the address that credentials are sent to. Each of these fields refuses
 * whatever could lead anywhere but to a public https host, and gives the normalized value.
 */

/** Names that never mean a public host: RFC 6761, RFC 6762, RFC 8375 and the names that private networks use. */
const PRIVATE_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|onion|invalid|test|arpa)$/;

/** No address that a person uses comes near it. */
const LONGEST_URL = 2_000;

/**
 * A public name: at least two labels, the last of them letters, which no notation of an IP address ends in once `URL` has
 * read it. `URL` has also turned an IDN into its ASCII form.
 */
function isPublicName(hostname: string): boolean {
	if (hostname.length > 253 || PRIVATE_NAMES.test(hostname)) return false;
	return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(hostname);
}

/**
 * Reads a value again only if it is another one than the last: the hosts of a process hardly ever change, and no other value
 * takes as long to read.
 */
function unlessSame<Value>(read: (value: unknown) => Value): (value: unknown) => Value {
	let last: { value: unknown; read: Value } | undefined;
	return (value) => {
		if (!last || last.value !== value) last = { value, read: read(value) };
		return last.read;
	};
}

interface Rules {
	/** May the URL have a path? Otherwise it is only a host. */
	path: boolean;
	port: boolean;
}

function readUrl(text: string, rules: Rules): URL {
	if (text.length > LONGEST_URL) return refuse('is too long for a web address. Copy it again from your browser.');
	if (/[\s\\]|[^\P{C}]/u.test(text)) return refuse('must not contain spaces, backslashes or invisible characters.');
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
	if (!url) return refuse("isn't a web address. Copy it again from your browser.");
	if (url.protocol !== 'https:') return refuse('must begin with https://.');
	if (text.includes('@')) return refuse('must not contain a user name or password.');
	if (!isPublicName(url.hostname)) return refuse('must name a public host such as example.com, not an IP address or an internal name.');
	if (url.port && !rules.port) return refuse('must not contain a port.');
	if (/[?#]/.test(text)) return refuse('must end before any ? or #.');
	if (!rules.path && url.pathname !== '/') return refuse('must be only the host, with nothing behind it.');
	return url;
}

function withoutSlashes(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end--;
	return text.slice(0, end);
}

/** A base URL with its path kept, without a slash at its end: "https://api.example.com/v1". */
export function baseUrl(field: FieldText) {
	const read = (value: unknown) => {
		const { origin, pathname } = readUrl(readToken(value), { path: true, port: true });
		return withoutSlashes(`${origin}${pathname}`);
	};
	return makeField(field, unlessSame(read), anyText);
}

/** The URL of a host, from which paths that people paste along are cut off: "https://api.example.com". */
export function hostUrl(tails: string[], field: FieldText) {
	const read = (value: unknown) => {
		const text = withoutSlashes(readToken(value));
		const tail = tails.find((end) => text.endsWith(end)) ?? '';
		return readUrl(text.slice(0, text.length - tail.length), { path: false, port: true }).origin;
	};
	return makeField(field, unlessSame(read), anyText);
}

/** The host of a server of the customer's own, with or without `https://` in front: "meals-abc123.run.app". */
export function host(field: FieldText) {
	const read = (value: unknown) => readUrl(readToken(value), { path: false, port: false }).host;
	return makeField(field, unlessSame(read), anyText);
}

/**
 * One DNS label: the part of a vendor's host name that is the customer's own. Also accepts the whole host, and any address
 * of it, as people paste them from their browser ("https://acme.vendor.com/some/page").
 */
export function subdomainOf(domain: string, field: FieldText) {
	const suffix = `.${domain}`;
	const read = (value: unknown) => {
		const text = readToken(value).toLowerCase();
		const label = labelOfUrl(text, suffix) ?? text.replace(/^https:\/\//, '').replace(/\/$/, '');
		if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && URL.canParse(`https://${label}${suffix}`)) return label;
		return refuse(`must be only the name in front of ${suffix}: letters, digits and hyphens.`);
	};
	return makeField(field, unlessSame(read), anyText);
}

/** The first label of an address at the vendor's domain, whatever page of it was copied; undefined for anything else. */
function labelOfUrl(text: string, suffix: string): string | undefined {
	const url = URL.parse(text.startsWith('https://') ? text : `https://${text}`);
	const plain = url && !url.username && !url.password && !url.port && !text.includes('\\') && url.hostname.endsWith(suffix);
	return plain ? url.hostname.slice(0, -suffix.length) : undefined;
}
