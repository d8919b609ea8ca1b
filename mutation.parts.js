const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

/** One test file holds the declarations of actions, searches and triggers, and what they share. */
const OPERATIONS = ['action', 'operation', 'result', 'search', 'trigger'];

const modules = readdirSync(join(__dirname, 'test/zapier'))
	.filter((name) => name.endsWith('.test.ts'))
	.map((name) => basename(name, '.test.ts'));

/**
 * The parts of `npm run mutation`: what is mutated, and the tests that must notice. Each module of src/zapier has a test
 * of its own, which needs no build; the rest is held by the tests that run the built integration.
 */
module.exports = {
	...Object.fromEntries(
		modules.map((name) => [
			name,
			{
				mutate: (name === 'operations' ? OPERATIONS : [name]).map((module) => `src/zapier/${module}.ts`),
				tests: [`<rootDir>/test/zapier/${name}.test.ts`],
				build: false,
			},
		]),
	),
	providers: {
		mutate: ['src/integration.ts', 'src/providers/**/*.ts', 'src/zapier/json.ts'],
		tests: ['<rootDir>/test/{builds,contracts,lists}.test.ts', '<rootDir>/test/providers/*.test.ts'],
		build: true,
	},
};
