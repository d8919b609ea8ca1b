import type { Build } from '../checks/read.mts';
import { type Provider, providersOf, table } from './blocks.mts';

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
	files.set('README.md', fillIn('README.md', read('README.md') ?? '', new Map([['providers', providersBlock(providers)]])));
	files.set('.env.example', environment(providers));
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
	const groups = Object.entries(GROUPS).flatMap(([kind, heading]) => {
		const members = steps.filter((step) => step.kind === kind);
		return members.length ? [`## ${heading}\n`, ...members.map(({ label, key }) => section(label, key, '###'))] : [];
	});
	return [
		`# ${name}\n`,
		section('Connect your account', 'connection', '##'),
		...groups,
		'## Examples\n',
		'## When something goes wrong\n',
		'What each message means, for every product: [errors.md](errors.md).\n',
	].join('\n');
}

function providersBlock(providers: Provider[]): string {
	return table(
		['Product', 'Connection', ...Object.values(GROUPS)],
		providers.map(({ key, name, connection, oauth, steps }) => [
			`[${name}](docs/${key}.md)`,
			connection.map(({ label, required }) => `${label}${required ? '' : ' (optional)'}`).join(', ') + (oauth ? '; alone: OAuth' : ''),
			...Object.keys(GROUPS).map(
				(kind) =>
					steps
						.filter((step) => step.kind === kind)
						.map(({ label }) => label)
						.join(', ') || '–',
			),
		]),
	);
}

/** The variables of `.env` that the Zapier command line reads: every field of every connection, empty. */
function environment(providers: Provider[]): string {
	const fields = Map.groupBy(
		providers.flatMap(({ name, connection }) => connection.map((field) => ({ ...field, name }))),
		({ key }) => key,
	);
	const oauth = providers.filter((provider) => provider.oauth).map(({ name }) => name);
	const sections = [
		[
			'# Copy this file to .env and fill in the lines of one product. .env is never committed.',
			'# `npm run update:docs` writes this file.',
		],
		[`# Which product: ${providers.map(({ key }) => key).join(', ')}`, 'authData_provider='],
		...[...fields].map(([key, users]) => [
			`# ${users[0]?.label}: ${users.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(', ')}`,
			`authData_${key}=`,
		]),
		oauth.length
			? [
					`# Only for OAuth, in the integration of ${oauth.join(', ')} alone: the application registered there`,
					'CLIENT_ID=',
					'CLIENT_SECRET=',
				]
			: [],
	];
	return `${sections
		.filter((lines) => lines.length)
		.map((lines) => lines.join('\n'))
		.join('\n\n')}\n`;
}
