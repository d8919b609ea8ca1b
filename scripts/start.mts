import { join } from 'node:path';
import { parseArgs } from 'node:util';
import spinner from 'yocto-spinner';
import { startSandbox } from '../sandbox/index.mts';
import { readExamples } from './start/examples.mts';
import { type LifeRun, live } from './start/life.mts';
import { countsOf, inAlarm, lifeTableOf, listOf, personOf, tableOf, terminalWidth } from './start/print.mts';
import { type Connected, fillDropdowns, findOrInvite, invite, pollTriggers, type Run, type Step, textOf } from './start/runs.mts';
import { loadIntegration, messageOf } from './start/zapier.mts';

/*
 * `npm start`: the main job, tried without any account. Every Zap of examples/zaps/ invites the person of a form
 * response, and those of a spreadsheet, through the built integration, run as Zapier runs it; the sandbox answers. Then
 * come the other steps: dropdowns, "find or invite" and triggers; and one person's life, from the invitation to the end.
 * `-- <provider>` shows one product alone.
 */
async function main(folder: string, wantedKeys: string[]): Promise<boolean> {
	// Dates are of today, since triggers take what is old for known; each is a second later, so that there is a newest.
	let now = Date.now();
	const sandbox = await startSandbox({ clock: () => (now += 1000) });
	const { definition, execute } = await loadIntegration();
	const { authentication } = definition;
	const providers = authentication.fields.find(({ key }) => key === 'provider')?.choices;
	if (!providers) throw new Error('This needs the integration of all providers: unset PROVIDER and build again.');
	const unknown = wantedKeys.find((key) => !(key in providers));
	if (unknown !== undefined) throw new Error(`There is no provider ${unknown}. There are: ${Object.keys(providers).join(', ')}.`);
	const shown = Object.entries(providers).filter(([key]) => !wantedKeys.length || wantedKeys.includes(key));
	const { zaps, people, wanted, colleague } = readExamples(folder);
	const width = terminalWidth();

	console.log('No account is needed: the APIs are in this process, made from contracts/.\nNothing leaves this machine.\n');
	const progress = process.stdout.isTTY ? spinner({ stream: process.stdout }).start() : undefined;
	const say = (text: string) => {
		if (progress) progress.text = text;
	};
	const labels: string[] = [];
	const runs: Run[] = [];
	const steps: Step[] = [];
	const lives: LifeRun[] = [];
	try {
		for (const [key, provider] of shown) {
			say(`Connecting ${provider}`);
			const connection = sandbox.apis.find((api) => api.key === key)?.connection;
			if (!connection) throw new Error(`contracts/ has no ${key}, so there is no sandbox of ${provider} to connect to.`);
			const authData = { provider: key, ...connection };
			const test = (await execute('authentication.test', { authData })) as Record<string, unknown>;
			labels.push(authentication.connectionLabel.replace(/\{\{bundle\.inputData\.(\w+)\}\}/g, (_, name) => textOf(test, name)));
			const zap = zaps[key];
			if (!zap) {
				console.log(`examples/zaps/ has no Zap for ${provider}, so nobody is invited there.\n`);
				continue;
			}
			const connected: Connected = { key, provider, authData, execute, definition, sandbox };
			for (const [index, person] of people.entries()) {
				say(`${provider}: ${person.name} (${index + 1} of ${people.length})`);
				runs.push(await invite(connected, zap, person));
			}
			say(`${provider}: the other steps`);
			steps.push(...(await fillDropdowns(connected, zap)));
			steps.push(...(await findOrInvite(connected, zap, wanted)));
			steps.push(...(await pollTriggers(connected, zap)));
			say(`${provider}: the life of ${colleague.name}`);
			lives.push(...(await live(connected, zap, colleague)));
		}
	} finally {
		progress?.stop();
	}

	console.log(`Connected, as Zapier lists the connections:\n${labels.map((label) => `  ${label}`).join('\n')}\n`);
	console.log(`${tableOf(runs, width)}\n`);
	if (steps.length) console.log(`What else a Zap builder meets there:\n\n${listOf(steps, width)}\n`);
	if (lives.length) console.log(`The life of ${colleague.name}, from the invitation on:\n\n${lifeTableOf(lives, width)}\n`);
	return conclude(colleague.name, runs, steps, lives);
}

/** Says how it went. Returns whether all went as the examples expect. */
function conclude(colleague: string, runs: Run[], steps: Step[], lives: LifeRun[]): boolean {
	const surprises = [
		...runs.map((run) => ({ ...run, what: personOf(run), got: run.status ? `${run.status}.` : run.refusal })),
		...steps.map((step) => ({ ...step, what: step.label, got: `${step.outcome}.` })),
		...lives.map((run) => ({ ...run, what: run.label, got: `${[run.outcome, run.truth].filter(Boolean).join('; ')}.` })),
	].filter((candidate) => candidate.expected !== undefined);
	for (const { provider, what, got, expected } of surprises) {
		console.log(inAlarm(`Not as expected: ${provider}, ${what}: ${got} Expected: ${expected}.`));
	}
	console.log(countsOf(runs));
	const more = (list: { invited: number }[]) => list.reduce((sum, { invited }) => sum + invited, 0);
	console.log(`${more(steps)} more invited by Find or Invite, and ${more(lives)} in the life of ${colleague}.`);
	if (surprises.length) console.log(inAlarm(`${surprises.length} NOT as expected.`));
	return surprises.length === 0;
}

try {
	const { values, positionals } = parseArgs({ options: { examples: { type: 'string' } }, allowPositionals: true });
	const folder = values.examples ?? join(import.meta.dirname, '../examples');
	process.exitCode = (await main(folder, positionals)) ? 0 : 1;
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
