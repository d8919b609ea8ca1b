import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { countsOf, lifeTableOf, tableOf, terminalWidth } from '../scripts/start/print.mts';
import type { Run } from '../scripts/start/runs.mts';
import { readContract } from './support/contract.ts';
import { providers } from './support/integration.ts';

// A machine may be busy with other tests.
jest.setTimeout(60_000);

const root = join(__dirname, '..');

/** An example Zap, as far as these tests change it. */
interface Zap {
	otherwise?: { row: number; refused?: string; status?: string; sent?: boolean }[];
	dropdowns?: Record<string, string[]>;
	searches?: Record<string, { inputData: object; found: number[] }>;
	triggers?: Record<string, string[]>;
	life?: { action?: string; afterwards: string }[];
}

const zapFile = (folder: string, key: string) => join(folder, 'zaps', `${key}.json`);
const zapOf = (key: string): Zap => JSON.parse(readFileSync(zapFile(join(root, 'examples'), key), 'utf8'));
const zaps = providers.map(({ key, name }) => ({ key, name, zap: zapOf(key) }));

function node(args: string[], env: Record<string, string> = {}) {
	const { FORCE_COLOR: _forced, NO_COLOR: _none, ...rest } = process.env;
	return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...rest, ...env } });
}

/** What `npm start` prints, without the time it takes to build. */
function start(words: string[] = [], env: Record<string, string> = { COLUMNS: '120' }) {
	const { status, stdout, stderr } = node(['scripts/start.mts', ...words], env);
	return { status, stdout, stderr, lines: stdout.trimEnd().split('\n') };
}

/** Runs the example of one provider alone, with other expectations. */
function startWith(key: string, change: (zap: Zap) => void) {
	const folder = mkdtempSync(join(tmpdir(), 'examples-'));
	try {
		cpSync(join(root, 'examples'), folder, {
			recursive: true,
			filter: (file) => !zaps.some((zap) => file === zapFile(join(root, 'examples'), zap.key)),
		});
		const zap = zapOf(key);
		change(zap);
		writeFileSync(zapFile(folder, key), JSON.stringify(zap));
		return start([key, '--examples', folder]);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

beforeAll(() => {
	if (!existsSync(join(root, 'dist/index.js'))) node(['scripts/build.mts']);
});

describe('npm start', () => {
	const [one] = zaps;
	let run: ReturnType<typeof start>;
	let narrow: ReturnType<typeof start>;

	beforeAll(() => {
		run = start();
		narrow = start([one?.key ?? ''], {});
	});

	test('ends well, in at most 120 columns, with nothing on stderr', () => {
		expect(run.stderr).toBe('');
		expect(run.lines.at(-1)).toMatch(/^\d+ more invited by Find or Invite, and \d+ in the life of .+\.$/);
		expect(run.status).toBe(0);
		expect(Math.max(...run.lines.map((line) => line.length))).toBeLessThanOrEqual(120);
	});

	test.each(zaps)('connects $name, and shows what its Zap lists first', ({ name, zap }) => {
		expect(run.stdout).toMatch(new RegExp(`^  ${name.replace(/[()]/g, '\\$&')}: `, 'm'));
		for (const names of [...Object.values(zap.dropdowns ?? {}), ...Object.values(zap.triggers ?? {})]) {
			if (names.length) expect(run.stdout).toContain(names.join(', '));
		}
	});

	test('finds, or else invites, wherever a Zap searches', () => {
		const searches = zaps.flatMap(({ zap }) => Object.keys(zap.searches ?? {}));
		expect(searches.length).toBeGreaterThan(0);
		expect(run.stdout.match(/Search: .*: found, not invited; .*: not found, invited$/gm)).toHaveLength(searches.length);
	});

	test.each(zaps.filter(({ zap }) => zap.life))('shows a life with $name, and what is true after each step', ({ zap }) => {
		// A cell of the table may take several lines.
		const [, life = ''] = run.stdout.split('The life of ');
		const cells = life.split('\n').map((line) => line.split('│')[4]?.trim() ?? '');
		for (const { afterwards } of zap.life ?? []) expect(cells.join(' ')).toContain(afterwards);
	});

	test('counts what the table shows', () => {
		const [table = ''] = run.stdout.split('What else');
		const rows = table.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
		// A person's cell may take two lines, of which the first has the result.
		const results = rows.flatMap(([, , person = '', result = '']) => (/^\p{Lu}\p{L}+ /u.test(person) ? [result] : []));
		const count = (is: RegExp) => results.filter((result) => is.test(result)).length;
		expect(run.lines.at(-2)).toBe(
			`${results.length} rows: ${count(/^invited/)} invited, ${count(/^already|^Halted/)} already there, ${count(/^Error/)} refused before sending.`,
		);
	});

	test('fits into 80 columns, in a pipe too, and shows one product alone', () => {
		expect(narrow.stderr).toBe('');
		expect(Math.max(...narrow.lines.map((line) => line.length))).toBeLessThanOrEqual(80);
		expect(narrow.stdout).not.toContain('Request sent');
		expect(narrow.stdout).toContain(`  ${one?.name}: `);
		for (const { name } of zaps.slice(1)) expect(narrow.stdout).not.toContain(`  ${name}: `);
		expect(narrow.status).toBe(0);
	});

	test('colours how it ended, unless told otherwise', () => {
		const coloured = start([one?.key ?? ''], { FORCE_COLOR: '1', COLUMNS: '80' }).stdout;
		expect(coloured).toContain('\u001b[32minvited\u001b[39m');
		expect(coloured).toContain('\u001b[31mError');
		// It says the same every time.
		expect(stripVTControlCharacters(coloured)).toBe(narrow.stdout);
	});

	test('refuses a product that nobody knows', () => {
		const { status, stderr } = start(['nowhere']);
		expect(stderr).toMatch(/^There is no provider nowhere\. There are: /);
		expect(status).toBe(1);
	});

	test('shows no credential', () => {
		const contracts = readdirSync(join(root, 'contracts'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(contracts).toHaveLength(providers.length);
		for (const { name } of contracts) {
			const { connection } = readContract(name)['x-sandbox'];
			const secret = providers.find(({ key }) => key === name)?.authentication.secretsOf(connection) ?? [];
			expect(secret.length).toBeGreaterThan(0);
			for (const credential of secret) expect(run.stdout).not.toContain(credential);
		}
	});
});

describe('when something goes otherwise than the examples say', () => {
	const [first] = zaps.filter(({ zap }) => zap.searches && zap.triggers && zap.dropdowns);
	if (!first) throw new Error('No example Zap has searches, triggers and dropdowns');
	const { key, name } = first;
	const ROW = { email: 6, sent: 2 };

	type Case = [what: string, change: (zap: Zap) => void, expected: RegExp];

	/** What is changed together; each must show. */
	const groups: Case[][] = [
		[
			[
				'a message',
				(zap) => {
					zap.otherwise = [{ row: ROW.email, refused: 'no such reason' }];
				},
				/\(row 6\): Error: .* Expected: no such reason\.$/m,
			],
			[
				'no request',
				(zap) => {
					zap.otherwise = [...(zap.otherwise ?? []), { row: ROW.sent, status: 'invited', sent: false }];
				},
				/\(row 2\): invited\. Expected: nothing sent\.$/m,
			],
			[
				'a dropdown',
				(zap) => {
					zap.dropdowns = Object.fromEntries(Object.keys(zap.dropdowns ?? {}).map((list) => [list, ['Nothing']]));
				},
				/Dropdown: .* Expected: Nothing first\.$/m,
			],
			[
				'a trigger',
				(zap) => {
					zap.triggers = { new_moon: [] };
				},
				/Trigger: new_moon: Error: .*new_moon.*\. Expected: a list\.$/m,
			],
		],
		[
			[
				'an invitation',
				(zap) => {
					zap.otherwise = zap.otherwise?.filter(({ row }) => row !== ROW.email) ?? [];
				},
				/\(row 6\): Error: .* Expected: invited\.$/m,
			],
			[
				'a search',
				(zap) => {
					for (const search of Object.values(zap.searches ?? {})) search.found = [];
				},
				/Search: .*: found, .* Expected: .*: not found, invited\.$/m,
			],
			[
				'what is true of somebody',
				(zap) => {
					zap.life = [{ action: 'invite_user', afterwards: 'nothing' }];
				},
				/Invite User: invited; (user|invited) .* Expected: nothing\.$/m,
			],
		],
		[
			[
				'a request',
				(zap) => {
					zap.otherwise = [
						...(zap.otherwise ?? []).filter(({ row }) => row !== ROW.email),
						{ row: ROW.email, refused: "isn't an email address" },
					];
				},
				/\(row 6\): Error: .* Expected: one request\.$/m,
			],
			[
				'a step of a life',
				(zap) => {
					zap.life = [{ afterwards: 'not there' }];
				},
				/The person accepts: Error: No invitation .*; not there\. Expected: not there\.$/m,
			],
		],
	];

	describe.each(groups.map((group) => [group.map(([what]) => what).join(', '), group] as const))('%s', (_all, group) => {
		let run: ReturnType<typeof start>;

		beforeAll(() => {
			run = startWith(key, (zap) => {
				for (const [, change] of group) change(zap);
			});
		});

		test.each(group)('%s: it says what', (_what, _change, expected) => {
			expect(run.stdout).toMatch(expected);
		});

		test('it counts them, and exits with 1', () => {
			expect(run.stderr).toBe('');
			const surprises = run.lines.filter((line) => line.startsWith('Not as expected: '));
			expect(surprises.every((line) => line.startsWith(`Not as expected: ${name}, `))).toBe(true);
			expect(surprises.length).toBeGreaterThanOrEqual(group.length);
			expect(run.lines.at(-1)).toBe(`${surprises.length} NOT as expected.`);
			expect(run.status).toBe(1);
		});
	});

	test('a mapping to an answer that nobody gave', () => {
		const { status, stderr } = startWith(key, (zap) => {
			zap.searches = { find_user: { inputData: { email: '{{E-mail}}' }, found: [] } };
		});
		expect(stderr).toBe("A Zap maps {{E-mail}}, which the example doesn't have\n");
		expect(status).toBe(1);
	});

	test('a folder without examples', () => {
		const { status, stderr } = start(['--examples', join(root, 'sandbox')]);
		expect(stderr).toMatch(/zaps can't be read: /);
		expect(status).toBe(1);
	});
});

describe('a terminal', () => {
	test.each<[columns: number | undefined, COLUMNS: string | undefined, width: number]>([
		[132, undefined, 132],
		[80, '200', 80],
		[undefined, '100', 100],
		[undefined, undefined, 80],
		[undefined, 'wide', 80],
		[20, undefined, 60],
		[500, undefined, 200],
	])('of %p columns, COLUMNS being %p, is written to in %d', (columns, COLUMNS, width) => {
		expect(terminalWidth({ ...(columns && { columns }) }, { ...(COLUMNS && { COLUMNS }) })).toBe(width);
	});

	const request = { method: 'POST', url: 'https://api.example.com', path: '/v1/workspaces/ws-a-workspace-with-a-long-name/invitations' };
	const run = (ending: Partial<Run>): Run => ({
		provider: 'Acme Notes',
		person: { name: 'Maximiliane von Habsburg', row: 12, answers: {} },
		status: undefined,
		refusal: undefined,
		shown: '',
		request: request as Run['request'],
		expected: undefined,
		...ending,
	});
	const runs = [
		run({ status: 'invited', shown: 'https://app.example.com/invite/0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10' }),
		run({ refusal: "Error: Email “tomas” isn't an email address. Write one like jane.doe@example.com.", request: undefined }),
		run({ refusal: 'Error: The workspace is full.' }),
		run({ refusal: 'Halted: The user is a member already.' }),
		run({ status: 'already_member' }),
	];
	const widthOf = (text: string) =>
		Math.max(
			...stripVTControlCharacters(text)
				.split('\n')
				.map((line) => line.length),
		);

	test.each([60, 79, 80, 100, 109, 110, 120, 160, 200])('of %d columns is filled, and no more', (width) => {
		expect(widthOf(tableOf(runs, width))).toBe(width);
		const life = { provider: 'Acme Notes', label: 'Invite User', outcome: 'invited', truth: 'user (member) in Engineering' };
		expect(widthOf(lifeTableOf([{ ...life, expected: undefined, invited: 1 }], width))).toBe(width);
		expect(tableOf(runs, width).includes('Request sent')).toBe(width >= 110);
	});

	test('gets counts that say where each row was refused', () => {
		expect(countsOf(runs)).toBe('5 rows: 1 invited, 2 already there, 1 refused before sending, 1 refused by the product.');
	});
});
