import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadApp } from '../preview/server/app.mts';
import { modelOf, readDefinition } from '../preview/server/model.mts';
import { openWire } from '../preview/server/wire.mts';
import { readAccepted } from './checks/accepted.mts';
import { readBuilds } from './checks/builds.mts';
import { checks, type Finding, findingsOf } from './checks/index.mts';
import { readByAsking } from './checks/read.mts';

/*
 * `npm run check:integration`: what Zapier's own checks would find in each build, before Zapier does. Needs no account
 * and no network. With a folder, it checks the built integration there, whoever made it.
 */
async function checkOwn(): Promise<boolean> {
	const root = fileURLToPath(new URL('..', import.meta.url));
	const { status } = spawnSync(process.execPath, ['scripts/build.mts', '--every'], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (status !== 0) throw new Error('The integration can’t be built: see above.');
	const builds = await readBuilds();
	const what = `${builds.length} builds`;
	return tell(findingsOf(builds), what, `No finding in any build (${checks.length} checks, ${readAccepted().length} findings accepted).`);
}

async function checkFolder(folder: string): Promise<boolean> {
	// Field functions run, and may ask an API.
	openWire('offline');
	const app = await loadApp(folder);
	const { notes } = await modelOf(app.ask, await readDefinition(app.ask));
	const integration = await readByAsking(app.ask);
	const unknown = [...app.notes, ...notes.filter((note) => !note.startsWith('Zapier’s schema refuses'))];
	if (unknown.length) console.log(`Not understood, or not looked at:\n${unknown.map((note) => `  ${note}`).join('\n')}\n`);
	return tell(findingsOf([{ name: app.title, integration }], []), app.title, `No finding in ${app.title} (${checks.length} checks).`);
}

/** Prints the findings, and what the rules are. Returns whether there are none. */
function tell(findings: Finding[], what: string, none: string): boolean {
	if (!findings.length) {
		console.log(none);
		return true;
	}
	const width = (values: string[]) => Math.max(...values.map((value) => value.length));
	const codes = width(findings.map(({ code }) => code));
	const names = width(findings.map(({ build }) => build));
	for (const { code, build, place, message } of findings) {
		console.log(`${code.padEnd(codes)}  ${build.padEnd(names)}  ${place}: ${message}`);
	}
	console.log('\nWhat the rules are ("Guide" is Zapier’s build guidelines, the numbers its integration checks):');
	for (const line of new Set(findings.map(({ code, rule }) => `${code.padEnd(codes)}  ${rule}`))) console.log(line);
	console.log(`\n${findings.length} ${findings.length > 1 ? 'findings' : 'finding'} in ${what} (${checks.length} checks).`);
	return false;
}

try {
	const [folder] = parseArgs({ allowPositionals: true }).positionals;
	process.exitCode = (await (folder === undefined ? checkOwn() : checkFolder(folder))) ? 0 : 1;
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
