import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The list of providers with one of them only, so that no other one's code gets into the build. */
function onlyProvider(key: string): Plugin {
	return {
		name: 'only-provider',
		setup({ onLoad }) {
			onLoad({ filter: /[\\/]src[\\/]providers[\\/]index\.ts$/ }, ({ path }) => ({
				contents: `export { ${key} } from './${key}/index.ts';\n`,
				loader: 'ts',
				resolveDir: path.replace(/index\.ts$/, ''),
			}));
		},
	};
}

/**
 * Compiles src/ to one CommonJS file, `<outdir>/index.js`, for the Node.js of Zapier. Packages stay outside: Zapier's
 * own build adds those that it finds imported.
 */
async function buildIntegration(outdir: string, provider: string | undefined): Promise<void> {
	if (provider && !(/^[a-z][a-z0-9_]*$/.test(provider) && existsSync(`${root}src/providers/${provider}/index.ts`))) {
		throw new Error(`PROVIDER must name a folder in src/providers, not "${provider}"`);
	}
	rmSync(outdir, { recursive: true, force: true });
	await build({
		absWorkingDir: root,
		entryPoints: ['src/index.ts'],
		outfile: `${outdir}/index.js`,
		bundle: true,
		packages: 'external',
		platform: 'node',
		target: 'node22',
		format: 'cjs',
		charset: 'utf8',
		logLevel: 'warning',
		plugins: provider ? [onlyProvider(provider)] : [],
	});
}

if (process.argv.includes('--every')) {
	// For the tests: the integration of all providers and each provider's own, side by side.
	const keys = readdirSync(`${root}src/providers`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	await Promise.all([undefined, ...keys.map(({ name }) => name)].map((key) => buildIntegration(`${root}.builds/${key ?? 'all'}`, key)));
} else {
	const provider = process.env.PROVIDER || undefined;
	await buildIntegration(`${root}dist`, provider);
	console.log(`Built dist/ with ${provider ?? 'all providers'}.`);
}
