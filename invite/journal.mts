import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** What became of a person. `sending` lasts from before the request is sent until its end is known. */
type State = 'sending' | 'done' | 'failed' | 'uncertain';

export interface Entry {
	identity: Buffer;
	state: State;
	/** In the words of the results, such as "invited". */
	status: string;
	row: number;
	/** The run that wrote this, counted from 1. */
	run: number;
	/** Of what was made; '' if none is known. */
	id: string;
	message: string;
	/** When, in ISO 8601. */
	at: string;
}

/** What a journal is about: it serves no other. */
export interface JournalAbout {
	product: string;
	action: string;
	/** Which account, as far as the connection's fields that aren't secret tell. */
	account: string;
	/** What else tells accounts apart: only a salted hash of it is kept. */
	secret?: string | undefined;
	/** How the account is listed, for people to know it again. */
	label?: string | undefined;
}

export class JournalError extends Error {
	override name = 'JournalError';
}

/** The journal was written with other credentials: only a person knows whether it was the same account. */
export class OtherCredentialsError extends JournalError {
	override name = 'OtherCredentialsError';
	/** How the account was listed then; '' if that isn't known. */
	readonly label: string;

	constructor(label: string) {
		super(
			`Earlier runs used other credentials${label ? `, of “${label}”` : ''}. If they are of the same account, add --same-account. If not, name another file with --results, so that nobody is left out or sent twice.`,
		);
		this.label = label;
	}
}

const TABLES = `
	CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS people (
		identity BLOB PRIMARY KEY, state TEXT, status TEXT, row INTEGER, run INTEGER, id TEXT, message TEXT, at TEXT
	) WITHOUT ROWID;`;

interface JournalOptions {
	/** False: what is written needn't outlast a power cut, so nothing waits for the disk. */
	durable?: boolean;
	/** Somebody says that other credentials are of the same account. */
	isSameAccount?: boolean;
}

/**
 * Remembers, on the disk and for later runs, who was sent and what became of it: a SQLite database, of which a killed
 * process or a power cut leaves all that was told to be written. What is known of a person is found by an index on the
 * disk, so that a million people take no memory: about 100 bytes each of the disk. One process at a time.
 */
export class Journal {
	/** The number of this run. */
	readonly run: number;
	readonly #database: DatabaseSync;
	readonly #get: StatementSync;
	readonly #put: StatementSync;
	readonly #delete: StatementSync;
	#waiting: { write: () => void; resolve: () => void; reject: (error: unknown) => void }[] = [];

	/**
	 * @param file made if it doesn't exist. ':memory:' keeps it nowhere.
	 * @throws {JournalError} if another process has it, or if it is about something else.
	 */
	constructor(file: string, about: JournalAbout, { durable = true, isSameAccount = false }: JournalOptions = {}) {
		this.#database = new DatabaseSync(file, { open: false });
		try {
			this.#database.open();
			// With the lock of the whole file, which ends with the process; each commit waits for the disk.
			this.#database.exec(
				`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'OFF'}; BEGIN IMMEDIATE;`,
			);
			this.#database.exec(TABLES);
			this.run = this.#begin(about, isSameAccount);
			this.#database.exec('COMMIT');
		} catch (error) {
			if (this.#database.isOpen) this.#database.close();
			throw journalError(file, error as Error);
		}
		this.#get = this.#database.prepare('SELECT * FROM people WHERE identity = ?');
		this.#put = this.#database.prepare('INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
		this.#delete = this.#database.prepare('DELETE FROM people WHERE identity = ?');
	}

	#begin(about: JournalAbout, isSameAccount: boolean): number {
		const known = aboutIn(this.#database);
		for (const key of ['product', 'action', 'account'] as const) {
			if (known[key] !== undefined && known[key] !== about[key]) {
				throw new JournalError(
					`The results there are of the ${key} “${known[key]}”, not “${about[key]}”. Name another file with --results, so that nobody is left out or sent twice.`,
				);
			}
		}
		if (!isSameAccount && !isWrittenWith(known, about.secret)) throw new OtherCredentialsError(known.label ?? '');
		const run = Number(known.run ?? 0) + 1;
		const { secret, label, ...plain } = about;
		const salt = known.salt ?? randomBytes(16).toString('hex');
		const put = this.#database.prepare('INSERT OR REPLACE INTO about VALUES (?, ?)');
		const all = { ...plain, run: String(run), ...(label && { label }), ...(secret && { salt, credentials: hashOf(secret, salt) }) };
		for (const [key, value] of Object.entries(all)) put.run(key, value);
		return run;
	}

	/** What is known of a person. One that an earlier run left `sending` is uncertain. */
	get(identity: Buffer): Entry | undefined {
		const entry = this.#get.get(identity) as unknown as Entry | undefined;
		if (entry?.state !== 'sending' || entry.run === this.run) return entry;
		return { ...entry, state: 'uncertain', message: 'An earlier run ended before the answer came.' };
	}

	/** Writes entries; they are on the disk once the promise is fulfilled. Those of the same moment share the wait. */
	put(entries: Entry[]): Promise<void> {
		return this.#write(() => {
			for (const { identity, state, status, row, run, id, message, at } of entries) {
				this.#put.run(identity, state, status, row, run, id, message, at);
			}
		});
	}

	/** Forgets people who were certainly not sent. */
	forget(identities: Buffer[]): Promise<void> {
		return this.#write(() => {
			for (const identity of identities) this.#delete.run(identity);
		});
	}

	/** How many people earlier runs left in each state. */
	counts(): Counts {
		return countsIn(this.#database);
	}

	close(): void {
		this.#database.close();
		this.#onClose();
	}

	#onClose: () => void = () => {};

	/** A journal for a dry run: it begins as the one in the file, if there is one, and leaves that as it is. */
	static scratch(file: string | undefined, about: JournalAbout, options: Pick<JournalOptions, 'isSameAccount'> = {}): Journal {
		const folder = mkdtempSync(join(tmpdir(), 'invite-'));
		const copy = join(folder, 'journal');
		try {
			if (file !== undefined && existsSync(file)) look(file, (database) => database.prepare('VACUUM INTO ?').run(copy));
			const journal = new Journal(copy, about, { ...options, durable: false });
			journal.#onClose = () => rmSync(folder, { recursive: true });
			return journal;
		} catch (error) {
			rmSync(folder, { recursive: true });
			throw error;
		}
	}

	/** What is in a journal, which is left as it is: how many people, and whether these credentials wrote it. */
	static summary(file: string, secret: string | undefined): { counts: Counts; label: string; isWrittenWith: boolean } {
		return look(file, (database) => {
			const known = aboutIn(database);
			return { counts: countsIn(database), label: known.label ?? '', isWrittenWith: isWrittenWith(known, secret) };
		});
	}

	#write(write: () => void): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ write, resolve, reject });
			if (this.#waiting.length === 1) setImmediate(() => this.#commit());
		});
	}

	#commit(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		try {
			this.#database.exec('BEGIN');
			for (const { write } of waiting) write();
			this.#database.exec('COMMIT');
		} catch (error) {
			for (const { reject } of waiting) reject(error);
			return;
		}
		for (const { resolve } of waiting) resolve();
	}
}

/** How many people are in each state. */
type Counts = { done: number; failed: number; uncertain: number };

/** Reads a journal that no run is using. */
function look<Result>(file: string, act: (database: DatabaseSync) => Result): Result {
	const database = new DatabaseSync(file, { open: false });
	try {
		database.open();
		database.exec(TABLES);
		return act(database);
	} catch (error) {
		throw journalError(file, error as Error);
	} finally {
		if (database.isOpen) database.close();
	}
}

function journalError(file: string, error: Error): JournalError {
	if (error instanceof JournalError) return error;
	if (/locked/.test(error.message)) return new JournalError(`Another run is using ${file}. Wait until it has ended.`);
	return new JournalError(`${file} can't be used: ${error.message}. Move it away only if its people may be sent again.`);
}

type Known = Partial<Record<'product' | 'action' | 'account' | 'run' | 'label' | 'salt' | 'credentials', string>>;

function aboutIn(database: DatabaseSync): Known {
	const stored = database.prepare('SELECT key, value FROM about').all() as { key: string; value: string }[];
	return Object.fromEntries(stored.map(({ key, value }) => [key, value]));
}

/** Journals of before tell nothing of the credentials: they are taken for the same. */
function isWrittenWith({ salt, credentials }: Known, secret: string | undefined): boolean {
	return credentials === undefined || secret === undefined || credentials === hashOf(secret, salt ?? '');
}

/** Slow on purpose, so that nobody who finds a journal can try out passwords. */
function hashOf(secret: string, salt: string): string {
	return scryptSync(secret, salt, 16).toString('hex');
}

function countsIn(database: DatabaseSync): Counts {
	const counted = database.prepare('SELECT state, count(*) AS count FROM people GROUP BY state').all();
	const counts = Object.fromEntries(counted.map(({ state, count }) => [String(state), Number(count)]));
	const uncertain = (counts.uncertain ?? 0) + (counts.sending ?? 0);
	return { done: counts.done ?? 0, failed: counts.failed ?? 0, uncertain };
}
