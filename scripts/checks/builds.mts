import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { providerKeys } from '../processes/linkedApp.mts';
import { sharedDescription } from './description.mts';
import { type Build, readIntegration } from './read.mts';

const builds = join(import.meta.dirname, '../../.builds');
const require = createRequire(import.meta.url);

/** The integration of all providers and each provider's own, as `scripts/build.mts --every` left them in .builds/. */
export async function readBuilds(): Promise<Build[]> {
	const keys = providerKeys().toSorted();
	const absent = ['all', ...keys].filter((name) => !existsSync(join(builds, name, 'index.js')));
	if (absent.length) throw new Error(`There is no build of ${absent.join(', ')} yet: run "node scripts/build.mts --every" first.`);
	const load = (name: string) => require(join(builds, name, 'index.js')) as { default: object; providers: { description: string }[] };
	const all: Build = { name: 'all', integration: await readIntegration(load('all').default, sharedDescription()) };
	const own = keys.map(async (name) => {
		const { default: app, providers } = load(name);
		return { name, integration: await readIntegration(app, providers[0]?.description) };
	});
	return [all, ...(await Promise.all(own))];
}

/** The name of a provider's product, as people read it. */
export function productOf(provider: string, read: Build[]): string {
	const all = read.find(({ name }) => name === 'all');
	const field = all?.integration.definition.authentication?.fields?.find(({ key }) => key === 'provider');
	return (field?.choices as Record<string, string> | undefined)?.[provider] ?? provider;
}
