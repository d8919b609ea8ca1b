import { constant, constants } from './constant.ts';
import { inputFieldGroups, inputFields } from './fields/inputFields.ts';
import type { OutputShape } from './fields/outputField.ts';
import { outputFields } from './fields/outputFields.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import { noInput, type Step } from './step.ts';

/** What creates and searches have in common in Zapier's definition: their form, and what comes of it. */
export function operationOf(
	step: Pick<Step<unknown>, 'input' | 'labels' | 'advice'> & { output: OutputShape; sample: Record<string, unknown> },
	placement: Placement,
) {
	const groups = inputFieldGroups(step.input);
	const fields = inputFields(step.input, {
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
	});
	return {
		...(fields.length ? { inputFields: withConstants(fields) } : {}),
		...(groups ? { inputFieldGroups: constants(groups) } : {}),
		outputFields: constants(outputFields(step.output)),
		sample: constant(step.sample),
	};
}

/** Of the fields, those that are always the same are constants; and so is a list of nothing else. */
function withConstants(fields: ReturnType<typeof inputFields>): ReturnType<typeof inputFields> {
	const isStatic = (field: (typeof fields)[number]) => typeof field !== 'function';
	return fields.every(isStatic) ? constants(fields) : fields.map((field) => (isStatic(field) ? constant(field) : field));
}
