import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sentence about the integration of all products that Zapier shows. A product's own integration has the product's. */
export function sharedDescription(): string {
	const { description } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { description: string };
	return description;
}
