import { PassThrough } from 'node:stream';
import { type ColumnPlan, type ColumnWishes, conceptOf, PlanError, personField, planColumns } from './columns.mts';
import { fieldsOf } from './fields.mts';
import { type Clock, Gate, systemClock } from './gate.mts';
import { type Execution, type Integration, isRead, type StepRequest, type Values } from './integration.mts';
import type { Entry, Journal } from './journal.mts';
import { doneOf, type Outcome, outcomeOf } from './outcome.mts';
import { type Presence, presenceOf } from './presence.mts';
import type { SheetRow } from './readers/index.mts';
import { batchInput, type RowPlan, type Unit, unitsOf } from './rows.mts';

/**
 * The engine behind `npm run invite` and the preview's sheets: columns are planned (`planRows`), then every row runs
 * through the built action by Zapier's own handler (`runRows`), for real or only to see what it would send.
 */

export interface PlanWishes extends ColumnWishes {
	/** The key among `creates`; the action that invites if left out. */
	action?: string | undefined;
}

/**
 * Says which column fills which field of the action.
 * @throws {PlanError} if something is wished that doesn't exist.
 */
export async function planRows(
	integration: Integration,
	authData: Values,
	columns: string[],
	{ action: wished, set = [], ...wishes }: PlanWishes = {},
): Promise<RowPlan> {
	const action = actionNamed(integration, wished);
	const known = Object.fromEntries(set.filter(({ field }) => !field.includes('.')).map(({ field, value }) => [field, value]));
	const fields = await fieldsOf(integration, action, authData, known);
	const plan: ColumnPlan = planColumns(columns, fields, { set, ...wishes });
	const person = personField(plan.mappings.filter((mapping) => mapping.columns).map(({ field }) => field)) ?? personField(fields);
	if (!person) throw new PlanError('This action has no fields for columns to fill.');
	return {
		...plan,
		fields,
		action,
		invites: isInvitation(integration, action),
		person,
		batches: person.list && person.required && person.parent === undefined && conceptOf(person.key, person.label) === 'email',
	};
}

/** The actions of an integration, the one that invites first. */
export function actionsOf({ definition }: Integration): { key: string; label: string }[] {
	const actions = Object.values(definition.creates ?? {});
	const invites = actions.find(({ key }) => isInvitation({ definition }, key));
	return [...new Set([...(invites ? [invites] : []), ...actions])].map(({ key, display }) => ({ key, label: display.label }));
}

function actionNamed(integration: Integration, wished: string | undefined): string {
	const actions = actionsOf(integration);
	if (wished === undefined && actions[0]) return actions[0].key;
	const found = actions.find(({ key, label }) => key === wished || label.toLowerCase() === wished?.toLowerCase());
	if (!found) throw new PlanError(`There is no action “${wished ?? ''}”. The actions: ${actions.map(({ key }) => key).join(', ')}.`);
	return found.key;
}

function isInvitation({ definition }: Pick<Integration, 'definition'>, action: string): boolean {
	return /\binvite/i.test(definition.creates?.[action]?.display.label ?? '');
}

export interface RowEvent {
	type: 'row';
	row: number;
	person: string;
	/**
	 * `ready` is what `done` would be if requests were sent. `skipped` was done by an earlier run, `duplicate` by an earlier
	 * row of this one; nothing was sent for either.
	 */
	outcome: 'done' | 'ready' | 'skipped' | 'duplicate' | 'failed' | 'uncertain';
	/** For the results: what the action says (`invited`), or `already_there`, `duplicate`, `failed`, `uncertain`, `ready`. */
	status: string;
	/** The id of what was made, or a link to it. */
	id: string;
	message: string;
	/** What was sent for it, or would have been, by all people of its batch together. */
	requests: StepRequest[];
}

export type RunEvent =
	| RowEvent
	/** The other side asked to slow down: nothing is sent for so many seconds. */
	| { type: 'slowed'; seconds: number; message: string }
	/** The last one. Rows of which no event told are still to do. */
	| { type: 'end'; stopped: 'asked' | 'disconnected' | undefined; message: string };

export interface RunOptions {
	/** If it is limited (`limitTo`), this is a dry run: a row that would send something is `ready`. */
	integration: Integration;
	plan: RowPlan;
	rows: AsyncIterable<SheetRow>;
	authData: Values;
	/** Who was sent before, and where it is written who is sent now. For a dry run, a copy of it. */
	journal: Journal;
	/** How many requests at once. */
	concurrency?: number;
	/** How many people at most in one request, where the action takes several. */
	batchSize?: number;
	/** Also sends those again of whom an earlier run doesn't know whether they were sent. */
	retryUncertain?: boolean;
	/** Looks first, with the product's own searches, who is there already. They are not sent. */
	lookUp?: boolean;
	clock?: Clock;
}

export interface Run {
	/** What happens, in order. It waits for whoever reads it. To stop reading is to stop the run. */
	events: AsyncIterable<RunEvent>;
	/** Sends nothing more until it is resumed. What is on its way is waited for. */
	pause(): void;
	resume(): void;
	/** Sends nothing more. What is on its way is waited for. */
	stop(): void;
}

/** The most people that wait for others with equal options. */
const MOST_WAITING = 1000;

/** Starts to run the rows. Nobody is sent before the journal has it on the disk that they are about to be. */
export function runRows(options: RunOptions): Run {
	const runner = new Runner(options);
	return {
		events: runner.events,
		pause: () => runner.gate.pause(),
		resume: () => runner.gate.resume(),
		stop: () => runner.stop('asked'),
	};
}

/** A unit, and what was known of it before. */
type Task = Unit & { before: Entry | undefined };

class Runner {
	readonly events = new PassThrough({ objectMode: true, highWaterMark: 64 });
	/** Those who wait for the reader of the events, all at once: fulfilled when there is room, or nobody reads any more. */
	#room: Promise<void> | undefined;
	readonly gate: Gate;
	readonly #options: Required<Omit<RunOptions, 'clock'>>;
	/** Those whose step is running, or about to: nobody's steps run at the same time, not even for different places. */
	readonly #running = new Map<string, Promise<void>>();
	#stopped: 'asked' | 'disconnected' | undefined;
	#message = '';

	constructor({ clock = systemClock, ...options }: RunOptions) {
		this.#options = { concurrency: 4, batchSize: 50, retryUncertain: false, lookUp: false, ...options };
		this.gate = new Gate(this.#options.concurrency, clock);
		// Whoever stops reading ends the stream.
		this.events.on('close', () => this.stop('asked'));
		this.#run().catch((error: unknown) => this.events.destroy(error as Error));
	}

	stop(reason: 'asked' | 'disconnected'): void {
		this.#stopped ??= reason;
		this.gate.close();
	}

	async #run(): Promise<void> {
		const batches = this.#batches();
		const work = async () => {
			for (let next = await batches.next(); !next.done && !this.#stopped; next = await batches.next()) await this.#take(next.value);
		};
		const failures: unknown[] = [];
		const workers = Array.from({ length: this.#options.concurrency }, () =>
			work().catch((error: unknown) => {
				failures.push(error);
				this.stop('asked');
			}),
		);
		await Promise.all(workers);
		await batches.return(undefined);
		if (failures.length) throw failures[0];
		await this.#emit({ type: 'end', stopped: this.#stopped, message: this.#message });
		this.events.end();
	}

	/** Those to be sent, in groups with equal options where the action takes several people. */
	async *#batches(): AsyncGenerator<Task[]> {
		const { plan, batchSize } = this.#options;
		const waiting = new Map<string, Task[]>();
		const people = new Map<string, string>();
		const take = (key: string): Task[] => {
			const batch = waiting.get(key) ?? [];
			waiting.delete(key);
			for (const { identity } of batch) people.delete(keyOf(identity));
			return batch;
		};
		for await (const unit of this.#units()) {
			const task = await this.#consider(unit);
			if (!task) continue;
			if (!plan.batches || task.person === '') {
				yield [task];
				continue;
			}
			const identity = keyOf(task.identity);
			const duplicateIn = people.get(identity);
			if (duplicateIn !== undefined) yield take(duplicateIn);
			const key = JSON.stringify(task.input);
			const batch = waiting.get(key) ?? [];
			waiting.set(key, [...batch, task]);
			people.set(identity, key);
			if (batch.length + 1 >= batchSize) yield take(key);
			else if (people.size >= MOST_WAITING) {
				const [largest = key] = [...waiting.keys()].sort((a, b) => (waiting.get(b)?.length ?? 0) - (waiting.get(a)?.length ?? 0));
				yield take(largest);
			}
		}
		for (const key of [...waiting.keys()]) yield take(key);
	}

	async *#units(): AsyncGenerator<Unit> {
		for await (const row of this.#options.rows) {
			for (const unit of unitsOf(this.#options.plan, row)) {
				if (unit.problem === undefined) yield unit;
				else await this.#tell(unit, { outcome: 'failed', status: 'failed', message: unit.problem });
			}
		}
	}

	/** The task of sending somebody; undefined, and said so, if nothing is to be sent. */
	async #consider(unit: Unit): Promise<Task | undefined> {
		const { journal, retryUncertain } = this.#options;
		const before = journal.get(unit.identity);
		const task = { ...unit, before };
		if (!before || before.state === 'failed' || before.state === 'sending') return task;
		if (before.run === journal.run) {
			const about = before.state === 'uncertain' ? 'of whom it isn’t known whether they were sent' : `which is ${before.status}`;
			await this.#tell(unit, {
				outcome: 'duplicate',
				status: 'duplicate',
				message: `The same person as in row ${before.row}, ${about}. Nothing was sent for this row.`,
			});
			return undefined;
		}
		if (before.state === 'done') {
			await this.#tell(unit, {
				outcome: 'skipped',
				status: before.status,
				id: before.id,
				message: `Done by an earlier run at ${before.at}, from row ${before.row}. Nothing was sent now.`,
			});
			return undefined;
		}
		const presence = await this.#presence(unit);
		if (presence?.known === 'there') {
			await this.#foundThere(
				task,
				presence.item,
				'An earlier run didn’t learn whether this was sent. The person was found now. Nothing was sent.',
			);
			return undefined;
		}
		if (presence?.known === 'absent' || retryUncertain) return task;
		await this.#tell(unit, {
			outcome: 'uncertain',
			status: 'uncertain',
			message: `${before.message} Look in the product whether it was, before it is sent again.`,
		});
		return undefined;
	}

	/** Looks for somebody; undefined if the run was stopped before that. */
	async #presence(unit: Unit): Promise<Presence | undefined> {
		const { integration, plan, authData } = this.#options;
		while (await this.gate.enter()) {
			let presence: Presence;
			try {
				presence = await presenceOf(integration, plan, authData, unit);
			} finally {
				this.gate.leave();
			}
			if (presence.known !== 'throttled') return presence;
			this.gate.slowDown(presence.delay);
			await this.#emit({ type: 'slowed', seconds: presence.delay, message: presence.message });
		}
		return undefined;
	}

	#foundThere(task: Task, item: unknown, words: string): Promise<void> {
		const { id } = doneOf(item);
		return this.#settle([task], { kind: 'done', status: 'already_there', id, message: words }, []);
	}

	/** Those who aren't there already, as far as the product's searches can tell. */
	async #notThere(tasks: Task[]): Promise<Task[]> {
		if (!this.#options.lookUp) return tasks;
		const left: Task[] = [];
		for (const task of tasks) {
			const presence = await this.#presence(task);
			if (presence?.known === 'there') await this.#foundThere(task, presence.item, 'A search found this person. Nothing was sent.');
			else left.push(task);
		}
		return left;
	}

	/** Waits until none of a batch is being sent by another, and sends those that still have to be. */
	async #take(batch: Task[]): Promise<void> {
		const names = batch.map(({ person, identity }) => person.toLowerCase() || keyOf(identity));
		const running = () => names.map((name) => this.#running.get(name)).find(Boolean);
		for (let other = running(); other; other = running()) await other;
		const { promise, resolve } = Promise.withResolvers<void>();
		for (const name of names) this.#running.set(name, promise);
		try {
			// While it waited, another row may have sent the same person.
			const considered = await Promise.all(batch.map((task) => (this.#isAsBefore(task) ? task : this.#consider(task))));
			const tasks = await this.#notThere(considered.filter((task) => task !== undefined));
			if (tasks.length) await this.#send(tasks);
		} finally {
			for (const name of names) this.#running.delete(name);
			resolve();
		}
	}

	#isAsBefore({ identity, before }: Task): boolean {
		const now = this.#options.journal.get(identity);
		return now?.run === before?.run && now?.state === before?.state;
	}

	async #send(tasks: Task[]): Promise<void> {
		const { integration, plan, authData, journal } = this.#options;
		if (!(await this.gate.enter())) return;
		let execution: Execution;
		try {
			await journal.put(tasks.map((task) => this.#entry(task, 'sending', { status: 'uncertain' })));
			const inputData = batchInput(plan, tasks);
			execution = await integration.execute(`creates.${plan.action}.operation.perform`, { authData, inputData });
		} finally {
			this.gate.leave();
		}
		const { requests } = execution;
		const outcome = outcomeOf(execution);
		if (requests.some(({ sent }) => !sent)) return this.#ready(tasks, requests);
		if (outcome.kind === 'throttled') {
			this.gate.slowDown(outcome.delay);
			await this.#takeBack(tasks);
			await this.#emit({ type: 'slowed', seconds: outcome.delay, message: outcome.message });
			return this.#send(tasks);
		}
		if (outcome.kind === 'disconnected') {
			this.stop('disconnected');
			this.#message = outcome.message;
			await this.#takeBack(tasks);
			for (const task of tasks) await this.#tell(task, { outcome: 'failed', status: 'failed', message: outcome.message, requests });
			return;
		}
		// Nobody of a batch that was refused has been sent: one of them may be at fault, so each half is tried on its own.
		const refused = outcome.kind === 'failed' || execution.error;
		if (refused && outcome.kind !== 'uncertain' && tasks.length > 1) {
			await this.#takeBack(tasks);
			const half = Math.ceil(tasks.length / 2);
			await this.#send(tasks.slice(0, half));
			return this.#send(tasks.slice(half));
		}
		if (tasks.length > 1 && outcome.kind === 'uncertain' && isRefused(requests)) {
			const absent = await this.#absentOf(tasks, outcome, requests);
			if (absent.length === 0) return;
			await this.#takeBack(absent);
			const half = Math.ceil(absent.length / 2);
			await this.#send(absent.slice(0, half));
			return half < absent.length ? this.#send(absent.slice(half)) : undefined;
		}
		await this.#settle(tasks, outcome, requests, execution);
	}

	/** Of people who were refused together, perhaps only in part: those who surely aren't there. What is known of the others is told. */
	async #absentOf(tasks: Task[], outcome: Outcome & { kind: 'uncertain' }, requests: StepRequest[]): Promise<Task[]> {
		const absent: Task[] = [];
		for (const task of tasks) {
			const presence = await this.#presence(task);
			if (presence?.known === 'absent') absent.push(task);
			else if (presence?.known === 'there')
				await this.#foundThere(task, presence.item, 'Sent with others, of whom some were refused. A search found this person afterwards.');
			else await this.#settle([task], outcome, requests);
		}
		return absent;
	}

	/** Writes what became of people, and tells it. */
	async #settle(
		tasks: Task[],
		outcome: Exclude<Outcome, { kind: 'throttled' | 'disconnected' }>,
		requests: StepRequest[],
		execution?: Execution,
	): Promise<void> {
		const of = ({ person }: Task) => {
			if (outcome.kind !== 'done' || !execution || execution.error) return { id: '', ...outcome };
			return tasks.length > 1 || this.#options.plan.batches ? doneOf(execution.result, person) : outcome;
		};
		await this.#options.journal.put(tasks.map((task) => this.#entry(task, outcome.kind, of(task))));
		for (const task of tasks) {
			const { kind, ...words } = of(task);
			await this.#tell(task, { outcome: kind, ...words, requests });
		}
	}

	/** Of a dry run: what would be sent. */
	async #ready(tasks: Task[], requests: StepRequest[]): Promise<void> {
		const message = requests.every(({ method }) => method === 'GET') ? 'What follows depends on the answer to this request.' : '';
		await this.#options.journal.put(tasks.map((task) => this.#entry(task, 'done', { status: 'ready' })));
		for (const task of tasks) await this.#tell(task, { outcome: 'ready', status: 'ready', message, requests });
	}

	/** Certainly nothing was sent: what was known before holds again. */
	async #takeBack(tasks: Task[]): Promise<void> {
		const { journal } = this.#options;
		const before = tasks.map((task) => task.before).filter((entry) => entry !== undefined);
		const unknown = tasks.filter((task) => !task.before).map(({ identity }) => identity);
		await Promise.all([before.length ? journal.put(before) : undefined, unknown.length ? journal.forget(unknown) : undefined]);
	}

	#entry(task: Task, state: Entry['state'], { status, id = '', message = '' }: { status: string; id?: string; message?: string }): Entry {
		const { identity, row } = task;
		return { identity, state, status, row, run: this.#options.journal.run, id, message, at: new Date().toISOString() };
	}

	#tell({ row, person }: Unit, said: Pick<RowEvent, 'outcome' | 'status' | 'message'> & Partial<RowEvent>): Promise<void> {
		return this.#emit({ type: 'row', row, person, id: '', requests: [], ...said });
	}

	async #emit(event: RunEvent): Promise<void> {
		if (this.events.destroyed || this.events.write(event)) return;
		this.#room ??= new Promise((resolve) => {
			const go = () => {
				this.events.off('drain', go).off('close', go);
				this.#room = undefined;
				resolve();
			};
			this.events.on('drain', go).on('close', go);
		});
		await this.#room;
	}
}

/** Was the request that was to change something answered with a refusal? */
function isRefused(requests: StepRequest[]): boolean {
	const { status = 0 } = requests.findLast(({ method }) => !isRead(method)) ?? {};
	return status >= 400 && status < 500;
}

function keyOf(identity: Buffer): string {
	return identity.toString('latin1');
}
