import { sameText } from '../../zapier/matching.ts';
import { type LoadPage, readPages } from '../../zapier/paging.ts';
import type { Session } from '../../zapier/session.ts';

/** A list of so many items is looked through in a few requests. */
const FEW = 1_000;

/**
 * The items of an address, in whatever case Portkey stores it. Its filter minds case: so it is asked with the address as it
 * is written, then in lower case, as Portkey's own tools write it; a short list is also looked through.
 * @param list the list, filtered by an address or not.
 */
export async function byAddress<Item extends { id: string; email: string }>(
	session: Session,
	email: string,
	list: (email?: string) => LoadPage<Item>,
): Promise<Item[]> {
	const ofThisAddress = (items: Item[]) => items.filter((item) => sameText(item.email, email));
	const found = new Map<string, Item>();
	for (const spelling of new Set([email, email.toLowerCase()])) {
		for (const item of ofThisAddress(await readPages(session, list(spelling)))) found.set(item.id, item);
	}
	if (found.size) return [...found.values()];
	const first = await list()({ page: 0, cursor: undefined });
	if ((first.total ?? 0) > FEW) return [];
	return ofThisAddress(await readPages(session, async (wanted) => (wanted.page === 0 ? first : list()(wanted))));
}
