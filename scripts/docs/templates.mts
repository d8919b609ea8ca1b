import { type Build, type Field, inputsOf, type Step } from '../checks/read.mts';

/*
 * Zap templates, as words: each is declared in examples/zaps/<provider>.json with the keys of the definition, and becomes a
 * text for Zapier's Copilot, a table to follow by hand, and what came out of it in the sandbox.
 */

/** A Zap of a few steps. Values map the data of an earlier step by its number, as Zapier does: "{{1.Email}}", "{{2.status}}". */
export interface Template {
	title: string;
	/** What it needs, or does otherwise than one would think: sentences. */
	note?: string;
	/** The first step: of another app, with a file of examples/ as its data, or a trigger of the product's. */
	start: { app: string; event: string; data: string } | { trigger: string; inputData?: Values };
	steps: TemplateStep[];
}

type TemplateStep =
	/** An action of the product's. */
	| { action: string; inputData: Values }
	/** A search of the product's and, for whoever isn't found, the action that goes with it. */
	| { findOrCreate: string; inputData: Values; create: Values }
	/** A step of another app. */
	| { app: string; event: string; fields: Record<string, string> };

export type Values = Record<string, unknown>;

/** What each step gave, for one run: the data of each, by its number less one. */
export type TemplateRun = Values[];

const REFERENCE = /\{\{(\d+)\.([^}]+)\}\}/g;

/** Puts the data of earlier steps in place of what is mapped. @throws if a step didn't give what is mapped. */
export function fillInData(mapped: unknown, given: Values[]): unknown {
	if (Array.isArray(mapped)) return mapped.map((item) => fillInData(item, given));
	if (typeof mapped === 'object' && mapped !== null) {
		return Object.fromEntries(Object.entries(mapped).map(([key, value]) => [key, fillInData(value, given)]));
	}
	if (typeof mapped !== 'string') return mapped;
	return mapped.replace(REFERENCE, (whole, step: string, key: string) => {
		const data = given[Number(step) - 1] ?? {};
		if (!(key in data)) throw new Error(`${whole}: step ${step} gives no ${key}`);
		return String(data[key] ?? '');
	});
}

/** The chapter of a provider's page: every template with its runs. @throws if a template names what the definition doesn't have. */
export function templateSections({ integration }: Build, product: string, templates: [template: Template, runs: TemplateRun[]][]): string {
	return templates
		.map(([template, runs]) => section(new Words(integration.steps, integration.searchOrCreates, product, template), runs))
		.join('\n\n');
}

/** A template in the words of the definition. */
class Words {
	readonly template: Template;
	readonly product: string;
	private readonly steps: Step[];
	private readonly pairs: Build['integration']['searchOrCreates'];

	constructor(steps: Step[], pairs: Build['integration']['searchOrCreates'], product: string, template: Template) {
		this.steps = steps;
		this.pairs = pairs;
		this.product = product;
		this.template = template;
	}

	/** The names of the app and of the event, step by step. */
	events(): { app: string; event: string }[] {
		const { start, steps } = this.template;
		const first = 'trigger' in start ? { app: this.product, event: this.step('triggers', start.trigger).label } : start;
		return [
			first,
			...steps.map((one) => {
				if ('action' in one) return { app: this.product, event: this.step('creates', one.action).label };
				if ('findOrCreate' in one) return { app: this.product, event: this.pair(one.findOrCreate).label };
				return one;
			}),
		];
	}

	/** What is filled in, step by step: label and value. */
	fields(): [label: string, value: string][][] {
		const { start, steps } = this.template;
		const first = 'trigger' in start ? this.filled(this.step('triggers', start.trigger), start.inputData ?? {}) : [];
		return [
			first,
			...steps.map((one): [string, string][] => {
				if ('action' in one) return this.filled(this.step('creates', one.action), one.inputData);
				if (!('findOrCreate' in one)) return Object.entries(one.fields).map(([label, value]) => [label, this.value(value)]);
				const { search, create } = this.pair(one.findOrCreate);
				const looked = this.filled(this.step('searches', search), one.inputData);
				const created = this.filled(this.step('creates', create), one.create);
				return [...looked, ...created.filter(([label]) => !looked.some(([known]) => known === label))];
			}),
		];
	}

	/** A value with what is mapped in words: "*2. Status*". */
	value(text: string): string {
		return text.replace(REFERENCE, (_, step: string, key: string) => `*${step}. ${this.labelOfData(Number(step), key)}*`);
	}

	/** What a later step maps of a product's step: key and label. */
	used(step: number): [key: string, label: string][] {
		const keys = [...JSON.stringify(this.template.steps).matchAll(REFERENCE)].filter(([, number]) => Number(number) === step);
		return [...new Set(keys.map(([, , key = '']) => key))].map((key) => [key, this.labelOfData(step, key)]);
	}

	/** Is it a step of the product's? */
	isOwn(step: number): boolean {
		return this.events()[step - 1]?.app === this.product;
	}

	private labelOfData(number: number, key: string): string {
		const { start, steps } = this.template;
		const one = number === 1 ? start : steps[number - 2];
		if (!one) throw new Error(`${this.template.title}: there is no step ${number}`);
		if ('app' in one) return key;
		const outputs = [
			...('trigger' in one ? [this.step('triggers', one.trigger)] : []),
			...('action' in one ? [this.step('creates', one.action)] : []),
			// Whoever isn't found comes from the action.
			...('findOrCreate' in one
				? [this.step('searches', this.pair(one.findOrCreate).search), this.step('creates', this.pair(one.findOrCreate).create)]
				: []),
		].flatMap(({ outputFields = [] }) => outputFields);
		const field = outputs.find((output) => output.key === key);
		if (!field) throw new Error(`${this.template.title}: step ${number} has no result ${key}`);
		return field.label ?? key;
	}

	private filled(step: Step, values: Values): [string, string][] {
		const known = inputsOf(step);
		return Object.entries(values).flatMap(([key, value]): [string, string][] => {
			const field = known.find((one) => one.path === key)?.field;
			if (!field) throw new Error(`${this.template.title}: ${step.label} has no field ${key}`);
			if (!field.children) return [[field.label ?? key, this.shown(field, value)]];
			return (value as Values[]).flatMap((row) =>
				Object.entries(row).map(([column, cell]): [string, string] => {
					const child = field.children?.find((one) => one.key === column);
					if (!child) throw new Error(`${this.template.title}: ${step.label} has no field ${key}.${column}`);
					return [child.label ?? column, this.shown(child, cell)];
				}),
			);
		});
	}

	/** A value as the builder of a Zap chooses or maps it. */
	private shown({ choices }: Field, value: unknown): string {
		const list = Array.isArray(choices) ? (choices as { value: string; label: string }[]) : [];
		const label = list.find((choice) => choice.value === value)?.label;
		if (label) return label;
		return this.value(String(value));
	}

	private step(kind: Step['kind'], key: string): Step {
		const found = this.steps.find((one) => one.kind === kind && one.key === key && !one.hidden);
		if (!found) throw new Error(`${this.template.title}: there is nothing called ${key} among the ${kind}`);
		return found;
	}

	private pair(key: string) {
		const found = this.pairs.find((one) => one.key === key);
		if (!found) throw new Error(`${this.template.title}: nothing finds or creates by ${key}`);
		return found;
	}
}

function section(words: Words, runs: TemplateRun[]): string {
	const { template } = words;
	const events = words.events();
	const fields = words.fields();
	const rows = events.map(({ app, event }, index) => {
		const filled = (fields[index] ?? []).map(([label, value]) => `**${label}**: ${value}`).join('<br>');
		return `| ${index + 1} | ${app}: **${event}** | ${filled || '–'} |`;
	});
	return [
		`### ${template.title}`,
		...(template.note ? [template.note] : []),
		`> ${prompt(events, fields)}`,
		`| Step | App and event | Fields |\n| --- | --- | --- |\n${rows.join('\n')}`,
		`In the sandbox:\n\n${runs.map((run) => `- ${outcome(words, run)}`).join('\n')}`,
	].join('\n\n');
}

/** What to tell Copilot: plain sentences. */
function prompt(events: { app: string; event: string }[], fields: [string, string][][]): string {
	return events
		.map(({ app, event }, index) => {
			const filled = (fields[index] ?? []).map(([label, value]) => sentence(`Set ${label} to ${spoken(value)}`));
			return [sentence(`Step ${index + 1}${index ? '' : ', the trigger'}: ${event} in ${app}`), ...filled].join(' ');
		})
		.join(' ');
}

/** Ends a sentence with a full stop, unless a quotation does. */
function sentence(text: string): string {
	return /[.?!]”?$/.test(text) ? text : `${text}.`;
}

/** A value without Markdown: "the Email of step 1", or a text with such values in brackets, or one with a full stop, in quotes. */
function spoken(value: string): string {
	const mapped = /\*(\d+)\. ([^*]+)\*/g;
	if (/^\*\d+\. [^*]+\*$/.test(value)) return value.replace(mapped, 'the $2 of step $1');
	return /\*|[.?!]$/.test(value) ? `“${value.replace(mapped, '[$2 of step $1]')}”` : value;
}

function outcome(words: Words, run: TemplateRun): string {
	const told = run.flatMap((data, index) => {
		const step = index + 1;
		if (words.isOwn(step)) {
			const used = words.used(step).filter(([key]) => key in data);
			return used.map(([key, label]) => `*${step}. ${label}* is ${data[key] ? `\`${data[key]}\`` : 'empty'}`);
		}
		if (index === 0) return [];
		return [
			`step ${step} gets ${Object.entries(data)
				.map(([label, value]) => `**${label}** “${value}”`)
				.join(', ')}`,
		];
	});
	const who = run[0]?.['Full Name'] ?? run[0]?.name ?? run[0]?.email;
	return sentence(`${who}: ${told.join('; ')}`);
}
