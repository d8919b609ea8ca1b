import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Every npm script runs in whatever shell a system has: a command is one that Node.js or a package brings, its
 * arguments are words that no shell reads anything into, and between commands stands nothing but "&&".
 */
const root = join(__dirname, '..');
const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
	'scripts' | 'dependencies' | 'devDependencies',
	Record<string, string>
>;

/** The commands that the packages bring, which npm finds on every system. */
const brought = Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
	const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { bin?: string | object };
	return typeof bin === 'string' ? [name.replace(/^@.*\//, '')] : Object.keys(bin ?? {});
});
const commands = new Set(['node', 'npm', 'npx', ...brought]);

/** What a script needs of a POSIX shell; empty if it needs nothing. */
function posixOnly(script: string): string[] {
	return script.split(' && ').flatMap((step) => {
		const [command = '', ...words] = step.split(' ');
		const unknown = commands.has(command) ? [] : [`the command ${command}`];
		return [...unknown, ...words.filter((word) => !/^[\w@.,:/=+-]+$/.test(word)).map((word) => `the word ${word}`)];
	});
}

test.each(Object.entries(scripts))('npm run %s needs no POSIX shell', (_name, script) => {
	expect(posixOnly(script)).toEqual([]);
});

test.each([
	['test ! -e node_modules/.bin/esbuild || npm run build', 'the command test'],
	['NODE_OPTIONS=--import zapier-platform', 'the command NODE_OPTIONS=--import'],
	["jest -t 'one thing'", "the word 'one"],
	['node a.js; node b.js', 'the word a.js;'],
	['node a.js > log', 'the word >'],
	['node $npm_package_name.js', 'the word $npm_package_name.js'],
	['./scripts/build.ts', 'the command ./scripts/build.ts'],
	['jest test/*.ts', 'the word test/*.ts'],
	['rm -rf dist', 'the command rm'],
	['node a.js & node b.js', 'the word &'],
	['node `which jest`', 'the word `which'],
])('%s would', (script, reason) => {
	expect(posixOnly(script)).toContain(reason);
});

test.each(Object.entries(scripts))('npm run %s names files that exist', (_name, script) => {
	const files = script.split(/ && | /).filter((word) => /^(scripts|bench|preview|invite|test)\//.test(word));
	expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

const sources = ['scripts', 'sandbox', 'bench', 'preview', 'invite'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
);

test.each(sources.filter((file) => /\.[cm]?[jt]sx?$/.test(file)))('%s starts no command that only a shell would find', (file) => {
	const started = readFileSync(join(root, file), 'utf8').matchAll(
		/\b(?:spawn|execFile|fork)(?:Sync)?\(\s*(['"`][^'"`]*)|(?<![.\w])(exec(?:Sync)?\(\s*['"`])/g,
	);
	expect([...started].map(([call]) => call)).toEqual([]);
});
