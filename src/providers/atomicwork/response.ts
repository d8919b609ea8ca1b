import { z } from 'zod';
import type { HttpResponse } from '../../zapier/http.ts';
import { itemsOf } from '../../zapier/paging.ts';

/** The most that Atomicwork gives at once. */
export const PAGE_SIZE = 100;

const count = z.number().optional().catch(undefined);
const Envelope = z.object({ total_pages: count, total_count: count, total: count }).catch({});

/** How far a list goes, as far as it tells: no answer of Atomicwork's is documented. A bare list is all there is. */
export function extentOf(response: HttpResponse, page: number) {
	const { total_pages, total_count, total } = Envelope.parse(response.body);
	return {
		count: itemsOf(response, z.unknown()).length,
		before: page * PAGE_SIZE,
		pages: total_pages,
		total: total_count ?? total,
		hasMore: Array.isArray(response.body) ? false : undefined,
	};
}
