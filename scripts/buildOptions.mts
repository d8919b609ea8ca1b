import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { minify } from '@swc/core';
import type { BuildOptions, Plugin } from 'esbuild';

export const root = join(import.meta.dirname, '..');

/** What Zapier runs. */
const TARGET = 'node22';

/**
 * How src/ becomes one CommonJS file, with all that it needs but zapier-platform-core: of all providers, or of one. Beside
 * it lies a source map, which leads from a stack trace in Zapier's log to the source, and never leaves this machine.
 */
export function buildOptions(provider?: string): BuildOptions {
	const license = readFileSync(join(root, 'node_modules/zod/LICENSE'), 'utf8');
	return {
		absWorkingDir: root,
		entryPoints: ['src/index.ts'],
		bundle: true,
		external: ['zapier-platform-core'],
		platform: 'node',
		target: TARGET,
		format: 'cjs',
		// V8 reads a file faster, and keeps it in half the memory, if it holds nothing but ASCII.
		charset: 'ascii',
		minifySyntax: true,
		// V8 parses an arrow function in full where it stands, but only scans a function expression until it is called: an eighth
		// of what loading takes.
		supported: { arrow: false },
		banner: { js: `/*! Contains zod. ${license.match(/Copyright.*/)?.[0]}, MIT License */` },
		legalComments: 'none',
		sourcemap: 'linked',
		sourcesContent: false,
		metafile: true,
		logLevel: 'warning',
		plugins: [...(provider ? [onlyProvider(provider)] : []), shortLocalNames()],
	};
}

/** The list of providers with one of them only, so that no other one's code gets into the build. */
function onlyProvider(key: string): Plugin {
	return {
		name: 'only-provider',
		setup({ onLoad }) {
			onLoad({ filter: /[\\/]src[\\/]providers[\\/]index\.ts$/ }, ({ path }) => ({
				contents: `export { ${key} } from './${key}/index.ts';\n`,
				loader: 'ts',
				resolveDir: dirname(path),
			}));
		},
	};
}

/**
 * Shortens local names only, and takes white space out. A stack trace in Zapier's log then has the names of all functions that
 * stand at the top of a file. esbuild would shorten all names, or keep them by a call for each function that is made, which takes
 * a twelfth of the time that loading takes, and more of a warm action.
 */
function shortLocalNames(): Plugin {
	return {
		name: 'short-local-names',
		setup({ initialOptions, onEnd }) {
			const isWritten = initialOptions.write !== false;
			initialOptions.write = false;
			onEnd(async ({ outputFiles = [] }) => {
				const script = outputFiles.find(({ path }) => path.endsWith('.js'));
				const map = outputFiles.find(({ path }) => path.endsWith('.js.map'));
				if (!script) return;
				const short = await minify(script.text, {
					module: false,
					compress: false,
					mangle: { toplevel: false },
					format: { asciiOnly: true, comments: 'some' },
					// Its types leave out that it also takes the map of what it is given.
					sourceMap: (map ? { content: map.text } : false) as boolean,
				});
				const link = map ? `\n//# sourceMappingURL=${basename(map.path)}` : '';
				script.contents = Buffer.from(`${short.code}${link}\n`);
				if (map) map.contents = Buffer.from(short.map ?? '');
				for (const { path, contents } of isWritten ? outputFiles : []) {
					mkdirSync(dirname(path), { recursive: true });
					writeFileSync(path, contents);
				}
			});
		},
	};
}
