import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Model, Sample } from '../protocol.mts';
import type { Previewed } from './preview.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builds = join(root, '.builds');
const WHOLE = 'all';

/** This project's integrations, as `scripts/build.mts --every` left them: that of all products first, then each product's own. */
export function ownIntegrations(live: boolean): Previewed[] {
	const keys = readdirSync(builds)
		.filter((name) => existsSync(join(builds, name, 'index.js')))
		.sort((a, b) => Number(b === WHOLE) - Number(a === WHOLE) || a.localeCompare(b));
	const network: Model['network'] = live ? 'live' : 'sandbox';
	const labels = productLabels();
	return keys.map((key) => ({
		key,
		title: key === WHOLE ? `${projectTitle()} (all)` : (labels[key] ?? key),
		folder: join(builds, key),
		api: key === WHOLE ? undefined : key,
		network,
	}));
}

/** Any built integration. Without a sandbox of its API, requests go nowhere unless they are live. */
export function otherIntegration(folder: string, live: boolean): Previewed {
	const path = resolve(folder);
	return { key: basename(path), title: '', folder: path, api: undefined, network: live ? 'live' : 'offline' };
}

/** The names that the integration of all products gives them, where it has a list of products in its connection. */
function productLabels(): Record<string, string> {
	const app = createRequire(import.meta.url)(join(builds, WHOLE, 'index.js')) as {
		default?: { authentication?: { fields?: { choices?: Record<string, string> }[] } };
	};
	return app.default?.authentication?.fields?.find(({ choices }) => choices)?.choices ?? {};
}

function projectTitle(): string {
	const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
	return name.replace(/(^|-)(\w)/g, (_, dash: string, letter: string) => `${dash && ' '}${letter.toUpperCase()}`);
}

/** What starts a Zap in the preview: the people of examples/. */
export function exampleSamples(): Sample[] {
	const read = (file: string) => readFileSync(join(root, 'examples', file), 'utf8');
	return [
		{ key: 'form', label: 'Form response', rows: [JSON.parse(read('form-submission.json')) as Record<string, string>] },
		{ key: 'sheet', label: 'Spreadsheet row', rows: parse(read('people.csv'), { columns: true, bom: true }) },
	];
}
