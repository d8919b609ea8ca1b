import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '../../node_modules');

/** The script behind a command that a package brings. Run by Node.js itself, it needs no shell, whatever the system. */
export function scriptOf(name: string, command: string): string {
	const { bin } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')) as { bin: string | Record<string, string> };
	const script = typeof bin === 'string' ? bin : bin[command];
	if (!script) throw new Error(`The package ${name} has no command ${command}`);
	return join(packages, name, script);
}

/** Builds what `index.js` loads: one product's integration, or that of all products. @throws if it can't be built. */
export function buildDist(provider: string | undefined): void {
	const build = join(import.meta.dirname, '../build.mts');
	const { status, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8', env: { ...process.env, PROVIDER: provider ?? '' } });
	if (status !== 0) throw new Error(`The integration can’t be built:\n${stderr}`);
}

/** Runs `zapier-platform` in a folder, in sight. Returns its exit code. */
export function zapierPlatform(args: string[], cwd: string, env: Record<string, string>): number {
	const script = scriptOf('zapier-platform-cli', 'zapier-platform');
	return spawnSync(process.execPath, [script, ...args], { cwd, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}
