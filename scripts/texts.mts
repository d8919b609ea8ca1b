import { parseArgs } from 'node:util';
import { productOf, readBuilds } from './checks/builds.mts';
import { textsOf } from './checks/check.mts';
import { messagesOfSource } from './texts/messages.mts';
import { providerTexts, sharedTexts } from './texts/page.mts';

/*
 * `npm run texts`: every label, help text, placeholder, choice and message of the integration, as a Markdown page to read
 * through; `-- <provider>` for one product alone.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const builds = await readBuilds();
const [all, ...own] = builds;
const unknown = positionals.find((key) => !own.some(({ name }) => name === key));
if (unknown !== undefined) {
	console.error(`There is no provider ${unknown}. There are: ${own.map(({ name }) => name).join(', ')}.`);
	process.exitCode = 2;
} else if (all) {
	// What the definition shows isn't listed again among the messages.
	const shown = new Set(builds.flatMap(({ integration }) => textsOf(integration)).map(({ text }) => text));
	const messages = messagesOfSource().map(({ file, texts }) => ({ file, texts: texts.filter((text) => !shown.has(text)) }));
	const wanted = positionals.length ? own.filter(({ name }) => positionals.includes(name)) : own;
	const pages = wanted.map((build) => providerTexts(build, productOf(build.name, builds), messages));
	console.log([...(positionals.length ? [] : [sharedTexts(all, messages)]), ...pages].join('\n\n'));
}
