import type * as z from 'zod/mini';
import { RequestError } from './errors/requestError.ts';
import { StepError } from './errors/stepError.ts';
import type { HttpResponse } from './http.ts';
import type { Session } from './session.ts';

/** Which page of a list is wanted. */
export interface PageRequest {
	/** Counted from 0. */
	page: number;
	/** What the page before gave as `next`; undefined for the first page, and for a list whose pages have numbers. */
	cursor: string | undefined;
}

/** One page of a list, and what its response says of the rest. */
export interface Page<Item> {
	items: Item[];
	/**
	 * All that the response holds, as the API gives it, whether or not it can be read: an empty page and one that comes again
	 * are known by it. There may be less of it than was asked for.
	 */
	raw: unknown[];
	/** How many items there are on all pages. */
	total?: number | undefined;
	/** How many pages there are. */
	pages?: number | undefined;
	hasMore?: boolean | undefined;
	/** Where the next page begins, of a list that is paged by cursor, by token or by link. */
	next?: string | undefined;
}

export const FIRST_PAGE: PageRequest = { page: 0, cursor: undefined };

/** Loads a page. @throws {RequestError} */
export type LoadPage<Item> = (wanted: PageRequest) => Promise<Page<Item>>;

/** Less time than this is not enough for another page. */
const TIME_FOR_A_PAGE_MS = 1_000;

/**
 * Reads a list page by page to its end, or until it has what was wanted.
 * @param enough tells, of all items so far, whether no more are needed.
 * @throws {StepError} if there is no time left to look at the rest, or the API doesn't give it.
 */
export async function readPages<Item>(
	session: Pick<Session, 'timeLeft'>,
	load: LoadPage<Item>,
	enough: (items: Item[]) => boolean = () => false,
): Promise<Item[]> {
	const items: Item[] = [];
	for await (const page of pagesFrom(session, load, FIRST_PAGE)) {
		for (const item of page.items) items.push(item);
		if (enough(items)) break;
	}
	return items;
}

/**
 * The first page, from one on, that has items, or the last one.
 * @throws {StepError} if there is no time left to look at the rest, or the API doesn't give it.
 */
export async function readToItems<Item>(session: Pick<Session, 'timeLeft'>, load: LoadPage<Item>, first: PageRequest): Promise<Page<Item>> {
	let last: Page<Item> = { items: [], raw: [] };
	for await (const page of pagesFrom(session, load, first)) {
		last = page;
		if (page.items.length) break;
	}
	return last;
}

/** The pages of a list from one on, to the last one that the API gives. @throws {StepError} */
async function* pagesFrom<Item>(session: Pick<Session, 'timeLeft'>, load: LoadPage<Item>, first: PageRequest): AsyncGenerator<Page<Item>> {
	let { cursor } = first;
	let seen: number | undefined;
	let before = '';
	for (let number = first.page; ; number++) {
		requireTime(session);
		const page = await load({ page: number, cursor });
		// An API that knows no pages gives the same one again and again.
		const content = JSON.stringify(page.raw);
		if (page.raw.length && content === before) {
			if (!tellsOfTheRest(page)) return;
			throw new StepError(
				'The list has more pages, but the same one came again, so nobody can tell what is in the rest of it.',
				'incomplete_list',
			);
		}
		before = content;
		// As many as on this page are taken for the number on each of those before.
		seen = (seen ?? number * page.raw.length) + page.raw.length;
		yield page;
		if (!hasNext(page, number, seen)) return;
		cursor = page.next;
	}
}

function tellsOfTheRest({ total, pages, hasMore, next }: Page<unknown>): boolean {
	return [total, pages, hasMore, next].some((told) => told !== undefined);
}

/** Whether there is a page after one, by whatever the API tells; where it tells nothing, until a page is empty. */
function hasNext({ raw, total, pages, hasMore, next }: Page<unknown>, number: number, seen: number): boolean {
	if (next !== undefined) return next !== '';
	if (hasMore !== undefined) return hasMore;
	if (!raw.length) return false;
	if (total !== undefined) return seen < total;
	return pages === undefined || number + 1 < pages;
}

/** Dates of items are looked at this far back. */
const RECENT_DAYS = 31;

/**
 * Reads the items of a list that are at most 31 days old, whatever the order of the list: from the end at which the newest
 * are, as far as needed, if it is sorted by date; otherwise all. So what is read depends on the items' own dates alone:
 * nothing old comes up anew because something else was removed. Items without a date can't be told old from new, so a list
 * with such items is read whole, and they stay.
 * @throws {StepError} if there is no time left to look at the rest.
 */
export async function readRecent<Item>(
	session: Pick<Session, 'timeLeft'>,
	load: LoadPage<Item>,
	date: (item: Item) => string | null,
	now = Date.now(),
): Promise<Item[]> {
	const recent = (item: Item) => isRecent(date(item), now);
	const loadOnce = remembering(load);
	const first = await loadOnce(FIRST_PAGE);
	const direction = await directionOf(session, first, loadOnce, date);
	const pages = direction === 'oldest first' ? await fromTheEnd(session, first, loadOnce, recent) : undefined;
	if (pages) return pages.filter(recent);
	const all = await readPages(
		session,
		loadOnce,
		(items) => direction === 'newest first' && items.length > 0 && !recent(items[items.length - 1] as Item),
	);
	return all.filter(recent);
}

/** Loads each page of a list whose pages have numbers once. */
function remembering<Item>(load: LoadPage<Item>): LoadPage<Item> {
	const loaded = new Map<number, Promise<Page<Item>>>();
	return (wanted) => {
		const page = loaded.get(wanted.page) ?? load(wanted);
		loaded.set(wanted.page, page);
		return page;
	};
}

/** Is a date (ISO 8601) at most 31 days old? What has no date can't be told from something new. */
export function isRecent(date: string | null, now = Date.now()): boolean {
	return date === null || Date.parse(date) >= now - RECENT_DAYS * 24 * 60 * 60 * 1000;
}

/** As many different dates in order are no coincidence. */
const ENOUGH_DATES = 8;

type Direction = 'newest first' | 'oldest first' | undefined;

/** In which order a list is, by the dates of its first page, and of its last where that can be named. */
async function directionOf<Item>(
	session: Pick<Session, 'timeLeft'>,
	first: Page<Item>,
	load: LoadPage<Item>,
	date: (item: Item) => string | null,
): Promise<Direction> {
	const last = lastPageOf(first);
	if (!last) return undefined;
	requireTime(session);
	const dates = [...first.items, ...(await load({ page: last, cursor: undefined })).items].map(date);
	// Where a date is missing, its NaN is in no order.
	const times = dates.map((one) => Date.parse(one ?? ''));
	if (new Set(times).size < ENOUGH_DATES) return undefined;
	const isOrdered = (inOrder: (before: number, after: number) => boolean) =>
		times.every((time, index) => index === 0 || inOrder(times[index - 1] as number, time));
	if (isOrdered((before, after) => before <= after)) return 'oldest first';
	return isOrdered((before, after) => before >= after) ? 'newest first' : undefined;
}

/** The number of the last page, where the first one tells how many items or pages there are. */
function lastPageOf({ raw, total, pages }: Page<unknown>): number | undefined {
	if (pages !== undefined) return Math.max(0, pages - 1);
	return total === undefined || !raw.length ? undefined : Math.max(0, Math.ceil(total / raw.length) - 1);
}

/** Reads backwards from the last page until a page begins with something old. */
async function fromTheEnd<Item>(
	session: Pick<Session, 'timeLeft'>,
	first: Page<Item>,
	load: LoadPage<Item>,
	recent: (item: Item) => boolean,
): Promise<Item[]> {
	const items: Item[] = [];
	for (let number = lastPageOf(first) ?? 0; number > 0; number--) {
		requireTime(session);
		const page = await load({ page: number, cursor: undefined });
		for (const item of page.items) items.push(item);
		if (page.items[0] !== undefined && !recent(page.items[0])) return items;
	}
	return [...first.items, ...items];
}

function requireTime(session: Pick<Session, 'timeLeft'>): void {
	if (session.timeLeft() >= TIME_FOR_A_PAGE_MS) return;
	throw new StepError(
		'The list is too long to look through in the time that a step has, so nobody can tell what is in the rest of it.',
		'incomplete_list',
	);
}

/**
 * Where the next page is by the `Link` header (RFC 8288), as the path of a request; undefined if there is none.
 * @throws {RequestError} if it leads to another host, where no credential may go.
 */
export function linkedPage({ request, headers, status }: HttpResponse, { baseUrl }: Pick<Session, 'baseUrl'>): string | undefined {
	const link = [...(headers.get('link') ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;]+)*)/g)].find(([, , parameters = '']) =>
		/;\s*rel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next\b)/i.test(parameters),
	);
	if (!link) return undefined;
	const url = new URL(link[1] ?? '', `${baseUrl}${request.path}`);
	const basePath = new URL(baseUrl).pathname.replace(/\/$/, '');
	if (url.origin !== new URL(baseUrl).origin || !url.pathname.startsWith(basePath)) {
		throw new RequestError(request, { kind: 'unreadable', reason: 'redirect', status });
	}
	return `${url.pathname.slice(basePath.length)}${url.search}`;
}

/**
 * The items of a list, given bare or under a key. Items that don't have what is needed are left out.
 * @throws {RequestError} if there is no list at all.
 */
export function itemsOf<Item extends z.ZodMiniType>(
	{ request, status, body }: HttpResponse,
	item: () => Item,
	key = 'data',
): Pick<Page<z.output<Item>>, 'items' | 'raw'> {
	const raw = Array.isArray(body) ? body : (body as Record<string, unknown> | undefined)?.[key];
	if (!Array.isArray(raw)) throw new RequestError(request, { kind: 'unreadable', reason: 'json', status });
	const items = raw.flatMap((value: unknown) => {
		const parsed = item().safeParse(value);
		return parsed.success ? [parsed.data] : [];
	});
	return { items, raw };
}
