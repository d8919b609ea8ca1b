import type { z } from 'zod';
import type { Send } from './api.ts';
import { parseInput } from './input.ts';
import { labelsOf, type Operation, type Words } from './operation.ts';

/** A search, in the words of the provider's documentation. */
interface Declaration<Input extends z.ZodObject, Output extends z.ZodObject> extends Words {
	input: Input;
	output: Output;
	sample: z.output<Output>;
	/** All that fit, the best first; none if there is none, which is no failure. */
	find(send: Send, input: z.output<Input>): Promise<z.output<Output>[]>;
	/** The action that stands in when nothing is found, as a step of its own ("find or invite"). */
	orCreate?: { action: string; label: string; description: string };
}

/** A declared search, whose form nobody else needs to know. */
export interface Search extends Operation {
	orCreate?: { action: string; label: string; description: string };
	perform(send: Send, raw: Record<string, unknown>): Promise<Record<string, unknown>[]>;
}

/** Declares a search. */
export function defineSearch<Input extends z.ZodObject, Output extends z.ZodObject>(declaration: Declaration<Input, Output>): Search {
	const { input: form } = declaration;
	return {
		...declaration,
		labels: labelsOf(form),
		advice: declaration.advice ?? {},
		perform: (send, raw) => declaration.find(send, parseInput(form, raw)),
	};
}
