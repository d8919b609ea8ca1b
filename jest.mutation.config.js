const config = require('./jest.config.js');
const parts = require('./mutation.parts.js');

const { tests, build } = parts[process.env.PART ?? 'providers'];

/** @type {import('jest').Config} */
module.exports = { ...config, testMatch: tests, ...(build ? {} : { globalSetup: undefined }) };
