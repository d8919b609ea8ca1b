import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { scripts } from '../../package.json';
import { scriptOf } from '../../scripts/processes/tools.mts';
import { providers } from '../support/integration.ts';

/*
 * docs/adding-a-provider.md, carried out word by word in a copy of the project: `npm run test:guide`. It takes minutes, as it ends
 * with `npm test` itself, so it isn't a part of that. `.ci/run` runs both.
 */
const root = join(__dirname, '../..');

describe('docs/adding-a-provider.md', () => {
	const LEFT_OUT = /^(node_modules|\.git|\.builds|\.stryker-tmp|build|dist|coverage|reports|\.env)$/;
	const KEY = 'acme_notes';
	const guide = readFileSync(join(root, 'docs/adding-a-provider.md'), 'utf8');
	/**
	 * What `npm test` leaves out in the copy. The tests of single modules know no provider, and those of a product no other. Acceptance, outcomes and all that is
	 * random take most of the time: `check:provider` has run them for the new provider, and for the others nothing has changed.
	 * Browsers and sheets take as long, and see in every provider the same.
	 */
	const LIGHTER = [
		...['test/zapier/', 'test/providers/(?!acme_notes)', 'test/(organization|network|bench)\\.test'],
		...['test/(properties|histories|destructive|outcomes)\\.test', 'test/secrets\\.test'],
		...['test/preview/(browser|server|sheet|values)', 'test/invite/'],
	];
	let project: string;

	/** What was typed. */
	const typed = new Set<string>();

	/** Runs a program in the project. Gives its exit code and all that it printed. */
	function run(program: string, ...args: string[]): { status: number | null; output: string } {
		// A few random runs do here: the provider itself is tested like the others.
		const few = { PROPERTY_RUNS: '40', HISTORY_RUNS: '20' };
		const env = { ...process.env, ...few, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
		const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: 'utf8', env });
		return { status, output: `${stdout}${stderr}` };
	}

	/** Runs a command as a person types it, or a script of package.json: programs, one after the other, without a shell. */
	function command(line: string): { status: number | null; output: string } {
		typed.add(line);
		const [program = '', ...words] = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
		if (program === 'node') return run(process.execPath, ...words);
		if (program !== 'npm') {
			const packages: Record<string, string> = { biome: '@biomejs/biome', tsc: 'typescript' };
			return run(process.execPath, scriptOf(packages[program] ?? program, program), ...words);
		}
		const [script = '', ...args] = words.filter((word) => !['run', '--silent', '--'].includes(word));
		const quoted = args.map((word) => ` '${word}'`).join('');
		let ran = { status: 0 as number | null, output: '' };
		const left = script === 'test' ? ` --testPathIgnorePatterns ${LIGHTER.join(' ')}` : '';
		for (const part of `${scripts[script as keyof typeof scripts]}${left}${quoted}`.split(' && ')) {
			const { status, output } = command(part);
			ran = { status, output: ran.output + output };
			if (status !== 0) break;
		}
		return ran;
	}

	/** What a command prints that must succeed. */
	function succeed(line: string): string {
		const { status, output } = command(line);
		if (status !== 0) throw new Error(`${line} ended with ${status}:\n${output}`);
		return output;
	}

	const git = (...args: string[]) => run('git', '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args);
	const commandsIn = (text: string) => [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) => code.trim().split('\n'));
	/** The commands of a chapter. */
	const commandsOf = (chapter: string) => commandsIn(guide.split(/^## \d+\. /m).find((one) => one.startsWith(chapter)) ?? '');

	beforeAll(() => {
		project = mkdtempSync(join(tmpdir(), 'workspace-invitations-'));
		cpSync(root, project, { recursive: true, filter: (source) => source === root || !LEFT_OUT.test(basename(source)) });
		mkdirSync(join(project, 'node_modules'));
		for (const name of readdirSync(join(root, 'node_modules'))) {
			const [from, to] = [join(root, 'node_modules', name), join(project, 'node_modules', name)];
			// What goes into the build must lie in the project.
			if (name === 'zod') cpSync(from, to, { recursive: true });
			else symlinkSync(from, to, statSync(from).isDirectory() ? 'junction' : 'file');
		}
		git('init', '--quiet');
		git('add', '--all');
		git('commit', '--quiet', '--message', 'Before');
	});

	afterAll(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }));

	test('the skeleton builds, and says what is to be filled in', () => {
		const [create = '', check = ''] = commandsOf('Write the skeleton');
		const created = succeed(create);
		expect(created).toContain(`src/providers/${KEY}/inviteUser.ts`);
		expect(created).toContain(check);
		succeed(`node ${join('scripts', 'build.mts')}`);
		const { status, output } = command(check);
		expect(status).toBe(1);
		expect(output).toContain('✗ filled in');
		expect(output).toContain(`src/providers/${KEY}/inviteUser.ts:`);
		for (const sound of ['types', 'integration checks', 'contract', 'own integration', 'its own tests'])
			expect(output).toContain(`✓ ${sound}`);
	}, 300_000);

	test('a key that means something else is refused', () => {
		const { status, output } = command(`npm run new-provider -- ${providers[0]?.key}_2`);
		expect(status).toBe(2);
		expect(output).toContain("can't be told apart from");
	});

	test('filled in, every check of it passes', () => {
		const files = [...guide.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
		expect(files.length).toBeGreaterThan(10);
		for (const [, file = '', code = ''] of files) {
			mkdirSync(dirname(join(project, file)), { recursive: true });
			writeFileSync(join(project, file), code);
		}
		const [format = '', update = '', check = '', start = ''] = commandsOf('Write the page');
		succeed(format);
		succeed(update);
		expect(succeed(check)).toMatch(/All \d+ checks passed/);
		expect(succeed(start)).toContain('Acme Notes: alex.admin@example.com');
	}, 300_000);

	test('a single step answers on the sandbox', () => {
		const [build = '', invoke = ''] = commandsOf('Write the page').slice(4);
		succeed(build);
		expect(succeed(invoke)).toContain('"status": "invited"');
	}, 300_000);

	test('whatever holds of all providers still holds', () => {
		for (const line of commandsOf('Finish')) succeed(line);
	}, 300_000);

	test('one line has changed outside of what is new, and of what is generated', () => {
		const { output } = git('diff', '--stat', '--', '.', ':!docs/outcomes.md');
		expect(output.trim().split('\n')).toEqual([
			expect.stringMatching(/^ *src\/providers\/index\.ts +\| 1 \+$/),
			expect.stringMatching(/1 file changed, 1 insertion\(\+\)$/),
		]);
		const fresh = git('ls-files', '--others', '--exclude-standard').output.trim().split('\n');
		const own =
			/^(contracts|src\/providers)\/acme_notes\/|^(docs\/acme_notes\.md|examples\/zaps\/acme_notes\.json|test\/providers\/acme_notes\.(test|outcomes)\.ts)$/;
		expect(fresh.filter((file) => !own.test(file))).toEqual([]);
	});

	test('every command of the guide was run', () => {
		expect(commandsIn(guide).filter((line) => !typed.has(line))).toEqual([]);
	});
});
