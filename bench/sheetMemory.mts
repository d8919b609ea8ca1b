import { createRequire } from 'node:module';
import { join } from 'node:path';
import { planRows, runRows } from '../invite/engine.mts';
import type { Integration } from '../invite/integration.mts';
import { Journal } from '../invite/journal.mts';
import { openSheet } from '../invite/readers/index.mts';
import { Results } from '../invite/results.mts';

/*
 * The process whose memory is measured: a sheet goes through all of the spreadsheet command, but for the action itself,
 * which answers at once. A million requests would take an hour, and hold no more memory than a thousand.
 * `node sheetMemory.mts <sheet> <folder>`; writes its peak in bytes.
 */
const peak = createRequire(import.meta.url)('./peak.cjs') as () => number;
const [file = '', folder = ''] = process.argv.slice(2);
const sheet = await openSheet(file);
const action = { key: 'invite_user', noun: 'User', display: { label: 'Invite User' } };
const fields = [{ key: 'email', label: 'Email', required: true }];
const integration: Integration = {
	definition: { creates: { invite_user: action } },
	execute: async (method) => ({ result: method.endsWith('inputFields') ? fields : { id: 'id', status: 'invited' }, requests: [] }),
};
const plan = await planRows(integration, {}, sheet.columns);
const journal = new Journal(join(folder, 'journal'), { product: 'any', action: 'invite_user', account: '' });
const results = await Results.create(join(folder, 'results.csv'));
const running = runRows({ integration, plan, rows: sheet.rows(), authData: {}, journal, concurrency: 100 });
let done = 0;
for await (const event of running.events) {
	if (event.type !== 'row') continue;
	if (event.outcome === 'done') done++;
	await results.write(event);
}
await results.close();
journal.close();
if (done !== sheet.count) throw new Error(`${done} of ${sheet.count} rows are done`);
console.log(peak());
