import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readBuilds } from './checks/builds.mts';
import { generatedFiles } from './docs/files.mts';

/*
 * `npm run update:docs`: writes the tables of fields and results into the page of each provider in docs/. A test compares
 * them with every build.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => (existsSync(root + file) ? readFileSync(root + file, 'utf8') : undefined);

let written = 0;
for (const [file, text] of generatedFiles(await readBuilds(), read)) {
	if (read(file) === text) continue;
	writeFileSync(root + file, text);
	console.log(`Wrote ${file}.`);
	written++;
}
if (!written) console.log('The documentation is up to date.');
