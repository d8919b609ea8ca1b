const STRUCK_OUT = '••••••';

/** Headers that hold credentials, whatever is in them. */
const SECRET_HEADER = /^(authorization|proxy-authorization|cookie|set-cookie)$|api-?key|token|secret|password/i;

/** A shorter value occurs by chance, and would make everything unreadable. */
const SHORTEST = 4;

/** A field of a connection, as far as it tells whether its value is a credential. */
interface Field {
	key: string;
	isNoSecret?: boolean;
	choices?: unknown;
}

/** Strikes the credentials of a connection out of all that is shown. */
export interface Mask {
	text(text: string): string;
	headers(headers: Record<string, string>): Record<string, string>;
	/** Every text in a value of JSON. */
	value<T>(value: T): T;
}

/** The values of a connection that are credentials: all but choices, and those that the integration marks as no secret. */
function secretsOf(fields: Field[], authData: Record<string, unknown>): string[] {
	const open = new Set(fields.filter((field) => field.isNoSecret || field.choices).map(({ key }) => key));
	return Object.entries(authData).flatMap(([key, value]) => (!open.has(key) && typeof value === 'string' ? [value.trim()] : []));
}

export function maskFor(fields: Field[], authData: Record<string, unknown>): Mask {
	const secrets = secretsOf(fields, authData).filter((secret) => secret.length >= SHORTEST);
	const { username, password } = authData;
	if (typeof username === 'string' && typeof password === 'string') {
		secrets.push(Buffer.from(`${username}:${password}`).toString('base64'));
	}
	const spellings = secrets.flatMap((secret) => [
		secret,
		encodeURIComponent(secret),
		new URLSearchParams({ '': secret }).toString().slice(1),
		JSON.stringify(secret).slice(1, -1),
		Buffer.from(secret).toString('base64'),
	]);
	// The longest first, so that one that is part of another leaves nothing of it.
	const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
	const text = (shown: string) => ordered.reduce((masked, secret) => masked.replaceAll(secret, STRUCK_OUT), shown);
	const value = (shown: unknown): unknown => {
		if (typeof shown === 'string') return text(shown);
		if (Array.isArray(shown)) return shown.map(value);
		if (typeof shown !== 'object' || shown === null) return shown;
		return Object.fromEntries(Object.entries(shown).map(([key, item]) => [text(key), value(item)]));
	};
	return {
		text,
		headers: (headers) =>
			Object.fromEntries(Object.entries(headers).map(([name, shown]) => [name, SECRET_HEADER.test(name) ? STRUCK_OUT : text(shown)])),
		value: value as Mask['value'],
	};
}
