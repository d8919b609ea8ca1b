import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// A machine may be busy with other tests.
jest.setTimeout(60_000);

function check(folder: string) {
	const script = join(__dirname, '../../scripts/check-integration.mts');
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, join(__dirname, folder)], {
		encoding: 'utf8',
	});
	return { status, stdout, stderr };
}

describe('npm run check:integration -- <folder>', () => {
	test('checks an integration that it has never seen, and says what it doesn’t understand', () => {
		const { status, stdout, stderr } = check('fixtures/ticket-desk');
		expect(stderr).toBe('');
		expect(stdout).toContain('creates.open_ticket.inputFields.stars: the type “rating” isn’t known here');
		expect(stdout).toMatch(/D002 +ticket-desk +authentication\.fields\.password: link to the page/);
		expect(stdout).toMatch(/\d+ findings in ticket-desk \(\d+ checks\)\.\n$/);
		expect(stdout).not.toContain('off the list of what is accepted');
		expect(status).toBe(1);
	});

	test('checks what there is of one whose functions fail', () => {
		const { status, stdout, stderr } = check('fixtures/broken');
		expect(stderr).toBe('');
		expect(stdout).toMatch(/D005 .*creates\.stall\.inputFields\.name: refer to one of the triggers: there is no “nothing”/);
		expect(stdout).toMatch(/Fields .*creates\.stall: let its function of fields answer instead of failing: no fields today/);
		expect(stdout).toContain('(of output fields)');
		expect(status).toBe(1);
	});

	test('says that a folder holds no integration', () => {
		const { status, stdout, stderr } = check('fixtures');
		expect(stdout).toBe('');
		expect(stderr).toMatch(/has no index\.js/);
		expect(status).toBe(1);
	});
});
