import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBuilds } from './checks/builds.mts';
import { textsOf } from './checks/check.mts';
import { findingsIn } from './style/check.mts';
import { messagesOfSource } from './texts/messages.mts';

/*
 * A part of `npm run lint`: reads what people read (the texts of every built integration, the messages in the sources, the
 * documentation) as an editor would, by the rules of scripts/style/.
 */
const root = join(import.meta.dirname, '..');

const definition = new Map<string, string>();
for (const { name, integration } of await readBuilds()) {
	for (const { place, text } of textsOf(integration)) if (!definition.has(text)) definition.set(text, `${name}: ${place}`);
}
const messages = new Map(messagesOfSource().flatMap(({ file, texts }) => texts.map((text) => [text, file] as const)));
const pages = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'contracts/README.md'],
	...readdirSync(join(root, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];

const findings: string[] = [];
for (const [text, place] of definition) {
	for (const { message } of await findingsIn(text, 'definition')) findings.push(`${place}: ${message}`);
}
for (const [text, file] of messages) {
	if (definition.has(text)) continue;
	for (const { message } of await findingsIn(text, 'message')) findings.push(`${file}: ${message}`);
}
for (const page of pages) {
	for (const { line, message } of await findingsIn(readFileSync(join(root, page), 'utf8'), 'page'))
		findings.push(`${page}:${line}: ${message}`);
}
for (const finding of findings) console.log(finding);
if (findings.length) console.log(`\n${findings.length} to write otherwise.`);
process.exitCode = findings.length ? 1 : 0;
