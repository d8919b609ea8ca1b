const { execFileSync } = require('node:child_process');
const { existsSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '../..');

/** Builds, once a run, what the tests look at: the integration of all providers and each provider's own, in .builds/. */
module.exports = () => {
	// Stryker puts all changes of a part into one build, and turns on one at a time, each in a process of its own.
	const { PART } = process.env;
	const built = PART && path.join(root, '.builds', `${PART.replace('/', '-')}.built`);
	if (built && existsSync(built)) return;
	execFileSync(process.execPath, ['scripts/build.mts', '--every'], { cwd: root, stdio: 'inherit' });
	if (built) writeFileSync(built, '');
};
