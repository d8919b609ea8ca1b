import { type Field, type Integration, inputsOf, type Step } from './read.mts';

/** Something to change, and where. */
export interface Fault {
	/** Such as `creates.acme_notes_invite_user.inputFields.role`. */
	place: string;
	message: string;
}

/** One rule. */
export interface Check {
	/** Zapier's own code where it has one. `Guide` stands for Zapier's integration build guidelines. */
	code: string;
	/** What the rule asks for, in a line. */
	rule: string;
	find(integration: Integration): Fault[];
}

/** A check that looks at one step after the other. */
export function eachStep(find: (step: Step, integration: Integration) => string[]): Check['find'] {
	return (integration) =>
		integration.steps.flatMap((step) => find(step, integration).map((message) => ({ place: `${step.kind}.${step.key}`, message })));
}

/** A check that looks at one input field after the other, children included. */
export function eachInput(
	find: (field: Field, context: { step: Step; parent: Field | undefined; integration: Integration }) => string[],
): Check['find'] {
	return (integration) =>
		integration.steps.flatMap((step) =>
			inputsOf(step).flatMap(({ field, parent, path }) =>
				find(field, { step, parent, integration }).map((message) => ({ place: `${step.kind}.${step.key}.inputFields.${path}`, message })),
			),
		);
}

/** The message, where the condition holds. */
export function when(condition: boolean, message: string): string[] {
	return condition ? [message] : [];
}

/** A text that a person reads. */
export interface Text {
	place: string;
	kind: 'label' | 'field label' | 'description' | 'help text' | 'noun' | 'choice' | 'placeholder';
	text: string;
}

/** Every text of the integration that a person reads. */
export function textsOf({ definition, steps, searchOrCreates }: Integration): Text[] {
	const texts: Text[] = [];
	const add = (place: string, kind: Text['kind'], text: string | undefined) => {
		if (text) texts.push({ place, kind, text });
	};
	const addField = (place: string, field: Field) => {
		add(place, 'field label', field.label);
		add(place, 'help text', field.helpText);
		add(place, 'placeholder', field.placeholder);
		for (const label of choiceLabels(field.choices)) add(place, 'choice', label);
	};
	for (const field of definition.authentication?.fields ?? []) addField(`authentication.fields.${field.key}`, field);
	for (const step of steps) {
		const place = `${step.kind}.${step.key}`;
		add(place, 'label', step.label);
		add(place, 'description', step.description);
		add(place, 'noun', step.noun);
		for (const { field, path } of inputsOf(step)) addField(`${place}.inputFields.${path}`, field);
		for (const group of step.groups) add(`${place}.inputFieldGroups.${group.key}`, 'field label', group.label);
		for (const field of step.outputFields ?? []) {
			addField(`${place}.outputFields.${field.key}`, field);
			for (const child of field.children ?? []) addField(`${place}.outputFields.${field.key}.${child.key}`, child);
		}
	}
	for (const one of searchOrCreates) {
		add(`searchOrCreates.${one.key}`, 'label', one.label);
		add(`searchOrCreates.${one.key}`, 'description', one.description);
	}
	return texts;
}

/** What a person chooses from, in words; nothing where the choices are asked for when the step is set up. */
export function choiceLabels(choices: unknown): string[] {
	if (typeof choices !== 'object' || choices === null || 'perform' in choices) return [];
	return Object.values(choices).map((choice) => (typeof choice === 'object' ? choice.label : String(choice)));
}

/** Every string of the integration, with its place. */
export function stringsOf({ definition, steps }: Integration): { place: string; text: string }[] {
	const inputs = steps.flatMap((step) =>
		inputsOf(step).flatMap(({ field: { children: _children, ...field }, path }) =>
			stringsIn(field, `${step.kind}.${step.key}.inputFields.${path}`),
		),
	);
	return [...stringsIn(definition, ''), ...inputs];
}

function stringsIn(value: unknown, place: string): { place: string; text: string }[] {
	// What was a function is such a string in Zapier's definition.
	if (typeof value === 'string') return /^\$func\$\d+\$[tf]\$$/.test(value) ? [] : [{ place, text: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => {
		// Input fields come from the forms, which have those of functions as well.
		if (key === 'inputFields') return [];
		if (key === 'operation') return stringsIn(item, place);
		// A field is better known by its key than by its number.
		const name = Array.isArray(value) && typeof item?.key === 'string' ? item.key : key;
		return stringsIn(item, place ? `${place}.${name}` : name);
	});
}
