import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const root = join(__dirname, '../../..');
const [example] = parse(readFileSync(join(root, 'examples/people.csv')), { columns: true }) as Record<string, string>[];

/** What the Zap of the examples puts into fields that the sheet has no columns for: those that are missing, and line items. */
export function examplesFor(product: string, missing: string[]): { field: string; value: string }[] {
	const { inputData } = JSON.parse(readFileSync(join(root, `examples/zaps/${product}.json`), 'utf8')) as {
		inputData: Record<string, unknown>;
	};
	const lines = Object.values(inputData).flatMap((value) => (Array.isArray(value) ? Object.entries(value[0]) : []));
	const wanted = [...Object.entries(inputData).filter(([key]) => missing.includes(key)), ...lines];
	return wanted.map(([field, value]) => ({
		field,
		value: String(value).replace(/\{\{([^}]+)\}\}/g, (_, column: string) => example?.[column] ?? ''),
	}));
}
