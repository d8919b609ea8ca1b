import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { planRows } from '../invite/engine.mts';
import { loadIntegration } from '../invite/integration.mts';
import { textOf } from '../invite/rows.mts';
import { scriptOf } from '../scripts/processes/tools.mts';
import { root } from './apps.mts';
import type { LocalServer } from './measure.mts';
import { median } from './statistics.mts';
import { invitation } from './steps.mts';

/** The spreadsheet command: `npm run invite`, from its start to its end. */
export interface SheetFigures {
	/** Rows of the sheet at each concurrency. */
	rows: number;
	/** One row a request, as many requests at once. */
	rates: { concurrency: number; rowsPerSecond: number }[];
	memory: { rows: number; bytes: number }[];
	/** `zapier-platform invoke` for each row, one after the other. */
	invokeRowsPerSecond: number;
}

/** How much more memory than for a tenth of the rows is still called constant, and of how many rows on. */
export const FLAT = 1.1;
const FEW = 100_000;

const CONCURRENCIES = [1, 10, 100];
const INVOKES = 5;

/** @param sizes how many rows the sheets have whose memory is measured. */
export async function measureSheets(
	provider: string,
	server: LocalServer,
	work: string,
	{ rows, sizes }: { rows: number; sizes: number[] },
): Promise<SheetFigures> {
	spawnSync(process.execPath, [join(root, 'scripts/build.mts'), '--every'], { stdio: 'inherit' });
	const { authData, inputData } = invitation(provider, '').bundle as {
		authData: Record<string, string>;
		inputData: Record<string, unknown>;
	};
	const environment = Object.fromEntries(Object.entries(authData).map(([field, value]) => [`authData_${field}`, value]));
	const { missing, person } = await planRows(await loadIntegration(join(root, '.builds', provider, 'index.js')), authData, ['Email']);
	const values = Object.fromEntries(missing.map(({ key }) => [key, textOf(inputData[key])]));
	const filled = Object.entries(values).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
	const sheet = await writeSheet(join(work, 'people.csv'), rows);

	const rates: SheetFigures['rates'] = [];
	for (const concurrency of CONCURRENCIES) {
		const results = join(work, `results-${concurrency}.csv`);
		const options = ['--yes', '--concurrency', `${concurrency}`, '--batch', '1', '--results', results, ...filled];
		const seconds = await secondsOf([join(root, 'scripts/invite.mts'), provider, sheet, ...options], environment, server, work);
		const done = readFileSync(results, 'utf8').trimEnd().split('\n').length - 1;
		if (done !== rows) throw new Error(`The spreadsheet command ended with ${done} of ${rows} rows`);
		rates.push({ concurrency, rowsPerSecond: rows / seconds });
	}

	const invoke = [scriptOf('zapier-platform-cli', 'zapier-platform'), 'invoke', 'create', `${provider}_invite_user`];
	const row = JSON.stringify({ ...values, [person.key]: 'person-0@example.com' });
	const times: number[] = [];
	for (let time = 0; time < INVOKES; time++) {
		times.push(await secondsOf([...invoke, '--inputData', row, '--non-interactive'], environment, server, work));
	}

	const memory: SheetFigures['memory'] = [];
	for (const size of sizes) {
		const before = memory.at(-1)?.bytes ?? Number.POSITIVE_INFINITY;
		let bytes = await memoryOf(size, work);
		// A garbage collection that comes late adds what nobody holds any more; what is held comes again.
		for (let again = 0; again < 2 && bytes > FLAT * before && size > FEW; again++) bytes = Math.min(bytes, await memoryOf(size, work));
		memory.push({ rows: size, bytes });
	}
	return { rows, rates, memory, invokeRowsPerSecond: 1 / median(times) };
}

/** The most memory that the command holds for so many rows. */
async function memoryOf(rows: number, work: string): Promise<number> {
	const folder = join(work, `rows-${rows}`);
	mkdirSync(folder);
	const bytes = Number(await output([join(root, 'bench/sheetMemory.mts'), await writeSheet(join(folder, 'people.csv'), rows), folder]));
	rmSync(folder, { recursive: true });
	return bytes;
}

async function writeSheet(file: string, rows: number): Promise<string> {
	function* lines() {
		yield 'Email\n';
		for (let row = 0; row < rows; row++) yield `person-${row}@example.com\n`;
	}
	await pipeline(Readable.from(lines()), createWriteStream(file));
	return file;
}

/** Runs a command for which every host is the local server. */
async function secondsOf(args: string[], environment: Record<string, string>, server: LocalServer, cwd: string): Promise<number> {
	const begun = performance.now();
	const preload = join(import.meta.dirname, 'toLocalServer.cjs');
	await output(['--require', preload, ...args], { ...environment, BENCH_PORT: `${server.port}` }, args.includes('invoke') ? root : cwd);
	return (performance.now() - begun) / 1000;
}

async function output(args: string[], environment: Record<string, string> = {}, cwd = root): Promise<string> {
	const quiet = { CI: 'true', NO_COLOR: '1', DISABLE_ZAPIER_ANALYTICS: '1', TZ: 'UTC' };
	const { PATH = '', HOME = '' } = process.env;
	const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
		cwd,
		env: { PATH, HOME, ...quiet, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	let errors = '';
	child.stdout.on('data', (data) => (text = (text + data).slice(-10_000)));
	child.stderr.on('data', (data) => (errors = (errors + data).slice(-10_000)));
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${text}${errors}`);
	return text;
}
