import type { Authentication, Field, Model, StepKind, StepModel } from '../protocol.mts';
import type { Ask } from './app.mts';

interface OperationDefinition {
	type?: string;
	inputFields?: (Field | string)[];
	inputFieldGroups?: StepModel['groups'];
	outputFields?: (Field | string)[];
	sample?: unknown;
	performList?: unknown;
	performSubscribe?: unknown;
	performResume?: unknown;
	performBuffer?: unknown;
	throttle?: unknown;
	lock?: unknown;
}

interface StepDefinition {
	key: string;
	noun?: string;
	display?: { label?: string; description?: string; hidden?: boolean };
	operation?: OperationDefinition;
	search?: string;
	create?: string;
	update?: string;
}

/** Zapier's definition of an integration: the compiled app, with `$func$…` where functions were. */
export interface Definition {
	version?: string;
	platformVersion?: string;
	authentication?: {
		type?: string;
		fields?: Field[];
		connectionLabel?: string;
		test?: unknown;
		oauth2Config?: { authorizeUrl?: unknown };
		sessionConfig?: { perform?: unknown };
	};
	triggers?: Record<string, StepDefinition>;
	searches?: Record<string, StepDefinition>;
	creates?: Record<string, StepDefinition>;
	searchOrCreates?: Record<string, StepDefinition>;
	searchAndCreates?: Record<string, StepDefinition>;
	bulkReads?: object;
	beforeApp?: unknown;
	afterApp?: unknown;
}

const FIELD_KEYS = new Set(
	'key label helpText placeholder type required default list dict children dynamic search choices group altersDynamicFields dependsOn computed isNoSecret inputFormat schema primary steadyState sample meta resource'.split(
		' ',
	),
);
const FIELD_TYPES = new Set('string text integer number boolean datetime file password copy code json'.split(' '));
const AUTH_TYPES = new Set(['basic', 'custom', 'digest', 'oauth1', 'oauth2', 'session']);

export async function readDefinition(ask: Ask): Promise<Definition> {
	return (await ask({ command: 'definition' })) as Definition;
}

/** What there is to show of an integration, and what can't be shown. */
export async function modelOf(
	ask: Ask,
	definition: Definition,
): Promise<Pick<Model, 'version' | 'platformVersion' | 'authentication' | 'steps' | 'notes'>> {
	const notes = new Set<string>();
	const authentication = authenticationOf(definition, notes);
	const pairs = { ...definition.searchAndCreates, ...definition.searchOrCreates };
	const steps: StepModel[] = [];
	for (const kind of ['triggers', 'searches', 'creates'] as const) {
		for (const [key, step] of Object.entries(definition[kind] ?? {})) steps.push(stepOf(kind, key, step, notes));
	}
	for (const [key, pair] of Object.entries(pairs)) {
		const search = definition.searches?.[pair.search ?? ''];
		const create = definition.creates?.[pair.create ?? ''];
		if (!search || !create || !pair.search || !pair.create) {
			notes.add(`searchOrCreates.${key} refers to a search or an action that isn’t there, so it is left out.`);
			continue;
		}
		if (pair.update) notes.add(`searchOrCreates.${key}: its update action isn’t run.`);
		const step = stepOf('searchOrCreates', key, pair, notes);
		const parts = [stepOf('searches', pair.search, search, notes), stepOf('creates', pair.create, create, notes)] as const;
		steps.push({
			...step,
			description: step.description || parts[0].description,
			noun: parts[0].noun,
			search: pair.search,
			create: pair.create,
			groups: [],
			labels: { ...parts[1].labels, ...parts[0].labels },
			sample: parts[0].sample,
		});
	}
	if (definition.bulkReads) notes.add('bulkReads are not shown.');
	if (definition.beforeApp || definition.afterApp)
		notes.add('beforeApp and afterApp run, but what they are for (Zapier’s own servers) isn’t here.');
	for (const error of await schemaErrors(ask)) notes.add(`Zapier’s schema refuses it: ${error}`);
	return {
		version: definition.version ?? '',
		platformVersion: definition.platformVersion ?? '',
		...(authentication ? { authentication } : {}),
		steps,
		notes: [...notes],
	};
}

function authenticationOf({ authentication }: Definition, notes: Set<string>): Authentication | undefined {
	if (!authentication) return undefined;
	const { type = 'custom', fields = [] } = authentication;
	if (!AUTH_TYPES.has(type)) notes.add(`authentication: the type “${type}” isn’t known here; its fields are asked for as they are.`);
	for (const field of fields) noteField(`authentication.fields.${field.key}`, field, notes);
	const shown = fields.filter((field) => !field.computed);
	const has = (key: string) => fields.some((field) => field.key === key);
	// Zapier adds these itself.
	if (type === 'basic' || type === 'digest') {
		if (!has('username')) shown.push({ key: 'username', label: 'Username', required: true, isNoSecret: true });
		if (!has('password')) shown.push({ key: 'password', label: 'Password', type: 'password', required: true });
	}
	if (type === 'oauth2' || type === 'oauth1') {
		notes.add('Signing in isn’t possible here, for Zapier would receive the sign-in’s answer: an access token is asked for instead.');
		shown.push({
			key: type === 'oauth2' ? 'access_token' : 'oauth_token',
			label: 'Access Token',
			type: 'password',
			required: true,
			helpText: 'Zapier gets it when the owner of the account signs in, and keeps it.',
		});
		if (type === 'oauth1') shown.push({ key: 'oauth_token_secret', label: 'Access Token Secret', type: 'password', required: true });
	}
	return { type, fields: shown.map((field) => ({ ...field, required: field.required ?? true })) };
}

function stepOf(kind: StepKind, key: string, { noun = '', display = {}, operation = {} }: StepDefinition, notes: Set<string>): StepModel {
	const place = `${kind}.${key}`;
	for (const field of operation.inputFields ?? [])
		if (typeof field === 'object') noteField(`${place}.inputFields.${field.key}`, field, notes);
	if (operation.type === 'hook') {
		notes.add(
			`${place}: no web hook arrives here, and nothing is subscribed. ${operation.performList ? 'Its list of samples is loaded instead.' : 'Its sample is shown instead.'}`,
		);
	}
	if (operation.performResume) notes.add(`${place}: the step isn’t resumed by a callback; what it returns at first is shown.`);
	if (operation.performBuffer) notes.add(`${place}: performBuffer isn’t run; it has no perform.`);
	if (operation.throttle || operation.lock) notes.add(`${place}: its throttle and lock are kept by Zapier’s servers, not here.`);
	return {
		kind,
		key,
		noun,
		label: display.label ?? key,
		description: display.description ?? '',
		hidden: display.hidden ?? false,
		groups: operation.inputFieldGroups ?? [],
		labels: labelsOf(operation.outputFields ?? []),
		sample: operation.sample,
	};
}

function labelsOf(fields: (Field | string)[], path = ''): Record<string, string> {
	return Object.fromEntries(
		fields.flatMap((field): [string, string][] => {
			if (typeof field !== 'object') return [];
			const name = `${path}${field.key}`;
			const own: [string, string][] = field.label ? [[name, field.label]] : [];
			return [...own, ...Object.entries(labelsOf(field.children ?? [], `${name}[]`))];
		}),
	);
}

function noteField(place: string, field: Field, notes: Set<string>): void {
	for (const key of Object.keys(field)) {
		if (!FIELD_KEYS.has(key)) notes.add(`${place}: “${key}” isn’t known here.`);
	}
	if (field.type && !FIELD_TYPES.has(field.type)) notes.add(`${place}: the type “${field.type}” isn’t known here; it is shown as a text.`);
	if (field.type === 'file') notes.add(`${place}: Zapier turns a file into an address of its own; here the text arrives as it is.`);
	for (const child of field.children ?? []) noteField(`${place}.${child.key}`, child, notes);
}

async function schemaErrors(ask: Ask): Promise<string[]> {
	try {
		const errors = (await ask({ command: 'validate' })) as { message?: string; property?: string }[];
		return errors.map(({ message, property = '' }) => `${property.replace(/^instance\.?/, '') || 'the whole'} ${message}`);
	} catch (error) {
		return [(error as Error).message];
	}
}

/** Of fields that may hold functions: where core finds the function behind each dropdown, by "key" or "parent.child". */
export function choicesMethods(method: string, inputFields: (Field | string)[]): Map<string, string> {
	const methods = new Map<string, string>();
	const add = (fields: (Field | string)[], path: string, prefix: string) => {
		for (const [index, field] of fields.entries()) {
			if (typeof field !== 'object') continue;
			if (isLoaded(field)) methods.set(`${prefix}${field.key}`, `${path}.${index}.choices.perform`);
			if (field.children) add(field.children, `${path}.${index}.children`, `${field.key}.`);
		}
	};
	add(inputFields, method, '');
	return methods;
}

function isLoaded({ choices }: Field): boolean {
	return typeof choices === 'object' && choices !== null && !Array.isArray(choices) && 'perform' in choices;
}

/** The fields as the page gets them: without functions, and with where to load their choices. */
export function shownFields(fields: unknown[], methods: Map<string, string>, prefix = ''): Field[] {
	return fields.flatMap((one) => {
		if (typeof one === 'string') return [{ key: one, label: one }];
		if (typeof one !== 'object' || one === null || !('key' in one)) return [];
		const field = one as Field;
		const method = methods.get(`${prefix}${field.key}`);
		const { children, choices, ...rest } = field;
		return [
			{
				...rest,
				...(choices === undefined ? {} : { choices: isLoaded(field) ? { perform: true } : choices }),
				...(children ? { children: shownFields(children, methods, `${field.key}.`) } : {}),
				...(method ? { choicesMethod: method } : {}),
			},
		];
	});
}
