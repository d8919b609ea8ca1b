const config = require('./jest.config.js');

/**
 * What `npm run mutation` runs for each mutant: all but what takes long, or looks at files that Stryker leaves out of
 * its copy of the project.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...config,
	testPathIgnorePatterns: [
		'/node_modules/',
		'acceptance\\.test',
		'properties\\.test',
		'start\\.test',
		'docs\\.test',
		'sandbox\\.test',
		'network\\.test',
		'secrets\\.test',
		'integrationChecks\\.test',
		'publicKeys\\.test',
	],
	modulePathIgnorePatterns: ['<rootDir>/build/'],
};
