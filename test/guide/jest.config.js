/** @type {import('jest').Config} */
module.exports = { ...require('../../jest.config.js'), rootDir: '../..', testMatch: ['<rootDir>/test/guide/guide.ts'] };
