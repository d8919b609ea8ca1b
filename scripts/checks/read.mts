import * as core from 'zapier-platform-core';

/** An input, output or authentication field, as Zapier's schema has it. */
export interface Field {
	key: string;
	label?: string;
	helpText?: string;
	placeholder?: string;
	type?: string;
	required?: boolean;
	default?: string;
	list?: boolean;
	dict?: boolean;
	children?: Field[];
	/** A reference to a trigger, "trigger.key of the value.key of the label". */
	dynamic?: string;
	/** A reference to a search, "search.key of the value". */
	search?: string;
	choices?: unknown;
	group?: string;
	altersDynamicFields?: boolean;
	primary?: boolean;
	computed?: boolean;
	isNoSecret?: boolean;
}

export type StepKind = 'triggers' | 'searches' | 'creates';

/** A trigger, search or action. */
export interface Step {
	kind: StepKind;
	key: string;
	noun: string;
	label: string;
	description: string;
	hidden: boolean;
	/** Of a trigger: polling or hook. */
	type: string | undefined;
	/** The input fields that are the same for everybody, rather than told by a function. */
	staticFields: Field[];
	/** The input fields as a person sees them: with nothing filled in, then with every choice that changes them. */
	forms: Field[][];
	groups: { key: string; label?: string }[];
	/** What a function of input fields failed with. */
	failures: string[];
	/** Undefined if none are declared. */
	outputFields: Field[] | undefined;
	sample: unknown;
	cleanInputData: boolean;
}

interface SearchOrCreate {
	key: string;
	label: string;
	description: string;
	search: string;
	create: string;
	update: string | undefined;
}

/** An integration as Zapier gets to know it, with the answers of its field functions. */
export interface Integration {
	/** What Zapier stores: the compiled app without functions. */
	definition: Definition;
	/** The sentence about it that Zapier shows to the public. */
	about: string | undefined;
	steps: Step[];
	searchOrCreates: SearchOrCreate[];
	/** What Zapier's own schema says against it. */
	schemaErrors: string[];
}

/** A build's name ("all", or a provider's key) and what it holds. */
export interface Build {
	name: string;
	integration: Integration;
}

interface Operation {
	type?: string;
	inputFields?: (Field | string)[];
	inputFieldGroups?: Step['groups'];
	outputFields?: (Field | string)[];
	sample?: unknown;
	cleanInputData?: boolean;
}

interface StepDefinition {
	key: string;
	noun?: string;
	display?: { label?: string; description?: string; hidden?: boolean };
	operation?: Operation;
}

interface SearchOrCreateDefinition {
	key: string;
	display?: { label?: string; description?: string };
	search: string;
	create: string;
	update?: string;
}

interface Definition extends Partial<Record<StepKind, Record<string, StepDefinition>>> {
	platformVersion?: string;
	flags?: { cleanInputData?: boolean };
	authentication?: { type?: string; connectionLabel?: string; fields?: Field[] };
	searchOrCreates?: Record<string, SearchOrCreateDefinition>;
	searchAndCreates?: Record<string, SearchOrCreateDefinition>;
}

type Values = Record<string, unknown>;
/** Runs a command of zapier-platform-core. */
export type Ask = (event: object) => Promise<unknown>;

export const STEP_KINDS: StepKind[] = ['triggers', 'searches', 'creates'];

/** No form of ours comes near it; a field function that never settles would. */
const MOST_FORMS = 200;

// The types of zapier-platform-core leave out the handler, which is what Zapier calls.
const { createAppHandler } = core as unknown as { createAppHandler(app: object): (event: object) => Promise<{ results: unknown }> };

/** Gets to know an app as Zapier does: through its handler. Nothing is connected, so nothing leaves this machine. */
export async function readIntegration(app: object, about?: string): Promise<Integration> {
	const handler = createAppHandler(app);
	// As Zapier's CLI does. Without the mark, core prints what Zapier's servers want to know of each run.
	return readByAsking(async (event) => (await handler({ ...event, calledFromCli: true })).results, about);
}

/** Gets to know an app that was loaded already. Throws if it can't even say what it is; the rest are failures of steps. */
export async function readByAsking(ask: Ask, about?: string): Promise<Integration> {
	const definition = (await ask({ command: 'definition' })) as Definition;
	const errors = (await ask({ command: 'validate' })) as { stack?: string; message?: string; property?: string }[];
	const steps: Step[] = [];
	for (const kind of STEP_KINDS) {
		for (const step of Object.values(definition[kind] ?? {})) steps.push(await readStep(ask, kind, step));
	}
	return {
		definition,
		about,
		steps,
		searchOrCreates: Object.values({ ...definition.searchOrCreates, ...definition.searchAndCreates }).map((one) => ({
			key: one.key,
			label: one.display?.label ?? '',
			description: one.display?.description ?? '',
			search: one.search,
			create: one.create,
			update: one.update,
		})),
		schemaErrors: errors.map(({ stack, message, property }) => (stack ?? `${property} ${message}`).replace(/^instance\.?/, '')),
	};
}

async function readStep(ask: Ask, kind: StepKind, { key, noun = '', display = {}, operation = {} }: StepDefinition): Promise<Step> {
	const method = `${kind}.${key}.operation`;
	const { inputFields = [], outputFields } = operation;
	const staticFields = inputFields.filter((field) => typeof field === 'object');
	const { forms, failures } = await readForms(ask, `${method}.inputFields`, staticFields, staticFields.length < inputFields.length);
	let shownOutput: Field[] | undefined;
	try {
		shownOutput = outputFields && (await readFields(ask, `${method}.outputFields`, {}));
	} catch (error) {
		failures.push(`${(error as Error).message.split('\n')[0]} (of output fields)`);
	}
	return {
		kind,
		key,
		noun,
		label: display.label ?? '',
		description: display.description ?? '',
		hidden: display.hidden ?? false,
		type: operation.type ?? (kind === 'triggers' ? 'polling' : undefined),
		staticFields,
		groups: operation.inputFieldGroups ?? [],
		forms,
		failures,
		outputFields: shownOutput,
		sample: operation.sample,
		cleanInputData: operation.cleanInputData ?? false,
	};
}

/** Asks for a step's fields with nothing filled in, with everything filled in, and with each value that changes them. */
async function readForms(ask: Ask, method: string, staticFields: Field[], dynamic: boolean): Promise<Pick<Step, 'forms' | 'failures'>> {
	if (!dynamic) return { forms: [staticFields], failures: [] };
	const forms: Field[][] = [];
	const failures = new Set<string>();
	const asked = new Set<string>();
	const waiting: Values[] = [{}, filledIn(staticFields)];
	for (let inputData = waiting.shift(); inputData && asked.size < MOST_FORMS; inputData = waiting.shift()) {
		const question = JSON.stringify(inputData);
		if (asked.has(question)) continue;
		asked.add(question);
		try {
			const form = await readFields(ask, method, inputData);
			forms.push(form);
			for (const field of form.filter(({ altersDynamicFields }) => altersDynamicFields)) {
				for (const value of likelyValues(field)) waiting.push({ ...filledIn(form), ...inputData, [field.key]: value });
			}
		} catch (error) {
			failures.add(`${(error as Error).message.split('\n')[0]} (with the input ${question})`);
		}
	}
	return { forms: forms.length ? forms : [staticFields], failures: [...failures] };
}

async function readFields(ask: Ask, method: string, inputData: Values): Promise<Field[]> {
	return (await ask({ command: 'execute', method, bundle: { inputData, authData: {}, meta: {} } })) as Field[];
}

function filledIn(fields: Field[]): Values {
	return Object.fromEntries(fields.map((field) => [field.key, likelyValue(field)]));
}

/** What a person may well fill in. */
function likelyValue(field: Field): unknown {
	if (field.children) return [filledIn(field.children)];
	if (field.dict) return { name: 'value' };
	const value = field.default ?? likelyValues(field)[0] ?? field.placeholder;
	return field.list ? [value] : value;
}

function likelyValues({ type, choices }: Field): unknown[] {
	const told = choiceValues(choices);
	if (told.length) return told;
	if (type === 'boolean') return [true, false];
	if (type === 'integer' || type === 'number') return [1];
	return ['example'];
}

/** The values of a static dropdown, in any of the forms that Zapier has for it. */
function choiceValues(choices: unknown): string[] {
	if (Array.isArray(choices)) return choices.map((choice) => (typeof choice === 'object' ? choice.value : choice));
	if (typeof choices !== 'object' || choices === null || 'perform' in choices) return [];
	return Object.keys(choices);
}

/** Every input field of a step, shown under whatever condition, children included, with the key of the field it is part of. */
export function inputsOf(step: Step): { field: Field; parent: Field | undefined; path: string }[] {
	const seen = new Map<string, { field: Field; parent: Field | undefined; path: string }>();
	for (const field of step.forms.flat()) {
		if (!seen.has(field.key)) seen.set(field.key, { field, parent: undefined, path: field.key });
		for (const child of field.children ?? []) {
			const path = `${field.key}.${child.key}`;
			if (!seen.has(path)) seen.set(path, { field: child, parent: field, path });
		}
	}
	return [...seen.values()];
}
