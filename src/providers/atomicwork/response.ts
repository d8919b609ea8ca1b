import * as z from 'zod/mini';
import type { HttpResponse } from '../../zapier/http.ts';
import { itemsOf, type Page } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { otherwise } from '../../zapier/schemas/response.ts';

/** The most that Atomicwork gives at once. */
export const PAGE_SIZE = 100;

const count = once(() => otherwise(z.optional(z.number()), undefined));
const Envelope = once(() => otherwise(z.object({ total_pages: count(), total_count: count(), total: count() }), {}));

/** One page of a list, and how far the list goes, as far as it tells: no response of Atomicwork's is documented. */
export function pageOf<Item extends z.ZodMiniType>(response: HttpResponse, item: () => Item, page: number): Page<z.output<Item>> {
	const { total_pages, total_count, total } = Envelope().parse(response.body);
	// A page beyond the last may give the last one again.
	if (page > 0 && total_pages !== undefined && page >= total_pages) return { items: [], raw: [] };
	return { ...itemsOf(response, item), pages: total_pages, total: total_count ?? total };
}
