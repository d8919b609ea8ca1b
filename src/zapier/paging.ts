import type { z } from 'zod';
import { InputError } from './errors/inputError.ts';
import { RequestError } from './errors/requestError.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Session } from './session.ts';

/** One page of a list, and where the next one begins: its number, a cursor; undefined after the last. */
export interface Page<Item, At = number> {
	items: Item[];
	next: At | undefined;
}

/** Less time than this is not enough for another page. */
const TIME_FOR_A_PAGE_MS = 1_000;

/**
 * Reads a list page by page, from wherever `at` says, to its end or until it has what was wanted.
 * @param enough tells, of all items so far, whether more are needed.
 * @throws {InputError} if there is no time left to look at the rest.
 */
export async function readPages<Item, At>(
	session: Pick<Session, 'timeLeft'>,
	at: At,
	load: (at: At) => Promise<Page<Item, At>>,
	enough: (items: Item[]) => boolean = () => false,
): Promise<Item[]> {
	const items: Item[] = [];
	let before = '';
	for (let from: At | undefined = at; from !== undefined; ) {
		if (session.timeLeft() < TIME_FOR_A_PAGE_MS) throw new InputError(TOO_LONG, 'incomplete_list');
		const page: Page<Item, At> = await load(from);
		// An API that knows no pages, or none so late, gives the same one again and again.
		const content = JSON.stringify(page.items);
		if (content === before && page.items.length) break;
		before = content;
		for (const item of page.items) items.push(item);
		from = enough(items) ? undefined : page.next;
	}
	return items;
}

const TOO_LONG = 'The list is too long to look through in the time that a step has, so nobody can tell what is in the rest of it.';

/** What a response says of its list, wherever it says it. */
interface Extent {
	/** How many items the response holds, whether or not they can be read. */
	count: number;
	/** How many there are before this page. */
	before: number;
	total?: number | undefined;
	pages?: number | undefined;
	hasMore?: boolean | undefined;
}

/**
 * The page after one, by what the API tells: that there is more, how many pages or items there are; otherwise there is one
 * until a page is empty. A page may hold less than was asked for.
 */
export function pageAfter(page: number, { count, before, total, pages, hasMore }: Extent, first = 0): number | undefined {
	if (count === 0 || hasMore === false) return undefined;
	if (hasMore) return page + 1;
	if (total !== undefined) return before + count < total ? page + 1 : undefined;
	if (pages !== undefined) return page - first + 1 < pages ? page + 1 : undefined;
	return page + 1;
}

/**
 * The request for the next page that a `Link` header names (RFC 8288), on the same host; undefined if there is none.
 * @throws {RequestError} if it leads to another host, where no credential may go.
 */
export function linkedPage({ request, headers, status }: HttpResponse, { baseUrl }: Pick<Session, 'baseUrl'>): HttpRequest | undefined {
	const link = [...(headers.get('link') ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;]+)*)/g)].find(([, , parameters = '']) =>
		/;\s*rel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next\b)/i.test(parameters),
	);
	if (!link) return undefined;
	const url = new URL(link[1] ?? '', `${baseUrl}${request.path}`);
	const base = new URL(baseUrl);
	const basePath = base.pathname.replace(/\/$/, '');
	if (url.origin !== base.origin || !url.pathname.startsWith(basePath))
		throw new RequestError(request, { kind: 'unreadable', reason: 'redirect', status });
	return { ...request, path: url.pathname.slice(basePath.length), query: Object.fromEntries(url.searchParams) };
}

/**
 * The items of a list, given bare or as `data`. Items that don't have what is needed are left out.
 * @throws {RequestError} if there is no list at all.
 */
export function itemsOf<Item extends z.ZodType>({ request, status, body }: HttpResponse, item: Item): z.output<Item>[] {
	const list = Array.isArray(body) ? body : (body as { data?: unknown } | undefined)?.data;
	if (!Array.isArray(list)) throw new RequestError(request, { kind: 'unreadable', reason: 'json', status });
	return list.flatMap((value) => {
		const parsed = item.safeParse(value);
		return parsed.success ? [parsed.data] : [];
	});
}
