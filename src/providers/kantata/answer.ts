import { z } from 'zod';

/** Every answer lists its objects in order in `results`, and holds them by id under the name of their kind. */
const Answer = z.object({ results: z.array(z.object({ key: z.string(), id: z.coerce.string() })) }).loose();

/**
 * The first object of a kind, such as "users".
 * https://developer.kantata.com/kantata/specification/section/response-format
 */
export function first(body: unknown, kind: string): { id: string; value: unknown } | undefined {
	const answer = Answer.safeParse(body).data;
	const id = answer?.results.find(({ key }) => key === kind)?.id;
	if (!answer || id === undefined) return undefined;
	const byId = z.record(z.string(), z.unknown()).safeParse(answer[kind]).data;
	return { id, value: byId?.[id] };
}
