import type { Build } from '../checks/read.mts';
import { FILL_IN } from '../new-provider/skeleton.mts';
import { type Provider, providersOf } from './blocks.mts';

/** Reads a file of the project; undefined if there is none. */
type Read = (file: string) => string | undefined;

/**
 * Every file of which something is generated, by its path in the project, with that brought up to date. What stands
 * outside the markers stays; a provider without a page gets one to fill in.
 */
export function generatedFiles(builds: Build[], read: Read): Map<string, string> {
	const providers = providersOf(builds);
	const files = new Map<string, string>();
	for (const provider of providers) {
		const file = `docs/${provider.key}.md`;
		files.set(file, fillIn(file, read(file) ?? newPage(provider), provider.blocks));
	}
	return files;
}

/**
 * Puts each block between its markers, `<!-- generated: its name -->` and `<!-- /generated -->`.
 * @throws if a block has no markers, or markers have no block.
 */
export function fillIn(file: string, text: string, blocks: Map<string, string>): string {
	const missing = new Set(blocks.keys());
	const filled = text.replace(/<!-- generated: (\S+) -->\n[\s\S]*?<!-- \/generated -->/g, (_whole, name: string) => {
		const block = blocks.get(name);
		if (block === undefined)
			throw new Error(`${file}: there is nothing called "${name}", so remove its markers and what stands around them.`);
		missing.delete(name);
		return `<!-- generated: ${name} -->\n\n${block}\n\n<!-- /generated -->`;
	});
	if (missing.size) {
		const markers = [...missing].map((name) => `<!-- generated: ${name} -->\n<!-- /generated -->`).join('\n');
		throw new Error(`${file} says nothing of ${[...missing].join(', ')}. Give each a heading, with these lines below it:\n${markers}`);
	}
	return filled;
}

const GROUPS = { creates: 'Actions', searches: 'Searches', triggers: 'Triggers' } as const;

/** A page with a heading for everything, to be written. */
function newPage({ name, steps }: Provider): string {
	const section = (heading: string, block: string, level: string) =>
		`${level} ${heading}\n\n<!-- generated: ${block} -->\n<!-- /generated -->\n`;
	const todo = (what: string) => `<!-- ${FILL_IN}: ${what} -->\n`;
	const groups = Object.entries(GROUPS).flatMap(([kind, heading]) => {
		const members = steps.filter((step) => step.kind === kind);
		return members.length ? [`## ${heading}\n`, ...members.map(({ label, key }) => section(label, key, '###'))] : [];
	});
	return [
		`# ${name}\n`,
		todo('what it does, in a sentence'),
		section('Connect your account', 'connection', '##'),
		todo('where the key is found, and which permissions it needs'),
		...groups,
		'## Examples\n',
		todo('two Zaps that people build'),
		'## When something goes wrong\n',
		todo('what people will meet, and what they do then'),
		'What each message means, for every product: [errors.md](errors.md).\n',
	].join('\n');
}
