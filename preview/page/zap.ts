import type { Field, Model, RunResult, Sample, StepModel, StepRef, ZapData } from '../protocol.mts';

/** A step of the Zap that is being put together. */
export interface ZapStep {
	/** By which later steps map its data; never given to another step. */
	id: number;
	/** A trigger without an app, where it is one. */
	sample?: { key: string; row: number; answers: Record<string, string> };
	step?: StepRef;
	/** Id of the connection that it runs with. */
	connection?: string;
	/** As they were typed. */
	values: Record<string, unknown>;
	/** Of the last test. */
	result?: RunResult;
	/** Of its form, once they have been told. */
	fields?: Field[];
}

/** What is to be changed of a step; undefined takes it away. */
export type StepChange = { [Key in keyof ZapStep]?: ZapStep[Key] | undefined };

export function sampleStep(id: number, sample: Sample | undefined): ZapStep {
	return { id, values: {}, sample: { key: sample?.key ?? 'form', row: 0, answers: { ...sample?.rows[0] } } };
}

export function modelOfStep(model: Model, step: StepRef | undefined): StepModel | undefined {
	return model.steps.find(({ kind, key }) => kind === step?.kind && key === step?.key);
}

/** What later steps can map: the data of a test, or else the sample of the definition. */
export function dataOf(step: ZapStep, model: Model): unknown {
	if (step.sample) return step.sample.answers;
	return step.result?.data ?? modelOfStep(model, step.step)?.sample;
}

export function zapData(steps: ZapStep[], model: Model): ZapData {
	return Object.fromEntries(steps.map((step) => [String(step.id), dataOf(step, model)]));
}

/** Something of an earlier step that can be put into a field. */
export interface Mappable {
	/** As in `{{1__email}}`. */
	token: string;
	label: string;
	value: string;
}

/** Every value in a step's data, under the keys by which Zapier maps them. */
export function mappables(id: number, data: unknown, labels: Record<string, string>): Mappable[] {
	const found: Mappable[] = [];
	const add = (path: string, value: unknown) => {
		if (Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)) {
			const keys = new Set(value.flatMap((item) => Object.keys(item ?? {})));
			for (const key of keys)
				add(
					`${path}[]${key}`,
					value.map((item) => (item as Record<string, unknown> | null)?.[key]),
				);
		} else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			for (const [key, item] of Object.entries(value)) add(path ? `${path}__${key}` : key, item);
		} else if (path) {
			found.push({ token: `${id}__${path}`, label: labels[path] ?? humanized(path), value: shortText(value) });
		}
	};
	add('', data);
	return found;
}

export function humanized(path: string): string {
	if (/[A-Z ]/.test(path)) return path;
	const words = path.replace(/__|\[\]|_/g, ' ').trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

export function shortText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) return value.map(shortText).join(', ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The choices of a static dropdown, in any of the forms that Zapier has for it. */
export function staticChoices(choices: unknown): { value: string; label: string }[] {
	if (Array.isArray(choices)) {
		return choices.map((choice) =>
			typeof choice === 'object'
				? { value: String(choice.value), label: String(choice.label) }
				: { value: String(choice), label: String(choice) },
		);
	}
	if (typeof choices !== 'object' || choices === null || 'perform' in choices) return [];
	return Object.entries(choices).map(([value, label]) => ({ value, label: String(label) }));
}

export function isLoaded(field: Field): boolean {
	return !!field.dynamic || (typeof field.choices === 'object' && field.choices !== null && 'perform' in field.choices);
}

export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	if (Array.isArray(value)) return value.every(isEmpty);
	return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** The labels of required fields without a value, those of rows included. */
export function missingFields(fields: Field[], values: Record<string, unknown>): string[] {
	return fields.flatMap((field) => {
		if (field.computed || field.type === 'copy') return [];
		const value = values[field.key];
		if (field.children) {
			const rows = Array.isArray(value) ? value : [];
			// A row that is empty as a whole isn't sent.
			return [...new Set(rows.filter((row) => !isEmpty(row)).flatMap((row) => missingFields(field.children ?? [], row)))];
		}
		return field.required && isEmpty(value) ? [field.label ?? field.key] : [];
	});
}

/** The values that a form starts with. */
export function defaultsOf(fields: Field[], values: Record<string, unknown>): Record<string, unknown> {
	const missing = fields.filter((field) => field.default !== undefined && values[field.key] === undefined && !field.children);
	return { ...values, ...Object.fromEntries(missing.map((field) => [field.key, field.list ? [field.default] : field.default])) };
}
