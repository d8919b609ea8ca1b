import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const root = join(__dirname, '../../..');
const zaps = JSON.parse(readFileSync(join(root, 'examples/zaps.json'), 'utf8')) as Record<string, { inputData: Record<string, unknown> }>;
const [example] = parse(readFileSync(join(root, 'examples/people.csv')), { columns: true }) as Record<string, string>[];

/** What the Zap of the examples puts into fields that the sheet has no columns for: those that are missing, and line items. */
export function examplesFor(product: string, missing: string[]): { field: string; value: string }[] {
	const { inputData = {} } = zaps[product] ?? {};
	const lines = Object.values(inputData).flatMap((value) => (Array.isArray(value) ? Object.entries(value[0]) : []));
	const wanted = [...Object.entries(inputData).filter(([key]) => missing.includes(key)), ...lines];
	return wanted.map(([field, value]) => ({
		field,
		value: String(value).replace(/\{\{([^}]+)\}\}/g, (_, column: string) => example?.[column] ?? ''),
	}));
}
