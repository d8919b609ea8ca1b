// A zone that no code expects, so that a date read in local time shows.
process.env.TZ = 'America/St_Johns';

// `npm test` runs jest with Node.js 24's way to keep stores of asynchronous work (nock has two for each test file), which costs promises
// nothing; that of Node.js 22 takes a tenth of the time of all tests.

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Jest leaves one core idle by default, which is half of a small machine.
	maxWorkers: '100%',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// None of the tests waits for anything, so a limit only has to end one that hangs, also on a machine that is busy.
	testTimeout: 120_000,
	// A worker that has run hundreds of tests takes more than half a second to end on a busy machine. One with something left open
	// never ends, and is still named.
	workerGracefulExitTimeout: 10_000,
	testSequencer: '<rootDir>/test/support/slowFirst.js',
	globalSetup: '<rootDir>/test/support/globalSetup.js',
	setupFilesAfterEnv: ['<rootDir>/test/support/offline.ts'],
	transform: {
		'\\.[cm]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
	},
	// The builds under test run as they are. nock and what it needs, and the readers of sheets, are ES modules only, which jest
	// must compile first.
	transformIgnorePatterns: [
		'/node_modules/(?!(hucre|stream-json|stream-chain|nock|@mswjs|@open-draft|outvariant|strict-event-emitter|until-async|rettime|headers-polyfill|is-node-process|@apidevtools|js-yaml)/)',
		'<rootDir>/.builds/',
		'<rootDir>/dist/',
	],
	modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.stryker-tmp/'],
	collectCoverageFrom: ['src/**/*.ts'],
};
