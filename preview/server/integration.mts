import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChosenFault, Failure } from '../protocol.mts';
import type { ChildApi, Start } from './child.mts';
import { failureOf } from './failures.mts';

const CHILD = fileURLToPath(new URL('./child.mts', import.meta.url));

/** What Zapier gives a step, in milliseconds. */
const STEP_TIME = 30_000;

/** What is answered at once, whatever else is going on. */
const AT_ONCE = new Set<keyof ChildApi>(['fault', 'sheet', 'pauseSheet', 'resumeSheet', 'stopSheet', 'endSheet', 'sheetResults']);

/** To read a large sheet, or to wait for the last of its requests, may take longer than a step, in milliseconds. */
const SHEET_TIME = 600_000;
const OF_SHEETS = new Set<keyof ChildApi>([...AT_ONCE, 'openSheet', 'planSheet', 'startSheet', 'closeSheet']);

/** How long a process has to say that it isn't busy for ever, in milliseconds. */
const REPLY_TIME = 2000;

/** A failure that has been told in full, where it happened. */
export class Told extends Error {
	readonly failure: Failure;
	constructor(failure: Failure) {
		super(failure.message);
		this.failure = failure;
	}
}

class LateError extends Error {}

type Call<Method extends keyof ChildApi> = Parameters<ChildApi[Method]> extends [infer Only] ? Only : Record<string, never>;

/** One integration in a process of its own, started when it is first needed. */
export class Integration {
	readonly #start: Start;
	readonly #environment: NodeJS.ProcessEnv;
	readonly #stepTime: number;
	/** What goes wrong with requests: each process is told of it. */
	#fault: ChosenFault = { fault: '', onlyChanges: true };
	#child: ChildProcess | undefined;
	#ready: Promise<void> | undefined;
	#pending = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
	#calls = 0;
	/** One call after the other, so that each one's requests are its own. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(start: Start, environment: NodeJS.ProcessEnv, stepTime = STEP_TIME) {
		this.#start = start;
		this.#environment = environment;
		this.#stepTime = stepTime;
	}

	get fault(): ChosenFault {
		return this.#fault;
	}

	/** From now on, this goes wrong with requests. */
	async choose(fault: ChosenFault): Promise<Record<string, never>> {
		const before = this.#fault;
		this.#fault = fault;
		try {
			return await this.ask('fault', fault);
		} catch (error) {
			this.#fault = before;
			throw error;
		}
	}

	/** Throws `Told` if the call fails. */
	ask<Method extends keyof ChildApi>(method: Method, call: Call<Method>): Promise<Awaited<ReturnType<ChildApi[Method]>>> {
		if (AT_ONCE.has(method)) return this.#send(method, call) as Promise<Awaited<ReturnType<ChildApi[Method]>>>;
		const asked = this.#last.then(() => this.#send(method, call));
		this.#last = asked.catch(() => {});
		return asked as Promise<Awaited<ReturnType<ChildApi[Method]>>>;
	}

	/** Is there a process? */
	get isRunning(): boolean {
		return this.#child !== undefined;
	}

	stop(): void {
		this.#child?.kill('SIGKILL');
	}

	async #send(method: keyof ChildApi, call: unknown): Promise<unknown> {
		this.#ready ??= this.#begin();
		await this.#ready;
		const time = OF_SHEETS.has(method) ? SHEET_TIME : this.#stepTime;
		try {
			return await this.#answer(method, call, time);
		} catch (error) {
			if (!(error instanceof LateError)) throw error;
			const late = `This took more than ${time / 1000} seconds.`;
			if (await this.#hasSheetGoing()) {
				throw new Told(failureOf(named('StepTimeout', `${late} No answer came; the sheet that is running goes on.`)));
			}
			// Its code may be busy for ever.
			this.stop();
			throw new Told(failureOf(named('StepTimeout', late)));
		}
	}

	/** To end the process would end the sheet's run, too. */
	async #hasSheetGoing(): Promise<boolean> {
		try {
			const { run } = (await this.#answer('sheet', {}, REPLY_TIME)) as ReturnType<ChildApi['sheet']>;
			return run !== undefined && run.state !== 'ended';
		} catch {
			return false;
		}
	}

	async #answer(method: keyof ChildApi, call: unknown, time: number): Promise<unknown> {
		const id = this.#calls++;
		let timer: NodeJS.Timeout | undefined;
		try {
			return await new Promise<never>((resolve, reject) => {
				this.#pending.set(id, { resolve, reject });
				timer = setTimeout(() => reject(new LateError()), time);
				this.#child?.send({ id, method, call });
			});
		} finally {
			clearTimeout(timer);
			this.#pending.delete(id);
		}
	}

	#begin(): Promise<void> {
		return new Promise((resolve, reject) => {
			const child = fork(CHILD, [JSON.stringify(this.#start)], {
				env: this.#environment,
				execArgv: [],
				// What the integration prints is none of this command's output.
				stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
				serialization: 'json',
			});
			this.#child = child;
			child.on('message', (message: { ready?: boolean; id: number; result?: unknown; failure?: Failure }) => {
				if (message.ready) {
					child.send({ id: this.#calls++, method: 'fault', call: this.#fault });
					return resolve();
				}
				const pending = this.#pending.get(message.id);
				if (message.failure) pending?.reject(new Told(message.failure));
				else pending?.resolve(message.result as never);
			});
			child.on('exit', (code, signal) => {
				this.#child = undefined;
				this.#ready = undefined;
				const ended = new Told(failureOf(named('ProcessEnded', `It ended with ${signal ?? `code ${code}`} while it was asked something.`)));
				for (const { reject: fail } of this.#pending.values()) fail(ended);
				reject(ended);
			});
		});
	}
}

function named(name: string, message: string): Error {
	return Object.assign(new Error(message), { name });
}
