import { type Check, eachStep, when } from './check.mts';
import type { Field, Step } from './read.mts';

type Values = Record<string, unknown>;

export const sampleChecks: Check[] = [
	{
		code: 'D012',
		rule: 'Whatever people can choose has a sample: one object.',
		find: eachStep((step) => when(!step.hidden && !sampleOf(step), 'give it a sample: one object with the keys of every result')),
	},
	{
		code: 'D010',
		rule: 'The sample of a polling trigger or a search has its primary key: `id`, or the output fields marked as primary.',
		find: eachStep((step) => {
			const sample = sampleOf(step);
			if (!sample || step.kind === 'creates' || step.type === 'hook') return [];
			const primary = (step.outputFields ?? []).filter((field) => field.primary).map(({ key }) => key);
			const missing = (primary.length ? primary : ['id']).filter((key) => !['string', 'number'].includes(typeof sample[key]));
			return missing.map((key) => `put the primary key “${key}” into the sample, as a text or a number`);
		}),
	},
	{
		code: 'D023',
		rule: 'Dates in samples are ISO 8601, times with a zone.',
		find: eachStep((step) =>
			textsIn(step.sample, '')
				.filter(({ text }) => looksLikeDate(text) && !isIsoDate(text))
				.map(({ path, text }) => `write the date “${text}” of the sample’s ${path} like 2027-01-31 or 2027-01-31T09:00:00Z`),
		),
	},
	{
		code: 'D024',
		rule: 'A sample fits its output fields: required ones are there, values have their types.',
		find: eachStep((step) => {
			const sample = sampleOf(step);
			return sample ? (step.outputFields ?? []).flatMap((field) => misfits(field, field.key, valuesAt(sample, field.key))) : [];
		}),
	},
	{
		code: 'T004',
		rule: 'Every key of a sample is an output field, which every live result has.',
		find: eachStep((step) => {
			const sample = sampleOf(step);
			return sample && step.outputFields ? undeclared(sample, step.outputFields, '') : [];
		}),
	},
];

function sampleOf({ sample }: Step): Values | undefined {
	const isObject = typeof sample === 'object' && sample !== null && !Array.isArray(sample);
	return isObject && Object.keys(sample).length ? (sample as Values) : undefined;
}

function textsIn(value: unknown, path: string): { path: string; text: string }[] {
	if (typeof value === 'string') return [{ path, text: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => textsIn(item, path ? `${path}.${key}` : key));
}

function looksLikeDate(text: string): boolean {
	const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
	const spelled = new RegExp(
		`^([a-z]{3,9},? )?(\\d{1,2}(st|nd|rd|th)?[ -]${month}[ -]\\d{2,4}|${month} \\d{1,2}(st|nd|rd|th)?,? \\d{4})\\b`,
		'i',
	);
	return (
		spelled.test(text) || /^\d{4}[-/]\d{1,2}[-/]\d{1,2}($|[T\s])/.test(text) || /^\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})($|[,\s])/.test(text)
	);
}

function isIsoDate(text: string): boolean {
	return (
		/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?))?$/.test(text) &&
		!Number.isNaN(Date.parse(text.slice(0, 10)))
	);
}

/** The values at a key, which may be "a__b" for what is inside an object and "a[]b" for what is inside a list. */
function valuesAt(sample: Values, key: string): unknown[] {
	if (key in sample) return [sample[key]];
	return key.split(/__|\[\]/).reduce<unknown[]>(
		(values, name) =>
			values.flat().flatMap((value) => {
				return typeof value === 'object' && value !== null && name in value ? [(value as Values)[name]] : [];
			}),
		[sample],
	);
}

/** How the values of one output field don't fit it. */
function misfits(field: Field, path: string, values: unknown[]): string[] {
	if (!values.length) return when(!!field.required, `put ${path} into the sample: it is a required output field`);
	if (field.children) {
		return values
			.flat()
			.flatMap((value) =>
				typeof value === 'object' && value !== null
					? (field.children ?? []).flatMap((child) => misfits(child, `${path}.${child.key}`, valuesAt(value as Values, child.key)))
					: [`make ${path} of the sample a list of objects, as its output field has children`],
			);
	}
	if (field.list) {
		return values.flatMap((value) =>
			Array.isArray(value)
				? value.flatMap((item) => wrongType(field, path, item))
				: [`make ${path} of the sample a list, as its output field is`],
		);
	}
	return values.flatMap((value) => wrongType(field, path, value));
}

function wrongType({ type = 'string', dict }: Field, path: string, value: unknown): string[] {
	const expected = dict ? 'object' : type;
	const fits = {
		object: () => typeof value === 'object' && value !== null && !Array.isArray(value),
		boolean: () => typeof value === 'boolean',
		integer: () => Number.isInteger(value),
		number: () => typeof value === 'number',
		datetime: () => typeof value === 'string' && isIsoDate(value),
	}[expected];
	return when(
		!(fits ? fits() : typeof value === 'string'),
		`make ${path} of the sample a value of the type ${expected}, as its output field says (now ${JSON.stringify(value)})`,
	);
}

/** The keys of a sample without an output field; of objects inside it, where their output field has children. */
function undeclared(sample: Values, fields: Field[], path: string): string[] {
	return Object.entries(sample).flatMap(([key, value]) => {
		const name = path ? `${path}.${key}` : key;
		const field = fields.find((one) => one.key === key);
		if (field?.children) {
			const items = [value].flat().filter((item) => typeof item === 'object' && item !== null);
			return items.flatMap((item) => undeclared(item as Values, field.children ?? [], name));
		}
		const declared = field || fields.some((one) => one.key.startsWith(`${key}__`) || one.key.startsWith(`${key}[]`));
		return when(!declared, `make ${name} of the sample an output field, or leave it out`);
	});
}
