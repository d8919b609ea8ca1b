import { z } from 'zod';
import type { Answer, ApiRequest, Send } from './api.ts';
import { isConflict } from './errors.ts';
import { ApiFault } from './fault.ts';
import { field } from './field.ts';
import { parseInput } from './input.ts';
import { labelsOf, type Operation, type Words } from './operation.ts';

/** How an action ended: it sent what it sends, or the user was there already and the step goes on all the same. */
export type Outcome = 'done' | 'already_exists';

/** An action that sends something (Zapier: a create), in the words of the provider's documentation. */
interface Declaration<Input extends z.ZodObject, Output extends z.ZodObject> extends Words {
	/** The form, in the order in which it is shown. */
	input: Input;
	/** The request that the form stands for, exactly as documented. It may have to ask for something first. */
	request(input: z.output<Input>, send: Send): ApiRequest | Promise<ApiRequest>;
	/** What later steps can use. `body` is undefined for an empty answer. */
	output: Output;
	result(body: unknown, input: z.output<Input>, outcome: Outcome): z.output<Output>;
	sample: z.output<Output>;
	/** Names on the wire that differ from the form's keys. */
	wireNames?: Record<string, string>;
	/** What the request brings about, for messages: "the invitation". */
	effect: string;
}

/** A declared action, whose form nobody else needs to know. */
export interface Action extends Operation {
	effect: string;
	/** @throws {InputError} before anything is sent, {ApiFault} afterwards. */
	perform(send: Send, raw: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** The choice that actions offer whose provider answers 409 for somebody who is there already. */
export const ifExists = () =>
	z
		.enum(['halt', 'continue'])
		.optional()
		.register(field, {
			label: 'If the User Already Exists',
			choices: { halt: 'Stop this run', continue: 'Continue with the next step' },
			default: 'halt',
			helpText: 'What happens when the user is a member, or has been invited, already. Nobody is invited twice either way.',
		});

/** Declares an action. */
export function defineAction<Input extends z.ZodObject, Output extends z.ZodObject>(declaration: Declaration<Input, Output>): Action {
	const { input: form } = declaration;
	return {
		...declaration,
		labels: labelsOf(form, declaration.wireNames),
		advice: declaration.advice ?? {},
		async perform(send, raw) {
			const input = parseInput(form, raw);
			let answer: Answer | undefined;
			try {
				answer = await send(await declaration.request(input, send));
			} catch (error) {
				const goOn = 'if_exists' in input && input.if_exists === 'continue';
				if (!(goOn && error instanceof ApiFault && isConflict(error.fault))) throw error;
			}
			return declaration.result(answer?.body, input, answer ? 'done' : 'already_exists');
		},
	};
}
