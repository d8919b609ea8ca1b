import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { scripts } from '../package.json';
import { readContract } from './support/contract.ts';
import { providers } from './support/integration.ts';

/*
 * Every command in the documentation is run, as it stands there, or needs something that no test has. What is run nowhere else is
 * run here, in a copy of the project, where it builds what it likes.
 */
const root = join(__dirname, '..');
const pages = ['README.md', 'CONTRIBUTING.md', 'contracts/README.md'].concat(
	// upstream.md has the trials of other projects' faults, which say themselves what they need.
	readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') && name !== 'upstream.md' ? [`docs/${name}`] : [])),
);

/** The commands of a page: the lines of its `sh` blocks, what stands behind a prompt, and those within sentences. */
function commandsIn(text: string): string[] {
	const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, code = '']) => code.trim().split('\n'));
	const prompts = [...text.matchAll(/^\$ (.+)$/gm)].map(([, line = '']) => line);
	const inline = [...text.matchAll(/`((?:npm|npx|bash) [^`\n]+)`/g)].map(([, line = '']) => line);
	return [...blocks, ...prompts, ...inline].map((line) => line.trim());
}

const testFiles = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.test.ts'))
	.map((name) => `test/${name.replaceAll('\\', '/')}`);

const documented = [...new Set(pages.flatMap((page) => commandsIn(readFileSync(join(root, page), 'utf8'))))];

/**
 * How a command comes to be run: here; by the guide's own test; by a step of `.ci/run`; by another test, which starts the same
 * file; as the tests that it names; not, since it stands for others that are documented; or not, and what it needs.
 */
type How =
	| 'here'
	| 'by the guide'
	| 'as tests'
	| 'stands for others'
	| { step: string }
	| { test: string; starts: string; by?: string }
	| { needs: string };

const ZAPIER = { needs: "Zapier's server" };
const ACCOUNT = { needs: 'a real account' };

const registry: [command: RegExp, how: How][] = [
	[/^npm ci$/, { step: 'npm ci' }],
	[/^npm ci && npm start$/, { step: 'npm start' }],
	[/^npm start( -- <provider>)?$/, { test: 'test/start.test.ts', starts: 'scripts/start.mts' }],
	[/^npm start -- \w+$/, 'here'],
	[/^npm test$/, { step: 'npm test --' }],
	[/^npm run test:guide$/, { step: 'npm run --silent test:guide' }],
	[/^npm run types$/, { step: 'npm run --silent types' }],
	[/^npm run lint$/, { step: 'npm run --silent lint' }],
	[/^npm run verify:zip$/, { step: 'npm run --silent verify:zip' }],
	[/^npx zapier-platform validate --without-style$/, { step: 'validate --without-style' }],
	[/^bash \.ci\/run$/, { needs: 'to be what runs the tests' }],
	[/^npx jest /, 'as tests'],
	[/^npm run (format|build|update:docs( -- \w+)?)$/, 'by the guide'],
	[/^npm run (new-provider|check:provider) -- /, 'by the guide'],
	[/^npm run sandbox -- invoke create acme_notes_/, 'by the guide'],
	[/^npm run (new-provider|invite)$/, 'stands for others'],
	[/^np(m run|x) .* …$/, 'stands for others'],
	[/^npm run sandbox -- invoke create <provider>_/, 'here'],
	[/^npm run texts$/, 'here'],
	[/^npm run check:integration$/, 'here'],
	[/^npm run update:public-keys$/, 'here'],
	[/^npm run zapier -- \w+ describe$/, 'here'],
	[/^npm run check:integration -- /, { test: 'test/preview/checkFolder.test.ts', starts: 'scripts/check-integration.mts' }],
	[/^npm run invite -- (--help$|.* --dry-run)/, 'here'],
	[/^npm run invite -- [\w<>]+ people\.csv( --results \S+)?$/, ACCOUNT],
	[
		/^npm run preview( -- \.\.\/another-integration)?$/,
		{ test: 'test/preview/server.test.ts', starts: 'preview/index.mts', by: 'preview/drive/preview.mts' },
	],
	[/^npm run preview -- --live$/, ACCOUNT],
	[/^npm run screenshots$/, { needs: 'Chromium for minutes; a test says when the pictures are out of date' }],
	[/^npm run histories$/, { needs: 'hours; npm test plays some hundreds of the same' }],
	[/^npm run mutation( -- --incremental <part>)?$/, { needs: 'hours' }],
	[/^npm run bench\b/, { needs: 'a machine that does nothing else, for minutes' }],
	[/^npx zapier-platform invoke /, ACCOUNT],
	[/^npx zapier-platform (login|register|push|link|validate$|promote|jobs|migrate|logs|deprecate|users:|team:)/, ZAPIER],
	[/^npm run zapier -- [\w<>]+ (register|push|link|env:set 1)\b/, ZAPIER],
];

/** The script of package.json that a command names. */
const scriptIn = (command: string) => /^npm (?:run )?([\w:-]+)/.exec(command)?.[1] ?? '';
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
/** A source without its comments, where words run nothing. */
const codeOf = (file: string) => textOf(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

test.each(documented)('%s is run, or the registry says what it needs', (command) => {
	const entries = registry.filter(([pattern]) => pattern.test(command));
	if (entries.length !== 1)
		throw new Error(`Run “${command}” in a test, and give it one place in the registry in test/documentedCommands.test.ts.`);
	const script = scriptIn(command);
	if (script && script !== 'ci') expect(scripts).toHaveProperty([script]);
});

test.each(registry)('%p is documented, and run as the registry says', (pattern, how) => {
	const commands = documented.filter((command) => pattern.test(command));
	expect(commands).not.toEqual([]);
	for (const command of commands) {
		if (how === 'by the guide') {
			// Its test runs every command of the guide.
			const ofGuide = commandsIn(textOf('docs/adding-a-provider.md')).map(scriptIn);
			expect(ofGuide).toContain(scriptIn(command));
		} else if (how === 'stands for others') {
			const begin = command.replace(/( --)? …$/, '');
			expect(documented.filter((other) => other !== command && other.startsWith(`${begin} `))).not.toEqual([]);
		} else if (how === 'as tests') {
			const [, files = '', name = ''] = /^npx jest (\S+)(?: -t "(.+)")?$/.exec(command) ?? [];
			const found = testFiles.filter((file) => file.includes(files));
			expect(found).not.toEqual([]);
			// What a test is called may stand beside it.
			expect([...found, 'test/support/faults.ts'].some((file) => textOf(file).includes(name))).toBe(true);
		} else if (typeof how === 'object' && 'step' in how) {
			const lines = textOf('.ci/run')
				.split('\n')
				.filter((line) => !/^\s*#/.test(line));
			// A step's name isn't what it runs.
			const runs = lines.map((line) => line.replace(/\bstep ('[^']*'|"[^"]*")/, ''));
			expect(runs.filter((line) => line.includes(how.step))).not.toEqual([]);
		} else if (typeof how === 'object' && 'test' in how) {
			expect(scripts[scriptIn(command) as keyof typeof scripts]).toContain(how.starts);
			expect(codeOf(how.by ?? how.test)).toMatch(/\bspawn(Sync)?\(/);
			expect(codeOf(how.by ?? how.test)).toContain(`${how.starts}'`);
			if (how.by) expect(codeOf(how.test)).toContain(`/${how.by}'`);
		}
	}
});

const LEFT_OUT = /^(node_modules|\.git|\.builds|\.stryker-tmp|build|dist|coverage|reports|\.env|test|docs|.+\.results\.csv.*)$/;
let project: string;

beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), 'documented-commands-'));
	cpSync(root, project, { recursive: true, filter: (source) => source === root || !LEFT_OUT.test(basename(source)) });
	symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
});
afterAll(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));

/** The documented commands that were run. */
const typed = new Set<string>();

/**
 * Runs a documented command as npm would, in a terminal of 80 columns, without waiting for npm itself.
 * @param names what stands for a name in angle brackets.
 */
function run(line: string, names: Record<string, string> = {}, env: Record<string, string> = {}) {
	typed.add(line);
	const [command = '', options = ''] = line.replace(/<(\w+)>/g, (_, name: string) => names[name] ?? '').split(/ -- (.*)/);
	const args = [...options.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, word]) => single ?? double ?? word ?? '');
	const script = scriptIn(command);
	let ran = { status: 0 as number | null, output: '', stdout: '' };
	const parts = (scripts[script as keyof typeof scripts] ?? '').split(' && ');
	for (const [index, part] of parts.entries()) {
		// `npm start` builds first by another script.
		const own = part === 'npm run --silent build' ? scripts.build : part;
		const [, ...rest] = own.split(' ');
		const { status, stdout, stderr } = spawnSync(process.execPath, [...rest, ...(index === parts.length - 1 ? args : [])], {
			cwd: project,
			encoding: 'utf8',
			env: { ...process.env, ...env, DISABLE_ZAPIER_ANALYTICS: '1', NO_COLOR: '1', COLUMNS: '80' },
		});
		ran = { status, output: ran.output + stdout + stderr, stdout: ran.stdout + stdout };
		if (status !== 0) break;
	}
	return ran;
}

const transcript = join(root, 'docs/transcript.md');

test('docs/transcript.md shows what the commands print', () => {
	const text = readFileSync(transcript, 'utf8');
	const commands = [...text.matchAll(/^\$ (.+)$/gm)].map(([, line = '']) => line);
	expect(commands.length).toBeGreaterThan(2);
	const printed = commands.map((line) => {
		const { status, output, stdout } = run(line);
		// A sheet of which a row fails ends with 1, and says so.
		if (status !== 0 && status !== 1) throw new Error(`${line} ended with ${status}:\n${output}`);
		// A terminal begins a new line at its edge.
		const shown = stripVTControlCharacters(stdout)
			.trimEnd()
			.replace(/^.{81,}$/gm, (long) => long.match(/.{1,80}/g)?.join('\n') ?? long);
		return `\`\`\`\n$ ${line}\n${shown}\n\`\`\``;
	});
	const begin = '<!-- generated by test/documentedCommands.test.ts: npm run update:docs -->';
	const end = '<!-- /generated -->';
	const updated = `${text.slice(0, text.indexOf(begin))}${begin}\n\n${printed.join('\n\n')}\n\n${text.slice(text.indexOf(end))}`;
	if (process.env.UPDATE_DOCS) writeFileSync(transcript, updated);
	expect(readFileSync(transcript, 'utf8')).toBe(updated);
});

describe('in a copy of the project', () => {
	const [one] = providers;
	if (!one) throw new Error('There is no provider');
	const zap = JSON.parse(textOf(`examples/zaps/${one.key}.json`));
	const form = JSON.parse(textOf('examples/form-submission.json'));
	const input = JSON.stringify(zap.inputData).replace(/\{\{([^}]+)\}\}/g, (_, name: string) => form[name]);

	beforeAll(() => {
		writeFileSync(join(project, 'person.json'), input);
		cpSync(join(root, 'examples/people.csv'), join(project, 'people.csv'));
		mkdirSync(join(project, 'test'));
	});

	test('npm run texts lists what each product says', () => {
		const { status, output } = run('npm run texts');
		expect(status).toBe(0);
		for (const { name } of providers) expect(output).toContain(`\n# ${name}\n`);
		expect(output).toContain('\n# Messages of every product\n');
	});

	test('npm run update:public-keys writes the keys of every build, and says what is new', () => {
		writeFileSync(join(project, 'test/public-keys.json'), '{}');
		const { status, output } = run('npm run update:public-keys');
		expect(status).toBe(0);
		expect(output).toContain(`adds    integration \`${one.key}\` is new`);
		const written = JSON.parse(readFileSync(join(project, 'test/public-keys.json'), 'utf8'));
		expect(Object.keys(written).toSorted()).toEqual(['all', ...providers.map(({ key }) => key)].toSorted());
		const { all: _all, ...published } = JSON.parse(textOf('test/public-keys.json'));
		expect(written).toMatchObject(published);
	});

	test.each(documented.filter((command) => /^npm run zapier -- \w+ describe$/.test(command)))(
		'%s shows the steps of that product, under its own keys',
		(command) => {
			const { status, output } = run(command);
			expect(status).toBe(0);
			expect(output).toContain('creates.invite_user.operation.perform');
			expect(output).not.toMatch(/creates\.\w+_invite_user/);
		},
	);

	test('npm run zapier scaffolds nothing, and says what does', () => {
		const before = readFileSync(join(project, 'src/index.ts'), 'utf8');
		const { status, output } = run('npm run zapier -- <provider> scaffold create team', { provider: one.key });
		expect(status).toBe(2);
		expect(output).toContain('npm run new-provider -- <key>');
		expect(output).toContain('docs/adding-a-provider.md');
		expect(readFileSync(join(project, 'src/index.ts'), 'utf8')).toBe(before);
		expect(existsSync(join(project, 'src/creates'))).toBe(false);
	});

	test('after a command for one product, the sandbox still has all of them', () => {
		const invoked = run('npm run zapier -- <provider> invoke create invite_user -i "@person.json" --non-interactive', {
			provider: one.key,
		});
		// No account is connected, so the step asks for one; it was found.
		expect(invoked.output).toMatch(/Fill in /);
		const [command = ''] = documented.filter((line) => line.startsWith('npm run sandbox -- invoke create <provider>_'));
		expect(run(command, { provider: one.key }).output).toContain('"status": "invited"');
	});

	test.each(documented.filter((command) => /^npm run invite -- (--help$|\w+ people\.csv .*--dry-run)/.test(command)))(
		'%s sends nothing',
		(command) => {
			const [, key = ''] = /^npm run invite -- (\w+)/.exec(command) ?? [];
			const connection = key ? readContract(key)['x-sandbox'].connection : {};
			const account = Object.fromEntries(Object.entries(connection).map(([name, value]) => [`authData_${name}`, String(value)]));
			const { status, output } = run(command, {}, account);
			// One row of the sheet has no address.
			expect(status).toBe(command.endsWith('--help') ? 0 : 1);
			expect(output).toMatch(/nothing was sent|--dry-run/);
		},
	);

	test('all were run that are said to be', () => {
		const here = documented.filter((command) => registry.some(([pattern, how]) => how === 'here' && pattern.test(command)));
		expect(here.filter((command) => !typed.has(command))).toEqual([]);
	});
});
