import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sentence about an integration that Zapier shows to the public: of one product's own, or of that of all products. */
export function descriptionOf(product: string | undefined): string {
	if (product) return `${product} is a service that people are invited to: from a form, a spreadsheet, or whatever else starts a Zap.`;
	const { description } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { description: string };
	return description;
}
