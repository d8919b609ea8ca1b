import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { productOf, readBuilds } from './checks/builds.mts';
import { findingsOf } from './checks/index.mts';
import { FILL_IN } from './new-provider/skeleton.mts';
import { filesOf, unfinished } from './new-provider/unfinished.mts';
import { providerKeys } from './processes/linkedApp.mts';
import { scriptOf } from './processes/tools.mts';

/*
 * `npm run check:provider -- <key>`: all that one provider must pass, in less than a minute: its files, its contract,
 * what the acceptance and property tests ask of every provider, Zapier's own checks, its page, and its own tests.
 */
const root = join(import.meta.dirname, '..');

/** The test files that hold something of each provider, by what they show. */
const TESTS = {
	contract: 'test/contracts.test.ts',
	acceptance: 'test/acceptance.test.ts',
	properties: 'test/properties.test.ts',
	'removing and updating': 'test/destructive.test.ts',
	outcomes: 'test/outcomes.test.ts',
	histories: 'test/histories.test.ts',
	'own integration': 'test/builds.test.ts',
	credentials: 'test/secrets.test.ts',
	documentation: 'test/docs.test.ts',
	templates: 'test/templates.test.ts',
};

/** What was checked: how much there was to check, and what is wrong with it. */
interface Outcome {
	checked: string;
	faults: string[];
}

interface JestReport {
	testResults: {
		name: string;
		message: string;
		assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
	}[];
}

const keys = providerKeys();
const [key, ...others] = process.argv.slice(2);
if (!key || others.length || !keys.includes(key)) {
	console.error(`Usage: npm run check:provider -- <key>\n\nProviders: ${keys.join(', ')}`);
	process.exit(2);
}

const begun = Date.now();
const outcomes: [what: string, outcome: Outcome][] = [];
report('filled in', { checked: `no "${FILL_IN}" left`, faults: unfinished(key, root) });
report('types', types(key));
const built = node(join(root, 'scripts/build.mts'), '--every');
if (built.status !== 0) report('build', { checked: 'does not build', faults: [built.output] });
else {
	report('integration checks', await integrationChecks(key));
	for (const [what, outcome] of tests(key, productOf(key, await readBuilds()))) report(what, outcome);
}
const faulty = outcomes.filter(([, { faults }]) => faults.length);
for (const [what, { faults }] of faulty) console.log(`\n${what}:\n${faults.map((fault) => fault.replace(/^/gm, '  ')).join('\n')}`);
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(
	faulty.length
		? `\n${faulty.length} of ${outcomes.length} checks failed (${seconds} s).`
		: `\nAll ${outcomes.length} checks passed (${seconds} s).`,
);
process.exitCode = faulty.length ? 1 : 0;

function report(what: string, outcome: Outcome): void {
	outcomes.push([what, outcome]);
	console.log(`${outcome.faults.length ? '✗' : '✓'} ${what}: ${outcome.checked}`);
}

function types(provider: string): Outcome {
	const files = filesOf(provider, root);
	const { output } = node(scriptOf('typescript', 'tsc'), '--project', '.', '--pretty', 'false');
	const faults = output.split('\n').filter((line) => [...files, 'src/providers/index.ts'].some((file) => line.startsWith(`${file}(`)));
	return { checked: `${files.length} files`, faults };
}

/** What Zapier's checks find in the provider's own integration, and in its part of the integration of all. */
async function integrationChecks(provider: string): Promise<Outcome> {
	const builds = (await readBuilds()).filter(({ name }) => name === provider || name === 'all');
	const findings = findingsOf(builds).filter(({ build, place }) => build === provider || place.split('.')[1]?.startsWith(`${provider}_`));
	return {
		checked: 'its own integration, and its part of that of all providers',
		faults: findings.map(({ code, build, place, message }) => `${code}  ${build}  ${place}: ${message}`),
	};
}

/** Runs the provider's own tests, and those of every provider, as far as they name this one. */
function tests(provider: string, name: string): Map<string, Outcome> {
	// Until it says who is invited by what, there is nothing to hold the steps against.
	const unknown = readFileSync(join(root, `test/providers/${provider}.outcomes.ts`), 'utf8').includes(FILL_IN);
	const leftOut = [...(unknown ? ['outcomes', 'histories'] : []), ...(takesAway(provider) ? [] : ['removing and updating'])];
	const shared = Object.entries(TESTS).filter(([what]) => !leftOut.includes(what));
	const own = readdirSync(join(root, 'test/providers'))
		.filter((file) => file.startsWith(provider) && /^([A-Z]\w*)?\.test\.ts$/.test(file.slice(provider.length)))
		.map((file): [string, string] => ['its own tests', `test/providers/${file}`]);
	const named = [name, provider, `docs/${provider}.md`].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new Map([...run(shared, '--testNamePattern', `(^|\\s)(${named.join('|')})($|[\\s',:])`), ...run(own)]);
}

/** Runs test files, each under what it shows. */
function run(files: [what: string, file: string][], ...options: string[]): Map<string, Outcome> {
	const folder = mkdtempSync(join(tmpdir(), 'check-provider-'));
	try {
		const reportFile = join(folder, 'jest.json');
		const paths = files.map(([, file]) => file);
		const { output } = node(
			scriptOf('jest', 'jest'),
			...['--json', `--outputFile=${reportFile}`, ...options, '--runTestsByPath', ...paths],
		);
		if (!existsSync(reportFile)) return new Map([['tests', { checked: 'did not run', faults: [output] }]]);
		const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport;
		const outcomes = new Map<string, Outcome>();
		for (const [what, file] of files) {
			const before = outcomes.get(what);
			const { checked, faults } = outcomeOf(
				testResults.find((one) => basename(one.name) === basename(file)),
				file,
			);
			outcomes.set(
				what,
				before ? { checked: `${before.checked}, ${checked}`, faults: [...before.faults, ...faults] } : { checked, faults },
			);
		}
		return outcomes;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Has it an action that takes or changes what somebody has? */
function takesAway(provider: string): boolean {
	const sources = filesOf(provider, root).filter((file) => file.startsWith('src/'));
	return sources.some((file) => /destructive: true|key: '(remove|update|disable|delete)_/.test(readFileSync(join(root, file), 'utf8')));
}

function outcomeOf(result: JestReport['testResults'][number] | undefined, file: string): Outcome {
	const ran = result?.assertionResults.filter(({ status }) => status === 'passed' || status === 'failed') ?? [];
	const failed = ran.filter(({ status }) => status === 'failed');
	const checked = `${ran.length} test${ran.length === 1 ? '' : 's'} of ${file}`;
	if (failed.length)
		return { checked, faults: failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.map(shortened).join('\n')}`) };
	return { checked, faults: ran.length ? [] : [result?.message.trim() || `${file} has no test of this provider`] };
}

/** A failure without the stack of the tools. */
function shortened(message: string): string {
	return message
		.split('\n')
		.filter((line) => !/^\s+at .*node_modules/.test(line))
		.join('\n');
}

function node(program: string, ...args: string[]): { status: number | null; output: string } {
	// Fewer inputs than in all tests, which take minutes.
	const env = { PROPERTY_RUNS: '100', HISTORY_RUNS: '60', ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: root, encoding: 'utf8', env });
	return { status, output: `${stdout}${stderr}` };
}
