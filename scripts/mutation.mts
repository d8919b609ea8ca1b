import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scriptOf } from './processes/tools.mts';

/*
 * `npm run mutation [part…]`: mutation testing, part by part (stryker.config.mjs), since each part needs only a few of
 * the tests. Prints the score of each and of all, and every mutant that no test noticed. Exit code 1 below 95 %.
 * `-- --incremental` keeps what the last run found of code that hasn't changed, but for what tests with a new name may notice.
 */
interface Mutant {
	status: string;
	mutatorName: string;
	replacement: string;
	location: { start: { line: number } };
}
interface Report {
	files: Record<string, { source: string; mutants: Mutant[] }>;
}

const GOAL = 95;
const stryker = scriptOf('@stryker-mutator/core', 'stryker');
const root = fileURLToPath(new URL('..', import.meta.url));
const config = (await import(new URL('../stryker.config.mjs', import.meta.url).href)) as { parts: Record<string, { tests: string[] }> };
const parts = Object.keys(config.parts);
const { values, positionals } = parseArgs({ allowPositionals: true, options: { incremental: { type: 'boolean', default: false } } });
const wanted = positionals.length ? positionals : parts;
const options = values.incremental ? ['--incremental'] : [];

// A suite that has moved would notice nothing, and nobody would notice that.
const lost = Object.values(config.parts).flatMap(({ tests }) =>
	tests.filter((test) => !globSync(test.replace('<rootDir>/', ''), { cwd: root }).length),
);
if (lost.length) {
	console.error(`stryker.config.mjs names tests that don't exist: ${lost.join(', ')}`);
	process.exit(2);
}

/** How many mutants were noticed, of how many that a test reaches or should reach; the share in percent. */
const score = (killed: number, all: number) => `${killed} of ${all} noticed, ${all ? ((100 * killed) / all).toFixed(1) : '100.0'} %`;

let [killed, all] = [0, 0];
for (const part of wanted) {
	// What Stryker tells of itself goes to stderr, so that stdout holds nothing but the scores and the mutants.
	const { status } = spawnSync(process.execPath, [stryker, 'run', '--logLevel', 'warn', ...options], {
		cwd: root,
		env: { ...process.env, PART: part },
		stdio: ['ignore', 2, 'inherit'],
	});
	if (status !== 0) {
		console.error(`${part}: Stryker ended with ${status}`);
		process.exit(2);
	}
	const report = JSON.parse(readFileSync(`${root}reports/mutation/${part}.json`, 'utf8')) as Report;
	const mutants = Object.entries(report.files).flatMap(([file, { source, mutants: inFile }]) =>
		inFile.map((mutant) => ({ ...mutant, file, line: source.split('\n')[mutant.location.start.line - 1]?.trim() ?? '' })),
	);
	const counted = mutants.filter(({ status: found }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(found));
	const noticed = counted.filter(({ status: found }) => found === 'Killed' || found === 'Timeout');
	killed += noticed.length;
	all += counted.length;
	console.log(`${part}: ${score(noticed.length, counted.length)}`);
	for (const { file, line, location, mutatorName, replacement } of counted.filter((mutant) => !noticed.includes(mutant))) {
		console.log(
			`  ${file}:${location.start.line} ${mutatorName}: ${line.slice(0, 100)}\n    → ${replacement.replace(/\s+/g, ' ').slice(0, 100)}`,
		);
	}
}
console.log(`All: ${score(killed, all)}`);
if (killed < (all * GOAL) / 100) process.exitCode = 1;
