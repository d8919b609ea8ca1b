import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { App } from './apps.mts';
import type { RecordedRequest, ServerCommand, ServerMessage } from './server.mts';

/** What Zapier asks of a build: to run one step. */
export interface Step {
	method: string;
	bundle: { authData: Record<string, string>; inputData: object; meta?: object };
}

/** Milliseconds, bytes, and actions per second. */
export interface Figures {
	/** From the start of the process to the end of its first step. */
	cold: number;
	/** The CPU time until then, which tells more on a busy machine. */
	coldCpu: number;
	/** The most memory that it held until then. */
	coldMemory: number;
	/** The 1,000th step: the median of the last hundred of them. Those below are there with `calls` only. */
	last?: number;
	/** The CPU time of one of them. */
	lastCpu?: number;
	perSecond1?: number;
	perSecond50?: number;
	/** The most memory that it held, all steps included. */
	warmMemory?: number;
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

/** How often a process runs its step after the first time. */
export interface Repeat {
	calls: number;
	/** How many of the last calls stand for "the last one". */
	window: number;
	/** And half as many calls once more, so many at once. */
	concurrency?: number;
}

/** Runs a step in a fresh process, once or more often. */
export async function measure(app: App, step: Step, server: LocalServer, repeat?: Repeat, nodeOptions: string[] = []): Promise<Figures> {
	const task = join(app.folder, '..', `${app.name}-task.json`);
	writeFileSync(task, JSON.stringify({ folder: app.folder, port: server.port, event: { command: 'execute', ...step }, ...repeat }));
	const child = spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, 'measured.cjs'), task], {
		// Core looks for secrets in the environment, so what stands there is part of the costs.
		env: { TZ: 'UTC' },
		stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
	});
	const [figures, errors, [code]] = await Promise.all([
		text(child.stdio[3] as Readable),
		text(child.stderr as Readable),
		once(child, 'exit') as Promise<[number | null]>,
	]);
	if (code !== 0) throw new Error(`${app.name} failed in ${step.method}: ${errors}`);
	return JSON.parse(figures) as Figures;
}
