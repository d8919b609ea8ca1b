import { readAccepted } from './checks/accepted.mts';
import { readBuilds } from './checks/builds.mts';
import { checks, findingsOf } from './checks/index.mts';

/*
 * `npm run check:integration`: what Zapier's own checks would find in each build, before Zapier does. Needs no account
 * and no network.
 */
const builds = await readBuilds();
const findings = findingsOf(builds);

if (findings.length) {
	const width = (values: string[]) => Math.max(...values.map((value) => value.length));
	const codes = width(findings.map(({ code }) => code));
	const names = width(findings.map(({ build }) => build));
	for (const { code, build, place, message } of findings) {
		console.log(`${code.padEnd(codes)}  ${build.padEnd(names)}  ${place}: ${message}`);
	}
	console.log('\nWhat the rules are ("Guide" is Zapier’s build guidelines, the numbers its integration checks):');
	for (const line of new Set(findings.map(({ code, rule }) => `${code.padEnd(codes)}  ${rule}`))) console.log(line);
	console.log(`\n${findings.length} finding${findings.length > 1 ? 's' : ''} in ${builds.length} builds (${checks.length} checks).`);
	process.exitCode = 1;
} else {
	console.log(`No finding in ${builds.length} builds (${checks.length} checks, ${readAccepted().length} findings accepted).`);
}
