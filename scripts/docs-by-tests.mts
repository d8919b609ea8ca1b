import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scriptOf } from './processes/tools.mts';

/*
 * The second half of `npm run update:docs`: docs/errors.md and docs/outcomes.md, which the tests write that provoke each
 * error and play each situation.
 */
const { status } = spawnSync(process.execPath, [scriptOf('jest', 'jest'), 'acceptance', 'outcomes', '-t', '^docs/'], {
	cwd: join(import.meta.dirname, '..'),
	stdio: 'inherit',
	env: { ...process.env, UPDATE_DOCS: '1' },
});
process.exitCode = status ?? 1;
