const config = require('./jest.config.js');

/**
 * What `npm run mutation` runs for each mutant: of src/zapier the tests of its modules, which need no build; of the rest
 * those that run the built integration, but for the long ones.
 *
 * @type {import('jest').Config}
 */
module.exports =
	process.env.MUTATE === 'zapier'
		? { ...config, testMatch: ['<rootDir>/test/zapier/*.test.ts'], globalSetup: undefined }
		: { ...config, testMatch: ['<rootDir>/test/{builds,contracts,lists}.test.ts'] };
