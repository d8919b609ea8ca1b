import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { App } from './apps.mts';
import type { RecordedRequest, ServerCommand, ServerMessage } from './server.mts';

/** What Zapier asks of a build: to run one step. */
export interface Step {
	method: string;
	bundle: { authData: Record<string, string>; inputData: object; meta?: object };
}

/** What the first step of a process took: milliseconds and bytes. */
export interface First {
	/** From the start of the process to the end of its first step. */
	cold: number;
	/** The CPU time until then, which tells more on a busy machine. */
	coldCpu: number;
	/** The most memory that it held until then. */
	coldMemory: number;
}

/** What many steps of a process took: milliseconds, bytes, and actions per second. */
export interface Warm {
	/** The 1,000th step: the median of the last hundred of them. */
	last: number;
	/** The CPU time of one of them. */
	lastCpu: number;
	perSecond1: number;
	perSecond50?: number;
	/** The most memory that it held, all steps included. */
	memory: number;
}

export class LocalServer {
	static async start(): Promise<LocalServer> {
		const child = fork(join(import.meta.dirname, 'server.mts'));
		const [{ port }] = (await once(child, 'message')) as [{ port: number }];
		return new LocalServer(child, port);
	}

	readonly port: number;
	private readonly child: ChildProcess;

	private constructor(child: ChildProcess, port: number) {
		this.child = child;
		this.port = port;
	}

	/** The requests since it was last asked. */
	async requests(): Promise<RecordedRequest[]> {
		this.child.send({ command: 'requests' } satisfies ServerCommand);
		const [message] = (await once(this.child, 'message')) as [ServerMessage];
		return 'requests' in message ? message.requests : [];
	}

	/** From now on, lists are so long that answers have this size. Without, they are as in the contract. */
	setAnswerBytes(bytes: number | undefined): void {
		this.child.send({ command: 'answerBytes', bytes } satisfies ServerCommand);
	}

	stop(): void {
		this.child.kill();
	}
}

/** A fresh process that has run its step once, and waits. */
export class Process {
	static async start(app: App, step: Step, server: LocalServer, nodeOptions: string[] = []): Promise<Process> {
		const task = join(app.folder, '..', `${app.name}-task.json`);
		writeFileSync(task, JSON.stringify({ folder: app.folder, port: server.port, event: { command: 'execute', ...step } }));
		const child = spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, 'measured.cjs'), task], {
			// Core looks for secrets in the environment, so what stands there is part of the costs.
			env: { TZ: 'UTC' },
			stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
		});
		const lines = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
		const started = new Process(`${app.name} in ${step.method}`, child, lines, text(child.stderr as Readable));
		started.first = (await started.answer()) as First;
		return started;
	}

	/** What the first step took. */
	first!: First;
	private readonly name: string;
	private readonly child: ChildProcess;
	private readonly lines: AsyncIterator<string>;
	private readonly errors: Promise<string>;

	private constructor(name: string, child: ChildProcess, lines: AsyncIterator<string>, errors: Promise<string>) {
		this.name = name;
		this.child = child;
		this.lines = lines;
		this.errors = errors;
	}

	/** Runs the step again: how many milliseconds each call took, and the CPU time of all of them. */
	run(calls: number): Promise<{ times: number[]; cpu: number; memory: number }> {
		return this.ask({ calls }) as ReturnType<Process['run']>;
	}

	/** Runs the step again, so many at once: calls per second. */
	runAtOnce(calls: number, concurrency: number): Promise<{ perSecond: number; memory: number }> {
		return this.ask({ calls, concurrency }) as ReturnType<Process['runAtOnce']>;
	}

	async end(): Promise<void> {
		const exited = once(this.child, 'exit');
		this.child.stdin?.end();
		await exited;
	}

	private ask(order: object): Promise<unknown> {
		this.child.stdin?.write(`${JSON.stringify(order)}\n`);
		return this.answer();
	}

	private async answer(): Promise<unknown> {
		const { value, done } = await this.lines.next();
		if (done) throw new Error(`${this.name} failed: ${await this.errors}`);
		return JSON.parse(value);
	}
}

/** Runs a step once, in a fresh process. */
export async function measure(app: App, step: Step, server: LocalServer): Promise<First> {
	const fresh = await Process.start(app, step, server);
	await fresh.end();
	return fresh.first;
}
