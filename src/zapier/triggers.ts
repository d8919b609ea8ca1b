import type { Bundle, Trigger as ZapierTrigger, ZObject } from 'zapier-platform-core';
import { constant } from './constant.ts';
import type { Form, FormValues } from './fields/inputField.ts';
import type { OutputField, ValuesOf } from './fields/outputField.ts';
import { operationOf } from './operation.ts';
import { FIRST_PAGE, type LoadPage, readRecent } from './paging.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import type { Session } from './session.ts';
import { newestFirst } from './sorting.ts';
import { labelsOf, noInput, type Step, type Texts } from './step.ts';

/** By its `id`, Zapier tells a new item from one that it has seen. */
export type ItemShape = { readonly id: OutputField<string> };

/** How Zapier asks for items. */
export interface Poll {
	/** It is only after an example for the editor: a few items will do. */
	sampleOnly: boolean;
}

/** A polling trigger, in the words of the provider's documentation. */
interface TriggerDeclaration<Input extends Form, Output extends ItemShape> extends Texts {
	/** What to look at, such as one workspace; nothing, if left out. */
	input?: Input;
	output: Output;
	/** Without what a typical item doesn't have. */
	sample: Partial<ValuesOf<Output>> & { id: string };
	/** Items with an `id`, by which Zapier tells the new ones; the newest first. */
	list(session: Session, poll: Poll, input: FormValues<Input>): Promise<ValuesOf<Output>[]>;
}

/** A declared trigger. */
export interface Trigger extends Texts, Pick<Step<unknown>, 'input' | 'labels' | 'advice'> {
	advice: NonNullable<Texts['advice']>;
	output: ItemShape;
	sample: { id: string };
	/** What Zapier runs for a poll. */
	stepFor(poll: Poll): Step<{ id: string }[]>;
}

/** Declares a trigger that starts Zaps. */
export function defineTrigger<Output extends ItemShape, Input extends Form = typeof noInput>(
	declaration: TriggerDeclaration<Input, Output>,
): Trigger {
	const { list, ...rest } = declaration as unknown as TriggerDeclaration<Form, ItemShape>;
	const input = rest.input ?? noInput;
	const step = { input, labels: () => labelsOf(input), advice: rest.advice ?? {} };
	return {
		...rest,
		...step,
		stepFor: (poll) => ({
			...step,
			stage: 'running',
			effect: undefined,
			perform: async (values, session) => eachOnce(await list(session, poll, values)),
		}),
	};
}

/** The trigger as Zapier's. */
export function toTrigger(trigger: Trigger, placement: Placement): ZapierTrigger {
	const { key, noun, label, description } = trigger;
	return {
		key: `${placement.prefix}${key}`,
		noun,
		display: constant({ label: `${label}${placement.suffix}`, description }),
		operation: {
			...operationOf(trigger, placement),
			type: 'polling',
			perform: (z: ZObject, bundle: Bundle) =>
				perform(z, bundle, placement, trigger.stepFor({ sampleOnly: bundle.meta?.isLoadingSample ?? false })),
		},
	};
}

/**
 * What a trigger on new things gives: those of the last 31 days, the newest first; for the editor, which is only after an
 * example, those of the first page.
 */
export async function readNewest<Item extends { id: string }>(
	session: Session,
	{ sampleOnly }: Poll,
	load: LoadPage<Item>,
	date: (item: Item) => string | null,
): Promise<Item[]> {
	const items = sampleOnly ? (await load(FIRST_PAGE)).items : await readRecent(session, load, date);
	return newestFirst(items, date);
}

/** Whoever is added while the pages of a list are read pushes somebody else onto the next page once more. */
export function eachOnce<Item extends { id: string }>(items: Item[]): Item[] {
	const seen = new Set<string>();
	return items.filter(({ id }) => !seen.has(id) && seen.add(id));
}
