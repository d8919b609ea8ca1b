import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = join(root, 'preview/page');
const builds = join(root, 'node_modules/.cache/preview-page');

/** Builds the page with Vite, unless it was built from these very sources. Returns the folder of its files. */
export async function buildPage(): Promise<string> {
	const folder = join(builds, hashOfSources());
	if (existsSync(folder)) return folder;
	const { build } = await import('vite');
	// Whoever builds it at the same time makes the same files.
	const outDir = `${folder}.${process.pid}`;
	await build({
		root: sources,
		configFile: false,
		base: './',
		logLevel: 'warn',
		oxc: { jsx: { runtime: 'automatic' } },
		build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000, modulePreload: false },
	});
	if (existsSync(folder)) rmSync(outDir, { recursive: true });
	else renameSync(outDir, folder);
	return folder;
}

function hashOfSources(): string {
	const hash = createHash('sha256');
	const files = readdirSync(sources, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const paths = files.map((file) => join(file.parentPath, file.name)).sort();
	// What the page takes from elsewhere.
	const others = ['preview/protocol.mts', 'invite/words.mts', 'package-lock.json'].map((path) => join(root, path));
	for (const path of [...paths, ...others]) hash.update(path).update(readFileSync(path));
	return hash.digest('hex').slice(0, 16);
}
