/** Shorter values can't be told from ordinary words, and no provider's credential is that short. */
const SHORTEST_SECRET = 5;

/** Every text a secret can hide in: as it is, in a URL, in a JSON text, in base64. */
function disguises(secret: string): string[] {
	return [
		secret,
		encodeURIComponent(secret.toWellFormed()),
		JSON.stringify(secret).slice(1, -1),
		Buffer.from(secret).toString('base64'),
		Buffer.from(secret).toString('base64url'),
	];
}

/** Replaces every secret in every text inside a value, keys included. Used on all that leaves an operation. */
export function redact<Value>(value: Value, secrets: string[]): Value {
	const hidden = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(disguises))];
	// The longest first, so that no part of a longer secret is left behind.
	hidden.sort((a, b) => b.length - a.length);
	return hidden.length ? (clean(value, hidden) as Value) : value;
}

function clean(value: unknown, hidden: string[]): unknown {
	if (typeof value === 'string') return hidden.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), value);
	if (Array.isArray(value)) return value.map((item) => clean(item, hidden));
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key, hidden), clean(item, hidden)]));
	}
	return value;
}
