import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scriptOf } from './processes/tools.mts';

/*
 * `npm run histories`: many random histories of each product (test/histories.test.ts), of which none may hold a wrong word.
 * `-- --runs 5000 --product <key> --seed 42` plays so many of one product, and the same ones again.
 */
const { values } = parseArgs({
	options: { runs: { type: 'string', default: '100000' }, product: { type: 'string' }, seed: { type: 'string' } },
});
const { status } = spawnSync(process.execPath, [scriptOf('jest', 'jest'), 'histories'], {
	cwd: join(import.meta.dirname, '..'),
	stdio: 'inherit',
	env: {
		...process.env,
		HISTORY_RUNS: values.runs,
		RANDOM_SEED: values.seed ?? 'new',
		...(values.product && { HISTORY_PRODUCT: values.product }),
	},
});
process.exitCode = status ?? 1;
