import { type Build, type Field, inputsOf, type Step } from '../checks/read.mts';

/*
 * What the documentation says of fields and results, as Markdown, from the built integrations: each provider's own, and
 * that of all providers, whose connection is the union of theirs.
 */

/** A provider, with what stands between the markers of its page, by the name of the block. */
export interface Provider {
	key: string;
	name: string;
	blocks: Map<string, string>;
	steps: Step[];
}

interface ConnectionField {
	key: string;
	label: string;
	required: boolean;
	secret: boolean;
	help: string;
}

/** More choices than fit into a cell are listed below the table. */
const MOST_CHOICES = 8;

/** All providers, in the order in which the connection of all offers them. */
export function providersOf(builds: Build[]): Provider[] {
	const all = builds.find(({ name }) => name === 'all');
	const fields = all?.integration.definition.authentication?.fields ?? [];
	const names = (fields.find(({ key }) => key === 'provider')?.choices ?? {}) as Record<string, string>;
	return Object.entries(names).map(([key, name]) => {
		const own = builds.find((build) => build.name === key);
		if (!own) throw new Error(`There is no build of ${key}`);
		const steps = own.integration.steps.filter(({ hidden }) => !hidden);
		// In the order of its own form: that of all providers changes with each of them.
		const ownFields = own.integration.definition.authentication?.fields ?? [];
		const order = ownFields.map((field) => field.key);
		const connection = fields
			.flatMap((field) => connectionField(field, name))
			.map((field) => ({ ...field, label: ownFields.find(({ key }) => key === field.key)?.label ?? field.label }))
			.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
		const blocks = new Map([['connection', connectionBlock(connection)]]);
		for (const step of steps) blocks.set(step.key, stepBlock(step, own));
		return { key, name, blocks, steps };
	});
}

/** A provider's part of a field that several share, whose help text says for each, in bold, what it is. */
function connectionField({ key, label = '', type, helpText = '' }: Field, provider: string): ConnectionField[] {
	const parts = helpText.split(/\s*\*\*([^*]+)\*\*( \(optional\))?: /);
	const at = parts.indexOf(provider);
	if (at < 0) return [];
	return [
		{
			key,
			label: label.replace(/ \(.*\)$/, '').replace(`${provider} `, ''),
			required: !parts[at + 1],
			secret: type === 'password',
			help: parts[at + 2] ?? '',
		},
	];
}

function connectionBlock(fields: ConnectionField[]): string {
	return table(
		['Field', 'Key', 'Required', 'Kept secret', 'What it is'],
		fields.map(({ key, label, required, secret, help }) => [`**${label}**`, `\`${key}\``, yesNo(required), yesNo(secret), help]),
	);
}

function stepBlock(step: Step, { integration }: Build): string {
	const inputs = inFormOrder(step);
	// What isn't there while nothing is filled in depends on another field.
	const [empty = []] = step.forms;
	const always = new Set(empty.map(({ key }) => key));
	const rows = inputs.map(({ field, parent }) => {
		const condition = parent ? ', in each row' : always.has(field.key) ? '' : ', if shown';
		return [
			`${parent ? '↳ ' : ''}**${field.label}**`,
			`\`${field.key}\``,
			`${yesNo(isRequired(field))}${field.required || !parent ? condition : ''}`,
			takes(field, integration.steps),
			[field.helpText, searchHint(field, integration.steps)].filter(Boolean).join(' '),
		];
	});
	const long = inputs.filter(({ field }) => choicesOf(field).length > MOST_CHOICES);
	const lists = long.map(({ field }) => `Choices of **${field.label}**: ${choicesOf(field).join(', ')}.`);
	const others = integration.searchOrCreates.filter(({ search }) => search === step.key);
	return [
		`${step.description}${others.map(({ label, description }) => ` Also as the step **${label}**: ${lowerFirst(description)}`).join('')}`,
		rows.length ? table(['Field', 'Key', 'Required', 'Takes', 'Help'], rows) : '',
		...lists,
		table(
			['Result', 'Key', 'Holds', 'Example'],
			(step.outputFields ?? []).map((field) => resultRow(field, step.sample)),
		),
	]
		.filter(Boolean)
		.join('\n\n');
}

/** Every field of a step, in the order of the form that shows the most of them. */
function inFormOrder(step: Step) {
	const [fullest = []] = step.forms.toSorted((a, b) => b.length - a.length);
	const place = (key: string) => fullest.findIndex((field) => field.key === key);
	return inputsOf(step).toSorted((a, b) => place((a.parent ?? a.field).key) - place((b.parent ?? b.field).key));
}

/** Of rows, what is required in each row is asked for without any row, too. */
function isRequired({ required = false, children = [] }: Field): boolean {
	return required || children.some(isRequired);
}

function resultRow(field: Field, sample: unknown): string[] {
	return [`**${field.label}**`, `\`${field.key}\``, kind(field), example((sample as Record<string, unknown> | undefined)?.[field.key])];
}

function takes(field: Field, steps: Step[]): string {
	const choices = choicesOf(field);
	const parts = [kind(field)];
	if (choices.length) {
		const listed = choices.length > MOST_CHOICES ? `the ${choices.length} below` : choices.join(', ');
		parts[0] = `${field.list ? 'list of choices' : 'choice'}: ${listed}`;
	}
	if (field.dynamic) parts[0] += `, from a dropdown of ${nounOf(field.dynamic, steps)}s`;
	if (field.default !== undefined) parts.push(`at first \`${field.default}\``);
	if (field.placeholder) parts.push(`such as \`${field.placeholder}\``);
	return parts.join('; ');
}

/** What a field or a result holds, in words. */
function kind({ children, dict, list, type }: Field): string {
	if (children) return 'one or more rows of the fields below';
	if (dict) return 'names with values';
	const one = { boolean: 'yes or no', datetime: 'date and time', integer: 'whole number', text: 'text, also of several lines' }[type ?? ''];
	return list ? `list of ${one ?? 'text'}s` : (one ?? 'text');
}

function choicesOf({ choices }: Field): string[] {
	if (!Array.isArray(choices)) return [];
	return (choices as { value: string; label: string }[]).map(({ value, label }) =>
		label === value ? `\`${value}\`` : `${label} (\`${value}\`)`,
	);
}

function nounOf(reference: string, steps: Step[]): string {
	const [key] = reference.split('.');
	return steps.find((step) => step.kind === 'triggers' && step.key === key)?.noun ?? '';
}

function searchHint({ search, helpText = '' }: Field, steps: Step[]): string {
	const [key] = search?.split('.') ?? [];
	const found = steps.find((step) => step.kind === 'searches' && step.key === key);
	return found && !helpText.includes(found.label) ? `The step **${found.label}** can look it up.` : '';
}

function example(value: unknown): string {
	if (value === null || value === undefined || value === '') return 'empty';
	return [value]
		.flat()
		.map((item) => `\`${typeof item === 'object' ? JSON.stringify(item) : item}\``)
		.join(', ');
}

function yesNo(value: boolean): string {
	return value ? 'yes' : 'no';
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A Markdown table. */
function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim()).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
