import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Build, readIntegration } from './read.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/** The integration of all providers and each provider's own, as `scripts/build.mts --every` left them in .builds/. */
export async function readBuilds(): Promise<Build[]> {
	const providers = readdirSync(`${root}src/providers`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	const names = ['all', ...providers.map(({ name }) => name).sort()];
	const absent = names.filter((name) => !existsSync(`${root}.builds/${name}/index.js`));
	if (absent.length) throw new Error(`There is no build of ${absent.join(', ')} yet: run "node scripts/build.mts --every" first.`);
	const { description } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { description: string };
	return Promise.all(
		names.map(async (name) => {
			const app = require(`${root}.builds/${name}/index.js`).default as object;
			// The description is that of the whole; a provider's own integration gets one of its own when it is registered.
			return { name, integration: await readIntegration(app, name === 'all' ? description : undefined) };
		}),
	);
}
