import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
		minify: true,
		// Names outlast the minifier, so that a stack trace in Zapier's log can be read.
		keepNames: true,
		banner: { js: `/* Contains zod. ${license.match(/Copyright.*/)?.[0]}, MIT License */` },
		legalComments: 'none',
		sourcemap: 'linked',
		sourcesContent: false,
		metafile: true,
		logLevel: 'warning',
		plugins: provider ? [onlyProvider(provider)] : [],
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
