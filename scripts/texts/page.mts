import { choiceLabels } from '../checks/check.mts';
import { type Build, type Field, inputsOf, type Step, type StepKind } from '../checks/read.mts';
import type { Messages } from './messages.mts';

/*
 * Every word that a person meets in the integration, as one Markdown page to read through: labels, help texts,
 * placeholders and choices from the built definitions, the messages from the sources.
 */

const KINDS: Record<StepKind, string> = { triggers: 'Trigger', searches: 'Search', creates: 'Action' };

/** More choices than these are values of the product's own, such as permissions. */
const MOST_CHOICES = 12;

/** What a provider's own integration shows, and what its steps can say. */
export function providerTexts({ name, integration }: Build, title: string, messages: Messages[]): string {
	const { definition, about, steps, searchOrCreates } = integration;
	const own = messages.filter(({ file }) => file.startsWith(`src/providers/${name}/`)).flatMap(({ texts }) => texts);
	return [
		`# ${title}`,
		about ?? '',
		...section('Connection', (definition.authentication?.fields ?? []).map(fieldLine)),
		...steps.filter(({ hidden }) => !hidden).map(stepTexts),
		...searchOrCreates.map(({ label, description }) => `## Search or action: ${label}\n\n${description}`),
		...section('Messages', [...new Set(own)].map(line)),
	]
		.filter(Boolean)
		.join('\n\n');
}

/** The connection of all products in one integration, and what every step can say. */
export function sharedTexts(all: Build, messages: Messages[]): string {
	const shared = messages.filter(({ file }) => !file.startsWith('src/providers/')).flatMap(({ texts }) => texts);
	return [
		'# All products in one integration',
		all.integration.about ?? '',
		...section('Connection', (all.integration.definition.authentication?.fields ?? []).map(fieldLine)),
		'# Messages of every product',
		'‹name› stands for what is only known when a step runs. A message that begins with a small letter follows the label of its field.',
		[...new Set(shared)].map(line).join('\n'),
	].join('\n\n');
}

function section(heading: string, lines: string[]): string[] {
	return lines.length ? [`## ${heading}`, lines.join('\n')] : [];
}

function stepTexts(step: Step): string {
	const groups = step.groups.flatMap(({ label }) => label ?? []);
	const results = (step.outputFields ?? []).map(({ label, key }) => label ?? key);
	return [
		`## ${KINDS[step.kind]}: ${step.label}`,
		step.description,
		inputsOf(step)
			.map(({ field, parent }) => fieldLine(field).replace(/^/gm, parent ? '  ' : ''))
			.join('\n'),
		groups.length ? `Groups: ${groups.join(' · ')}` : '',
		results.length ? `Results: ${results.join(' · ')}` : '',
	]
		.filter(Boolean)
		.join('\n\n');
}

function fieldLine({ label, key, helpText, placeholder, choices, required }: Field): string {
	const labels = choiceLabels(choices);
	const listed = labels.length > MOST_CHOICES ? [`${labels.length} values`] : labels;
	const head = [
		`**${label ?? key}**${required ? ' (required)' : ''}`,
		placeholder ? `e.g. \`${placeholder}\`` : '',
		listed.length ? `[${listed.join(' · ')}]` : '',
	];
	return line([head.filter(Boolean).join(' '), helpText].filter(Boolean).join('\n  '));
}

function line(text: string): string {
	return `- ${text.trim()}`;
}
