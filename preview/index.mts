import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadEnvFile } from '../invite/connection.mts';
import { exampleSamples, otherIntegration, ownIntegrations } from './server/folders.mts';
import { serve } from './server/http.mts';
import { openBrowser } from './server/open.mts';
import { buildPage } from './server/page.mts';
import { createPreview } from './server/preview.mts';

const HELP = `npm run preview -- [<folder>] [options]

Shows an integration in the browser as Zapier's editor would: connections, forms, tests of steps, whole Zaps. Without a
folder it shows this project's integrations, and the sandbox answers; no account is needed.

  <folder>       Any built Zapier integration. Its requests go nowhere, unless --live is given.
  --live         Let requests out. THIS SENDS REAL INVITATIONS. Credentials are typed, or come from .env in the current
                 folder (authData_…, as for "zapier-platform invoke") or the environment; they are kept in memory only.
  --sheets <f>   The folder where live runs of sheets keep their results, and who was sent; .sheets in this project if
                 left out. Keep it: who is in it isn't sent again.
  --port <n>     The port on 127.0.0.1; by default any free one.
  --no-build     Show this project's integrations as they were built last.
  --no-open      Don't open the browser.
  --help         Show this.
`;

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		allowNegative: true,
		options: {
			live: { type: 'boolean', default: false },
			sheets: { type: 'string', default: join(root, '.sheets') },
			port: { type: 'string', default: '0' },
			build: { type: 'boolean', default: true },
			open: { type: 'boolean', default: process.stdout.isTTY && !process.env.CI },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const [folder, ...others] = positionals;
	const port = Number(values.port);
	if (others.length) throw new Error(`One folder is enough, and ${positionals.length} were given.`);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be a number up to 65535, not "${values.port}".`);
	if (folder !== undefined && !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder.`);
	if (folder === undefined && values.build) buildIntegrations();

	const previewed = folder === undefined ? ownIntegrations(values.live) : [otherIntegration(folder, values.live)];
	const environment = { ...process.env };
	loadEnvFile(resolve('.env'), environment);
	const preview = createPreview(previewed, { samples: exampleSamples(), environment, kept: resolve(values.sheets) });
	const { url, stop } = await serve(await buildPage(), preview, port);
	console.log(`Preview: ${url}`);
	console.log(
		{
			sandbox: 'The sandbox answers: nothing leaves this machine.',
			offline: 'Requests go nowhere: start it with --live to let them out.',
			live: 'LIVE: requests go to the real APIs, and tests of steps do what they say.',
		}[previewed[0]?.network ?? 'sandbox'],
	);
	console.log('The address is the key: keep it to yourself. Ctrl-C ends the preview.');
	if (values.open) openBrowser(url);
	const end = async () => {
		process.once('SIGINT', () => process.exit(130));
		// Sheets that are running have something on its way, which is waited for.
		const slow = setTimeout(() => console.log('Stopping: what is on its way is waited for. Ctrl-C again ends at once.'), 500);
		await preview.finish();
		clearTimeout(slow);
		await stop();
		process.exit(0);
	};
	// The last where the terminal is closed.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
}

function buildIntegrations(): void {
	const { status } = spawnSync(process.execPath, ['scripts/build.mts', '--every'], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (status !== 0) throw new Error('The integration can’t be built: see above.');
}

try {
	await main();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
