import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildOptions, root } from './buildOptions.mts';

/*
 * `npm run build`: compiles src/ to dist/index.js, with all providers or with the one that PROVIDER names. `--every`
 * compiles what the tests look at: the integration of all providers and each provider's own, side by side in .builds/,
 * each with a list of the files that went into it.
 */
const keys = readdirSync(join(root, 'src/providers'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

/** `folder` is emptied first. */
async function buildIntegration(folder: string, provider: string | undefined, metafile?: string): Promise<void> {
	rmSync(folder, { recursive: true, force: true });
	const result = await build({ ...buildOptions(provider), outfile: join(folder, 'index.js') });
	if (metafile) writeFileSync(metafile, JSON.stringify(result.metafile));
}

if (process.argv.includes('--every')) {
	await Promise.all(
		[undefined, ...keys].map((key) => {
			const folder = join(root, '.builds', key ?? 'all');
			return buildIntegration(folder, key, join(folder, 'metafile.json'));
		}),
	);
} else {
	const provider = process.env.PROVIDER || undefined;
	if (provider && !keys.includes(provider)) throw new Error(`PROVIDER must name a folder in src/providers, not "${provider}"`);
	await buildIntegration(join(root, 'dist'), provider);
	console.log(`Built dist/ with ${provider ?? 'all providers'}.`);
}
