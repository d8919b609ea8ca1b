import type { Bundle, SearchOrCreate, Search as ZapierSearch, ZObject } from 'zapier-platform-core';
import { constant } from './constant.ts';
import type { Form, FormValues } from './fields/inputField.ts';
import type { OutputShape, ValuesOf } from './fields/outputField.ts';
import { operationOf } from './operation.ts';
import { perform } from './perform.ts';
import type { Placement } from './provider.ts';
import type { Session } from './session.ts';
import { labelsOf, type Step, type Texts } from './step.ts';

/** The action that stands in when a search finds nothing, as a step of its own ("find or invite"). */
interface OrCreate {
	/** The key of the action. */
	create: string;
	label: string;
	description: string;
}

/** A search, in the words of the provider's documentation. */
interface SearchDeclaration<Input extends Form, Output extends OutputShape> extends Texts {
	input: Input;
	output: Output;
	sample: ValuesOf<Output>;
	/** All that fit, the best first; none only where there is certainly none. */
	perform(input: FormValues<Input>, session: Session): Promise<ValuesOf<Output>[]>;
	orCreate?: OrCreate;
}

/** A declared search, whose form nobody else needs to know. */
export interface Search extends Texts, Step<Record<string, unknown>[]> {
	advice: NonNullable<Texts['advice']>;
	output: OutputShape;
	sample: Record<string, unknown>;
	orCreate?: OrCreate;
}

/** Declares a search. */
export function defineSearch<Input extends Form, Output extends OutputShape>(declaration: SearchDeclaration<Input, Output>): Search {
	return {
		...(declaration as unknown as SearchDeclaration<Form, OutputShape>),
		stage: 'running',
		effect: undefined,
		labels: () => labelsOf(declaration.input),
		advice: declaration.advice ?? {},
	};
}

/** The search as Zapier's. */
export function toSearch(search: Search, placement: Placement): ZapierSearch {
	const { key, noun, label, description } = search;
	return {
		key: `${placement.prefix}${key}`,
		noun,
		display: constant({ label: `${label}${placement.suffix}`, description }),
		operation: { ...operationOf(search, placement), perform: (z: ZObject, bundle: Bundle) => perform(z, bundle, placement, search) },
	};
}

/** The search together with the action that stands in for it; none without. */
export function toSearchOrCreate({ key, orCreate }: Search, { prefix, suffix }: Placement): SearchOrCreate[] {
	if (!orCreate) return [];
	const { create, label, description } = orCreate;
	return [
		constant({
			key: `${prefix}${key}`,
			display: { label: `${label}${suffix}`, description },
			search: `${prefix}${key}`,
			create: `${prefix}${create}`,
		}),
	];
}
