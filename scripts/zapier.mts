import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readBuilds } from './checks/builds.mts';
import { linkedAppOf, providerKeys } from './processes/linkedApp.mts';
import { buildDist, zapierPlatform } from './processes/tools.mts';

/**
 * `npm run zapier -- <provider> <command…>`: runs a command of zapier-platform for one provider's own integration. Each
 * has a linked app of its own, remembered in `.zapierapprc.<provider>`, which `register` and `link` fill in.
 */
const root = join(import.meta.dirname, '..');
const providers = providerKeys();

const [provider, ...command] = process.argv.slice(2);
if (!provider || !providers.includes(provider) || !command.length) {
	console.error(
		`Usage: npm run zapier -- <provider> <command…>\n\nProviders: ${providers.join(', ')}\nExample:   npm run zapier -- ${providers[0]} validate --without-style`,
	);
	process.exit(2);
}

// It writes steps in Zapier's own form, which nothing here builds, and rewrites src/index.ts.
if (command[0] === 'scaffold') {
	console.error(
		'scaffold writes files that don’t fit here: each step is declared in src/providers/<provider>/.\nA product: npm run new-provider -- <key>. A step of one: copy another and list it in index.ts, as docs/adding-a-provider.md shows.',
	);
	process.exit(2);
}

// Zapier would offer the description in package.json, which is that of all products.
if (command[0] === 'register' && !command.some((word) => /^(-D|--desc)/.test(word))) {
	spawnSync(process.execPath, [join(root, 'scripts/build.mts'), '--every'], { stdio: 'inherit' });
	const own = (await readBuilds()).find(({ name }) => name === provider);
	command.push('--desc', own?.integration.about ?? '');
}

// What the command loads is in dist/, where all products are afterwards as before, even after Ctrl-C.
process.on('SIGINT', () => {});
try {
	buildDist(provider);
	process.exitCode = zapierPlatform(command, root, { PROVIDER: provider, ZAPIER_CURRENT_APP_FILE: linkedAppOf(provider) });
} finally {
	buildDist(undefined);
}
