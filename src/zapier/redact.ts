/** Shorter values can't be told from ordinary words, and no provider's credential is that short. */
const SHORTEST_SECRET = 5;

/** What is written the same in a URL and in JSON, as most keys are. */
const PLAIN = /^[\w.~-]*$/;

/** Every text a secret can hide in: as it is, or what it stands for in a URL; in a URL, in a JSON text, in base64. */
function disguises(secret: string): string[] {
	const meant = decoded(secret);
	return (meant === secret ? [secret] : [secret, meant]).flatMap((text) => {
		const bytes = Buffer.from(text);
		const base64 = [bytes.toString('base64'), bytes.toString('base64url')];
		if (PLAIN.test(text)) return [text, ...base64];
		const inUrl = encodeURIComponent(text.toWellFormed());
		return [text, inUrl, inUrl.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()), inJson(text), ...base64];
	});
}

function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

/** A browser shows a cookie as it is sent, with escapes; a server may repeat what they stand for. */
function decoded(secret: string): string {
	try {
		return secret.includes('%') ? decodeURIComponent(secret) : secret;
	} catch {
		return secret;
	}
}

/** Replaces every secret in every text inside a value, keys included. Used on all that leaves an operation. */
export function redact<Value>(value: Value, secrets: string[]): Value {
	const hidden = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(disguises);
	// Most values hold none, which their JSON tells many times faster.
	const json = String(JSON.stringify(value));
	if (!hidden.some((secret) => json.includes(inJson(secret)))) return value;
	// The longest first, so that no part of a longer secret is left behind.
	hidden.sort((a, b) => b.length - a.length);
	return clean(value, hidden) as Value;
}

function clean(value: unknown, hidden: string[]): unknown {
	if (typeof value === 'string') return hidden.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), value);
	if (Array.isArray(value)) return value.map((item) => clean(item, hidden));
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key, hidden), clean(item, hidden)]));
	}
	return value;
}
