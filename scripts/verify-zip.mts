import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Report } from './verify-zip/child.mts';
import { packagesNeededBy, readLock } from './verify-zip/packages.mts';

/*
 * `npm run verify:zip`, after `zapier-platform build`: does the zip that Zapier would get work where there is nothing
 * else, and does it hold nothing but what it needs? It is unpacked outside this project and asked to invite somebody with each of its providers; the sandbox answers.
 * `PROVIDER` names the provider of a zip that has one only.
 */

const ZIP = fileURLToPath(new URL('../build/build.zip', import.meta.url));

/** What Zapier takes at most, compressed. */
const MOST_BYTES = 30 * 1024 * 1024;
/** What Zapier runs. */
const NODE_MAJOR = '22';

/** The most percent that a zip may have more than that of an empty app: one of Zapier's core, with the packages that it needs. */
const MOST_MORE = { all: 10, one: 7 };
/** What an empty app has of its own, in bytes: the same five files, with one action in them. */
const EMPTY_APP = 1_400;
const MOST_FILES_OF_PACKAGES = 450;

/** All of ours that belongs into the zip. */
const OURS = ['definition.json', 'dist/index.js', 'index.js', 'package.json', 'zapierwrapper.js'];
/** What doesn't belong among the files of packages either. */
const UNWANTED = /(^|\/)(\.(env(\.|$)|git\/|npmrc$|zapierapprc)|test\/|tests\/|__tests__\/)|\.(map|d\.[cm]?ts|[cm]?ts|flow)$/;
const CORE = 'zapier-platform-core';

/** What a zip says of each file in its two headers, beside the name, and behind its content. */
const HEADERS = 30 + 46 + 16;

/** A file in the zip, with the bytes that it takes there, headers included. */
interface Zipped {
	name: string;
	bytes: number;
}

/** What is wrong with the zip's size, or doesn't belong into it: no source, tests, contracts, source maps or development dependencies. */
function problemsOf(files: Zipped[]): string[] {
	const packages = new Set(packagesNeededBy(CORE, readLock()));
	const packageOf = (name: string) => name.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0];
	const ours = files.filter(({ name }) => !packageOf(name));
	const theirs = files.filter(({ name }) => packageOf(name));
	const bytes = (some: Zipped[]) => some.reduce((sum, file) => sum + file.bytes, 0);

	const strange = ours.filter(({ name }) => !OURS.includes(name));
	const unneeded = new Set(theirs.map(({ name }) => packageOf(name) ?? '').filter((name) => !packages.has(name)));
	const problems = [
		...strange.map(({ name }) => `${name} doesn't belong into it`),
		...theirs.filter(({ name }) => UNWANTED.test(name)).map(({ name }) => `${name} doesn't belong into it`),
		...[...unneeded].map((name) => `${CORE} doesn't need ${name}`),
	];
	const more = (100 * (bytes(ours) - EMPTY_APP)) / (bytes(theirs) + EMPTY_APP);
	const most = process.env.PROVIDER ? MOST_MORE.one : MOST_MORE.all;
	console.log(
		`  ours: ${kilobytes(bytes(ours))} in ${ours.length} files, ${more.toFixed(1)} % more than an empty app, of ${most} % at most`,
	);
	if (more > most) problems.push(`it takes ${more.toFixed(1)} % more than an empty app`);
	if (theirs.length > MOST_FILES_OF_PACKAGES) problems.push(`${theirs.length} files are of packages, more than ${MOST_FILES_OF_PACKAGES}`);
	return problems;
}

async function main(): Promise<string[]> {
	const zip = readFileSync(ZIP);
	const zipped: Zipped[] = [];
	const unzipped = unzipSync(zip, {
		filter: ({ name, size }) => {
			if (!name.endsWith('/')) zipped.push({ name, bytes: size + HEADERS + 2 * name.length });
			return !name.endsWith('/');
		},
	});
	const files = Object.entries(unzipped);
	console.log(`build.zip: ${kilobytes(zip.length)} in ${files.length} files, alone on Node.js ${process.versions.node}`);
	const problems = problemsOf(zipped);
	if (zip.length > MOST_BYTES) problems.push(`it has ${kilobytes(zip.length)}, more than the ${kilobytes(MOST_BYTES)} that Zapier takes`);
	if (!process.versions.node.startsWith(`${NODE_MAJOR}.`))
		problems.push(`this is Node.js ${process.versions.node}, Zapier runs ${NODE_MAJOR}`);

	// The real path, as modules are known by theirs.
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'verify-zip-')));
	try {
		for (const [name, content] of files) {
			const file = join(folder, name);
			if (!file.startsWith(folder)) throw new Error(`${name} leads out of the folder`);
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, content);
		}
		const { results, foreign, missing } = await runAlone(folder);
		for (const { title, outcome, problem } of results) {
			console.log(`  ${title}: ${problem ?? outcome}`);
			if (problem) problems.push(`${title} failed`);
		}
		if (!results.length) problems.push('it has no provider');
		for (const path of foreign) problems.push(`it runs ${path}, which isn't in it`);
		for (const path of missing) problems.push(`it should run ${path}, but didn't`);
	} finally {
		rmSync(folder, { recursive: true });
	}
	return problems;
}

/** Runs what a folder holds in a process of its own, which sees none of this one's settings. */
function runAlone(folder: string): Promise<Report> {
	const { PATH = '', PROVIDER = '' } = process.env;
	const child = fork(new URL('./verify-zip/child.mts', import.meta.url), [], {
		cwd: folder,
		env: { PATH, PROVIDER },
	});
	return new Promise((resolve, reject) => {
		let report: Report | undefined;
		child.on('message', (message: Report) => {
			report = message;
		});
		child.on('error', reject);
		child.on('exit', (code) => (report ? resolve(report) : reject(new Error(`The integration ended with exit code ${code}.`))));
	});
}

function kilobytes(bytes: number): string {
	return `${Math.round(bytes / 1000)} kB`;
}

try {
	const problems = await main();
	for (const problem of problems) console.error(`build.zip: ${problem}.`);
	process.exitCode = problems.length ? 1 : 0;
} catch (error) {
	const { code, message } = error as NodeJS.ErrnoException;
	console.error(code === 'ENOENT' ? `There is no ${ZIP}. First run: zapier-platform build --skip-validation` : message);
	process.exitCode = 1;
}
