import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** A finding that can't be helped, and why: a contract lists those of its provider as `x-accepted-findings`. */
export interface Accepted {
	code: string;
	provider: string;
	field: string;
	reason: string;
}

const contracts = join(import.meta.dirname, '../../contracts');

/** What is accepted of all providers. */
export function readAccepted(): Accepted[] {
	const providers = readdirSync(contracts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return providers.flatMap(({ name: provider }) => {
		const contract = load(readFileSync(join(contracts, provider, 'openapi.yaml'), 'utf8')) as {
			'x-accepted-findings'?: Omit<Accepted, 'provider'>[];
		};
		return (contract['x-accepted-findings'] ?? []).map((one) => ({ ...one, provider }));
	});
}
