import { z } from 'zod';
import type { Send } from './api.ts';
import { titleCase } from './field.ts';
import { labelsOf, type Operation, type Words } from './operation.ts';

/** By its `id`, Zapier tells a new item from one that it has seen. */
type ItemSchema = z.ZodObject<{ id: z.ZodString }>;

/** Which part of a list Zapier wants. */
interface Poll {
	/** Counted from 0. Always 0 for a trigger that isn't paged. */
	page: number;
	/** It is only after an example for the editor: the first page will do. */
	sampleOnly: boolean;
}

/** A polling trigger, in the words of the provider's documentation. */
interface Declaration<Output extends ItemSchema> extends Words {
	output: Output;
	/** Without what a typical item doesn't have. */
	sample: Partial<z.output<Output>> & { id: string };
	/** Items with an `id`, by which Zapier tells the new ones; the newest first. */
	list(send: Send, poll: Poll): Promise<z.output<Output>[]>;
}

/** A list that fills dropdowns: a hidden trigger for Zapier, which asks page by page. */
interface DropdownDeclaration<Output extends ItemSchema> extends Pick<Words, 'key' | 'noun' | 'advice'> {
	output: Output;
	sample: z.output<Output>;
	/** One page. An empty one ends the list. */
	list(send: Send, page: number): Promise<z.output<Output>[]>;
}

/** A declared trigger. */
export interface Trigger extends Operation {
	hidden: boolean;
	perform(send: Send, poll: Poll): Promise<{ id: string }[]>;
}

const noInput = z.object({});

/** Declares a trigger that starts Zaps. */
export function defineTrigger<Output extends ItemSchema>(declaration: Declaration<Output>): Trigger {
	return {
		...declaration,
		hidden: false,
		input: noInput,
		labels: labelsOf(noInput),
		advice: declaration.advice ?? {},
		perform: async (send, poll) => eachOnce(await declaration.list(send, poll)),
	};
}

/** Declares a list for dropdowns. */
export function defineDropdown<Output extends ItemSchema>(declaration: DropdownDeclaration<Output>): Trigger {
	return {
		...declaration,
		label: `List of ${titleCase(`${declaration.noun}s`)}`,
		description: `Triggers when a list of ${declaration.noun}s is needed for a dropdown.`,
		hidden: true,
		input: noInput,
		labels: labelsOf(noInput),
		advice: declaration.advice ?? {},
		perform: async (send, { page }) => eachOnce(await declaration.list(send, page)),
	};
}

/** Whoever is added while the pages of a list are read pushes somebody else onto the next page once more. */
function eachOnce<Item extends { id: string }>(items: Item[]): Item[] {
	const seen = new Set<string>();
	return items.filter(({ id }) => !seen.has(id) && seen.add(id));
}
