import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Mapping } from '../../invite/columns.mts';
import { accountOf, secretOf } from '../../invite/connection.mts';
import { planRows, type RowEvent, type Run, runRows } from '../../invite/engine.mts';
import { limitTo } from '../../invite/integration.mts';
import { Journal, type JournalAbout } from '../../invite/journal.mts';
import type { Mask } from '../../invite/mask.mts';
import { searchesOf } from '../../invite/presence.mts';
import { Progress } from '../../invite/progress.mts';
import { openSheet, type Sheet } from '../../invite/readers/index.mts';
import { Results } from '../../invite/results.mts';
import type { RowPlan } from '../../invite/rows.mts';
import {
	type Failure,
	type Field,
	MOST_SHEET_ROWS,
	type SheetCall,
	type SheetField,
	type SheetModel,
	type SheetOutcome,
	type SheetPlan,
	type SheetRow,
	type SheetRun,
	type SheetStart,
} from '../protocol.mts';
import { failureOf } from './failures.mts';
import { fieldsOf, type Stage } from './steps.mts';

type Values = Record<string, unknown>;

/** A call with the credentials of its connection, and how that is listed. */
export type Connected<Call extends SheetCall> = Call & { authData: Values; label?: string };

/** Where a sheet's files are. */
export interface SheetFolders {
	/** Of those that need not outlast the preview. */
	temporary: string;
	/** Of the results of runs, and the journals beside them: who was sent. */
	kept: string;
}

/** A file as it came from the page. */
export interface Upload {
	path: string;
	name: string;
	size: number;
}

/** The longest body of a request that is shown, in characters. */
const LONGEST = 2000;

/** The first rows of a sheet that are shown before anything is done with them. */
const FIRST = 5;

interface Going {
	kind: SheetRun['kind'];
	run: Run;
	progress: Progress;
	state: SheetRun['state'];
	stopped: SheetRun['stopped'] | undefined;
	message: string;
	/** The first rows of each outcome, and of all. */
	rows: Map<SheetOutcome | 'all', SheetRow[]>;
	results: string;
	ended: Promise<void>;
}

/** A sheet that was dropped on the page, and the runs of its rows: one at a time, by the engine of `npm run invite`. */
export class OpenSheet {
	readonly model: SheetModel;
	/** What was started last, without credentials. */
	started: SheetStart | undefined;
	readonly #sheet: Sheet;
	readonly #folders: SheetFolders;
	#going: Going | undefined;

	private constructor(model: SheetModel, sheet: Sheet, folders: SheetFolders) {
		this.model = model;
		this.#sheet = sheet;
		this.#folders = folders;
	}

	/** @throws {SheetError} in words for the person who made it. */
	static async open(
		{ path, name, size }: Upload,
		how: { encoding?: string | undefined; sheet?: string | undefined },
		folders: SheetFolders,
	): Promise<OpenSheet> {
		const sheet = await openSheet(path, how);
		const first: SheetModel['first'] = [];
		for await (const { row, cells } of sheet.rows()) {
			first.push({ row, cells: sheet.columns.map((column) => String(cells[column] ?? '')) });
			if (first.length >= FIRST) break;
		}
		return new OpenSheet({ name, size, columns: sheet.columns, count: sheet.count, first }, sheet, folders);
	}

	async plan(stage: Stage, call: Connected<SheetCall>, mask: Mask): Promise<SheetPlan> {
		const plan = await this.#planned(stage, call);
		// The journal of a run that is going is in use.
		const { counts, accounts } = this.isGoing ? { counts: NOBODY, accounts: [] } : await this.#history(stage, call);
		const shown = await shownFields(stage, call, plan, mask);
		return {
			...shown,
			sources: plan.mappings.map(sourceOf),
			unused: plan.unused,
			missing: plan.missing.map(({ label }) => label),
			person: plan.person.label,
			batches: plan.batches,
			canLookUp: searchesOf(await stage.app.integration(), plan.action).size > 0,
			earlier: counts,
			accounts: accounts.map(({ id, label }) => ({ id, label: mask.text(label) })),
		};
	}

	async start(stage: Stage, { authData, label, ...start }: Connected<SheetStart>, mask: Mask): Promise<void> {
		if (this.isGoing) throw new Error('This sheet is going through its rows already. Stop that first.');
		const { kind, lookUp = false, retryUncertain = false, concurrency, batchSize } = start;
		const call = { ...start, authData, ...(label === undefined ? {} : { label }) };
		const plan = await this.#planned(stage, call);
		if (plan.missing.length) throw new Error(`Nothing fills ${plan.missing.map(({ label }) => label).join(', ')}, which every row needs.`);
		const { about, results: kept } = await this.#history(stage, call);
		if (kept === undefined) throw new Error('Earlier runs used other credentials. Say first whether they are of the same account.');
		const isCheck = kind === 'check';
		const file = isCheck ? join(this.#folders.temporary, 'check.results.csv') : kept;
		const journalFile = journalOf(kept);
		const integration = await stage.app.integration();
		const journal = isCheck ? Journal.scratch(journalFile, about) : new Journal(journalFile, about);
		let results: Results;
		try {
			results = await Results.create(file);
		} catch (error) {
			journal.close();
			throw error;
		}
		this.started = start;
		const run = stage.wire.apart(() =>
			runRows({
				integration: isCheck ? limitTo(lookUp ? 'reads' : 'none', integration) : integration,
				plan,
				rows: this.#sheet.rows(),
				authData,
				journal,
				retryUncertain,
				lookUp: isCheck && lookUp,
				...(concurrency === undefined ? {} : { concurrency }),
				...(batchSize === undefined ? {} : { batchSize }),
			}),
		);
		const going: Going = {
			kind,
			run,
			progress: new Progress(this.#sheet.count),
			state: 'running',
			stopped: undefined,
			message: '',
			rows: new Map(),
			results: file,
			ended: Promise.resolve(),
		};
		this.#going = going;
		going.ended = this.#follow(going, journal, results, stage, mask);
	}

	async #follow(going: Going, journal: Journal, results: Results, stage: Stage, mask: Mask): Promise<void> {
		try {
			for await (const event of going.run.events) {
				going.progress.take(event);
				if (event.type === 'end') {
					going.stopped = event.stopped;
					going.message = mask.text(event.message);
				} else if (event.type === 'row') {
					const told = mask.value(event);
					await results.write(told);
					keep(going, told);
					// Nobody else empties the list of what the sandbox was asked.
					if (going.progress.done % 1000 === 0) stage.takeAsked();
				}
			}
		} catch (error) {
			going.stopped = 'asked';
			going.message = `The run ended: ${failureOf(error, mask.text).message}`;
		} finally {
			going.state = 'ended';
			journal.close();
			await results.close().catch(() => {});
		}
	}

	get isGoing(): boolean {
		return this.#going !== undefined && this.#going.state !== 'ended';
	}

	/** How far it is, with the first rows that ended so. */
	told(show: SheetOutcome | undefined): SheetRun | undefined {
		if (!this.#going) return undefined;
		const { kind, state, stopped, message, progress, rows } = this.#going;
		const { total, done, pace, waiting, outcomes, statuses } = progress;
		return {
			kind,
			state,
			...(stopped ? { stopped } : {}),
			message,
			total,
			done,
			...(pace && state !== 'ended' ? { pace } : {}),
			waiting: state === 'running' ? waiting : 0,
			outcomes,
			statuses,
			rows: [...(rows.get(show ?? 'all') ?? [])].sort((a, b) => a.row - b.row),
		};
	}

	pause(): void {
		if (this.#going?.state !== 'running') return;
		this.#going.run.pause();
		this.#going.progress.pause();
		this.#going.state = 'paused';
	}

	resume(): void {
		if (this.#going?.state !== 'paused') return;
		this.#going.progress.resume();
		this.#going.run.resume();
		this.#going.state = 'running';
	}

	/** Sends nothing more; what is on its way is waited for by `ended`. */
	stop(): void {
		if (!this.#going || !this.isGoing) return;
		this.#going.state = 'stopping';
		this.#going.run.stop();
	}

	ended(): Promise<void> {
		return this.#going?.ended ?? Promise.resolve();
	}

	/** The file of the results, and what it is to be called. */
	get results(): { path: string; name: string } | undefined {
		if (!this.#going) return undefined;
		const { kind, results } = this.#going;
		return { path: results, name: `${baseOf(this.model.name)}.${kind === 'check' ? 'check' : 'results'}.csv` };
	}

	/** Of a run that has ended. */
	forgetRun(): void {
		this.#going = undefined;
		this.started = undefined;
	}

	async forget(stage: Stage, call: Connected<SheetCall>): Promise<void> {
		if (this.isGoing) throw new Error('This sheet is going through its rows. Stop that first.');
		const { results } = await this.#history(stage, call);
		if (results) for (const suffix of ['', '-wal', '-shm']) rmSync(`${journalOf(results)}${suffix}`, { force: true });
	}

	/** The account is one of those of earlier runs, with other credentials; or none of them, and begins a journal of its own. */
	async settleAccount(stage: Stage, { same, ...call }: Connected<SheetCall> & { same?: string | undefined }): Promise<void> {
		const { about, accounts, results, next } = await this.#history(stage, call);
		if (results) return;
		if (same !== undefined && !accounts.some(({ id }) => id === same)) throw new Error('This account’s earlier runs are no longer there.');
		new Journal(journalOf(join(this.#folders.kept, same ?? next)), about, { isSameAccount: true }).close();
	}

	async #planned({ app }: Stage, { action, sources, authData }: Connected<SheetCall>): Promise<RowPlan> {
		// An entry that has no name yet isn't one.
		const named = sources?.filter(({ entry }) => entry !== '');
		const wishes = named && {
			match: false,
			map: named.flatMap(({ columns, ...place }) => (columns?.length ? [{ column: columns, field: nameOf(place) }] : [])),
			set: named.flatMap(({ value, ...place }) => (value ? [{ value, field: nameOf(place) }] : [])),
		};
		return planRows(await app.integration(), authData, this.model.columns, { action, ...wishes });
	}

	/**
	 * What earlier runs left of sheets of the same name, so that one that was corrected goes on where it was: by action and
	 * account. Accounts that only their secrets tell apart have a file each.
	 */
	async #history({ app }: Stage, { integration, action, authData, label }: Connected<SheetCall>): Promise<History> {
		const { definition } = await app.integration();
		const account = accountOf(definition, authData);
		const secret = secretOf(definition, authData);
		const name = baseOf(this.model.name);
		const hash = createHash('sha256')
			.update(JSON.stringify([name, integration, action, account]))
			.digest('hex')
			.slice(0, 8);
		const readable = [name, integration, action].map((part) => part.replace(/[^\p{L}\p{N}_ -]/gu, '_').slice(0, 60));
		const { kept } = this.#folders;
		// Who was sent is nobody else's business.
		mkdirSync(kept, { recursive: true, mode: 0o700 });
		const prefix = [...readable, hash].join('.');
		const journals = readdirSync(kept).filter((file) => file.startsWith(`${prefix}.`) && file.endsWith(journalOf(ENDING)));
		const known = journals.map((file) => ({
			id: file.slice(0, -journalOf('').length),
			...Journal.summary(join(kept, file), secret),
		}));
		const names = [prefix, ...journals.map((_, index) => `${prefix}.${index + 2}`)].map((start) => `${start}${ENDING}`);
		const next = names.find((file) => !journals.includes(journalOf(file))) ?? '';
		const own = known.find(({ isWrittenWith }) => isWrittenWith);
		const file = own?.id ?? (known.length ? undefined : next);
		return {
			about: { product: integration, action, account, secret, label },
			...(file === undefined ? {} : { results: join(kept, file) }),
			counts: own?.counts ?? NOBODY,
			accounts: own ? [] : known,
			next,
		};
	}
}

interface History {
	about: JournalAbout;
	/** The file of the results, beside which the journal is; none where nobody said yet which of `accounts` it is, if any. */
	results?: string;
	counts: Counts;
	/** Those of earlier runs with other credentials, by the names of their results. */
	accounts: { id: string; label: string }[];
	/** The name for another account's. */
	next: string;
}

type Counts = SheetPlan['earlier'];

const NOBODY: Counts = { done: 0, failed: 0, uncertain: 0 };

/** Of the name of a file of results. */
const ENDING = '.results.csv';

function journalOf(results: string): string {
	return `${results}.journal`;
}

/** Without its kind, and without the number that browsers put behind the name of a second download. */
function baseOf(name: string): string {
	return name.slice(0, name.length - extname(name).length).replace(/ ?\(\d+\)$/, '') || 'sheet';
}

function nameOf({ field, entry }: { field: string; entry?: string | undefined }): string {
	return entry === undefined ? field : `${field}.${entry}`;
}

function sourceOf({ field: { key }, entry, columns, value }: Mapping): SheetPlan['sources'][number] {
	return { field: key, ...(entry === undefined ? {} : { entry }), ...(columns ? { columns } : { value: value ?? '' }) };
}

/** The fields of the plan, as the form shows them. Those that another value would bring are told by what is known of them. */
async function shownFields(
	stage: Stage,
	{ action, authData }: Connected<SheetCall>,
	plan: RowPlan,
	mask: Mask,
): Promise<{ fields: SheetField[]; failure?: Failure }> {
	const inputData = Object.fromEntries(plan.mappings.flatMap(({ field, value }) => (value && !field.parent ? [[field.key, value]] : [])));
	const { fields, failure } = await fieldsOf(stage, { step: { kind: 'creates', key: action }, inputData, data: {}, authData }, mask);
	const shown = plan.fields.map(({ key, label, parent, type, list, dict, required }): SheetField => {
		const top = fields.find((field) => field.key === (parent ?? key));
		const own = parent === undefined ? top : top?.children?.find((child) => child.key === key);
		const { default: _default, ...known }: Field = own ?? { key, label, list, dict, ...(type === undefined ? {} : { type }) };
		const field = { ...known, label, required };
		return parent === undefined ? { field } : { field, parent: { key: parent, label: top?.label ?? parent } };
	});
	return { fields: shown, ...(failure ? { failure } : {}) };
}

function keep({ rows }: Going, { row, person, outcome, status, id, message, requests }: RowEvent): void {
	for (const kind of ['all', outcome] as const) {
		const kept = rows.get(kind) ?? [];
		if (kept.length >= MOST_SHEET_ROWS) continue;
		const shown = requests.map(({ method, url, body = '' }) => ({
			method,
			url,
			body: body.length > LONGEST ? `${body.slice(0, LONGEST)}…` : body,
		}));
		rows.set(kind, [...kept, { row, person, outcome, status, id, message, requests: shown }]);
	}
}
