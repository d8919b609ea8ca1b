import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PassThrough } from 'node:stream';
import { PlanError } from '../../invite/columns.mts';
import {
	actionsOf,
	type PlanWishes,
	planRows,
	type RowEvent,
	type Run,
	type RunEvent,
	type RunOptions,
	runRows,
} from '../../invite/engine.mts';
import type { Clock } from '../../invite/gate.mts';
import { limitTo } from '../../invite/integration.mts';
import { Journal, JournalError, OtherCredentialsError } from '../../invite/journal.mts';
import { fc } from '../support/randomness.ts';
import { FAULTS, type Fault, Organization } from './support/organization.ts';

// A machine may be busy with other tests.
jest.setTimeout(60_000);

type Person = Record<string, string>;

const ABOUT = { product: 'organization', action: 'invite_user', account: 'acme' };

let folder: string;
let files = 0;
beforeAll(() => {
	// In memory where there is such a folder: a busy disk takes long to write thousands of times.
	folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'journals-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const newFile = () => join(folder, `${files++}.journal`);

/** A clock that is as late as somebody has slept. */
function fakeClock(): Clock & { time: number } {
	return {
		time: 0,
		now() {
			return this.time;
		},
		async sleep(milliseconds: number) {
			const end = this.time + milliseconds;
			await new Promise(setImmediate);
			this.time = Math.max(this.time, end);
		},
	};
}

async function* rowsOf(people: Person[]) {
	for (const [index, cells] of people.entries()) yield { row: index + 2, cells, problem: undefined };
}

interface Going extends Partial<RunOptions> {
	file?: string;
	wishes?: PlanWishes;
	/** Stops the run after so many events. */
	stopAfter?: number;
	dry?: boolean;
	/** Takes the run as it starts. */
	onRun?: (run: Run) => void;
}

/** Runs people through the organization. Returns what was told of each row, by row. */
async function go(
	organization: Organization,
	people: Person[],
	{ file = newFile(), wishes, stopAfter, dry, onRun, ...options }: Going = {},
) {
	const built = await organization.integration();
	const integration = dry ? limitTo('none', built) : built;
	const columns = [...new Set(people.flatMap((person) => Object.keys(person)))];
	const plan = await planRows(integration, organization.authData, columns, wishes);
	const journal = new Journal(file, { ...ABOUT, action: plan.action });
	const events: RunEvent[] = [];
	try {
		const run = runRows({
			integration,
			plan,
			rows: rowsOf(people),
			authData: organization.authData,
			journal,
			clock: fakeClock(),
			...options,
		});
		onRun?.(run);
		for await (const event of run.events) {
			events.push(event);
			if (events.length === stopAfter) run.stop();
		}
	} finally {
		journal.close();
	}
	const rows = events.filter((event): event is RowEvent => event.type === 'row').sort((a, b) => a.row - b.row);
	return { events, rows, outcomes: rows.map(({ outcome }) => outcome), file };
}

const person = (email: string, more: Person = {}): Person => ({ email, role: 'member', ...more });

describe('a plan', () => {
	test('is about the action that invites, wherever it stands, or about another', async () => {
		const organization = new Organization();
		const integration = await organization.integration();
		expect(actionsOf(integration)[0]?.key).toBe('invite_user');
		expect((await planRows(integration, organization.authData, ['email'], { action: 'Remove User' })).action).toBe('remove_user');
		await expect(planRows(integration, organization.authData, ['email'], { action: 'promote' })).rejects.toThrow(PlanError);
	});

	test('knows fields that appear for one choice, and requires them once that is chosen for all', async () => {
		const organization = new Organization();
		const integration = await organization.integration();
		const keys = async (wishes: PlanWishes) =>
			(await planRows(integration, organization.authData, ['email', 'role', 'Reason'], wishes)).mappings.map(({ field }) => field.key);
		expect(await keys({})).toEqual(['email', 'role', 'reason']);
		const { missing } = await planRows(integration, organization.authData, ['email'], { set: [{ field: 'role', value: 'admin' }] });
		expect(missing.map(({ key }) => key)).toEqual(['reason']);
	});
});

describe('a run', () => {
	test('invites everybody once, and tells the id', async () => {
		const organization = new Organization();
		const { rows, events } = await go(organization, [person('a@x.com'), person('b@x.com')]);
		expect(rows).toMatchObject([
			{ row: 2, person: 'a@x.com', outcome: 'done', status: 'invited', id: 'inv-1' },
			{ row: 3, person: 'b@x.com', outcome: 'done', status: 'invited', id: 'inv-2' },
		]);
		expect(events.at(-1)).toMatchObject({ type: 'end', stopped: undefined });
	});

	test('invites a person once for each workspace, whatever the spelling', async () => {
		const organization = new Organization();
		const people = [
			person('Ana@x.com', { workspace: 'a', role: 'member' }),
			person('ana@X.com ', { workspace: 'a', role: 'admin' }),
			person('ana@x.com', { workspace: 'b' }),
		];
		const { rows, outcomes } = await go(organization, people);
		expect(outcomes).toEqual(['done', 'duplicate', 'done']);
		expect(rows[1]?.message).toBe('The same person as in row 2, which is invited. Nothing was sent for this row.');
		expect(organization.invited.map(({ workspace }) => workspace)).toEqual(['a', 'b']);
	});

	test('skips in a second run who is done, in any order, and invites who is new', async () => {
		const organization = new Organization();
		const { file } = await go(organization, [person('a@x.com'), person('b@x.com')]);
		const { rows, outcomes } = await go(organization, [person('c@x.com'), person('B@x.com'), person('a@x.com')], { file });
		expect(outcomes).toEqual(['done', 'skipped', 'skipped']);
		expect(rows[1]).toMatchObject({
			status: 'invited',
			id: 'inv-2',
			message: expect.stringContaining('from row 3. Nothing was sent now.'),
		});
		expect(organization.asked).toHaveLength(3);
	});

	test('tries a failed row again, in the same sheet and in the next run', async () => {
		const organization = new Organization();
		organization.fault = () => (organization.asked.length < 2 ? 'refused' : 'none');
		const { outcomes, rows, file } = await go(organization, [person('a@x.com'), person('b@x.com'), person('a@x.com')], { concurrency: 1 });
		expect(outcomes).toEqual(['failed', 'failed', 'done']);
		expect(rows[0]?.message).toBe('The role is wrong for ••••••');
		expect((await go(organization, [person('a@x.com'), person('b@x.com')], { file })).outcomes).toEqual(['skipped', 'done']);
	});

	test('does not let a row with a wrong value, or with a formula, stop the others', async () => {
		const organization = new Organization();
		const { rows, outcomes } = await go(organization, [person('a'), person('=B2'), person('b@x.com')]);
		expect(outcomes).toEqual(['failed', 'failed', 'done']);
		expect(rows[1]?.message).toContain('Column “email” holds a formula');
		expect(organization.asked).toHaveLength(1);
	});

	test('counts somebody who is there already as done', async () => {
		const organization = new Organization({ minds: true });
		organization.invited.push({ people: ['a@x.com'], workspace: '' });
		const { rows } = await go(organization, [person('a@x.com')]);
		expect(rows).toMatchObject([{ outcome: 'done', status: 'already_there', message: 'Already there' }]);
	});

	test.each([
		['not sent, where a search finds them', true, ['already_there', 'invited'], 1],
		['sent, where no search can tell', false, ['invited', 'invited'], 2],
	])('that looks first: who is there already is %s', async (_what, searchable, statuses, asked) => {
		const organization = new Organization({ searchable });
		organization.invited.push({ people: ['a@x.com'], workspace: '' });
		const { rows } = await go(organization, [person('a@x.com'), person('b@x.com')], { lookUp: true });
		expect(rows.map(({ status }) => status)).toEqual(statuses);
		expect(rows[0]?.message).toBe(searchable ? 'A search found this person. Nothing was sent.' : '');
		expect(organization.asked).toHaveLength(asked);
	});

	test('ends when the connection is not accepted any more: nobody else is asked, nobody counts as done', async () => {
		const organization = new Organization();
		organization.fault = () => (organization.asked.length === 1 ? 'unauthorized' : 'none');
		const people = ['a', 'b', 'c', 'd'].map((name) => person(`${name}@x.com`));
		const { events, outcomes, file } = await go(organization, people, { concurrency: 1 });
		expect(outcomes).toEqual(['done', 'failed']);
		expect(events.at(-1)).toEqual({ type: 'end', stopped: 'disconnected', message: 'No such key' });
		expect((await go(organization, people, { file })).outcomes).toEqual(['skipped', 'done', 'done', 'done']);
	});

	test('never has more requests on their way than it may', async () => {
		const organization = new Organization();
		let running = 0;
		let most = 0;
		organization.arrives = async () => {
			most = Math.max(most, ++running);
			await new Promise(setImmediate);
			running--;
		};
		await go(
			organization,
			Array.from({ length: 40 }, (_, index) => person(`p${index}@x.com`)),
			{ concurrency: 3 },
		);
		expect(most).toBe(3);
	});

	test('stands still while it is paused, and ends when it is stopped', async () => {
		const organization = new Organization();
		const integration = await organization.integration();
		const plan = await planRows(integration, organization.authData, ['email', 'role']);
		const journal = new Journal(newFile(), ABOUT);
		const people = Array.from({ length: 30 }, (_, index) => person(`p${index}@x.com`));
		const run = runRows({ integration, plan, rows: rowsOf(people), authData: organization.authData, journal, concurrency: 2 });
		let seen = 0;
		for await (const event of run.events) {
			if (event.type !== 'row') continue;
			if (++seen === 5) {
				run.pause();
				// What was on its way arrives, and no more.
				for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
				const asked = organization.asked.length;
				for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
				expect(organization.asked).toHaveLength(asked);
				run.resume();
			}
			if (seen === 15) run.stop();
		}
		journal.close();
		expect(seen).toBeGreaterThanOrEqual(15);
		expect(organization.asked.length).toBe(seen);
		expect(seen).toBeLessThan(30);
	});

	describe('whose events nobody reads', () => {
		/** Starts a run for many people, of whose events as many are read as is asked for. */
		async function start() {
			const organization = new Organization();
			const integration = await organization.integration();
			const plan = await planRows(integration, organization.authData, ['email', 'role']);
			const journal = new Journal(newFile(), ABOUT);
			const people = Array.from({ length: 600 }, (_, index) => person(`p${index}@x.com`));
			let isOver = false;
			async function* rows() {
				try {
					yield* rowsOf(people);
				} finally {
					isOver = true;
				}
			}
			const { events } = runRows({ integration, plan, rows: rows(), authData: organization.authData, journal, clock: fakeClock() });
			const reader = events[Symbol.asyncIterator]();
			return {
				organization,
				people,
				reader,
				journal,
				isOver: () => isOver,
				waiting: () => (events as PassThrough).listenerCount('drain'),
				async read(count: number) {
					for (let index = 0; index < count; index++) await reader.next();
				},
				/** How many were asked when nothing happens any more. */
				async asked() {
					for (let before = -1; before !== organization.asked.length; ) {
						before = organization.asked.length;
						for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
					}
					return organization.asked.length;
				},
			};
		}

		test('stands still, and goes on with whoever reads', async () => {
			const { people, reader, read, asked, waiting, journal, organization } = await start();
			await read(1);
			const first = await asked();
			expect(first).toBeLessThan(200);
			expect(waiting()).toBe(1);
			await read(200);
			const second = await asked();
			expect(second).toBeGreaterThan(200);
			expect(second).toBeLessThan(400);
			// All wait in one place, and none is left behind there.
			expect(waiting()).toBe(1);
			await read(people.length - 201);
			expect((await reader.next()).value).toMatchObject({ type: 'end', stopped: undefined });
			expect(organization.asked).toHaveLength(people.length);
			journal.close();
		});

		test('ends once nobody will', async () => {
			const { reader, read, asked, journal, isOver } = await start();
			await read(1);
			const before = await asked();
			await reader.return?.();
			expect(await asked()).toBe(before);
			expect(isOver()).toBe(true);
			journal.close();
		});
	});

	test('ends with the error if the journal cannot be written, and sends nobody else', async () => {
		const organization = new Organization();
		const integration = await organization.integration();
		const plan = await planRows(integration, organization.authData, ['email', 'role']);
		const journal = new Journal(newFile(), ABOUT);
		jest.spyOn(journal, 'put').mockRejectedValue(new Error('disk full'));
		const run = runRows({
			integration,
			plan,
			rows: rowsOf([person('a@x.com'), person('b@x.com')]),
			authData: organization.authData,
			journal,
		});
		await expect(Array.fromAsync(run.events)).rejects.toThrow('disk full');
		journal.close();
		expect(organization.asked).toEqual([]);
	});
});

describe('a row whose answer never came', () => {
	test.each<Fault>(['reset before', 'reset after', '500 before', '500 after'])(
		'is uncertain after “%s”, and not sent again until asked',
		async (fault) => {
			const organization = new Organization();
			organization.fault = () => fault;
			const people = [person('a@x.com'), person('a@x.com')];
			const first = await go(organization, people, { concurrency: 1 });
			expect(first.outcomes).toEqual(['uncertain', 'duplicate']);
			organization.fault = () => 'none';
			expect((await go(organization, people, { file: first.file })).outcomes).toEqual(['uncertain', 'uncertain']);
			expect(organization.asked).toHaveLength(1);
			expect((await go(organization, people, { file: first.file, retryUncertain: true, concurrency: 1 })).outcomes).toEqual([
				'done',
				'duplicate',
			]);
			expect(organization.asked).toHaveLength(2);
		},
	);

	test('is looked for where the product can tell: found, it is done; not found, it is sent', async () => {
		const organization = new Organization({ searchable: true });
		organization.fault = ([email]) => (email === 'after@x.com' ? 'reset after' : 'reset before');
		const people = [person('before@x.com'), person('after@x.com')];
		const { file } = await go(organization, people);
		organization.fault = () => 'none';
		const { rows } = await go(organization, people, { file });
		expect(rows).toMatchObject([
			{ outcome: 'done', status: 'invited' },
			{ outcome: 'done', status: 'already_there' },
		]);
		expect([organization.times('before@x.com'), organization.times('after@x.com')]).toEqual([1, 1]);
	});

	test('is looked for again when a search that asked to slow down has had its time', async () => {
		const organization = new Organization({ searchable: true });
		organization.fault = () => 'reset after';
		const { file } = await go(organization, [person('a@x.com')]);
		organization.throttledLooks = 2;
		const clock = fakeClock();
		const { rows, events } = await go(organization, [person('a@x.com')], { file, clock });
		expect(rows).toMatchObject([{ outcome: 'done', status: 'already_there' }]);
		expect(events.filter(({ type }) => type === 'slowed')).toEqual(
			[1, 2].map(() => ({ type: 'slowed', seconds: 2, message: 'Slow down' })),
		);
		expect(clock.time).toBe(4000);
	});

	test('is left uncertain where the search finds the person, but can’t tell in which workspace', async () => {
		const organization = new Organization({ searchable: true });
		organization.fault = () => (organization.asked.length === 1 ? 'reset before' : 'none');
		const people = [person('a@x.com', { workspace: 'w1' }), person('a@x.com', { workspace: 'w2' })];
		const { file } = await go(organization, people, { concurrency: 1 });
		const { outcomes } = await go(organization, people, { file });
		expect(outcomes).toEqual(['skipped', 'uncertain']);
	});

	test('is certain where no connection came about', async () => {
		const organization = new Organization();
		organization.unreachable = true;
		expect((await go(organization, [person('a@x.com')])).outcomes).toEqual(['failed']);
	});
});

describe('people in batches', () => {
	const wishes = { action: 'invite_users' };
	const member = (email: string, more: Person = {}) => person(email, more);

	test('go together with equal options, each once, and resume each on their own', async () => {
		const organization = new Organization();
		const people = [
			member('a@x.com'),
			member('b@x.com', { role: 'admin' }),
			member('c@x.com, d@x.com'),
			member('A@x.com'),
			member('e@x.com'),
		];
		const { rows, file } = await go(organization, people, { wishes, batchSize: 3 });
		expect(organization.asked.map((invitation) => invitation.people)).toEqual([
			['a@x.com', 'c@x.com', 'd@x.com'],
			['b@x.com'],
			['e@x.com'],
		]);
		expect(rows.map(({ row, person: name, outcome }) => [row, name, outcome])).toEqual([
			[2, 'a@x.com', 'done'],
			[3, 'b@x.com', 'done'],
			[4, 'c@x.com', 'done'],
			[4, 'd@x.com', 'done'],
			[5, 'A@x.com', 'duplicate'],
			[6, 'e@x.com', 'done'],
		]);
		await go(organization, [...people, member('f@x.com')], { wishes, file });
		expect(organization.asked.at(-1)?.people).toEqual(['f@x.com']);
	});

	test('do not wait for others with equal options while ever more rows are read', async () => {
		const organization = new Organization();
		const people = Array.from({ length: 1_500 }, (_, index) => member(`p${index}@x.com`, { workspace: `w${index % 1_200}` }));
		let readBefore = 0;
		async function* rows() {
			for await (const row of rowsOf(people)) {
				if (!organization.steps.length) readBefore++;
				yield row;
			}
		}
		const { outcomes } = await go(organization, people, { wishes, rows: rows() });
		expect(outcomes).toEqual(people.map(() => 'done'));
		expect(readBefore).toBeGreaterThanOrEqual(1_000);
		expect(readBefore).toBeLessThan(1_100);
	});

	test('are split until whoever is at fault stands alone', async () => {
		const organization = new Organization();
		organization.fault = (people) => (people.includes('bad@x.com') ? 'refused' : 'none');
		const people = ['a', 'b', 'bad', 'c', 'd', 'e'].map((name) => member(`${name}@x.com`));
		const { outcomes } = await go(organization, people, { wishes });
		expect(outcomes).toEqual(['done', 'done', 'failed', 'done', 'done', 'done']);
		expect(people.map(({ email = '' }) => organization.times(email))).toEqual([1, 1, 0, 1, 1, 1]);
	});

	describe('that are refused in part', () => {
		const people = ['a', 'b', 'c', 'bad'].map((name) => member(`${name}@x.com`));
		const times = (organization: Organization) => people.map(({ email = '' }) => organization.times(email));

		test('are looked for, and only those who aren’t there are sent again', async () => {
			const organization = new Organization({ searchable: true });
			organization.fault = (sent) => (sent.includes('bad@x.com') ? 'refused in part' : 'none');
			const { outcomes, rows } = await go(organization, people, { wishes });
			expect(outcomes).toEqual(['done', 'done', 'done', 'failed']);
			expect(times(organization)).toEqual([1, 1, 1, 0]);
			expect(organization.steps.map((step) => step.length)).toEqual([4, 1]);
			expect(rows[0]).toMatchObject({
				status: 'already_there',
				message: 'Sent with others, of whom some were refused. A search found this person afterwards.',
			});
		});

		test('are sent again in halves, where several aren’t there', async () => {
			const organization = new Organization({ searchable: true });
			organization.fault = (sent) => {
				if (organization.asked.length === 0) return 'refused but for one';
				return sent.includes('bad@x.com') ? 'refused' : 'none';
			};
			const { outcomes } = await go(organization, people, { wishes });
			expect(outcomes).toEqual(['done', 'done', 'done', 'failed']);
			expect(times(organization)).toEqual([1, 1, 1, 0]);
			expect(organization.steps.map((step) => step.length)).toEqual([4, 2, 1]);
		});

		test('are all there: nothing is done for anybody again', async () => {
			const organization = new Organization({ searchable: true });
			organization.invited.push({ people: ['bad@x.com'], workspace: '' });
			organization.fault = () => 'refused in part';
			const { outcomes } = await go(organization, people, { wishes });
			expect(outcomes).toEqual(['done', 'done', 'done', 'done']);
			expect(organization.steps).toHaveLength(1);
		});

		test('are as they were before, where the run is stopped before those are sent again who aren’t there', async () => {
			const organization = new Organization({ searchable: true });
			organization.fault = () => 'refused in part';
			let run: Run | undefined;
			organization.looks = (email) => {
				if (email === 'bad@x.com') run?.stop();
			};
			const { outcomes, file } = await go(organization, people, {
				wishes,
				onRun: (started) => {
					run = started;
				},
			});
			expect(outcomes).toEqual(['done', 'done', 'done']);
			// Where no search can tell, nobody would be sent of whom it isn't known whether they were.
			const next = await go(new Organization(), people, { wishes, file });
			expect(next.outcomes).toEqual(['skipped', 'skipped', 'skipped', 'done']);
		});

		test('are uncertain where the run is stopped before they are looked for', async () => {
			const organization = new Organization({ searchable: true });
			organization.fault = () => 'refused in part';
			let run: Run | undefined;
			organization.looks = () => run?.stop();
			const { outcomes } = await go(organization, people, {
				wishes,
				onRun: (started) => {
					run = started;
				},
			});
			expect(outcomes).toEqual(['done', 'uncertain', 'uncertain', 'uncertain']);
			expect(organization.steps).toHaveLength(1);
		});

		test('are uncertain where no search can tell, and nobody is sent again', async () => {
			const organization = new Organization();
			organization.fault = () => 'refused in part';
			const { outcomes } = await go(organization, people, { wishes });
			expect(outcomes).toEqual(['uncertain', 'uncertain', 'uncertain', 'uncertain']);
			expect(times(organization)).toEqual([1, 1, 1, 0]);
			expect(organization.asked).toHaveLength(1);
		});
	});

	test('leave out a row without anybody, which fails on its own', async () => {
		const organization = new Organization();
		const { outcomes } = await go(organization, [member('a@x.com'), member(''), member('b@x.com')], { wishes });
		expect(outcomes).toEqual(['done', 'failed', 'done']);
		expect(organization.asked.map(({ people }) => people)).toEqual([['a@x.com', 'b@x.com']]);
	});

	test('of whom there is one only are not looked for after a refusal that leaves open whom it is about', async () => {
		const organization = new Organization({ searchable: true });
		organization.fault = () => (organization.asked.length ? 'none' : 'refused, perhaps');
		expect((await go(organization, [member('a@x.com')], { wishes })).outcomes).toEqual(['uncertain']);
		expect(organization.asked).toHaveLength(1);
	});

	test.each<[fault: Fault, searchable: boolean]>([
		['reset after', false],
		['reset after', true],
		['500 before', true],
	])('are uncertain together after “%s” (searches: %s)', async (fault, searchable) => {
		const organization = new Organization({ searchable });
		organization.fault = () => fault;
		const { outcomes } = await go(organization, [member('a@x.com'), member('b@x.com')], { wishes });
		expect(outcomes).toEqual(['uncertain', 'uncertain']);
		expect(organization.asked).toHaveLength(1);
	});
});

describe('a dry run', () => {
	test('says what would be sent, without credentials, and sends nothing', async () => {
		const organization = new Organization();
		const { rows, outcomes } = await go(organization, [person('a@x.com'), person('a'), person('a@x.com')], { dry: true });
		expect(outcomes).toEqual(['ready', 'failed', 'duplicate']);
		expect(rows[0]?.requests).toEqual([
			{
				method: 'POST',
				url: expect.stringMatching(/\/invitations$/),
				body: '{"people":["a@x.com"],"workspace":"","role":"member"}',
				sent: false,
				status: undefined,
			},
		]);
		expect(organization.asked).toEqual([]);
	});

	test('leaves the journal as it was, and knows who is done', async () => {
		const organization = new Organization();
		const { file } = await go(organization, [person('a@x.com')]);
		const integration = limitTo('none', await organization.integration());
		const plan = await planRows(integration, organization.authData, ['email', 'role']);
		for (let time = 0; time < 2; time++) {
			const journal = Journal.scratch(file, ABOUT);
			const events = await Array.fromAsync(
				runRows({ integration, plan, rows: rowsOf([person('a@x.com'), person('b@x.com')]), authData: organization.authData, journal })
					.events,
			);
			journal.close();
			expect(events.map((event) => event.type === 'row' && event.outcome)).toEqual(['skipped', 'ready', false]);
		}
	});
});

describe('a storm of 429s', () => {
	test.each([1, 4])('holds the whole run as told, and loses nobody (%i at once)', async (concurrency) => {
		const organization = new Organization();
		const clock = fakeClock();
		let until = 0;
		let early = 0;
		let throttled = 0;
		organization.arrives = () => {
			if (clock.time < until) early++;
		};
		organization.fault = () => {
			if (organization.asked.length % 3 === 0) return 'none';
			throttled++;
			organization.retryAfter = 1 + (organization.asked.length % 7);
			until = Math.max(until, clock.time + organization.retryAfter * 1000);
			return 'throttled';
		};
		const people = Array.from({ length: 100 }, (_, index) => person(`p${index}@x.com`));
		const { outcomes, events } = await go(organization, people, { clock, concurrency });
		expect(outcomes).toEqual(people.map(() => 'done'));
		expect(people.every(({ email = '' }) => organization.times(email) === 1)).toBe(true);
		expect(events.filter(({ type }) => type === 'slowed')).toHaveLength(throttled);
		// What was on its way when the first answer came can't be called back.
		expect(early).toBeLessThanOrEqual(throttled * (concurrency - 1));
		expect(throttled).toBeGreaterThan(50);
	});
});

describe('histories', () => {
	const aPerson = (workspaces: boolean) =>
		fc.record({
			email: fc.constantFrom('a@x.com', 'A@x.com ', 'b@x.com', 'c@x.com', 'd@x.com', 'e@x.com', 'f@x.com', 'broken', ''),
			workspace: workspaces ? fc.constantFrom('', 'w1', 'w2') : fc.constant(''),
			role: fc.constantFrom('member', 'admin'),
		});
	const aRun = fc.record({
		concurrency: fc.integer({ min: 1, max: 4 }),
		stopAfter: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
		// They come in turn. A run that is always throttled never ends.
		faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 12 }).map((faults): Fault[] => [...faults, 'none']),
		wishes: fc.constant({} as PlanWishes),
	});

	test.each([
		['one request each', 'invite_user', false, true],
		['one request each, where the product can look for invitations', 'invite_user', true, true],
		['to one workspace, where the product can look for invitations, so that nobody stays uncertain', 'invite_user', true, false],
		['in batches', 'invite_users', false, true],
	])('nobody is invited twice and nobody is lost: %s', async (_, action, searchable, workspaces) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(aPerson(workspaces), { minLength: 1, maxLength: 14 }),
				fc.array(aRun, { maxLength: 4 }),
				async (people, runs) => {
					const organization = new Organization({ searchable });
					const file = newFile();
					const wishes = { action, map: workspaces ? [] : [{ column: 'workspace', field: '' }] };
					for (const { faults, stopAfter, concurrency } of runs) {
						organization.fault = () => faults[organization.asked.length % faults.length] ?? 'none';
						await go(organization, people, { file, wishes, concurrency, batchSize: 3, ...(stopAfter ? { stopAfter } : {}) });
					}
					organization.fault = () => 'none';
					const { rows } = await go(organization, people, { file, wishes, batchSize: 3 });
					// Every row is told of, once.
					expect(rows.map(({ row }) => row)).toEqual(people.map((_person, index) => index + 2));
					for (const [index, { email, workspace }] of people.entries()) {
						const times = organization.times(email.trim(), workspace) + organization.times(otherSpelling(email.trim()), workspace);
						const outcome = rows[index]?.outcome;
						expect(times).toBeLessThanOrEqual(1);
						if (!workspaces) expect(outcome).not.toBe('uncertain');
						if (!email.includes('@')) expect([outcome, times]).toEqual(['failed', 0]);
						else if (outcome !== 'uncertain') expect([times, outcome]).toEqual([1, expect.stringMatching(/done|skipped|duplicate/)]);
					}
				},
			),
			{ numRuns: 50 },
		);
	});

	const otherSpelling = (email: string) =>
		email.startsWith('a') ? email.replace('a', 'A') : email.startsWith('A') ? email.replace('A', 'a') : '–';
});

describe('a journal', () => {
	test('serves one run at a time', () => {
		const file = newFile();
		const journal = new Journal(file, ABOUT);
		expect(() => new Journal(file, ABOUT)).toThrow('Another run is using');
		journal.close();
		new Journal(file, ABOUT).close();
	});

	test('serves one account and action', () => {
		const file = newFile();
		new Journal(file, ABOUT).close();
		expect(() => new Journal(file, { ...ABOUT, account: 'other' })).toThrow(JournalError);
		expect(() => new Journal(file, { ...ABOUT, account: 'other' })).toThrow('the account “acme”, not “other”');
	});

	describe('tells accounts apart that only their secrets do', () => {
		const key = { ...ABOUT, secret: 'key-of-acme', label: 'Acme' };

		test('and leaves it to a person whether other credentials are of the same account', () => {
			const file = newFile();
			new Journal(file, key).close();
			new Journal(file, { ...key, label: 'Acme Incorporated' }).close();
			for (const open of [Journal.scratch, (...args: [string, typeof key]) => new Journal(...args)]) {
				expect(() => open(file, { ...key, secret: 'key-of-others' })).toThrow(OtherCredentialsError);
				expect(() => open(file, { ...key, secret: 'key-of-others' })).toThrow('other credentials, of “Acme Incorporated”');
			}
			new Journal(file, { ...key, secret: 'new-key-of-acme' }, { isSameAccount: true }).close();
			new Journal(file, { ...key, secret: 'new-key-of-acme' }).close();
			expect(() => new Journal(file, key)).toThrow(OtherCredentialsError);
		});

		test('and takes over one that was written before it could', () => {
			const file = newFile();
			new Journal(file, ABOUT).close();
			expect(Journal.summary(file, key.secret).isWrittenWith).toBe(true);
			Journal.scratch(file, { ...key, secret: 'key-of-others' }).close();
			new Journal(file, key).close();
			expect(Journal.summary(file, 'key-of-others').isWrittenWith).toBe(false);
		});

		test('and holds nothing of them: not even the same hash twice', () => {
			const files = [newFile(), newFile()].map((file) => {
				new Journal(file, key).close();
				return readFileSync(file, 'latin1');
			});
			const hashes = files.map((content) => content.match(/[0-9a-f]{32}/g) ?? []);
			for (const content of files) expect(content).not.toContain(key.secret);
			expect(hashes[0]?.length).toBe(2);
			expect(new Set(hashes.flat()).size).toBe(4);
		});
	});

	test('that is damaged is not written over', () => {
		const file = newFile();
		writeFileSync(file, 'something else, and long enough to be no database'.repeat(100));
		expect(() => new Journal(file, ABOUT)).toThrow("can't be used");
	});

	test('takes who was being sent when it ended for uncertain', async () => {
		const file = newFile();
		const identity = Buffer.alloc(16, 7);
		const journal = new Journal(file, ABOUT);
		await journal.put([{ identity, state: 'sending', status: '', row: 2, run: journal.run, id: '', message: '', at: '' }]);
		expect(journal.get(identity)?.state).toBe('sending');
		journal.close();
		const next = new Journal(file, ABOUT);
		expect(next.get(identity)).toMatchObject({ state: 'uncertain', row: 2 });
		expect(next.counts()).toEqual({ done: 0, failed: 0, uncertain: 1 });
		next.close();
	});
});
