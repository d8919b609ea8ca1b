import { planRows, runRows } from '../../../invite/engine.mts';
import type { Execution, Integration } from '../../../invite/integration.mts';
import { Journal } from '../../../invite/journal.mts';
import { openSheet } from '../../../invite/readers/index.mts';
import { Results } from '../../../invite/results.mts';

/** What the parent tells before it begins. */
export interface Job extends Pick<Integration, 'definition'> {
	authData: Record<string, unknown>;
	sheet: string;
	journal: string;
	results: string;
	set: { field: string; value: string }[];
	retryUncertain: boolean;
}

/*
 * A run that a test may kill at any moment. All that must outlast it is in the process that started it, which carries out
 * the steps with Zapier's handler and the sandbox; here is what an interruption hits: the engine, its journal and results.
 */
const answers = new Map<number, (execution: Execution) => void>();
let asked = 0;

process.on('message', (message: { job: Job } | { id: number; execution: Execution & { failure?: { name: string; message: string } } }) => {
	if ('job' in message) {
		run(message.job).then(() => process.disconnect());
		return;
	}
	const { failure, ...execution } = message.execution;
	// An error doesn't keep its name on its way between processes.
	if (failure) execution.error = Object.assign(new Error(failure.message), { name: failure.name });
	answers.get(message.id)?.(execution);
	answers.delete(message.id);
});

async function run({ definition, authData, sheet: file, journal: journalFile, results: resultsFile, set, retryUncertain }: Job) {
	const integration: Integration = {
		definition,
		execute: (method, bundle) =>
			new Promise((resolve) => {
				answers.set(++asked, resolve);
				process.send?.({ id: asked, method, bundle });
			}),
	};
	const sheet = await openSheet(file);
	const plan = await planRows(integration, authData, sheet.columns, { set });
	const journal = new Journal(journalFile, { product: 'sandbox', action: plan.action, account: '' });
	const results = await Results.create(resultsFile);
	const { events } = runRows({ integration, plan, rows: sheet.rows(), authData, journal, concurrency: 2, batchSize: 3, retryUncertain });
	for await (const event of events) {
		if (event.type === 'row') await results.write(event);
		// What isn't on its way when the process ends is lost.
		await new Promise((resolve) => process.send?.({ event }, resolve));
	}
	await results.close();
	journal.close();
}
