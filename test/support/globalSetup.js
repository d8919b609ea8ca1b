const { execFileSync } = require('node:child_process');
const path = require('node:path');

/** Builds, once a run, what the tests look at: the integration of all providers and each provider's own, in .builds/. */
module.exports = () => {
	const root = path.join(__dirname, '../..');
	execFileSync(process.execPath, ['scripts/build.mts', '--every'], { cwd: root, stdio: 'inherit' });
};
