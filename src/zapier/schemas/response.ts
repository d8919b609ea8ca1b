import * as z from 'zod/mini';
import { once } from './once.ts';

/*
 * Schemas that read what providers answer: leniently, since not every answer is documented.
 */

/**
 * What a schema reads, or a value in its place. `z.catch` does the same, but keeps all of zod's helpers in the build: 3 kB of
 * a zip that is counted in bytes.
 */
export function otherwise<Schema extends z.ZodMiniType, Value extends z.output<Schema>>(
	schema: Schema,
	value: Value,
): z.ZodMiniCatch<Schema> {
	return new z.ZodMiniCatch({ type: 'catch', innerType: schema, catchValue: () => value }) as z.ZodMiniCatch<Schema>;
}

/** An id as text: some APIs send numbers, which `http.ts` has already turned into text where digits would be lost. */
export const id = once(() => z.pipe(z.union([z.string().check(z.minLength(1)), z.number()]), z.transform(String)));

/** A text, or nothing if it is empty or of another type. */
export const textIfAny = once(() => otherwise(z.nullish(z.string().check(z.minLength(1))), undefined));

/** A moment, as ISO 8601 with a zone; null for anything that is no date. */
export const moment = once(() =>
	z.pipe(
		textIfAny(),
		z.transform((value) => (value ? (isoDate(value) ?? null) : null)),
	),
);

/**
 * A date as ISO 8601 with a zone: one without, such as "2026-01-31 09:00:00", is UTC. Undefined for anything that isn't
 * written with a year of four digits first.
 */
export function isoDate(value: string): string | undefined {
	const parts = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?)?$/i.exec(value.trim());
	if (!parts) return undefined;
	const [, year, month, day, time = '00:00:00', zone = 'Z'] = parts;
	const offset = /^[+-]/.test(zone) ? zone.replace(/(\d\d)(\d\d)$/, '$1:$2') : 'Z';
	const date = new Date(`${year}-${month}-${day}T${time}${offset}`);
	// Date turns the 31st of February into March.
	if (Number.isNaN(date.getTime()) || new Date(`${year}-${month}-${day}T00:00Z`).getUTCDate() !== Number(day)) return undefined;
	return date.toISOString().replace('.000Z', 'Z');
}

/** A person's name of its parts; undefined if there are none. */
export function fullName(...parts: (string | null | undefined)[]): string | undefined {
	return parts.filter(Boolean).join(' ') || undefined;
}
