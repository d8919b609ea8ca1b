import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scriptOf } from './processes/tools.mts';

/*
 * The second half of `npm run update:docs`: docs/errors.md, docs/outcomes.md, the Zap templates of each product's page and
 * docs/transcript.md, which the tests write that provoke each error, play each situation, walk through each template, and
 * run each command.
 */
const { status } = spawnSync(
	process.execPath,
	[scriptOf('jest', 'jest'), 'acceptance', 'outcomes', 'templates', 'documentedCommands', '-t', '^docs/'],
	{
		cwd: join(import.meta.dirname, '..'),
		stdio: 'inherit',
		env: { ...process.env, UPDATE_DOCS: '1' },
	},
);
process.exitCode = status ?? 1;
