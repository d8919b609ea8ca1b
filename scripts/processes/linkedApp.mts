import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The keys of all providers: the names of their folders. */
export function providerKeys(): string[] {
	return readdirSync(join(root, 'src/providers'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
}

/**
 * The file in which zapier-platform remembers the app on Zapier that belongs to a provider's own integration. It isn't in
 * git: `register` and `link` fill it in.
 */
export function linkedAppOf(provider: string): string {
	const file = `.zapierapprc.${provider}`;
	if (!existsSync(join(root, file))) {
		const { includeInBuild } = JSON.parse(readFileSync(join(root, '.zapierapprc'), 'utf8')) as { includeInBuild: string[] };
		writeFileSync(join(root, file), `${JSON.stringify({ includeInBuild }, null, 2)}\n`);
	}
	return file;
}
