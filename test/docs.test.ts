import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { scripts } from '../package.json';
import { readIntegration } from '../scripts/checks/read.mts';
import { fillIn, generatedFiles } from '../scripts/docs/files.mts';
import { built, providers } from './support/integration.ts';

const root = join(__dirname, '..');
const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined);
const textOf = (file: string) => read(file) ?? '';
const pages = [
	'README.md',
	'CHANGELOG.md',
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

test('tables and .env.example say what the builds say', async () => {
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

describe('docs/adding-a-provider.md', () => {
	const execute = promisify(execFile);
	const LEFT_OUT = /^(node_modules|\.git|\.builds|\.stryker-tmp|build|dist|coverage|reports|\.env)$/;
	let project: string;

	beforeAll(() => {
		project = mkdtempSync(join(tmpdir(), 'workspace-invitations-'));
		cpSync(root, project, { recursive: true, filter: (source) => source === root || !LEFT_OUT.test(basename(source)) });
		symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
		// Each block of code whose fence names a file is that file.
		for (const [, file = '', code = ''] of textOf('docs/adding-a-provider.md').matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)) {
			mkdirSync(dirname(join(project, file)), { recursive: true });
			writeFileSync(join(project, file), code);
		}
		const list = join(project, 'src/providers/index.ts');
		const before = readFileSync(list, 'utf8');
		if (before.includes('acme_notes')) return;
		const after = before.replace(/(providers: Provider\[\] = \[[^\]]*)\]/, '$1, acme_notes]');
		writeFileSync(list, `import { acme_notes } from './acme_notes/index.ts';\n${after}`);
	});

	afterAll(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));

	/** Runs a program of the project, and gives what it printed. */
	async function run(program: string, ...words: string[]): Promise<string> {
		try {
			const { stdout, stderr } = await execute(process.execPath, [program, ...words], {
				cwd: project,
			});
			return stdout + stderr;
		} catch (error) {
			const { stdout, stderr } = error as { stdout: string; stderr: string };
			throw new Error(`${program} ${words.join(' ')}:\n${stdout}${stderr}`);
		}
	}

	test('works word by word', async () => {
		await Promise.all([run('scripts/build.mts'), run('scripts/build.mts', '--every')]);
		await run('scripts/public-keys.mts');
		await run('scripts/docs.mts');
		expect(readdirSync(join(project, 'docs'))).toContain('acme_notes.md');
		const [started, tested] = await Promise.all([
			run('scripts/start.mts'),
			run('node_modules/jest/bin/jest.js', 'test/contracts', 'test/acceptance', '-t', 'Acme Notes'),
			run('node_modules/typescript/bin/tsc', '--project', '.'),
		]);
		expect(started).toContain('Acme Notes: alex.admin@example.com');
		expect(tested).toMatch(/Tests: .*\d+ passed/);
	}, 60_000);
});
