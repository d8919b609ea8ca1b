import { z } from 'zod';
import { ApiFault } from './fault.ts';

/** An id as text: some APIs send numbers, which `api.ts` has already turned into text where digits would be lost. */
export const id = z.union([z.string().min(1), z.number()]).transform(String);

/** A text, or nothing if it is empty or of another type. */
export const text = z.string().min(1).nullish().catch(undefined);

/**
 * The items of a list, given bare or as `data`. Items that don't have what is needed are left out.
 * @throws {ApiFault} if there is no list at all.
 */
export function itemsOf<Item extends z.ZodType>(body: unknown, item: Item): z.output<Item>[] {
	const list = Array.isArray(body) ? body : (body as { data?: unknown } | undefined)?.data;
	if (!Array.isArray(list)) throw new ApiFault({ kind: 'unreadable', reason: 'json' });
	return list.flatMap((value) => {
		const parsed = item.safeParse(value);
		return parsed.success ? [parsed.data] : [];
	});
}

/** How many pages one operation reads at most, so that it ends in time. */
const MOST_PAGES = 20;

/** Reads pages, counted from 0, until one says that it is the last. */
export async function allPages<Item>(
	load: (page: number) => Promise<{ items: Item[]; last: boolean }>,
	mostPages = MOST_PAGES,
): Promise<Item[]> {
	const items: Item[] = [];
	for (let page = 0; page < mostPages; page++) {
		const loaded = await load(page);
		items.push(...loaded.items);
		if (loaded.last) break;
	}
	return items;
}

/** Dates as ISO 8601 with a zone: one without, such as "2026-01-31 09:00:00", is UTC. Undefined for anything that is no date. */
export function isoDate(value: string | null | undefined): string | undefined {
	if (!value) return undefined;
	const withoutZone = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value);
	const time = Date.parse(withoutZone ? `${value.replace(' ', 'T')}Z` : value);
	return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** The newest first, by the date under a key; where dates are missing, by ids, which grow; otherwise as they came. */
export function newestFirst<Item extends { id: string }>(items: Item[], date: (item: Item) => string | null): Item[] {
	return items.toSorted((a, b) => {
		const [dateA, dateB] = [date(a), date(b)];
		if (dateA && dateB && dateA !== dateB) return dateA < dateB ? 1 : -1;
		const numbers = /^\d+$/;
		if (!numbers.test(a.id) || !numbers.test(b.id)) return 0;
		return Number(BigInt(b.id) - BigInt(a.id));
	});
}

/** What has exactly this name, or else what contains it; in any case of letters. */
export function bestMatches<Item extends { name: string }>(items: Item[], name: string): Item[] {
	const wanted = name.toLowerCase();
	const exact = items.filter((item) => item.name.toLowerCase() === wanted);
	return exact.length ? exact : items.filter((item) => item.name.toLowerCase().includes(wanted));
}
