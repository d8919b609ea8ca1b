import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowEvent } from '../../invite/engine.mts';
import { Results, resultLine } from '../../invite/results.mts';

const event = (more: Partial<RowEvent>): RowEvent => ({
	type: 'row',
	row: 2,
	person: 'a@x.com',
	outcome: 'done',
	status: 'invited',
	id: '1',
	message: '',
	requests: [],
	...more,
});

test.each(['=1+1', '+1', '-1', '@sum'])('a spreadsheet calculates nothing of a person called %s', (person) => {
	expect(resultLine(event({ person }))).toBe(`2,'${person},invited,1,\n`);
});

test('the file has a line for each row, in the order in which they end, for Excel too', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'results-'));
	const file = join(folder, 'results.csv');
	const results = await Results.create(file);
	await results.write(event({ row: 3, message: 'One, "two"' }));
	// Before it is closed: a crash leaves what was written.
	expect(readFileSync(file, 'utf8')).toContain('3,a@x.com');
	await results.write(event({}));
	await results.close();
	expect(readFileSync(file, 'utf8')).toBe(
		'\ufeffRow,Person,Status,ID or link,Message\n3,a@x.com,invited,1,"One, ""two"""\n2,a@x.com,invited,1,\n',
	);
	rmSync(folder, { recursive: true });
});
