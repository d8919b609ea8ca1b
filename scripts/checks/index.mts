import { type Accepted, readAccepted } from './accepted.mts';
import type { Check, Fault } from './check.mts';
import { connectionChecks } from './connection.mts';
import { fieldChecks } from './fields.mts';
import type { Build } from './read.mts';
import { referenceChecks } from './references.mts';
import { sampleChecks } from './samples.mts';
import { textChecks } from './texts.mts';

/**
 * Zapier's published integration checks that need no live account (docs.zapier.com, "Integration check reference"), as
 * far as an integration without webhooks can fail them, and what its build guidelines say of texts and fields. D026, the
 * guarding of hosts that people type, can't be read off a definition: test/integrationChecks.test.ts tries it.
 */
export const checks: Check[] = [...connectionChecks, ...fieldChecks, ...referenceChecks, ...sampleChecks, ...textChecks].sort((a, b) =>
	a.code.localeCompare(b.code),
);

/** A fault of one build. */
export interface Finding extends Fault {
	code: string;
	rule: string;
	build: string;
}

/** What the checks find in the builds, without what is accepted. An exception that nothing needs any more is a finding, too. */
export function findingsOf(builds: Build[], accepted = readAccepted()): Finding[] {
	const found = builds.flatMap(({ name, integration }) =>
		checks.flatMap(({ code, rule, find }) => find(integration).map((fault): Finding => ({ code, rule, build: name, ...fault }))),
	);
	const inVain = accepted.filter((one) => !found.some((finding) => isAccepted(one, finding)));
	return [
		...found.filter((finding) => !accepted.some((one) => isAccepted(one, finding))),
		...inVain.map(({ code, provider, field }) => ({
			code,
			rule: 'What is accepted can be found.',
			build: provider,
			place: `contracts/${provider}/openapi.yaml`,
			message: `take “${field}” out of x-accepted-findings: it isn't found any more`,
		})),
	];
}

function isAccepted({ code, provider, field }: Accepted, finding: Finding): boolean {
	const ofProvider = finding.build === provider || finding.place.split('.')[1]?.startsWith(`${provider}_`);
	return finding.code === code && !!ofProvider && finding.place.endsWith(`.${field}`);
}
