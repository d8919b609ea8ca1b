import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zapierPlatform } from './processes/tools.mts';

/**
 * `npm run zapier -- <provider> <command…>`: runs a command of zapier-platform for one provider's own integration. Each
 * has a linked app of its own, remembered in `.zapierapprc.<provider>`, which `register` and `link` fill in.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const providers = readdirSync(`${root}src/providers`, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

const [provider, ...command] = process.argv.slice(2);
if (!provider || !providers.includes(provider) || !command.length) {
	console.error(
		`Usage: npm run zapier -- <provider> <command…>\n\nProviders: ${providers.join(', ')}\nExample:   npm run zapier -- ${providers[0]} validate --without-style`,
	);
	process.exit(2);
}

const linkedApp = `.zapierapprc.${provider}`;
if (!existsSync(`${root}${linkedApp}`)) {
	const { includeInBuild } = JSON.parse(readFileSync(`${root}.zapierapprc`, 'utf8')) as { includeInBuild: string[] };
	writeFileSync(`${root}${linkedApp}`, `${JSON.stringify({ includeInBuild }, null, 2)}\n`);
}
process.exitCode = zapierPlatform(command, root, { PROVIDER: provider, ZAPIER_CURRENT_APP_FILE: linkedApp });
