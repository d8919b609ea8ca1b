import type { Mask } from '../../invite/mask.mts';
import type {
	Choice,
	ChoicesResult,
	Exchange,
	Failure,
	Field,
	FieldsResult,
	Finding,
	RunResult,
	StateOfApi,
	StepCall,
	StepModel,
	StepRef,
} from '../protocol.mts';
import type { App } from './app.mts';
import { failureOf } from './failures.mts';
import { choicesMethods, type Definition, shownFields } from './model.mts';
import { TIMEZONE, toInputData } from './values.mts';
import type { Wire } from './wire.mts';

type Values = Record<string, unknown>;

/** A call of a step, with the credentials of its connection. */
export type ConnectedCall = Omit<StepCall, 'connection'> & { authData: Values };

/** What steps need to run. */
export interface Stage {
	app: App;
	definition: Definition;
	steps: StepModel[];
	wire: Wire;
	/** What the sandbox holds; nothing where there is none. */
	state(): StateOfApi[];
	/** Keys of the sandbox's APIs that were asked since this was last called. */
	takeAsked(): string[];
}

const META = {
	isBulkRead: false,
	isFillingDynamicDropdown: false,
	isLoadingSample: false,
	isPopulatingDedupe: false,
	isTestingAuth: false,
	limit: -1,
	page: 0,
	timezone: TIMEZONE,
	zap: { id: '1' },
};

export async function fieldsOf(stage: Stage, call: ConnectedCall, mask: Mask): Promise<FieldsResult> {
	let fields: Field[] = [];
	const run = await guarded(stage, mask, async () => {
		fields = await loadFields(stage, call);
	});
	// What doesn't come from a function is there all the same.
	return { ...run, fields: run.failure ? staticFields(stage, call.step) : fields };
}

export async function choicesOf(
	stage: Stage,
	call: ConnectedCall & { field: string; page?: string | number | undefined },
	mask: Mask,
): Promise<ChoicesResult> {
	let loaded: { choices: Choice[]; next?: string | number } = { choices: [] };
	const run = await guarded(stage, mask, async () => {
		const fields = await loadFields(stage, call);
		const [parent = '', child] = call.field.split('.');
		const top = fields.find(({ key }) => key === parent);
		const field = child ? top?.children?.find(({ key }) => key === child) : top;
		if (!field) throw new Error(`The form has no field “${call.field}” any more.`);
		loaded = await loadChoices(stage, field, call);
	});
	return { ...run, ...loaded };
}

async function loadChoices(
	{ app, definition }: Stage,
	field: Field,
	{ step, inputData, data, authData, page }: ConnectedCall & { page?: string | number | undefined },
): Promise<{ choices: Choice[]; next?: string | number }> {
	const bundle = (meta: object) => ({
		authData,
		inputData: toInputData(inputData, [], data),
		inputDataRaw: inputData,
		meta: { ...META, isFillingDynamicDropdown: true, ...meta },
	});
	if (field.dynamic) {
		const [trigger = '', valueKey = 'id', labelKey] = field.dynamic.split('.');
		if (!definition.triggers?.[trigger]) throw new Error(`“${field.key}” refers to the trigger “${trigger}”, which isn’t there.`);
		const number = typeof page === 'number' ? page : 0;
		const items = (await app.ask({
			command: 'execute',
			method: `triggers.${trigger}.operation.perform`,
			bundle: bundle({ page: number, paging_token: undefined }),
		})) as Values[];
		const choices = items.map((item) => choiceOf(at(item, valueKey), labelOf(item, labelKey, valueKey)));
		return choices.length ? { choices, next: number + 1 } : { choices };
	}
	if (!field.choicesMethod) {
		throw new Error(
			`The choices of “${field.key}” come from a function in a field that a function makes. Such a one can’t be called from outside ${step.kind}.${step.key}.`,
		);
	}
	const result = (await app.ask({
		command: 'execute',
		method: field.choicesMethod,
		bundle: bundle(page === undefined ? {} : { paging_token: page }),
	})) as Values[] | { results?: Values[]; paging_token?: string | null };
	const { results = [], paging_token: token } = Array.isArray(result) ? { results: result } : result;
	const choices = results.map((item) => choiceOf(item.id ?? item.value, item.label ?? item.name ?? item.id));
	return token ? { choices, next: token } : { choices };
}

function choiceOf(value: unknown, label: unknown): Choice {
	return { value: String(value ?? ''), label: String(label ?? value ?? '') };
}

/** As Zapier chooses the label of a dropdown's item. */
function labelOf(item: Values, labelKey: string | undefined, valueKey: string): unknown {
	const keys = [...(labelKey ? [labelKey] : []), 'name', 'Name', 'display', 'Display', 'title', 'Title', 'subject', 'Subject', valueKey];
	return keys.map((key) => at(item, key)).find((label) => label !== undefined && label !== null && label !== '');
}

function at(item: Values, key: string): unknown {
	if (key in item) return item[key];
	return key.split('__').reduce<unknown>((value, name) => (value as Values | undefined)?.[name], item);
}

export async function runStep(stage: Stage, call: ConnectedCall, mask: Mask): Promise<RunResult> {
	const before = stage.state();
	const result: Partial<RunResult> = {};
	const run = await guarded(stage, mask, async () => {
		const fields = await loadFields(stage, call);
		const inputData = toInputData(call.inputData, fields, call.data);
		result.inputData = mask.value(inputData);
		Object.assign(result, await perform(stage, call, inputData, fields));
	});
	return {
		...run,
		...result,
		...(result.data === undefined ? {} : { data: mask.value(result.data) }),
		before,
		after: stage.state(),
		asked: stage.takeAsked(),
	};
}

async function perform(
	{ app, definition, steps }: Stage,
	{ step, inputData: typed, authData }: ConnectedCall,
	inputData: Values,
	fields: Field[],
): Promise<Pick<RunResult, 'data' | 'count' | 'finding' | 'isSample'>> {
	const inputFields = Object.fromEntries(fields.flatMap((field) => ('meta' in field ? [[field.key, field.meta]] : [])));
	const execute = (ref: StepRef, values: Values, meta: object, method = 'perform') =>
		app.ask({
			command: 'execute',
			method: `${ref.kind}.${ref.key}.operation.${method}`,
			bundle: { authData, inputData: values, inputDataRaw: typed, meta: { ...META, inputFields, ...meta } },
		});
	const found = async (ref: StepRef, values: Values) => {
		const results = (await execute(ref, values, { isLoadingSample: true })) as Values[] | { results?: Values[] };
		return Array.isArray(results) ? results : (results.results ?? []);
	};
	if (step.kind === 'creates') return { data: await execute(step, inputData, { isLoadingSample: true }) };
	if (step.kind === 'searches') {
		const items = await found(step, inputData);
		return items.length ? { data: items[0], count: items.length, finding: 'found' } : { count: 0, finding: 'nothing' };
	}
	if (step.kind === 'triggers') {
		const operation = definition.triggers?.[step.key]?.operation;
		const sample = steps.find(({ kind, key }) => kind === 'triggers' && key === step.key)?.sample;
		if (operation?.type === 'hook' && !operation.performList) return { data: sample, isSample: true };
		const meta = { isLoadingSample: true, limit: 3 };
		const items = (await execute(step, inputData, meta, operation?.type === 'hook' ? 'performList' : 'perform')) as Values[];
		return items.length ? { data: items[0], count: items.length } : { data: sample, count: 0, isSample: true };
	}
	const pair = steps.find(({ kind, key }) => kind === 'searchOrCreates' && key === step.key);
	const search: StepRef = { kind: 'searches', key: pair?.search ?? '' };
	const create: StepRef = { kind: 'creates', key: pair?.create ?? '' };
	const items = await found(search, inputData);
	const outcome = (data: unknown, finding: Finding) => ({ data, finding });
	if (items.length) return outcome(items[0], 'found');
	return outcome(await execute(create, inputData, { isLoadingSample: true, withSearch: search.key }), 'created');
}

/** The fields of a form with these values. Those of a "find or create" are the search's, then the action's others. */
async function loadFields(stage: Stage, call: ConnectedCall): Promise<Field[]> {
	const lists: Field[][] = [];
	for (const ref of partsOf(stage, call.step)) {
		const method = `${ref.kind}.${ref.key}.operation.inputFields`;
		const declared = declaredFields(stage, ref);
		const methods = choicesMethods(method, declared);
		// Without functions, what is declared is all there is.
		const dynamic = declared.some((field) => typeof field === 'string' && field.startsWith('$func$'));
		const fields = dynamic
			? ((await stage.app.ask({
					command: 'execute',
					method,
					bundle: {
						authData: call.authData,
						inputData: toInputData(call.inputData, [], call.data),
						inputDataRaw: call.inputData,
						meta: META,
					},
				})) as unknown[])
			: declared;
		lists.push(shownFields(fields, methods));
	}
	const seen = new Set<string>();
	return lists.flat().filter(({ key }) => !seen.has(key) && seen.add(key));
}

function staticFields(stage: Stage, step: StepRef): Field[] {
	return partsOf(stage, step).flatMap((ref) => {
		const declared = declaredFields(stage, ref);
		return shownFields(
			declared.filter((field) => typeof field === 'object'),
			choicesMethods(`${ref.kind}.${ref.key}.operation.inputFields`, declared),
		);
	});
}

function declaredFields({ definition }: Stage, { kind, key }: StepRef): (Field | string)[] {
	const step = definition[kind]?.[key];
	if (!step) throw new Error(`The integration has no ${kind}.${key}.`);
	return step.operation?.inputFields ?? [];
}

function partsOf({ steps }: Stage, { kind, key }: StepRef): StepRef[] {
	const step = steps.find((one) => one.kind === kind && one.key === key);
	if (!step) throw new Error(`The integration has no ${kind}.${key}.`);
	if (kind !== 'searchOrCreates') return [{ kind, key }];
	return [
		{ kind: 'searches', key: step.search ?? '' },
		{ kind: 'creates', key: step.create ?? '' },
	];
}

/** Runs something of the integration; tells what it sent and wrote, and how it failed. */
export async function guarded(
	{ app, wire }: Pick<Stage, 'app' | 'wire'>,
	mask: Mask,
	act: () => Promise<void>,
): Promise<{ exchange: Exchange[]; log: string[]; failure?: Failure }> {
	let failure: Failure | undefined;
	try {
		await act();
	} catch (error) {
		failure = failureOf(error, mask.text);
	}
	return { exchange: wire.take(mask), log: app.takeLog().map(mask.text), ...(failure ? { failure } : {}) };
}
