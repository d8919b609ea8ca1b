import { optional } from './fields/inputField.ts';
import { sameText } from './matching.ts';
import { type LoadPage, readPages } from './paging.ts';
import { choice } from './schemas/choice.ts';
import type { Session } from './session.ts';

/** Whether a name must be the whole name. */
export const matchField = () =>
	optional(
		choice(
			{ exact: 'The whole name', contains: 'A part of the name' },
			{
				label: 'Match',
				default: 'exact',
				helpText:
					'Whether the text above is the whole name or a part of it. Capital letters don’t matter. If several match a part, you get the first.',
			},
		),
	);

/**
 * What has exactly this name, in any case of letters; or, if a part will do and nothing has exactly this name, what contains
 * it. Looks at what the API's own search finds first, and then at everything, since no API says how its search treats case.
 */
export async function findByName<Item extends { name: string }>(
	session: Session,
	{ name, match = 'exact' }: { name: string; match?: 'exact' | 'contains' | undefined },
	search: LoadPage<Item> | undefined,
	all: LoadPage<Item>,
): Promise<Item[]> {
	const exact = (items: Item[]) => items.filter((item) => sameText(item.name, name));
	if (search) {
		const found = exact(await readPages(session, search));
		if (found.length) return found;
	}
	const items = await readPages(session, all, (read) => exact(read).length > 0);
	const found = exact(items);
	if (found.length || match === 'exact') return found;
	return items.filter((item) => item.name.toLowerCase().includes(name.toLowerCase()));
}
