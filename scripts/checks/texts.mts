import { type Check, eachInput, eachStep, stringsOf, textsOf, when } from './check.mts';
import { titleCase } from './titleCase.mts';

/** `[text](https://…)`, where the address may hold a pair of brackets. */
const LINK = /\[[^[\]\n]+\]\((?<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g;
const CODE = /`[^`\n]+`/g;

/** Words that say nothing of a field by themselves. */
const FILLER = new Set(
	'a an and are as be by can choose enter fill for from here in is it must of on or please pick provide select set should that the this to type use used value field user want what which will with you your'.split(
		' ',
	),
);

const words = (text: string) => new Set((text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).map((word) => word.replace(/s$/, '')));

export const textChecks: Check[] = [
	{
		code: 'D007',
		rule: 'Every URL is https.',
		find: (integration) =>
			stringsOf(integration).flatMap(({ place, text }) =>
				[...text.matchAll(/\bhttp:\/\/[^\s`)"']*/gi)].map(([url]) => ({ place, message: `write ${url} with https://` })),
			),
	},
	{
		code: 'D008',
		rule: 'Links are Markdown links; an address that is only shown stands in backticks.',
		find: (integration) =>
			textsOf(integration)
				.filter(({ kind }) => kind === 'description' || kind === 'help text')
				.flatMap(({ place, text }) => badLinks(text).map((message) => ({ place, message }))),
	},
	{
		code: 'D011',
		rule: 'Help text adds something to the label, or is absent.',
		find: (integration) => {
			const find = eachInput(({ label = '', helpText }) => redundant(label, helpText));
			const auth = (integration.definition.authentication?.fields ?? []).flatMap(({ key, label = '', helpText }) =>
				redundant(label, helpText).map((message) => ({ place: `authentication.fields.${key}`, message })),
			);
			return [...auth, ...find(integration)];
		},
	},
	{
		code: 'D018',
		rule: 'Labels are in Title Case.',
		find: (integration) =>
			textsOf(integration)
				.filter(({ kind, text }) => (kind === 'label' || kind === 'field label') && text !== titleCase(text))
				.map(({ place, text }) => ({ place, message: `write the label “${text}” as “${titleCase(text)}”` })),
	},
	{
		code: 'D021',
		rule: 'A trigger\'s description reads "Triggers when … .".',
		find: eachStep(({ kind, hidden, description }) =>
			when(
				kind === 'triggers' && !hidden && !/^Triggers when .*\.$/s.test(description),
				`begin the description with “Triggers when ” and end it with a full stop (now “${description}”)`,
			),
		),
	},
	{
		code: 'D025',
		rule: 'No URI that could run code: no javascript:, data: and the like.',
		find: (integration) =>
			stringsOf(integration).flatMap(({ place, text }) =>
				when(
					/\b(javascript|vbscript|livescript)\s*:|\bdata:\s*[a-z]+\/|\b(file|blob|filesystem):\/*\S/i.test(text),
					`take the dangerous URI out of “${short(text)}”`,
				).map((message) => ({ place, message })),
			),
	},
	{
		code: 'Guide',
		rule: 'An action\'s description begins with its verb in the third person ("Invites …") and ends with a full stop.',
		find: eachStep(({ kind, hidden, description }) =>
			when(
				kind === 'creates' && !hidden && !/^[A-Z][a-z]+s\b.*\.$/s.test(description),
				`begin the description with what the action does, such as “Invites”, and end it with a full stop (now “${description}”)`,
			),
		),
	},
	{
		code: 'Guide',
		rule: 'A search is called "Find …", and its description reads "Finds … .".',
		find: eachStep(({ kind, hidden, label, description }) =>
			kind !== 'searches' || hidden
				? []
				: [
						...when(!/^Find\b/.test(label), `begin the label with “Find” (now “${label}”)`),
						...when(
							!/^Finds .*\.$/s.test(description),
							`begin the description with “Finds ” and end it with a full stop (now “${description}”)`,
						),
					],
		),
	},
	{
		code: 'Guide',
		rule: 'A noun is singular, and capitalized neither by itself nor inside a description.',
		find: eachStep(({ noun, description }) => {
			// Inside a sentence: after something that doesn't end one.
			const capitalized = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
			const inside = noun !== capitalized && description.split(/[.!?]\s+/).some((sentence) => sentence.indexOf(capitalized) > 0);
			return [
				...when(!noun, 'say what it is about: it has no noun'),
				...when(/[^sui]s$|ies$/.test(noun), `put the noun “${noun}” into the singular: Zapier forms the plural itself`),
				...when(/^[A-Z][a-z]/.test(noun), `write the noun “${noun}” without a capital letter`),
				...when(inside, `write “${noun}” in the description without a capital letter`),
			];
		}),
	},
	{
		code: 'Guide',
		rule: 'No text mentions Zapier.',
		find: (integration) =>
			textsOf(integration)
				.filter(({ text }) => /zapier/i.test(text.replace(/\]\([^)]*\)/g, ']')))
				.map(({ place, kind, text }) => ({ place, message: `take “Zapier” out of the ${kind} “${short(text)}”` })),
	},
	{
		code: 'M002',
		rule: 'The integration\'s description reads "… is a …", in 40 to 140 characters, without Zapier, "sync" or a link.',
		find: ({ about }) => (about === undefined ? [] : aboutFaults(about).map((message) => ({ place: 'package.json description', message }))),
	},
];

function badLinks(text: string): string[] {
	const prose = text.replace(CODE, ' ');
	const addresses = [...prose.matchAll(LINK)].map(({ groups }) => groups?.address ?? '');
	const rest = prose.replace(LINK, ' ');
	return [
		...addresses.filter((address) => !/^(https:\/\/\S|mailto:)/.test(address)).map((address) => `link to https://, not to “${address}”`),
		...[...rest.matchAll(/\b(https?:\/\/|www\.)[^\s)\]]+/gi)].map(
			([url]) => `make ${url} a link, [text](${url}), or put it into backticks if it is only shown`,
		),
		...when(/\]\s*\(|\[[^\]]*\(/.test(rest), `fix the broken Markdown link in “${short(text)}”`),
		...when(rest.includes('`'), `close the backticks in “${short(text)}”`),
	];
}

function redundant(label: string, helpText: string | undefined): string[] {
	if (!helpText) return [];
	const known = words(label);
	const adds = [...words(helpText)].some((word) => !known.has(word) && !FILLER.has(word));
	return when(!adds, `leave out the help text “${helpText}”, or let it say more than the label “${label}”`);
}

function aboutFaults(about: string): string[] {
	return [
		...when(/zapier/i.test(about), 'take “Zapier” out: it is about what the integration is, not about Zapier'),
		...when(!/^\S.*? is an? \S/.test(about), 'begin with the name of the integration and “is a”'),
		...when(/\bsync/i.test(about), 'leave out that it syncs something'),
		...when(/https?:\/\//i.test(about), 'leave out the link'),
		...when(about.length < 40, `write at least 40 characters (now ${about.length})`),
		...when(about.length > 140, `write at most 140 characters (now ${about.length})`),
		...when((about.match(/[.!?](\s|$)/g) ?? []).length > 3, 'write at most 3 sentences'),
	];
}

function short(text: string): string {
	return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}
