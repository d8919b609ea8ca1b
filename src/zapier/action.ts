import type { Create } from 'zapier-platform-core';
import { z } from 'zod';
import type { Answer, ApiRequest, Send } from './api.ts';
import { isConflict } from './errors.ts';
import { ApiFault } from './fault.ts';
import { type Field, field, fieldOf, fieldsOf, lineItemOf } from './field.ts';
import { parseInput } from './input.ts';
import { inputFields } from './inputFields.ts';
import { outputFields } from './outputFields.ts';

/** What a step says it did, beside what the provider answered. */
export type Status = 'invited' | 'already_exists';

/** An action that sends something: declared by a provider, in the words of its documentation. */
interface Declaration<Input extends z.ZodObject, Output extends z.ZodObject> {
	key: string;
	noun: string;
	label: string;
	description: string;
	/** The form, in the order in which it is shown. */
	input: Input;
	/** The request that the form stands for, exactly as documented. */
	request(input: z.output<Input>): ApiRequest;
	/** What later steps can use. `body` is undefined for an empty answer. */
	output: Output;
	result(body: unknown, input: z.output<Input>, status: Status): z.output<Output>;
	sample: z.output<Output>;
	/** Names on the wire that differ from the form's keys. */
	wireNames?: Record<string, string>;
	/** What to do about a status, where the documentation says more than the number. One sentence each. */
	advice?: Partial<Record<number, string>>;
	/** What the request brings about, for messages: "the invitation". */
	effect: string;
}

/** A declaration whose form nobody else needs to know. */
export interface Action extends Pick<Declaration<z.ZodObject, z.ZodObject>, 'key' | 'noun' | 'label' | 'description' | 'effect'> {
	input: z.ZodObject;
	output: z.ZodObject;
	sample: Record<string, unknown>;
	inputFields: NonNullable<Create['operation']['inputFields']>;
	outputFields: NonNullable<Create['operation']['outputFields']>;
	advice: Partial<Record<number, string>>;
	/** The label of each field by its name on the wire. */
	labels: Record<string, string>;
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
	const { input: form, output } = declaration;
	return {
		...declaration,
		input: form,
		output,
		inputFields: inputFields(form),
		outputFields: outputFields(output),
		advice: declaration.advice ?? {},
		labels: labelsOf(form, declaration.wireNames ?? {}),
		async perform(send, raw) {
			const input = parseInput(form, raw);
			let answer: Answer | undefined;
			try {
				answer = await send(declaration.request(input));
			} catch (error) {
				const goOn = 'if_exists' in input && input.if_exists === 'continue';
				if (!(goOn && error instanceof ApiFault && isConflict(error.fault))) throw error;
			}
			return declaration.result(answer?.body, input, answer ? 'invited' : 'already_exists');
		},
	};
}

function labelsOf(form: z.ZodObject, wireNames: Record<string, string>): Record<string, string> {
	const labels: Record<string, string> = {};
	const add = (key: string, meta: Field) => {
		labels[key] = meta.label;
	};
	for (const [key, schema] of fieldsOf(form)) {
		add(key, fieldOf(key, schema));
		const items = lineItemOf(schema);
		if (items) for (const [column, columnSchema] of fieldsOf(items)) add(column, fieldOf(column, columnSchema));
	}
	for (const [wireName, key] of Object.entries(wireNames)) {
		if (labels[key]) labels[wireName] = labels[key];
	}
	return labels;
}
