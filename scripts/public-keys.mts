import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readBuilds } from './checks/builds.mts';
import { changesBetween, publicKeysOf, type Snapshot } from './checks/publicKeys.mts';
import { scriptOf } from './processes/tools.mts';

/*
 * `npm run update:public-keys`: writes down, in test/public-keys.json, the keys that Zaps are built on. A test compares
 * every build with it.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}test/public-keys.json`;
const builds = await readBuilds();
const built: Snapshot = Object.fromEntries(builds.map(({ name, integration }) => [name, publicKeysOf(integration)]));
const published: Snapshot = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

const changes = changesBetween(published, built);
for (const { breaking, message } of changes) console.log(`${breaking ? 'BREAKS' : 'adds  '}  ${message}`);
writeFileSync(file, JSON.stringify(built));
execFileSync(process.execPath, [scriptOf('@biomejs/biome', 'biome'), 'format', '--write', file], { stdio: 'pipe' });
const keys = changes.length === 1 ? 'One change' : `${changes.length} changes`;
console.log(changes.length ? `${keys} written to test/public-keys.json.` : 'test/public-keys.json is up to date.');
