import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetsIn } from '../bench/report.mts';

const root = join(__dirname, '..');
const results = join(root, 'bench/results.md');

test('the README quotes the ratios of bench/results.md, and none that nobody measured', () => {
	const [, quoted] = /<!-- bench -->([\s\S]*)<!-- \/bench -->/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
	expect(quoted?.trim()).toBe(existsSync(results) ? budgetsIn(readFileSync(results, 'utf8')) : '');
});
