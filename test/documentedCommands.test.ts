import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { scripts } from '../package.json';
import { providers } from './support/integration.ts';

/*
 * Every command in the documentation is run by a test, as it stands there, or needs something that no test has. What is run
 * nowhere else is run here, in a copy of the project, where it builds what it likes.
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

const documented = [...new Set(pages.flatMap((page) => commandsIn(readFileSync(join(root, page), 'utf8'))))];

/** How a command comes to be run: here, by another test that says so in these words, or not, and why. */
type How = { here: true } | { test: string; by: string } | { needs: string };

const ZAPIER = { needs: "Zapier's server" };
const ACCOUNT = { needs: 'a real account' };
const CI = (by: string) => ({ test: '.ci/run', by });
const guide = { test: 'test/guide/guide.ts', by: 'commandsOf' };

const registry: [command: RegExp, how: How][] = [
	[/^npm ci( && npm start)?$/, CI('npm ci')],
	[/^npm start( -- [\w<>]+)?$/, { test: 'test/start.test.ts', by: 'scripts/start.mts' }],
	[/^npm test$/, CI('npm test')],
	[/^npm run test:guide$/, CI('npm run test:guide')],
	[/^npx jest /, CI('npm test')],
	[/^bash \.ci\/run$/, { needs: 'half an hour: it is what CI runs' }],
	[/^npm run (types|lint)$/, CI('npm run --silent')],
	[/^npm run (format|build|update:docs( -- \w+)?)$/, guide],
	[/^npm run (new-provider|check:provider)\b/, guide],
	[/^npm run sandbox -- invoke create acme_notes_/, guide],
	[/^npm run sandbox -- (invoke create <provider>|…)/, { here: true }],
	[/^npm run texts$/, { here: true }],
	[/^npm run zapier -- [\w<>]+ (describe|…)$/, { here: true }],
	[/^npx zapier-platform validate --without-style$/, CI('validate --without-style')],
	[/^npm run check:integration$/, { here: true }],
	[/^npm run check:integration -- /, { test: 'test/preview/checkFolder.test.ts', by: 'check-integration.mts' }],
	[/^npm run invite\b/, { test: 'test/invite/command.test.ts', by: 'scripts/invite.mts' }],
	[/^npm run preview( -- \.\.\/another-integration)?$/, { test: 'test/preview/server.test.ts', by: 'preview' }],
	[/^npm run preview -- --live$/, ACCOUNT],
	[/^npm run screenshots$/, { test: 'test/preview/pictures.test.ts', by: 'screenshots' }],
	[/^npm run update:public-keys$/, { test: 'test/publicKeys.test.ts', by: 'public-keys' }],
	[/^npm run histories$/, { test: 'test/histories.test.ts', by: 'histories' }],
	[/^npm run mutation$/, { needs: 'hours' }],
	[/^npm run bench\b/, { needs: 'a machine that does nothing else, for minutes' }],
	[/^npm run verify:zip$/, CI('verify:zip')],
	[/^npx zapier-platform invoke /, ACCOUNT],
	[/^npx zapier-platform (…|login|register|push|link|validate|promote|jobs|migrate|logs|deprecate|users:|team:)/, ZAPIER],
	[/^npm run zapier -- [\w<>]+ (register|push|link|env:set)\b/, ZAPIER],
];

test.each(documented)('%s is run by a test, or needs what no test has', (command) => {
	const entries = registry.filter(([pattern]) => pattern.test(command));
	if (!entries.length)
		throw new Error(`Nothing runs “${command}”. Run it in a test, and add it to the registry in test/documentedCommands.test.ts.`);
	const [, script] = /^npm (?:run )?([\w:-]+)/.exec(command) ?? [];
	if (script && script !== 'ci') expect(scripts).toHaveProperty([script]);
});

test.each(registry)('%p is documented, and run where the registry says', (pattern, how) => {
	expect(documented.filter((command) => pattern.test(command))).not.toEqual([]);
	if ('test' in how) expect(readFileSync(join(root, how.test), 'utf8')).toContain(how.by);
});

const LEFT_OUT = /^(node_modules|\.git|\.builds|\.stryker-tmp|build|dist|coverage|reports|\.env|test|docs|.+\.results\.csv.*)$/;
let project: string;

beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), 'documented-commands-'));
	cpSync(root, project, { recursive: true, filter: (source) => source === root || !LEFT_OUT.test(basename(source)) });
	symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
});
afterAll(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));

/** Runs a documented command as npm would, in a terminal of 80 columns, without waiting for npm itself. */
function run(line: string): { status: number | null; output: string; stdout: string } {
	const [, , ...words] = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
	const script = /^npm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? '';
	const args = words.filter((word) => word !== '--' && word !== script);
	let ran = { status: 0 as number | null, output: '', stdout: '' };
	const parts = (scripts[script as keyof typeof scripts] ?? '').split(' && ');
	for (const [index, part] of parts.entries()) {
		// `npm start` builds first by another script.
		const own = part === 'npm run --silent build' ? scripts.build : part;
		const [, ...rest] = own.split(' ');
		const { status, stdout, stderr } = spawnSync(process.execPath, [...rest, ...(index === parts.length - 1 ? args : [])], {
			cwd: project,
			encoding: 'utf8',
			env: { ...process.env, DISABLE_ZAPIER_ANALYTICS: '1', NO_COLOR: '1', COLUMNS: '80' },
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
	const zap = JSON.parse(readFileSync(join(root, 'examples/zaps', `${one.key}.json`), 'utf8'));
	const form = JSON.parse(readFileSync(join(root, 'examples/form-submission.json'), 'utf8'));
	const input = JSON.stringify(zap.inputData).replace(/\{\{([^}]+)\}\}/g, (_, name: string) => form[name]);

	test('npm run texts lists what each product says', () => {
		const { status, output } = run('npm run texts');
		expect(status).toBe(0);
		for (const { name } of providers) expect(output).toContain(`\n# ${name}\n`);
		expect(output).toContain('\n# Messages of every product\n');
	});

	test('npm run zapier -- <provider> describe shows the steps of that product, under its own keys', () => {
		const { status, output } = run(`npm run zapier -- ${one.key} describe`);
		expect(status).toBe(0);
		expect(output).toContain('creates.invite_user.operation.perform');
		expect(output).not.toContain(`${one.key}_invite_user`);
	});

	test('after a command for one product, the sandbox still has all of them', () => {
		const invoked = run(`npm run zapier -- ${one.key} invoke create invite_user -i '${input}' --non-interactive`);
		// No account is connected, so the step asks for one; it was found.
		expect(invoked.output).toMatch(/Fill in /);
		const { output } = run(`npm run sandbox -- invoke create ${one.key}_invite_user -i '${input}' --non-interactive`);
		expect(output).toContain('"status": "invited"');
	});
});
