import type { Bundle, Create as ZapierCreate, ZObject } from 'zapier-platform-core';
import { constant } from './constant.ts';
import type { Form, FormValues } from './fields/inputField.ts';
import type { OutputShape, ValuesOf } from './fields/outputField.ts';
import { operationOf } from './operation.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import type { Session } from './session.ts';
import { type Effect, labelsOf, type Step, type Texts } from './step.ts';

/** An action that changes something (Zapier: a create), in the words of the provider's documentation. */
interface CreateDeclaration<Input extends Form, Output extends OutputShape> extends Texts {
	/** What the action brings about. */
	effect: Effect;
	/** The form, in the order in which it is shown. */
	input: Input;
	/** What later steps can use. */
	output: Output;
	sample: ValuesOf<Output>;
	/** Names on the wire that differ from the form's keys. */
	wireNames?: Record<string, string>;
	/** Does it take or change what somebody has? It then acts only on who, and what, is named exactly. */
	destructive?: boolean;
	/** Sends what the form stands for, exactly as documented, and gives what came of it. */
	perform(input: FormValues<Input>, session: Session): Promise<ValuesOf<Output>>;
}

/** A declared create, whose form nobody else needs to know. */
export interface Create extends Texts, Step<Record<string, unknown>> {
	effect: Effect;
	advice: NonNullable<Texts['advice']>;
	output: OutputShape;
	sample: Record<string, unknown>;
}

/** Declares an action. */
export function defineCreate<Input extends Form, Output extends OutputShape>(declaration: CreateDeclaration<Input, Output>): Create {
	return {
		...(declaration as unknown as CreateDeclaration<Form, OutputShape>),
		stage: 'running',
		labels: () => labelsOf(declaration.input, declaration.wireNames),
		advice: declaration.advice ?? {},
	};
}

/** The action as Zapier's create. */
export function toCreate(create: Create, placement: Placement): ZapierCreate {
	const { key, noun, label, description } = create;
	return {
		key: `${placement.prefix}${key}`,
		noun,
		display: constant({ label: `${label}${placement.suffix}`, description }),
		operation: {
			...operationOf(create, placement),
			perform: (z: ZObject, bundle: Bundle) => perform(z, bundle, placement, create),
		},
	};
}
