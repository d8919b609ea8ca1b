import { choiceLabels, textsOf } from '../scripts/checks/check.mts';
import { readIntegration } from '../scripts/checks/read.mts';
import { wordings } from '../scripts/style/rules.mts';
import { messagesIn, messagesOfSource } from '../scripts/texts/messages.mts';
import { providerTexts, sharedTexts } from '../scripts/texts/page.mts';
import { built, providers } from './support/integration.ts';

const messages = messagesOfSource();

test.each(providers)('the page of $name has every label, help text, placeholder and short list of choices', async ({ key, name }) => {
	const integration = await readIntegration(built(key));
	const page = providerTexts({ name: key, integration }, name, messages);
	const long = integration.steps.flatMap(({ forms }) => forms.flat().filter(({ choices }) => choiceLabels(choices).length > 12));
	const unlisted = new Set(long.flatMap(({ choices }) => choiceLabels(choices)));
	const hidden = new Set(integration.steps.flatMap((step) => (step.hidden ? [`${step.kind}.${step.key}`] : [])));
	const texts = textsOf(integration).filter(
		({ kind, place, text }) => kind !== 'noun' && !hidden.has(place) && !unlisted.has(text) && !/outputFields\..+\./.test(place),
	);
	expect(texts.length).toBeGreaterThan(0);
	expect(texts.filter(({ text }) => !page.includes(text))).toEqual([]);
});

test('the page of what is shared has the connection of all products, and every message of src/zapier/', async () => {
	const integration = await readIntegration(built('all'));
	const page = sharedTexts({ name: 'all', integration }, messages);
	for (const { label = '', helpText = '' } of integration.definition.authentication?.fields ?? []) {
		expect(page).toContain(label);
		expect(page).toContain(helpText);
	}
	expect(page).toContain('- There is no server with the name ‹host›.');
	expect(page).toContain('- takes one address. For several, add Looping by Zapier before this step.');
});

test.each<[what: string, source: string, texts: string[]]>([
	['a text', "throw new InputError('Fill in the name.');", ['Fill in the name.']],
	['a template, with the names of its values', `refuse(\`\${label} is not \${account.host}.\`);`, ['‹label› is not ‹host›.']],
	['a quoted value', `refuse(\`can't be \${quote(text)}. Choose another.\`);`, ["can't be “‹text›”. Choose another."]],
	['each side of a choice', "say(ok ? 'All of it was sent.' : 'None of it was sent.');", ['All of it was sent.', 'None of it was sent.']],
	['no path', `send({ path: path\`/users of a workspace/\${id}\` });`, []],
	['no import', "import { one } from './a file of ours.ts';", []],
	['nothing of a sample', "const it = { sample: { name: 'a person of that name' } };", []],
	['nothing that only engineers read', "throw new TypeError('There is no such field in the form');", []],
	['no word alone', "const kind = 'connecting';", []],
])('of a source, the messages have %s', (_what, source, texts) => {
	expect(messagesIn(source)).toEqual(texts);
});

/** What each rule of words finds, and what it leaves alone. */
const FOUND = [
	['was mended', 'was fixed'],
	['is accepted in vain', 'is accepted in vainglory'],
	['A form answer arrives', 'A form response arrives'],
	['It is then called by your name', 'It calls you by your name'],
	['Yes creates a key', 'Choose Yes to create a key'],
	['It comes along as a package', 'It comes with the package'],
	['the steps around it', 'the other steps'],
	['is a member, or has been invited', 'is already a member or already invited'],
	['Something went wrong with it', 'Nothing went wrong'],
	['Oops', 'Stops'],
	['Syncs your users', 'loads a module-sync export'],
	['utilize the key', 'use the key'],
	['in order to join', 'the order to join'],
	['Please choose', 'pleased'],
	['Log in here', 'Log in to the app'],
	['an e-mail', 'an email'],
	['the aforementioned user', 'this user'],
	['A user — an admin — joins', 'A user joins — at once'],
] as const;

test.each(wordings.map(({ pattern }, index) => [pattern, ...(FOUND[index] ?? ['', ''])] as const))(
	'the style refuses %p: %s',
	(pattern, bad, good) => {
		expect(bad).toMatch(pattern);
		expect(good).not.toMatch(pattern);
	},
);
