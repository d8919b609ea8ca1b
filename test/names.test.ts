import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies } from '../package.json';
import { unfinished } from '../scripts/new-provider/unfinished.mts';
import { providers } from './support/integration.ts';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** A text without what the benchmark wrote into it: a line for each build. */
const unmeasured = (text: string) => text.replace(/<!-- bench -->.*<!-- \/bench -->/s, (table) => table.replace(/[^\n]/g, ''));

/** All files that git tracks or would track; none where this project is no clone. */
function files(): string[] {
	const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
	if (status !== 0) throw new Error('This test needs git, in a clone of the project.');
	return stdout.split('\n').filter((file) => file && existsSync(join(root, file)));
}

/** Where a product may be named: what is its own, its line, what is generated from all, and what tells of releases. */
const ALLOWED = [
	/^(contracts|src\/providers)\/[a-z0-9_]+\//,
	/^src\/providers\/index\.ts$/,
	/^examples\//,
	new RegExp(`^docs/(${providers.map(({ key }) => key).join('|')})\\.md$`),
	/^test\/providers\//,
	/^docs\/(errors|outcomes|invite|transcript)\.md$/,
	/^docs\/images\//,
	/^bench\/results\.md$/,
	/^test\/public-keys\.json$/,
	/^CHANGELOG\.md$/,
	/^package-lock\.json$/,
];

/** The names of a product: its key, and every word that its name doesn't share with others. */
const namesOf = ({ key, name }: { key: string; name: string }) => [key, ...name.split(/[ ()]+/)].filter((word) => /^[\w-]{4,}$/.test(word));
/** What invented products are called, such as that of the guide. */
const INVENTED = /^acme/i;
/** Words that mean something else, too. */
const COMMON = new Set(['Enterprise', 'Platform', 'Magic', 'Meal', 'Kits', 'Notes', 'Cloud']);

test('no product is named outside of what is its own', () => {
	const names = providers.flatMap(namesOf).filter((name) => !COMMON.has(name) && !INVENTED.test(name));
	const pattern = new RegExp(names.join('|'), 'i');
	const found = files()
		.filter((file) => !ALLOWED.some((place) => place.test(file)))
		.flatMap((file) =>
			unmeasured(read(file))
				.split('\n')
				.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${pattern.exec(line)?.[0]}`] : [])),
		);
	expect(found).toEqual([]);
});

describe.each(providers.map(({ name, key }) => [name, key]))('%s', (_name, key) => {
	test('is filled in', () => {
		expect(unfinished(key, root)).toEqual([]);
	});

	test.each([
		`contracts/${key}/openapi.yaml`,
		`contracts/${key}/simulation.mts`,
		`examples/zaps/${key}.json`,
		`docs/${key}.md`,
		`test/providers/${key}.test.ts`,
		`test/providers/${key}.outcomes.ts`,
	])('has %s', (file) => {
		expect(existsSync(join(root, file))).toBe(true);
	});
});

test('.nvmrc names the Node.js that the scripts run on', () => {
	expect(read('.nvmrc').trim()).toBe(devDependencies.node);
});

describe('docs/architecture.md', () => {
	const links = [...read('docs/architecture.md').matchAll(/\[`(\w+)`\]\(\.\.\/(src\/[\w/]+\.ts)\)/g)].map(([, name = '', file = '']) => ({
		name,
		file,
	}));

	test.each(links)('$name is a function of $file', ({ name, file }) => {
		expect(read(file)).toMatch(new RegExp(`^export (async )?function ${name}\\b`, 'm'));
	});

	test('follows an invitation through all stages', () => {
		expect(links.length).toBeGreaterThan(12);
	});
});
