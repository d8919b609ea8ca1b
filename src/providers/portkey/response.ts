import { z } from 'zod';
import type { HttpResponse } from '../../zapier/http.ts';
import { itemsOf, pageAfter, readPages } from '../../zapier/paging.ts';
import type { Session } from '../../zapier/session.ts';

/** Every list of Portkey states how many items there are in all; a page may hold fewer than were asked for. */
export function extentOf(response: HttpResponse, page: number, pageSize: number) {
	const { total } = z
		.object({ total: z.number().optional().catch(undefined) })
		.catch({})
		.parse(response.body);
	return { count: itemsOf(response, z.unknown()).length, before: page * pageSize, total };
}

/** Portkey promises no page size. */
const PAGE_SIZE = 100;

/** All items of a list that spells its pages in camel case, unlike the list of workspaces; or those of its first page. */
export function readAll<Item extends z.ZodType>(
	session: Session,
	listPath: string,
	filter: Record<string, string | undefined>,
	item: Item,
	firstPageOnly = false,
): Promise<z.output<Item>[]> {
	return readPages(
		session,
		0,
		async (currentPage) => {
			const response = await session.send({ method: 'GET', path: listPath, query: { pageSize: PAGE_SIZE, currentPage, ...filter } });
			return { items: itemsOf(response, item), next: pageAfter(currentPage, extentOf(response, currentPage, PAGE_SIZE)) };
		},
		() => firstPageOnly,
	);
}
