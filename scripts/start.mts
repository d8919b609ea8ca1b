import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import spinner from 'yocto-spinner';
import { startSandbox } from '../sandbox/index.mts';
import { readExamples } from './start/examples.mts';
import { type LifeRun, live } from './start/life.mts';
import { lifeTableOf, listOf, personOf, tableOf } from './start/print.mts';
import { type Connected, fillDropdowns, findOrInvite, invite, pollTriggers, type Run, type Step, textOf } from './start/runs.mts';
import { loadIntegration, messageOf } from './start/zapier.mts';

/*
 * `npm start`: the main job, tried without any account. Every Zap of examples/zaps/ invites the person of a form
 * answer, and those of a spreadsheet, through the built integration, run as Zapier runs it; the sandbox answers. Then
 * come the steps around it: dropdowns, "find or invite" and triggers; and one person's life, from the invitation to the end.
 */
async function main(folder: string): Promise<boolean> {
	// Dates are of today, since triggers take what is old for known; each is a second later, so that there is a newest.
	let now = Date.now();
	const sandbox = await startSandbox({ clock: () => (now += 1000) });
	const { definition, execute } = await loadIntegration();
	const { authentication } = definition;
	const providers = authentication.fields.find(({ key }) => key === 'provider')?.choices;
	if (!providers) throw new Error('This needs the integration of all providers: unset PROVIDER and build again.');
	const { zaps, people, wanted, colleague } = readExamples(folder);

	console.log(
		`No account is needed: the ${sandbox.apis.length} APIs are in this process, made from contracts/. Nothing leaves this machine.\n`,
	);
	const progress = process.stdout.isTTY ? spinner({ stream: process.stdout }).start() : undefined;
	const say = (text: string) => {
		if (progress) progress.text = text;
	};
	const labels: string[] = [];
	const runs: Run[] = [];
	const steps: Step[] = [];
	const lives: LifeRun[] = [];
	try {
		for (const [key, provider] of Object.entries(providers)) {
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
			say(`${provider}: the steps around it`);
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
	console.log(`${tableOf(runs)}\n`);
	if (steps.length) console.log(`What else a Zap builder meets there:\n\n${listOf(steps)}\n`);
	if (lives.length) console.log(`The life of ${colleague.name}, from the invitation on:\n\n${lifeTableOf(lives)}\n`);
	return conclude(labels.length, runs, steps, lives);
}

/** Says how it went. Returns whether all went as the examples expect. */
function conclude(connected: number, runs: Run[], steps: Step[], lives: LifeRun[]): boolean {
	const expected = runs.filter((run) => run.expected === undefined);
	const surprises = [
		...runs.map((run) => ({ ...run, what: personOf(run), got: run.status ? `${run.status}.` : run.refusal })),
		...steps.map((step) => ({ ...step, what: step.label, got: `${step.outcome}.` })),
		...lives.map((run) => ({ ...run, what: run.label, got: `${[run.outcome, run.truth].filter(Boolean).join('; ')}.` })),
	].filter((candidate) => candidate.expected !== undefined);
	for (const { provider, what, got, expected: wanted } of surprises) {
		console.log(`Not as expected: ${provider}, ${what}: ${got} Expected: ${wanted}.`);
	}
	const invited =
		expected.filter(({ status }) => status === 'invited').length + [...steps, ...lives].reduce((sum, step) => sum + step.invited, 0);
	const refused = expected.filter(({ refusal }) => refusal).length;
	const there = expected.filter(({ status }) => status !== 'invited').length - refused;
	const rest = surprises.length ? `, ${surprises.length} NOT as expected` : '';
	console.log(
		`${connected} providers connected, ${invited} invitations sent, ${there} already there, ${refused} refused as expected${rest}.`,
	);
	return surprises.length === 0;
}

try {
	const { values } = parseArgs({ options: { examples: { type: 'string' } } });
	process.exitCode = (await main(values.examples ?? fileURLToPath(new URL('../examples', import.meta.url)))) ? 0 : 1;
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
