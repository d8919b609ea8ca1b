/** Mutation testing in two parts, `MUTATE=zapier` and the rest: see jest.mutation.config.js. */
const zapier = process.env.MUTATE === 'zapier';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: zapier ? ['src/zapier/**/*.ts'] : ['src/**/*.ts', '!src/zapier/**'],
	testRunner: 'jest',
	jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	// Code that runs while a module loads, such as labels, is the same for all tests: each of its mutants would need all.
	ignoreStatic: true,
	concurrency: 2,
	timeoutMS: 20_000,
	reporters: ['clear-text', 'progress', 'json'],
	jsonReporter: { fileName: `reports/mutation/${zapier ? 'zapier' : 'rest'}.json` },
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	thresholds: { high: 95, low: 90, break: 90 },
	ignorePatterns: ['/build', '/dist', '/.builds', '/coverage', '/reports', '/examples'],
	// Stryker would rewrite it with the API of an older TypeScript; no test reads it.
	tsconfigFile: 'none',
};
