import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/*
 * After `npm ci`: applies patches/ and builds dist/. Where the development dependencies are left out, as in the copy of
 * this project that `zapier-platform build` makes, there is nothing to do. Plain JavaScript, as Zapier's tool may run on
 * an older Node.js there.
 */
const require = createRequire(import.meta.url);

function run(...args) {
	const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

if (existsSync('node_modules/patch-package')) run(require.resolve('patch-package/index.js'));
if (existsSync('node_modules/esbuild')) run('scripts/build.mts');
