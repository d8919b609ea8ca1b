import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = join(root, 'preview/page');
const outDir = join(root, '.builds/preview-page');

/** Builds the page with Vite, unless it was built from these very sources. Returns the folder of its files. */
export async function buildPage(): Promise<string> {
	const stamp = join(outDir, 'sources.sha256');
	const hash = hashOfSources();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return outDir;
	const { build } = await import('vite');
	await build({
		root: sources,
		configFile: false,
		base: './',
		logLevel: 'warn',
		oxc: { jsx: { runtime: 'automatic' } },
		build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000, modulePreload: false },
	});
	writeFileSync(stamp, hash);
	return outDir;
}

function hashOfSources(): string {
	const hash = createHash('sha256');
	const files = readdirSync(sources, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const paths = files.map((file) => join(file.parentPath, file.name)).sort();
	for (const path of [...paths, join(root, 'preview/protocol.ts'), join(root, 'package-lock.json')])
		hash.update(path).update(readFileSync(path));
	return hash.digest('hex');
}
