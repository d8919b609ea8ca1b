import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
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

function node(...args: string[]) {
	return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

/** What `npm start` prints, without the time it takes to build. */
function start(examples?: string) {
	const { status, stdout, stderr } = node('scripts/start.mts', ...(examples ? ['--examples', examples] : []));
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
		return start(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

beforeAll(() => {
	if (!existsSync(join(root, 'dist/index.js'))) node('scripts/build.mts');
});

describe('npm start', () => {
	let run: ReturnType<typeof start>;

	beforeAll(() => {
		run = start();
	});

	test('ends well, in at most 120 columns, with nothing on stderr', () => {
		expect(run.stderr).toBe('');
		expect(run.lines.at(-1)).toMatch(/^\d+ providers connected, \d+ invitations sent, \d+ already there, \d+ refused as expected\.$/);
		expect(run.lines.at(-1)).toMatch(new RegExp(`^${providers.length} providers`));
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

	test('shows no credential', () => {
		const contracts = readdirSync(join(root, 'contracts'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(contracts).toHaveLength(providers.length);
		for (const { name } of contracts) {
			const { connection } = parse(readFileSync(join(root, 'contracts', name, 'openapi.yaml'), 'utf8'))['x-sandbox'];
			const secret = providers.find(({ key }) => key === name)?.authentication.secretsOf(connection) ?? [];
			expect(secret.length).toBeGreaterThan(0);
			for (const credential of secret) expect(run.stdout).not.toContain(credential);
		}
	});

	test('says the same every time', () => {
		expect(start().stdout).toBe(run.stdout);
	});
});

describe('when something goes otherwise than the examples say', () => {
	const [first] = zaps.filter(({ zap }) => zap.searches && zap.triggers && zap.dropdowns);
	if (!first) throw new Error('No example Zap has searches, triggers and dropdowns');
	const { key, name } = first;
	const ROW = { email: 6, sent: 2 };

	test.each<[what: string, change: (zap: Zap) => void, expected: RegExp]>([
		[
			'a message',
			(zap) => {
				zap.otherwise = [{ row: ROW.email, refused: 'no such reason' }];
			},
			/\(row 6\): Error: .* Expected: no such reason\.$/m,
		],
		[
			'an invitation',
			(zap) => {
				zap.otherwise = zap.otherwise?.filter(({ row }) => row !== ROW.email) ?? [];
			},
			/\(row 6\): Error: .* Expected: invited\.$/m,
		],
		[
			'no request',
			(zap) => {
				zap.otherwise = [...(zap.otherwise ?? []), { row: ROW.sent, status: 'invited', sent: false }];
			},
			/\(row 2\): invited\. Expected: nothing sent\.$/m,
		],
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
		[
			'a step of a life',
			(zap) => {
				zap.life = [{ afterwards: 'not there' }];
			},
			/The person accepts: Error: No invitation .*; not there\. Expected: not there\.$/m,
		],
	])('%s: it says what, and exits with 1', (_what, change, expected) => {
		const { status, stderr, stdout, lines } = startWith(key, change);
		expect(stderr).toBe('');
		const surprises = lines.filter((line) => line.startsWith('Not as expected: '));
		expect(surprises.every((line) => line.startsWith(`Not as expected: ${name}, `))).toBe(true);
		expect(stdout).toMatch(expected);
		expect(lines.at(-1)).toContain(`, ${surprises.length} NOT as expected.`);
		expect(status).toBe(1);
	});

	test('a mapping to an answer that nobody gave', () => {
		const { status, stderr } = startWith(key, (zap) => {
			zap.searches = { find_user: { inputData: { email: '{{E-mail}}' }, found: [] } };
		});
		expect(stderr).toBe("A Zap maps {{E-mail}}, which the example doesn't have\n");
		expect(status).toBe(1);
	});

	test('a folder without examples', () => {
		const { status, stderr } = start(join(root, 'sandbox'));
		expect(stderr).toMatch(/zaps can't be read: /);
		expect(status).toBe(1);
	});
});
