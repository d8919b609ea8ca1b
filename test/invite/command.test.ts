import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { planRows } from '../../invite/engine.mts';
import { loadIntegration } from '../../invite/integration.mts';
import { examplesFor } from './support/examples.ts';

// A machine may be busy with other tests.
jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const products = readdirSync(join(root, '.builds')).filter((name) => name !== 'all' && existsSync(join(root, '.builds', name, 'index.js')));
const [product = ''] = products;

let folder: string;
let sheet: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'invite-'));
	sheet = join(folder, 'people.csv');
	cpSync(join(root, 'examples/people.csv'), sheet);
});
afterEach(() => rmSync(folder, { recursive: true }));

function invite(args: string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}) {
	const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('authData_')));
	const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/invite.mts'), ...args], {
		cwd: folder,
		encoding: 'utf8',
		input,
		env: { ...clean, ...env },
	});
	return { code: run.status, out: run.stdout, errors: run.stderr };
}

/** The options that fill what the columns of the examples don't. */
async function filling(of: string): Promise<string[]> {
	const integration = await loadIntegration(join(root, `.builds/${of}/index.js`));
	const { missing } = await planRows(integration, {}, ['Email', 'Role', 'First Name', 'Last Name', 'Full Name']).catch(() => ({
		missing: [],
	}));
	const keys = [...missing.map(({ key }) => key), 'role', 'invitee_role'];
	const known = (await planRows(integration, {}, [])).missing.map(({ key }) => key);
	return examplesFor(
		of,
		keys.filter((key) => known.includes(key)),
	).flatMap(({ field, value }) => ['--set', `${field}=${value}`]);
}

function resultsIn(file: string): string[][] {
	return parse(readFileSync(join(folder, file)), { bom: true, from: 2 });
}

describe('npm run invite', () => {
	test.each(products)('invites a sheet into the sandbox of %s once', async (of) => {
		const { out, errors, code } = invite([of, sheet, '--sandbox', ...(await filling(of))]);
		expect(errors).toBe('');
		expect(out).toContain('nothing leaves this machine');
		// Row 5 is the person of row 2 again, and row 6 has a broken address.
		expect(out).toMatch(/3 invited · 1 .*1 failed/);
		expect(code).toBe(1);
		const results = resultsIn(`people.${of}.sandbox.results.csv`);
		expect(results.map(([row]) => row).sort()).toEqual(['2', '3', '4', '5', '6']);
	});

	test('says the second time who was done the first', async () => {
		const args = [product, sheet, '--sandbox', ...(await filling(product))];
		invite(args);
		const second = invite(args);
		expect(second.out).toContain('Of earlier runs:');
		expect(second.out).toMatch(/(3|4) done before, skipped/);
		expect(second.out).not.toContain('invited');
		expect(second.code).toBe(1);
	});

	test('ends with 0 where all went well', async () => {
		writeFileSync(sheet, readFileSync(sheet, 'utf8').split('\n').slice(0, 4).join('\n'));
		const results = join('a new folder', 'results.csv');
		const run = invite([product, sheet, '--sandbox', '--results', results, ...(await filling(product))]);
		expect(run).toMatchObject({ code: 0, errors: '', out: expect.stringContaining(`Results: ${results}`) });
		expect(resultsIn(results)).toHaveLength(3);
	});

	test('shows in a dry run what would be sent, and keeps nothing', async () => {
		const { out, code } = invite([product, sheet, '--sandbox', '--dry-run', ...(await filling(product))]);
		expect(out).toMatch(/Row 2: POST https:\/\/.*\n {2}\{.*maya\.okafor@example\.com/);
		expect(out).toContain('3 ready to be sent');
		expect(out).toContain('nothing was sent');
		expect(code).toBe(1);
		expect(readdirSync(folder)).toEqual(['people.csv']);
	});

	test('reads a pipe, and leaves no copy of it behind', async () => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const env = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
		const input = readFileSync(sheet, 'utf8');
		const { out } = invite([product, '-', '--sandbox', ...(await filling(product))], { input, env });
		expect(out).toContain('The piped sheet: 5 rows.');
		expect(existsSync(join(folder, `sheet.${product}.sandbox.results.csv`))).toBe(true);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('explains every option, with an example of each', () => {
		const { out, code } = invite(['--help']);
		const [options = '', examples = ''] = out.split('Examples');
		const names = [...options.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name).filter((name) => name !== '--help');
		expect(names.length).toBeGreaterThan(10);
		expect(names.filter((name) => !examples.includes(name ?? ''))).toEqual([]);
		expect(code).toBe(0);
	});

	test.each<[string, string[], string]>([
		['a product that is none', ['nothing', 'people.csv'], 'The products: '],
		['a file that is none', [product, 'nobody.csv', '--sandbox'], 'There is no file nobody.csv.'],
		['missing credentials', [product, 'people.csv', '--dry-run'], 'Credentials are missing. Set authData_'],
		['an unknown action', [product, 'people.csv', '--sandbox', '--action', 'promote'], 'There is no action “promote”.'],
		['a mapping that is none', [product, 'people.csv', '--map', 'Email'], 'Write COLUMN=FIELD'],
		['a column that is none', [product, 'people.csv', '--sandbox', '--map', 'Mial=email'], 'has no column “Mial”'],
		['no number', [product, 'people.csv', '--concurrency', '0'], 'Write a whole number from 1.'],
		['a required field without a column', [product, 'other.csv', '--sandbox'], 'No column fills'],
		['a malformed sheet', [product, 'broken.csv', '--sandbox'], 'a quote (") is opened and never closed'],
	])('starts nothing with %s', (_, args, message) => {
		writeFileSync(join(folder, 'other.csv'), 'Colour\nblue\n');
		writeFileSync(join(folder, 'broken.csv'), 'Email\n"a@x.com\n');
		const { code, errors } = invite(args);
		expect(errors).toContain(message);
		expect(code).toBe(2);
	});

	/** A terminal, for what asks whether there is one. */
	const terminal = { NODE_OPTIONS: '--import data:text/javascript,process.stdin.isTTY=true' };

	test('asks on a terminal before anything is sent, wherever the output goes', async () => {
		const args = [product, sheet, '--sandbox', ...(await filling(product))];
		const no = invite(args, { input: 'n\n', env: terminal });
		expect(no).toMatchObject({ code: 2, errors: expect.stringContaining(': go through 5 rows in the sandbox? (y/N)') });
		expect(no.out).toMatch(/Nothing was sent\.\n$/);
		const yes = invite(args, { input: 'yes\n', env: terminal });
		expect(yes.out).toContain('3 invited');
	});

	test('sends nothing live without --yes where nobody can be asked', () => {
		const { code, errors, out } = invite([product, sheet]);
		expect(errors).toContain('Nobody can be asked whether to go on, as the input is no terminal.');
		expect(code).toBe(2);
		expect(out).toBe('');
	});

	test('breaks its lines between words at the edge of a terminal, and not in a file', async () => {
		const args = [product, sheet, '--sandbox', '--dry-run', ...(await filling(product))];
		const narrow = invite(args, { env: { COLUMNS: '60' } }).out;
		expect(narrow).toMatch(/\n {2}Not used: .{20,},\n {2}\w/);
		const long = narrow.split('\n').filter((line) => line.length > 60 && /[ ,]./.test(line.trim()));
		expect(long.filter((line) => !/→|https:|^\//.test(line))).toEqual([]);
		expect(invite(args).out).toMatch(/^ {2}Not used: .{60,}$/m);
	});

	test('says so where the credentials are not accepted, and shows none', async () => {
		// One whose host is asked for: it can't be one, so that nothing is sent.
		const all = await Promise.all(products.map((of) => loadIntegration(join(root, `.builds/${of}/index.js`))));
		const fieldsOf = (index: number) => all[index]?.definition.authentication?.fields ?? [];
		const chosen = all.findIndex((_, index) => fieldsOf(index).some(({ required, isNoSecret }) => required && isNoSecret));
		const of = products[chosen] ?? '';
		const env = Object.fromEntries(
			fieldsOf(chosen).map(({ key, isNoSecret }) => [`authData_${key}`, isNoSecret ? 'no/host at all' : 'secret-of-mine']),
		);
		const { code, out, errors } = invite([of, sheet, '--yes', ...(await filling(of))], { env });
		expect(errors).toContain("The connection isn't accepted, so nothing was sent.");
		expect(`${out}${errors}`).not.toContain('secret-of-mine');
		expect(code).toBe(3);
		expect(readdirSync(folder)).toEqual(['people.csv']);
	});
});
