import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Report } from './verify-zip/child.ts';

/*
 * `npm run verify:zip`, after `zapier-platform build`: does the zip that Zapier would get work where there is nothing
 * else? It is unpacked outside this project and asked to invite somebody with each of its providers; the sandbox answers.
 * `PROVIDER` names the provider of a zip that has one only.
 */

const ZIP = fileURLToPath(new URL('../build/build.zip', import.meta.url));

/** What Zapier takes at most, compressed. */
const MOST_BYTES = 30 * 1024 * 1024;
/** What Zapier runs. */
const NODE_MAJOR = '22';

/** All that belongs into the zip. zapier-platform adds every package.json of the project, whatever folder it is in. */
const EXPECTED = [
	/^dist\/index\.js$/,
	/^(index|zapierwrapper)\.js$/,
	/^definition\.json$/,
	/^([\w-]+\/)?package\.json$/,
	/^node_modules\//,
];
/** What doesn't even belong among the files of packages. */
const UNWANTED = /(^|\/)\.(env(\.|$)|git\/|npmrc$|zapierapprc)/;

async function main(): Promise<string[]> {
	const zip = readFileSync(ZIP);
	const files = Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith('/'));
	const problems = files
		.map(([name]) => name)
		.filter((name) => !EXPECTED.some((pattern) => pattern.test(name)) || UNWANTED.test(name))
		.map((name) => `${name} doesn't belong into it`);
	if (zip.length > MOST_BYTES) problems.push(`it has ${megabytes(zip.length)}, more than the ${megabytes(MOST_BYTES)} that Zapier takes`);
	if (!process.versions.node.startsWith(`${NODE_MAJOR}.`))
		problems.push(`this is Node.js ${process.versions.node}, Zapier runs ${NODE_MAJOR}`);
	console.log(`build.zip: ${megabytes(zip.length)} in ${files.length} files, alone on Node.js ${process.versions.node}`);

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
	const child = fork(new URL('./verify-zip/child.ts', import.meta.url), [], {
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

function megabytes(bytes: number): string {
	return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
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
