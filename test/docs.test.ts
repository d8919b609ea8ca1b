import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { scripts } from '../package.json';
import { readIntegration } from '../scripts/checks/read.mts';
import { fillIn, generatedFiles } from '../scripts/docs/files.mts';
import published from './public-keys.json';
import { built, providers } from './support/integration.ts';

const root = join(__dirname, '..');
const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);
const textOf = (file: string) => read(file) ?? '';
const pages = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'contracts/README.md',
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

/** A page without its code, where links and headings mean nothing. */
const proseOf = (text: string) =>
	text.replace(/^( *)```[\s\S]*?^\1```$/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));

/** The anchors of a page, made from its headings as GitHub makes them. */
const anchorsOf = (text: string) =>
	[...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-'),
	);

test.each(providers.map(({ key, name }) => [name, `docs/${key}.md`]))('%s has a page', (_name, page) => {
	expect(pages).toContain(page);
});

/** What the change log says of each product, on one line. */
const changes = textOf('CHANGELOG.md').replace(/\n +/g, ' ');

test.each(providers.filter(({ key }) => key in published))('CHANGELOG.md names every step of $name', async ({ key, name }) => {
	const own = changes.split('\n').filter((line) => line.includes(`**${name}**`));
	const { steps } = await readIntegration(built(key));
	const visible = steps.filter(({ hidden }) => !hidden).map(({ label }) => label);
	// The whole name: "Invite User" isn't named by "Invite User to Account".
	const names = (label: string) => own.some((line) => line.split(/[:,;.] /).includes(label) || line.endsWith(` ${label}.`));
	expect(visible.filter((label) => !names(label))).toEqual([]);
});

test('the tables say what the builds say', async () => {
	const names = ['all', ...providers.map(({ key }) => key)];
	const builds = await Promise.all(names.map(async (name) => ({ name, integration: await readIntegration(built(name)) })));
	const stale = [...generatedFiles(builds, read)].filter(([file, text]) => read(file) !== text).map(([file]) => file);
	if (stale.length) throw new Error(`${stale.join(', ')}: out of date. Run "npm run update:docs".`);
});

describe('the markers of a page', () => {
	const blocks = new Map([['invite_user', '| a |\n| --- |']]);

	test('keep what stands around them', () => {
		const page = '# A\n\n<!-- generated: invite_user -->\nold\n<!-- /generated -->\n\nIts own words: $& and $1.\n';
		const filled = fillIn('a.md', page, blocks);
		expect(filled).toBe('# A\n\n<!-- generated: invite_user -->\n\n| a |\n| --- |\n\n<!-- /generated -->\n\nIts own words: $& and $1.\n');
		expect(fillIn('a.md', filled, blocks)).toBe(filled);
	});

	test('must be there for everything that the integration can do', () => {
		expect(() => fillIn('a.md', '# A\n', blocks)).toThrow(/a\.md says nothing of invite_user\. .*<!-- generated: invite_user -->/s);
	});

	test('must name something that it can do', () => {
		const page = '<!-- generated: gone -->\n<!-- /generated -->\n';
		expect(() => fillIn('a.md', page, blocks)).toThrow('there is nothing called "gone"');
	});
});

describe.each(pages)('%s', (page) => {
	const text = textOf(page);

	test('has no broken relative link', () => {
		const broken = [...proseOf(text).matchAll(/\]\((?!https:\/\/)([^)\s]*)\)/g)].flatMap(([, link = '']) => {
			const [path = '', anchor] = link.split('#');
			const target = path ? relative(root, resolve(root, dirname(page), path)) : page;
			if (!existsSync(join(root, target))) return [`${link}: there is no ${target}`];
			return anchor === undefined || anchorsOf(textOf(target)).includes(anchor) ? [] : [`${link}: ${target} has no such heading`];
		});
		expect(broken).toEqual([]);
	});

	test('names only npm scripts that exist', () => {
		const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => script);
		expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
	});

	test('has no heading twice, so that every anchor means one place', () => {
		const anchors = anchorsOf(text);
		expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
	});
});
