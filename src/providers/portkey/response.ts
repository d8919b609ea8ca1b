import * as z from 'zod/mini';
import type { HttpResponse } from '../../zapier/http.ts';
import { itemsOf, type LoadPage, type Page } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { otherwise } from '../../zapier/schemas/response.ts';
import type { Session } from '../../zapier/session.ts';
import type { Advice } from '../../zapier/step.ts';

/** Portkey promises no page size. */
const PAGE_SIZE = 100;

type Filter = Record<string, string | undefined>;

/** A list whose pages are asked for in camel case: users and invitations. */
export function camelCaseList<Item extends z.ZodMiniType>(
	{ send }: Session,
	listPath: string,
	filter: Filter,
	item: () => Item,
): LoadPage<z.output<Item>> {
	return async ({ page }) =>
		pageOf(await send({ method: 'GET', path: listPath, query: { pageSize: PAGE_SIZE, currentPage: page, ...filter } }), item);
}

/** A list whose pages are asked for in snake case: workspaces and their members. */
export function snakeCaseList<Item extends z.ZodMiniType>(
	{ send }: Session,
	listPath: string,
	filter: Filter,
	item: () => Item,
	advice?: Advice,
): LoadPage<z.output<Item>> {
	return async ({ page }) => {
		const query = { page_size: PAGE_SIZE, current_page: page, ...filter };
		return pageOf(await send({ method: 'GET', path: listPath, query, ...(advice && { advice }) }), item);
	};
}

/** Every list states how many items there are in all. */
const Envelope = once(() => otherwise(z.object({ total: otherwise(z.optional(z.number()), undefined) }), {}));

function pageOf<Item extends z.ZodMiniType>(response: HttpResponse, item: () => Item): Page<z.output<Item>> {
	return { ...itemsOf(response, item), total: Envelope().parse(response.body).total };
}
