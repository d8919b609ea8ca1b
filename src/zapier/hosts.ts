import { z } from 'zod';

/**
 * Where a person's own value becomes part of the address that credentials are sent to. Each of these schemas refuses
 * whatever could lead anywhere but to a public https host, and returns the normalized value.
 */

/** Names that never mean a public host: RFC 6761, RFC 6762, RFC 8375 and the names that private networks use. */
const PRIVATE_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|onion|invalid|test|arpa)$/;

/**
 * A public name: at least two labels, the last of them letters, which no notation of an IP address ends in once `URL` has
 * read it. `URL` has also turned an IDN into its ASCII form.
 */
function isPublicName(hostname: string): boolean {
	if (hostname.length > 253 || PRIVATE_NAMES.test(hostname)) return false;
	return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(hostname);
}

interface UrlRules {
	/** May the URL have a path? Otherwise it is only a host. */
	path: boolean;
	/** May it have a port? */
	port: boolean;
}

function readUrl(text: string, rules: UrlRules): URL | string {
	if (/[\s\\]|[^\P{C}]/u.test(text)) return 'must not contain spaces, backslashes or invisible characters.';
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = URL.parse(withScheme);
	if (!url) return "isn't a web address. Copy it again from your browser.";
	if (url.protocol !== 'https:') return 'must begin with https://.';
	if (text.includes('@')) return 'must not contain a user name or password.';
	if (!isPublicName(url.hostname)) return 'must name a public host such as example.com, not an IP address or an internal name.';
	if (url.port && !rules.port) return 'must not contain a port.';
	if (/[?#]/.test(text)) return 'must end before any ? or #.';
	if (!rules.path && url.pathname !== '/') return 'must be only the host, with nothing behind it.';
	return url;
}

function urlSchema<Value>(rules: UrlRules, read: (url: URL) => Value) {
	return z.string().transform((text, context): Value => {
		const url = readUrl(text, rules);
		if (typeof url !== 'string') return read(url);
		context.issues.push({ code: 'custom', message: url, input: text });
		return z.NEVER;
	});
}

/** A base URL with its path kept, without a slash at its end: "https://portkey.example.com/v1". */
export function baseUrl() {
	return urlSchema({ path: true, port: true }, (url) => `${url.origin}${url.pathname}`.replace(/\/+$/, ''));
}

/** The URL of a host, from which paths that people paste along are cut off: "https://api.example.com". */
export function hostUrl(tails: string[]) {
	return z.string().transform((text, context): string => {
		const tail = tails.find((end) => text.replace(/\/+$/, '').endsWith(end)) ?? '';
		const url = readUrl(text.replace(/\/+$/, '').slice(0, tail ? -tail.length : undefined), { path: false, port: true });
		if (typeof url !== 'string') return url.origin;
		context.issues.push({ code: 'custom', message: url, input: text });
		return z.NEVER;
	});
}

/** The host of a deployment, with or without `https://` in front: "meals-abc123.run.app". */
export function deploymentHost() {
	return urlSchema({ path: false, port: false }, (url) => url.host);
}

/**
 * One DNS label: the part of a vendor's host name that is the customer's own. Also accepts the whole host
 * ("acme.vendor.com", with or without https://), as people paste it.
 */
export function tenantOf(domain: string) {
	return z.string().transform((text, context): string => {
		const suffix = `.${domain}`;
		const host = text
			.toLowerCase()
			.replace(/^https:\/\//, '')
			.replace(/\/$/, '');
		const label = host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
		if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) return label;
		context.issues.push({
			code: 'custom',
			message: `must be only the name in front of ${suffix}: letters, digits and hyphens.`,
			input: text,
		});
		return z.NEVER;
	});
}

/** An API key or token: printable ASCII without spaces, since it travels in a header. */
export function credential() {
	return z
		.string()
		.regex(/^[\x21-\x7e]+$/, "holds a space or a character that keys don't have. Copy it again, without anything around it.");
}
