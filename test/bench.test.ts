import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetsIn } from '../bench/report.mts';

const root = join(__dirname, '..');
const results = join(root, 'bench/results.md');

test('the README quotes the ratios of bench/results.md', () => {
	const [, quoted] = /<!-- bench -->([\s\S]*)<!-- \/bench -->/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
	const budgets = budgetsIn(readFileSync(results, 'utf8'));
	expect(budgets).toContain('all');
	expect(quoted?.trim()).toBe(budgets);
});
