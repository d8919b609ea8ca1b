import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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

/** The project's own build: of all providers, or of one. One at a time, since all are made in the same folder. */
export async function buildProject(name: string, provider: string | undefined, work: string): Promise<App> {
	await zapierBuild(root, provider ? { PROVIDER: provider, ZAPIER_CURRENT_APP_FILE: linkedAppOf(provider) } : {});
	return unzip(name, join(root, 'build/build.zip'), join(work, name));
}

/** An app of one file, with nothing but Zapier's core, in the versions that this project has. */
export async function buildApp(name: string, code: string, work: string): Promise<App> {
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
	await zapierBuild(folder, {});
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
async function zapierBuild(cwd: string, env: Record<string, string>): Promise<void> {
	const script = join(root, 'node_modules', CLI, manifestOf(CLI).bin['zapier-platform'] ?? '');
	rmSync(join(cwd, 'build'), { recursive: true, force: true });
	const { PROVIDER, ZAPIER_CURRENT_APP_FILE, NODE_OPTIONS, ...inherited } = process.env;
	const offline = { CI: 'true', NO_COLOR: '1', DISABLE_ZAPIER_ANALYTICS: '1', npm_config_audit: 'false', npm_config_fund: 'false' };
	await promisify(execFile)(process.execPath, [script, 'build', '--skip-validation'], {
		cwd,
		env: { ...inherited, ...offline, ...env },
		maxBuffer: Number.POSITIVE_INFINITY,
	});
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

/**
 * The code of a step that is one bare request. It gives what Zapier expects of the step, an object or else a list: core writes to
 * its log about anything else, which costs more than the step.
 */
function bare(request: BareRequest, gives: Gives = 'object'): string {
	const result = gives === 'object' ? 'response.data ?? {}' : 'listsIn(response.data).sort((a, b) => b.length - a.length)[0]';
	return `const listsIn = (value) => (Array.isArray(value) ? [value] : Object.values(Object(value)).flatMap(listsIn));
const perform = (z) => z.request(${JSON.stringify(request)}).then((response) => ${result});`;
}

/** What a step gives: a create an object, a trigger the items of its list. */
export type Gives = 'object' | 'list';

/** The code of the smallest app there is: one action, whose whole work is one request. */
export function emptyApp(request: BareRequest): string {
	const action = `{ key: 'invite', noun: 'User', display: { label: 'Invite User', description: 'Invites a user.' }, operation: { perform, sample: { id: '1' } } }`;
	return `${bare(request)}
module.exports = { version: '1.0.0', platformVersion: '${versions.core}', creates: { invite: ${action} } };\n`;
}

/**
 * The code of a shell: the definition of another app as plain data, each function of it replaced by one and the same. What runs on
 * each request is left out.
 * @param perform a statement that declares the function of that name; or the bare request that it sends.
 * @param sharing are equal fields one object of a class, as in ours? Otherwise each is a plain object of its own, as in most apps.
 */
export function shellOf(
	app: App,
	perform: string | BareRequest,
	{ gives, sharing = false }: { gives?: Gives; sharing?: boolean } = {},
): string {
	const { beforeRequest, afterResponse, ...definition } = createRequire(join(app.folder, 'index.js'))('./index.js') as Record<
		string,
		unknown
	>;
	const constants: unknown[] = [];
	const json = JSON.stringify(definition, (_key, value) => {
		if (typeof value === 'function') return mark('perform');
		if (!sharing || !isConstant(value)) return value;
		const place = constants.indexOf(value);
		return mark(`constants[${place < 0 ? constants.push(value) - 1 : place}]`);
	});
	const declared = typeof perform === 'string' ? perform : bare(perform, gives);
	return `${declared}
const TAG = { get: () => 'Constant', set: () => {} };
class Constant {
	constructor(value) {
		Object.defineProperty(this, Symbol.toStringTag, TAG);
		Object.assign(this, value);
	}
}
const constants = ${JSON.stringify(constants)}.map((value) => Object.freeze(new Constant(value)));
module.exports = ${json.replaceAll(/"\\u0001(.*?)\\u0001"/g, '$1')};
`;
}

/** Stands for an expression in what is written as JSON. */
function mark(expression: string): string {
	return `\u0001${expression}\u0001`;
}

/** An object of a class: see src/zapier/constant.ts. */
function isConstant(value: unknown): boolean {
	return typeof value === 'object' && value !== null && ![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
}
