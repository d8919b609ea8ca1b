import { z } from 'zod';
import { type Create, defineCreate } from './creates.ts';
import { ExistsError } from './errors/existsError.ts';
import { type Refusal, refusalOf } from './errors/requestError.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { choice } from './schemas/choice.ts';
import type { Session } from './session.ts';
import type { Texts } from './step.ts';

/** An action that invites a user: its form, the documented request, and what the API says of somebody who is there already. */
interface Declaration<Input extends z.ZodRawShape, Output extends z.ZodRawShape> extends Omit<Texts, 'noun'> {
	/** The fields, in the order in which they are shown. */
	input: Input;
	/** Names on the wire that differ from the form's keys. */
	wireNames?: Record<string, string>;
	/** The documented request. It may have to ask for something first. */
	request(input: z.output<z.ZodObject<Input>>, session: Session): HttpRequest | Promise<HttpRequest>;
	/** Is this how the API, as it is documented, refuses to invite somebody who is a member, or invited, already? */
	saysExists?(refusal: Refusal): boolean;
	/** What later steps can use, beside how it went. */
	output: Output;
	/** `response` is undefined for somebody who was there already. */
	result(input: z.output<z.ZodObject<Input>>, response: HttpResponse | undefined): z.output<z.ZodObject<Output>>;
	sample: z.output<z.ZodObject<Output>>;
}

/** What is done about somebody who is there already. */
const ifExists = choice(
	{ halt: 'Stop this run', continue: 'Continue with the next step' },
	{
		label: 'If the User Already Exists',
		default: 'halt',
		helpText: 'What happens when the user is a member, or has been invited, already. Nobody is invited twice either way.',
	},
).optional();

const status = z.enum(['invited', 'already_exists']);

/** Declares an action that invites a user. */
export function defineInvitation<Input extends z.ZodRawShape, Output extends z.ZodRawShape>(
	declaration: Declaration<Input, Output>,
): Create {
	const { saysExists } = declaration;
	const form = z.object(declaration.input);
	return defineCreate({
		...(declaration as unknown as Declaration<z.ZodRawShape, z.ZodRawShape>),
		noun: 'invitation',
		effect: 'the invitation',
		input: z.object({ ...form.shape, ...(saysExists ? { if_exists: ifExists } : {}) }) as z.ZodObject,
		output: z.object({ ...declaration.output, status }) as z.ZodObject,
		sample: { ...declaration.sample, status: 'invited' },
		async perform({ if_exists, ...rest }, session) {
			const input = rest as z.output<z.ZodObject<Input>>;
			const request = await declaration.request(input, session);
			try {
				return { ...declaration.result(input, await session.send(request)), status: 'invited' };
			} catch (error) {
				const refusal = refusalOf(error);
				if (!refusal || !saysExists?.(refusal)) throw error;
				if (if_exists !== 'continue') throw new ExistsError(refusal);
				return { ...declaration.result(input, undefined), status: 'already_exists' };
			}
		},
	});
}
