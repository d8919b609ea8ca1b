import { type Check, when } from './check.mts';
import type { Field } from './read.mts';

const LINK = /\[[^[\]]+\]\(https:\/\/[^\s)]+\)/;
const SECRET = /\b(api[ _-]?key|access[ _-]?token|token|secret|password|passwd|jwt)\b/i;

const isSecret = ({ type, computed, isNoSecret }: Field) => !computed && (type === 'password' || (type !== 'copy' && !isNoSecret));

export const connectionChecks: Check[] = [
	{
		code: 'D002',
		rule: 'The help text of a secret links to where it is found.',
		find: ({ definition: { authentication } }) =>
			(authentication?.fields ?? [])
				.filter((field) => isSecret(field) && !LINK.test(field.helpText ?? ''))
				.map(({ key }) => ({ place: `authentication.fields.${key}`, message: 'link to the page where it is found, in its help text' })),
	},
	{
		code: 'D003',
		rule: 'The connection label tells accounts apart, and shows no secret and no id.',
		find: ({ definition: { authentication } }) => {
			if (!authentication) return [];
			const secrets = (authentication.fields ?? []).filter(isSecret).map(({ key }) => key);
			return labelFaults(authentication.connectionLabel ?? '', secrets).map((message) => ({
				place: 'authentication.connectionLabel',
				message,
			}));
		},
	},
	{
		code: 'D028',
		rule: 'Empty values arrive as they are: cleanInputData is off.',
		find: ({ definition, steps }) => [
			...(definition.flags?.cleanInputData ? [{ place: 'flags.cleanInputData', message: 'set it to false' }] : []),
			...steps
				.filter((step) => step.cleanInputData)
				.map((step) => ({ place: `${step.kind}.${step.key}.cleanInputData`, message: 'set it to false' })),
		],
	},
];

function labelFaults(label: string, secrets: string[]): string[] {
	if (/^\$func\$/.test(label)) return [];
	const names = [...label.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map(([, name = '']) => name.split('.').at(-1) ?? '');
	const secret = names.find((name) => secrets.includes(name) || SECRET.test(name.replaceAll('_', ' ')));
	return [
		...when(!names.length, 'set a label with something of the account in it, such as {{bundle.inputData.email}}'),
		...when(secret !== undefined, `take ${secret} out of the label: it is a secret`),
		...when(SECRET.test(label.replace(/\{\{.*?\}\}/g, '')), 'don’t speak of keys and tokens in the label'),
		...when(names.length > 0 && names.every((name) => /(^|_)id$/.test(name)), 'show a name or an e-mail address instead of an id'),
	];
}
