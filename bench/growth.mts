import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildOptions } from '../scripts/buildOptions.mts';
import { root } from './apps.mts';

/**
 * The code of an integration of many products: copies of the real ones in turn, each compiled anew, as if somebody had
 * written it. Returns its code, and the key of the copy of `wanted`.
 */
export async function growingApp(keys: string[], products: number, wanted: string): Promise<{ code: string; provider: string }> {
	const others = keys.filter((key) => key !== wanted);
	const originals = Array.from({ length: products }, (_, index) => [wanted, ...others][index % keys.length] ?? wanted);
	const list = originals.map((key, index) => `import { ${key} as provider${index} } from './${key}/index.ts?copy=${index}';`).join('\n');
	const items = originals.map(
		(_, index) =>
			`export const product${index} = { ...provider${index}, key: 'product${index}', name: provider${index}.name + ' ${index}' };`,
	);
	const { outputFiles } = await build({
		...buildOptions(),
		write: false,
		outfile: join(root, 'index.js'),
		sourcemap: false,
		plugins: [copies([list, ...items].join('\n'))],
	});
	const code = outputFiles?.[0]?.text ?? '';
	return { code: `${code}\nmodule.exports = module.exports.default;\n`, provider: 'product0' };
}

/** Makes each folder in src/providers as many modules as there are copies of it, told apart by `?copy=`. */
function copies(list: string): Plugin {
	const inProviders = /[\\/]src[\\/]providers[\\/]/;
	return {
		name: 'copies',
		setup({ onLoad, onResolve }) {
			onLoad({ filter: /[\\/]src[\\/]providers[\\/]index\.ts$/ }, ({ path }) => ({
				contents: list,
				loader: 'ts',
				resolveDir: dirname(path),
			}));
			// What a copy imports is of the same copy.
			onLoad({ filter: inProviders }, ({ path, pluginData }) => ({ contents: readFileSync(path, 'utf8'), loader: 'ts', pluginData }));
			onResolve({ filter: /^\./ }, ({ path, resolveDir, importer, pluginData }) => {
				const [file = '', copy] = path.split('?copy=');
				const target = join(resolveDir, file);
				const suffix = copy ?? (inProviders.test(importer) ? (pluginData as string | undefined) : undefined);
				if (suffix === undefined || !inProviders.test(target)) return undefined;
				return { path: target, suffix: `?copy=${suffix}`, pluginData: suffix };
			});
		},
	};
}
