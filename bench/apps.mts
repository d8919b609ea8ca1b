import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { linkedAppOf } from '../scripts/processes/linkedApp.mts';
import { packagesNeededBy, readLock } from '../scripts/verify-zip/packages.mts';

/*
 * Builds apps with the real command line of Zapier, and unzips what Zapier would get.
 */

export const root = dirname(import.meta.dirname);
const CORE = 'zapier-platform-core';
const CLI = 'zapier-platform-cli';

interface Manifest {
	version: string;
	bin: Record<string, string>;
}

const manifestOf = (name: string) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;

export const versions = { core: manifestOf(CORE).version, cli: manifestOf(CLI).version };

/** A build as Zapier would run it. */
export interface App {
	name: string;
	/** Where it is unzipped. */
	folder: string;
	zipBytes: number;
	files: number;
}

/** The project's own build: of all providers, or of one. */
export function buildProject(name: string, provider: string | undefined, work: string): App {
	zapierBuild(root, provider ? { PROVIDER: provider, ZAPIER_CURRENT_APP_FILE: linkedAppOf(provider) } : {});
	return unzip(name, join(root, 'build/build.zip'), join(work, name));
}

/** An app of one file, with nothing but Zapier's core, in the versions that this project has. */
export function buildApp(name: string, code: string, work: string): App {
	const folder = join(work, `${name}-source`);
	mkdirSync(folder, { recursive: true });
	const manifest = { name, version: '1.0.0', private: true, main: 'index.js', dependencies: { [CORE]: versions.core } };
	const { packages, ...lock } = readLock();
	const needed = packagesNeededBy(CORE, { packages });
	for (const path of needed) {
		if (!existsSync(join(folder, path)))
			cpSync(join(root, path), join(folder, path), { recursive: true, filter: withoutNested(join(root, path)) });
	}
	const kept = Object.fromEntries(needed.map((path) => [path, packages[path]]));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, ...manifest, packages: { '': manifest, ...kept } }));
	writeFileSync(join(folder, '.gitignore'), 'node_modules/\n');
	// Zapier's own test of the zip fails without these files, even for an empty app: see docs/upstream.md.
	cpSync(join(root, '.zapierapprc'), join(folder, '.zapierapprc'));
	writeFileSync(join(folder, 'index.js'), code);
	zapierBuild(folder, {});
	return unzip(name, join(folder, 'build/build.zip'), join(work, name));
}

/** Another app of one file, in the unzipped folder of a built one: it runs the same, and has no zip of its own. */
export function copyApp(name: string, code: string, { folder }: App, work: string): App {
	const copy = join(work, name);
	cpSync(folder, copy, { recursive: true });
	writeFileSync(join(copy, 'index.js'), code);
	return { name, folder: copy, zipBytes: Number.NaN, files: Number.NaN };
}

/** The files of a package without those of packages inside it. */
function withoutNested(folder: string) {
	const nested = join(folder, 'node_modules');
	return (source: string) => !source.startsWith(nested);
}

/** `zapier-platform build`, without the checks that need Zapier's servers. */
function zapierBuild(cwd: string, env: Record<string, string>): void {
	const script = join(root, 'node_modules', CLI, manifestOf(CLI).bin['zapier-platform'] ?? '');
	rmSync(join(cwd, 'build'), { recursive: true, force: true });
	const { PROVIDER, ZAPIER_CURRENT_APP_FILE, NODE_OPTIONS, ...inherited } = process.env;
	const offline = { CI: 'true', NO_COLOR: '1', DISABLE_ZAPIER_ANALYTICS: '1', npm_config_audit: 'false', npm_config_fund: 'false' };
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'build', '--skip-validation'], {
		cwd,
		env: { ...inherited, ...offline, ...env },
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`zapier-platform build failed in ${cwd}:\n${stdout}${stderr}`);
}

function unzip(name: string, zip: string, folder: string): App {
	const bytes = readFileSync(zip);
	const files = Object.entries(unzipSync(bytes)).filter(([file]) => !file.endsWith('/'));
	for (const [file, content] of files) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), content);
	}
	return { name, folder, zipBytes: bytes.length, files: files.length };
}

/** A request that a step sends, for the apps that do nothing else. */
export interface BareRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: string;
}

const HELPER = (request: BareRequest, first = '') =>
	`const perform = (z, bundle) => { ${first} return z.request(${JSON.stringify(request)}).then((response) => response.data); };\n`;

/** The code of the smallest app there is: one action, whose whole work is one request. */
export function emptyApp(request: BareRequest): string {
	const action = `{ key: 'invite', noun: 'User', display: { label: 'Invite User', description: 'Invites a user.' }, operation: { perform, sample: { id: '1' } } }`;
	return `${HELPER(request)}module.exports = { version: '1.0.0', platformVersion: '${versions.core}', creates: { invite: ${action} } };\n`;
}

/**
 * The code of a shell: the definition of another app, each function of it replaced by one bare request. What runs on
 * each request is left out.
 * @param first what each function does before, as code.
 */
export function shellOf(app: App, request: BareRequest, first?: string): string {
	const { beforeRequest, afterResponse, ...definition } = createRequire(join(app.folder, 'index.js'))('./index.js') as Record<
		string,
		unknown
	>;
	const mark = '\u0001perform\u0001';
	const json = JSON.stringify(definition, (_key, value) => (typeof value === 'function' ? mark : value));
	return `${HELPER(request, first)}module.exports = ${json.replaceAll(JSON.stringify(mark), 'perform')};\n`;
}
