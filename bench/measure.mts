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

/** What many steps of a process took, one build in it alone. */
export interface Alone {
	perSecond: number;
	/** CPU milliseconds of one step. */
	cpu: number;
	/** The most memory that it held, in bytes, all steps included. */
	memory: number;
}

/** A build, and what it is asked to do. */
export interface Running {
	app: App;
	step: Step;
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

/** A fresh process that has run the first build's step once, and waits. */
export class Process {
	/** @param builds of which the others run only in turns, on the core of the first. */
	static async start(builds: Running[], server: LocalServer, nodeOptions: string[] = []): Promise<Process> {
		const [{ app, step }] = builds as [Running];
		const task = join(app.folder, '..', `${app.name}-task.json`);
		const given = builds.map((build) => ({ folder: build.app.folder, event: { command: 'execute', ...build.step } }));
		writeFileSync(task, JSON.stringify({ builds: given, port: server.port }));
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

	/** Runs the first build's step again, so many at once. */
	run(calls: number, concurrency = 1): Promise<Alone> {
		return this.ask({ calls, concurrency }) as Promise<Alone>;
	}

	/** Runs the steps of all builds in turn: how many milliseconds each took, a list for each build. */
	async inTurns(turns: number): Promise<number[][]> {
		const { times } = (await this.ask({ turns })) as { times: number[][] };
		return times;
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
export async function measure(build: Running, server: LocalServer): Promise<First> {
	const fresh = await Process.start([build], server);
	await fresh.end();
	return fresh.first;
}
