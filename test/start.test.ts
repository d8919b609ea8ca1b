import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

// A machine may be busy with other tests.
jest.setTimeout(60_000);

const root = join(__dirname, '..');

type Zaps = Record<string, Record<string, unknown>>;

function node(...args: string[]) {
	return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

/** What `npm start` prints, without the time it takes to build. */
function start(examples?: string) {
	const { status, stdout, stderr } = node('scripts/start.mts', ...(examples ? ['--examples', examples] : []));
	return { status, stdout, stderr, lines: stdout.trimEnd().split('\n') };
}

/** Runs it with other expectations than those of examples/zaps.json. */
function startWith(change: (zaps: Zaps) => void) {
	const folder = mkdtempSync(join(tmpdir(), 'examples-'));
	try {
		cpSync(join(root, 'examples'), folder, { recursive: true });
		const file = join(folder, 'zaps.json');
		const zaps = JSON.parse(readFileSync(file, 'utf8')) as Zaps;
		change(zaps);
		writeFileSync(file, JSON.stringify(zaps));
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
		expect(run.lines.at(-1)).toBe('5 providers connected, 25 invitations sent, 1 already there, 8 refused as expected.');
		expect(run.status).toBe(0);
		expect(Math.max(...run.lines.map((line) => line.length))).toBeLessThanOrEqual(120);
	});

	test('shows dropdowns, "find or invite" and triggers', () => {
		const { stdout } = run;
		expect(stdout).toMatch(/^Portkey +Dropdown: workspaces +Shared workspace, Production,/m);
		expect(stdout.match(/Search: Find or Invite User +Jane Doe: found, not invited; Nora Quist: not found, invited$/gm)).toHaveLength(4);
		expect(stdout).toMatch(/Trigger: New User +Maria Rossi, Sam Lee, Jane Doe, Alex Admin$/m);
		expect(stdout).toMatch(/Trigger: New Invitation +nora\.quist@example\.com, /m);
	});

	test('shows no credential', () => {
		const contracts = readdirSync(join(root, 'contracts'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(contracts).toHaveLength(5);
		for (const { name } of contracts) {
			const { connection } = parse(readFileSync(join(root, 'contracts', name, 'openapi.yaml'), 'utf8'))['x-sandbox'];
			const { tenant: _tenant, deployment: _deployment, ...credentials } = connection as Record<string, string>;
			for (const credential of Object.values(credentials)) expect(run.stdout).not.toContain(credential);
		}
	});

	test('says the same every time', () => {
		expect(start().stdout).toBe(run.stdout);
	});
});

describe('when something goes otherwise than the examples say', () => {
	test('it says what, and exits with 1', () => {
		const { status, stderr, lines } = startWith(({ portkey = {}, kantata = {}, atomicwork = {}, haystack = {} }) => {
			delete portkey.otherwise;
			portkey.triggers = { new_user: ['Alex Admin'], new_moon: [] };
			kantata.otherwise = [
				{ row: 5, refused: 'no such reason' },
				{ row: 6, refused: "isn't an email address" },
			];
			kantata.searches = { find_user: { inputData: { email: '{{Email}}' }, found: [] } };
			atomicwork.otherwise = [
				{ row: 2, status: 'invited', sent: false },
				{ row: 6, refused: "isn't an email address" },
			];
			haystack.dropdowns = { workspaces: ['Sales'] };
		});
		const surprises = [
			/^Portkey, Maya Okafor \(row 5\): Halted: Resource already exists.* Expected: invited\.$/,
			/^Portkey, Tomás Herrera \(row 6\): Error: .* Expected: invited\.$/,
			/^Kantata OX, Maya Okafor \(row 5\): Halted: User is already a participant.* Expected: no such reason\.$/,
			/^Kantata OX, Tomás Herrera \(row 6\): Error: .* Expected: one request\.$/,
			/^Atomicwork, Maya Okafor \(row 2\): invited\. Expected: nothing sent\.$/,
			/^Atomicwork, Tomás Herrera \(row 6\): Error: .* Expected: one request\.$/,
			/^Portkey, Trigger: New User: Maria Rossi, Sam Lee, Jane Doe, Alex Admin\. Expected: Alex Admin first\.$/,
			/^Portkey, Trigger: new_moon: Error: .*new_moon.*. Expected: a list\.$/,
			/^Kantata OX, Search: Find or Invite User: Jane Doe: found, .* Expected: Jane Doe: not found, invited\.$/,
			/^Haystack Enterprise Platform, Dropdown: workspaces: default, .* Expected: Sales first\.$/,
		];
		expect(stderr).toBe('');
		expect(lines.filter((line) => line.startsWith('Not as expected: ')).map((line) => line.slice('Not as expected: '.length))).toEqual(
			surprises.map((surprise) => expect.stringMatching(surprise)),
		);
		expect(lines.at(-1)).toMatch(`, ${surprises.length} NOT as expected.`);
		expect(status).toBe(1);
	});

	test('a mapping to an answer that nobody gave', () => {
		const { status, stderr } = startWith(({ portkey = {} }) => {
			portkey.searches = { find_user: { inputData: { email: '{{E-mail}}' }, found: [] } };
		});
		expect(stderr).toBe("zaps.json maps {{E-mail}}, which the example doesn't have\n");
		expect(status).toBe(1);
	});

	test('a folder without examples', () => {
		const { status, stderr } = start(join(root, 'sandbox'));
		expect(stderr).toMatch(/zaps\.json can't be read: /);
		expect(status).toBe(1);
	});
});
