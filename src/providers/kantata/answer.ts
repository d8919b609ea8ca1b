import { z } from 'zod';
import { ApiFault } from '../../zapier/fault.ts';
import { id } from '../../zapier/lists.ts';

/** Every answer lists its objects in order in `results`, and holds them by id under the name of their kind. */
const Answer = z.object({ results: z.array(z.object({ key: z.string(), id })) }).loose();

/**
 * The objects of a kind, such as "users", in the answer's order; undefined if it isn't an answer of Kantata OX.
 * https://developer.kantata.com/kantata/specification/section/response-format
 */
function objectsOf(body: unknown, kind: string): { id: string; value: unknown }[] | undefined {
	const answer = Answer.safeParse(body).data;
	const byId = z.record(z.string(), z.unknown()).safeParse(answer?.[kind]).data;
	return answer?.results.filter(({ key }) => key === kind).map((result) => ({ id: result.id, value: byId?.[result.id] }));
}

/** The first object of a kind, if there is one. */
export function first(body: unknown, kind: string): { id: string; value: unknown } | undefined {
	return objectsOf(body, kind)?.[0];
}

/** All objects of a kind, each with its id. @throws {ApiFault} if it isn't an answer of Kantata OX. */
export function all<Item extends z.ZodType>(body: unknown, kind: string, item: Item): (z.output<Item> & { id: string })[] {
	const objects = objectsOf(body, kind);
	if (!objects) throw new ApiFault({ kind: 'unreadable', reason: 'json' });
	return objects.flatMap(({ id, value }) => {
		const parsed = item.safeParse(value);
		return parsed.success ? [{ ...(parsed.data as object), id } as z.output<Item> & { id: string }] : [];
	});
}

/** How many objects an answer lists, whatever they hold. */
export function countOf(body: unknown): number {
	return Answer.safeParse(body).data?.results.length ?? 0;
}
