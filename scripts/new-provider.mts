import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultOfKey, nameOf, skeletonOf, withProvider } from './new-provider/skeleton.mts';
import { unfinished } from './new-provider/unfinished.mts';
import { providerKeys } from './processes/linkedApp.mts';
import { scriptOf } from './processes/tools.mts';

/*
 * `npm run new-provider -- <key> [--name "Product"]`: writes the skeleton of a provider, which builds and runs, and says
 * what is to be filled in.
 */
const root = join(import.meta.dirname, '..');
const LIST = 'src/providers/index.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string' } } });
const [key, ...others] = positionals;
if (!key || others.length) {
	console.error(
		'Usage: npm run new-provider -- <key> [--name "Product"]\n\nExample: npm run new-provider -- acme_notes --name "Acme Notes"',
	);
	process.exit(2);
}
const fault = faultOfKey(key, providerKeys());
const name = values.name ?? nameOf(key);
const files = skeletonOf(key, name);
const inTheWay = [...files.keys()].find((file) => existsSync(join(root, file)));
if (fault || inTheWay) {
	console.error(fault ? `The key "${key}" ${fault}.` : `${inTheWay} is there already.`);
	process.exit(2);
}

files.set(LIST, withProvider(readFileSync(join(root, LIST), 'utf8'), key));
for (const [file, text] of files) {
	mkdirSync(dirname(join(root, file)), { recursive: true });
	writeFileSync(join(root, file), text);
}
run(scriptOf('@biomejs/biome', 'biome'), 'check', '--write', ...[...files.keys()].filter((file) => !file.endsWith('.yaml')));
run(join(root, 'scripts/build.mts'), '--every');
run(join(root, 'scripts/docs.mts'));

console.log(`Wrote ${name}:\n${[...files.keys(), `docs/${key}.md`].map((file) => `  ${file}`).join('\n')}\n`);
console.log(
	`It builds and runs. To be filled in, from the documentation of ${name}:\n${unfinished(key, root)
		.map((place) => `  ${place}`)
		.join('\n')}\n`,
);
console.log(`Then: npm run check:provider -- ${key}`);

/** Runs a program of the project, and ends if it fails. */
function run(program: string, ...args: string[]): void {
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: root, encoding: 'utf8' });
	if (status === 0) return;
	console.error(`${stdout}${stderr}`);
	process.exit(1);
}
