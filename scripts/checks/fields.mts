import { type Check, eachInput, eachStep, when } from './check.mts';
import type { Field, Step } from './read.mts';

/** Words for what must stay secret, in keys and in labels. */
const SECRET =
	/(^|[^a-z])(api|access|auth|private|secret|client|license)[ _-]?(key|token|secret)s?$|(^|[^a-z])(token|secret|password|passwd|passphrase|jwt|credentials?)s?($|[^a-z])/i;

/** Is the value an id? By its key, by its label, or because the help text says so. */
function takesId({ key, label = '', helpText = '' }: Field): boolean {
	return /(^|_)ids?$/i.test(key) || /\bIDs?$/.test(label) || /^The IDs? of\b/.test(helpText);
}

const hasDropdown = ({ dynamic, choices }: Field) => dynamic !== undefined || choices !== undefined;
const isText = ({ type = 'string' }: Field) => type === 'string' || type === 'text' || type === 'password';

export const fieldChecks: Check[] = [
	{
		code: 'D001',
		rule: 'No key, token or password among the input fields: it belongs into the connection.',
		find: eachInput((field) =>
			when(
				field.type === 'password' || (isText(field) && (SECRET.test(field.key) || SECRET.test(field.label ?? ''))),
				'ask for this secret in the connection instead',
			),
		),
	},
	{
		code: 'D004',
		rule: 'A field that takes an ID has a dropdown.',
		find: eachInput((field) => when(!field.children && takesId(field) && !hasDropdown(field), 'takes an ID: give it a dropdown')),
	},
	{
		code: 'D005',
		rule: 'A dropdown refers to a trigger that exists, and to keys that its items have.',
		find: eachInput(({ dynamic }, { integration }) => (dynamic === undefined ? [] : badReference(dynamic, integration.steps, 'triggers'))),
	},
	{
		code: 'D013',
		rule: 'A field that a search can fill refers to a search that exists, and to a key that its results have.',
		find: eachInput(({ search }, { integration }) => (search === undefined ? [] : badReference(search, integration.steps, 'searches'))),
	},
	{
		code: 'D014',
		rule: 'A field that a search can fill also has a dropdown, is a text or a number, and is no list.',
		find: eachInput((field) => {
			if (field.search === undefined) return [];
			const { type = 'string', list, dict, children } = field;
			return [
				...when(!hasDropdown(field), 'give this field a dropdown beside its search'),
				...when(
					!['string', 'number', 'integer'].includes(type),
					`make it a string, number or integer (now ${type}), or take the search away`,
				),
				...when(!!(list || dict || children), 'take the search away: it can’t fill a list, a dictionary or line items'),
			];
		}),
	},
	{
		code: 'D022',
		rule: 'An action has input fields that are the same for everybody.',
		find: eachStep(({ kind, hidden, staticFields }) =>
			when(kind === 'creates' && !hidden && !staticFields.length, 'give it a field that doesn’t come from a function'),
		),
	},
	{
		code: 'D009',
		rule: 'A search has a field to search by.',
		find: eachStep(({ kind, forms }) => when(kind === 'searches' && !forms.some((form) => form.length), 'give it a field to search by')),
	},
	{
		code: 'Guide',
		rule: 'Required fields come first.',
		find: ({ steps, definition }) =>
			[
				{ place: 'authentication.fields', form: definition.authentication?.fields ?? [] },
				// What is shown only at times may come late, so this is the form with nothing filled in.
				...steps.map(({ kind, key, forms: [form = []] }) => ({ place: `${kind}.${key}.inputFields`, form })),
			].flatMap(({ place, form }) =>
				lateFields(form).map(({ key, children }) => ({
					place: `${place}.${key}`,
					// https://github.com/zapier/zapier-platform/issues/11
					message: children
						? 'put it before the optional fields, or make its fields optional: what is required of a line item is asked for without any, too'
						: 'put this required field before the optional ones',
				})),
			),
	},
	{
		code: 'Guide',
		rule: 'Several values are a list, not a text with commas.',
		find: eachInput((field, { parent }) =>
			when(
				!parent && isText(field) && !field.list && !field.dict && /\bcommas?\b|\bcomma-|\bsemicolons?\b/i.test(field.helpText ?? ''),
				'make it a list: its help text asks for commas between values',
			),
		),
	},
	{
		code: 'Guide',
		rule: 'Line items: required is not their group but its fields, which are no lists and change no form.',
		find: eachInput((field, { parent }) => {
			// https://github.com/zapier/zapier-platform/issues/81: a required group breaks bundle.inputData.
			if (field.children) return when(!!field.required, 'make the group of line items optional, and its fields required');
			if (!parent) return [];
			const plain = !field.list && !field.dict && !field.altersDynamicFields;
			return when(!plain, 'make it a plain field: within line items there are no lists, dictionaries and changes of the form');
		}),
	},
	{
		code: 'Fields',
		rule: 'A function of fields answers whatever is filled in so far, nothing included.',
		find: eachStep(({ failures }) => failures.map((failure) => `let its function of fields answer instead of failing: ${failure}`)),
	},
];

/** What is wrong with "trigger.id.name" or "search.id". */
function badReference(reference: string, steps: Step[], kind: 'triggers' | 'searches'): string[] {
	const [key, ...names] = reference.split('.');
	const step = steps.find((one) => one.kind === kind && one.key === key);
	if (!step) return [`refer to one of the ${kind}: there is no “${key}”`];
	const known = new Set([...Object.keys(step.sample ?? {}), ...(step.outputFields ?? []).map((field) => field.key)]);
	return known.size ? names.filter((name) => !known.has(name)).map((name) => `refer to a key of ${kind}.${key}: it has no “${name}”`) : [];
}

/** The required fields that come after an optional one, within each group. */
function lateFields(form: Field[]): Field[] {
	const optional = new Set<string | undefined>();
	return form.filter(({ group, required, type, computed, children }) => {
		if (type === 'copy' || computed) return false;
		if (required) return optional.has(group);
		// These are asked for wherever they stand.
		if (children?.some((child) => child.required)) return optional.size > 0;
		optional.add(group);
		return false;
	});
}
