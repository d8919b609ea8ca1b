import type { Bundle, Trigger as ZapierTrigger, ZObject } from 'zapier-platform-core';
import { constant, constants } from './constant.ts';
import type { ValuesOf } from './fields/outputField.ts';
import { outputFields } from './fields/outputFields.ts';
import { titleOf } from './fields/title.ts';
import { type Page, type PageRequest, readToItems } from './paging.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import type { Session } from './session.ts';
import { noInput, noLabels, type Step, type Texts } from './step.ts';
import { eachOnce, type ItemShape } from './triggers.ts';

/**
 * A list that fills dropdowns. For Zapier it is a hidden trigger to which fields refer by `dynamic`, since Zapier's other
 * way (`choices: { perform }`) offers no choices for line items in `zapier-platform invoke`.
 */
interface DropdownDeclaration<Output extends ItemShape> extends Pick<Texts, 'key' | 'noun' | 'advice'> {
	output: Output;
	sample: ValuesOf<Output>;
	/** Do pages have cursors instead of numbers? Zapier then keeps that of the next page. */
	pagedByCursor?: true;
	/** One page, perhaps without the items that don't belong into the list. */
	list(session: Session, wanted: PageRequest): Promise<Page<ValuesOf<Output>>>;
	/** Those that a text may mean (a name, an address), where the API can look for it; otherwise the whole list is read. */
	find?(session: Session, text: string): Promise<ValuesOf<Output>[]>;
}

/** A declared dropdown. */
export interface Dropdown extends Pick<Texts, 'key' | 'noun'> {
	pagedByCursor?: true;
	output: ItemShape;
	sample: { id: string };
	/** What Zapier runs for a page. */
	stepFor(wanted: PageRequest): Step<Page<{ id: string }>>;
	list(session: Session, wanted: PageRequest): Promise<Page<{ id: string }>>;
	find?(session: Session, text: string): Promise<{ id: string }[]>;
}

/** Declares a list for dropdowns. */
export function defineDropdown<Output extends ItemShape>(declaration: DropdownDeclaration<Output>): Dropdown {
	const untyped = declaration as unknown as DropdownDeclaration<ItemShape>;
	const step = {
		stage: 'filling a dropdown',
		input: noInput,
		effect: undefined,
		labels: noLabels,
		advice: declaration.advice ?? {},
	} as const;
	return {
		...untyped,
		stepFor: (wanted) => ({
			...step,
			// An empty page ends the list in the editor, although later ones may have items that belong into it.
			perform: (_input, session) => readToItems(session, (page) => untyped.list(session, page), wanted),
		}),
	};
}

/** The dropdown as Zapier's hidden trigger. */
export function toHiddenTrigger(dropdown: Dropdown, placement: Placement): ZapierTrigger {
	const { key, noun, output, sample } = dropdown;
	return {
		key: `${placement.prefix}${key}`,
		noun,
		display: constant({
			label: `List of ${titleOf(`${noun}s`)}${placement.suffix}`,
			description: `Triggers when a list of ${noun}s is needed for a dropdown.`,
			hidden: true,
		}),
		operation: {
			type: 'polling',
			canPaginate: true,
			outputFields: constants(outputFields(output)),
			sample: constant(sample),
			perform: (z: ZObject, bundle: Bundle) => loadPage(z, bundle, placement, dropdown),
		},
	};
}

async function loadPage(z: ZObject, bundle: Bundle, placement: Placement, dropdown: Dropdown): Promise<{ id: string }[]> {
	const page = bundle.meta?.page ?? 0;
	// Zapier keeps a cursor from one page to the next, and an empty one after the last.
	const cursor = dropdown.pagedByCursor && page > 0 ? await z.cursor.get() : undefined;
	if (dropdown.pagedByCursor && page > 0 && !cursor) return [];
	const { items, next } = await perform(z, bundle, placement, dropdown.stepFor({ page, cursor }));
	if (dropdown.pagedByCursor) await z.cursor.set(String(next ?? ''));
	return eachOnce(items);
}
