/** From here on, a number can't be seconds from now: it is a Unix time (as of 2001), in seconds. */
const EPOCH = 1_000_000_000;
const EPOCH_MS = EPOCH * 1000;

/** Headers in which APIs say until when they take no more requests, the standard one first (RFC 9110, 10.2.3). */
const HEADERS = ['retry-after', 'ratelimit-reset', 'x-ratelimit-reset'];

/** Seconds until requests are taken again, as the headers of a response tell; undefined if they don't. */
export function secondsToWait(headers: { get(name: string): string | null }, now = Date.now()): number | undefined {
	for (const name of HEADERS) {
		const seconds = secondsUntil(headers.get(name), now);
		if (seconds !== undefined) return seconds;
	}
	return undefined;
}

/** Seconds from now, of a number of seconds, a Unix time in seconds or milliseconds, or a date; undefined for anything else. @public */
export function secondsUntil(header: string | null, now = Date.now()): number | undefined {
	const text = String(header);
	if (/^\d+(\.\d+)?$/.test(text)) {
		const number = Number(text);
		if (number < EPOCH) return Math.ceil(number);
		// Further ahead than any limit lasts, it can only be a number of seconds that means "for ever".
		const time = number >= EPOCH_MS ? number : number * 1000;
		return Math.max(0, Math.ceil((time - now) / 1000));
	}
	// An HTTP date (RFC 9110, 5.6.7) always begins with the day's name, and is in GMT, also where an old form of it doesn't say so.
	const isDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text);
	const time = Date.parse(/ \d{4}$/.test(text) ? `${text} GMT` : text);
	return !isDate || Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}
