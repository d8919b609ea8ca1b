import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scriptOf } from './processes/tools.mts';

/*
 * The second half of `npm run update:docs`: docs/errors.md, docs/outcomes.md, the Zap templates of each product's page and
 * docs/transcript.md, which the tests write that provoke each error, play each situation, walk through each template, and
 * run each command. `npm run update:docs -- <key>` leaves out what one provider alone doesn't change, which is faster.
 */
const everything = ['acceptance', 'outcomes', 'templates', 'documentedCommands'];
const ofProvider = ['outcomes', 'templates'];
const { status } = spawnSync(process.execPath, [scriptOf('jest', 'jest'), ...(process.argv[2] ? ofProvider : everything), '-t', '^docs/'], {
	cwd: join(import.meta.dirname, '..'),
	stdio: 'inherit',
	env: { ...process.env, UPDATE_DOCS: '1' },
});
process.exitCode = status ?? 1;
