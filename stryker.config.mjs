import { existsSync, globSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix, relative, sep } from 'node:path';

const root = import.meta.dirname;
const jestConfig = createRequire(import.meta.url)('./jest.config.js');

/** The paths below a folder, with slashes and without their ending. */
const below = (folder, ending) =>
	globSync(join(root, folder, '**', `*${ending}`)).map((file) =>
		relative(join(root, folder), file).slice(0, -ending.length).replaceAll(sep, posix.sep),
	);

/** The modules of src/zapier that have a test of their own, in the same place below test/zapier, which needs no build. */
const tested = below('test/zapier', '.test.ts').filter((name) => existsSync(join(root, `src/zapier/${name}.ts`)));

/** Modules without one that another one's test goes through. */
const HELD_BY = {
	app: ['creates', 'operation'],
	'errors/zapierError': ['errors/messages', 'errors/existsError', 'errors/partlyDoneError', 'errors/stepError'],
};
const held = [...tested, ...Object.values(HELD_BY).flat()];

/** What reads every form, which the tests of each kind of field go through. */
const READS_EVERY_FORM = new Set(['schemas/field', 'schemas/input']);

const testsOf = (name) => `<rootDir>/test/zapier/${READS_EVERY_FORM.has(name) ? 'schemas/*' : name}.test.ts`;

/** Tests that run the built integration. Those of the build itself would find what Stryker puts into it. */
const INTEGRATION_TESTS = ['contracts', 'documentedValues', 'lists', 'oddReads', 'outcomes', 'outputTypes'];

const providers = readdirSync(join(root, 'src/providers'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

/**
 * The parts of `npm run mutation`: what is mutated, and the tests that must notice. What has no test of its own is held by the
 * tests that run the built integration, a provider by its own tests as well.
 */
export const parts = {
	...Object.fromEntries(
		tested.toSorted().map((name) => {
			const mutate = [name, ...(HELD_BY[name] ?? [])].map((one) => `src/zapier/${one}.ts`);
			return [name, { mutate, tests: [testsOf(name)], build: false }];
		}),
	),
	...Object.fromEntries(
		providers.map((key) => [
			`providers/${key}`,
			{
				mutate: [`src/providers/${key}/**/*.ts`],
				tests: [...INTEGRATION_TESTS, `providers/${key}*`].map((name) => `<rootDir>/test/${name}.test.ts`),
				build: true,
			},
		]),
	),
	integration: {
		mutate: below('src', '.ts')
			.filter((name) => !/^providers\/.+\//.test(name) && !held.some((one) => name === `zapier/${one}`))
			.map((name) => `src/${name}.ts`),
		// Those of the sandbox run nothing of src/, and each takes the network over for itself.
		tests: [...INTEGRATION_TESTS, 'providers/!(*Sandbox|simulations)'].map((name) => `<rootDir>/test/${name}.test.ts`),
		build: true,
	},
};

const part = process.env.PART ?? 'integration';
const { mutate, tests, build } = parts[part];

// What runs them as one reads it, in a process that Stryker starts in a copy of the project.
if (build) process.env.TESTS = tests.flatMap((test) => globSync(test.replace('<rootDir>/', ''), { cwd: root })).join(' ');

/** Stryker's configuration for the part that `PART` names. */
export default {
	mutate,
	testRunner: 'jest',
	jest: {
		config: {
			...jestConfig,
			...(build ? { testMatch: ['<rootDir>/test/support/together.ts'] } : { testMatch: tests, globalSetup: undefined }),
		},
		enableFindRelatedTests: false,
	},
	// The tests of one module take a second, so each mutant gets them all. Those of the integration don't, and what runs there
	// while a module loads is words: labels and help texts.
	...(build ? { coverageAnalysis: 'perTest', ignoreStatic: true } : { coverageAnalysis: 'all' }),
	concurrency: 2,
	// Each run leaves memory behind.
	...(build ? { maxTestRunnerReuse: 20 } : {}),
	timeoutMS: 20_000,
	reporters: ['json', 'progress-append-only'],
	jsonReporter: { fileName: `reports/mutation/${part}.json` },
	incrementalFile: `reports/mutation/${part}.json`,
	ignorePatterns: ['/build', '/dist', '/.builds', '/coverage', '/reports', '/examples'],
	// Stryker would rewrite it with the API of an older TypeScript; no test reads it.
	tsconfigFile: 'none',
};
