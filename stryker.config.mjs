import parts from './mutation.parts.js';

const part = process.env.PART ?? 'providers';

export default {
	mutate: parts[part].mutate,
	testRunner: 'jest',
	jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
	// The tests of one module take a second, so each mutant gets them all. Those of the providers don't, and what runs there
	// while a module loads is words: labels and help texts.
	...(parts[part].build ? { coverageAnalysis: 'perTest', ignoreStatic: true } : { coverageAnalysis: 'all' }),
	concurrency: 2,
	timeoutMS: 20_000,
	reporters: ['json'],
	jsonReporter: { fileName: `reports/mutation/${part}.json` },
	ignorePatterns: ['/build', '/dist', '/.builds', '/coverage', '/reports', '/examples'],
	// Stryker would rewrite it with the API of an older TypeScript; no test reads it.
	tsconfigFile: 'none',
};
