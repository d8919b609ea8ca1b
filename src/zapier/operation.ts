import type * as z from 'zod/mini';
import { constant } from './constant.ts';
import { inputFieldGroups, inputFields } from './fields/inputFields.ts';
import { outputFields } from './fields/outputFields.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import { noInput, type Step } from './step.ts';

/** What creates and searches have in common in Zapier's definition: their form, and what comes of it. */
export function operationOf(
	step: Pick<Step<unknown>, 'input' | 'labels' | 'advice'> & { output: z.core.$ZodShape; sample: Record<string, unknown> },
	placement: Placement,
) {
	const groups = inputFieldGroups(step.input);
	return {
		inputFields: inputFields(step.input, {
			prefix: placement.prefix,
			load: (zapier, bundle, loadChoices) =>
				perform(zapier, bundle, placement, {
					stage: 'filling a dropdown',
					// What is filled in so far need not be right yet.
					input: noInput,
					effect: undefined,
					labels: step.labels,
					advice: step.advice,
					perform: (_input, session) => loadChoices(session, bundle.inputData ?? {}),
				}),
		}).map((field) => (typeof field === 'function' ? field : constant(field))),
		...(groups ? { inputFieldGroups: groups } : {}),
		outputFields: outputFields(step.output).map(constant),
		sample: constant(step.sample),
	};
}
