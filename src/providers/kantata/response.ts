import * as z from 'zod/mini';
import { RequestError } from '../../zapier/errors/requestError.ts';
import type { HttpResponse } from '../../zapier/http.ts';
import type { Page } from '../../zapier/paging.ts';
import { once } from '../../zapier/schemas/once.ts';
import { id } from '../../zapier/schemas/response.ts';

/** Every response lists its objects in order in `results`, and holds them by id under the name of their kind. */
const Envelope = once(() => z.object({ count: z.optional(z.number()), results: z.array(z.object({ key: z.string(), id: id() })) }));

/**
 * The objects of a kind, such as "users", in the response's order; undefined if it isn't a response of Kantata OX.
 * https://developer.kantata.com/kantata/specification/section/response-format
 */
function objectsOf(body: unknown, kind: string): { id: string; value: unknown }[] | undefined {
	const results = Envelope().safeParse(body).data?.results;
	return results?.filter(({ key }) => key === kind).map(({ id }) => ({ id, value: included({ body }, kind, id) }));
}

/** An object of another kind that a response holds as well, since it was asked to include it. */
export function included({ body }: Pick<HttpResponse, 'body'>, kind: string, id: string): unknown {
	const byId = (body as Record<string, Record<string, unknown> | null> | undefined)?.[kind];
	return byId && Object.hasOwn(byId, id) ? byId[id] : undefined;
}

/** The first object of a kind, if there is one. */
export function first({ body }: Pick<HttpResponse, 'body'>, kind: string): { id: string; value: unknown } | undefined {
	return objectsOf(body, kind)?.[0];
}

/** One page of the objects of a kind, each with its id. @throws {RequestError} if it isn't a response of Kantata OX. */
export function pageOf<Item extends z.ZodMiniType>(
	response: HttpResponse,
	kind: string,
	item: () => Item,
): Page<z.output<Item> & { id: string }> {
	const { request, status, body } = response;
	const objects = objectsOf(body, kind);
	if (!objects) throw new RequestError(request, { kind: 'unreadable', reason: 'json', status });
	const items = objects.flatMap(({ id, value }) => {
		const parsed = item().safeParse(value);
		return parsed.success ? [{ ...(parsed.data as object), id } as z.output<Item> & { id: string }] : [];
	});
	return { items, raw: objects, total: Envelope().safeParse(body).data?.count };
}
