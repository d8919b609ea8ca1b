import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scriptOf } from './processes/tools.mts';

/*
 * The second half of `npm run update:docs`: docs/errors.md, which the acceptance tests write, as they provoke each error.
 */
const { status } = spawnSync(process.execPath, [scriptOf('jest', 'jest'), 'acceptance', '-t', 'docs/errors.md'], {
	cwd: join(import.meta.dirname, '..'),
	stdio: 'inherit',
	env: { ...process.env, UPDATE_DOCS: '1' },
});
process.exitCode = status ?? 1;
