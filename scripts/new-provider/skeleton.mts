import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * What `npm run new-provider` writes: files that compile, build and run, for a product that doesn't exist. What its
 * documentation has to say instead is marked with "FILL IN", which `npm run check:provider` and the tests refuse.
 */

/** The mark of what is still to be filled in. */
export const FILL_IN = 'FILL IN';

const templates = join(import.meta.dirname, 'skeleton');

/** The files of a provider, by their templates. */
const FILES: Record<string, (key: string) => string> = {
	'openapi.yaml': (key) => `contracts/${key}/openapi.yaml`,
	'simulation.mts': (key) => `contracts/${key}/simulation.mts`,
	'authentication.ts': (key) => `src/providers/${key}/authentication.ts`,
	'inviteUser.ts': (key) => `src/providers/${key}/inviteUser.ts`,
	'index.ts': (key) => `src/providers/${key}/index.ts`,
	'zap.json': (key) => `examples/zaps/${key}.json`,
	'provider.test.ts': (key) => `test/providers/${key}.test.ts`,
	'provider.outcomes.ts': (key) => `test/providers/${key}.outcomes.ts`,
};

/** The name that a key suggests: "acme_notes" → "Acme Notes". */
export function nameOf(key: string): string {
	return key.replace(/(^|_)([a-z0-9])/g, (_, start: string, letter: string) => `${start && ' '}${letter.toUpperCase()}`);
}

/** The new files of a provider: their text by their path in the project. */
export function skeletonOf(key: string, name: string): Map<string, string> {
	return new Map(Object.entries(FILES).map(([template, pathOf]) => [pathOf(key), filledIn(template, key, name)]));
}

/** The list of providers (`src/providers/index.ts`), a line each, with one more. */
export function withProvider(list: string, key: string): string {
	const lines = list.trimEnd().split('\n');
	const line = `export { ${key} } from './${key}/index.ts';`;
	const place = lines.findIndex((other) => other.startsWith('export {') && other > line);
	return `${lines.toSpliced(place < 0 ? lines.length : place, 0, line).join('\n')}\n`;
}

/**
 * What speaks against a key; undefined for a good one.
 * @param taken the keys of all providers.
 */
export function faultOfKey(key: string, taken: string[]): string | undefined {
	if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(key))
		return 'takes small letters and digits, with underscores between words, such as acme_notes';
	if (key === 'all' || !isName(key)) return 'is a word that means something else here';
	if (taken.includes(key)) return 'is taken';
	// Steps are told apart by their providers' keys in front.
	const other = taken.find((one) => one.startsWith(`${key}_`) || key.startsWith(`${one}_`));
	return other && `can't be told apart from ${other}`;
}

function isName(key: string): boolean {
	try {
		new Function(`"use strict"; const ${key} = 0;`);
		return true;
	} catch {
		return false;
	}
}

function filledIn(template: string, key: string, name: string): string {
	return readFileSync(join(templates, `${template}.template`), 'utf8')
		.replaceAll('your_product', key)
		.replaceAll('your-product', key.replaceAll('_', '-'))
		.replaceAll('Your Product', name);
}
