import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunningPreview {
	url: string;
	/** As Ctrl-C would, or another signal. */
	stop(signal?: NodeJS.Signals): Promise<void>;
	/** As a crash would. */
	crash(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts `npm run preview` as it is, without opening a browser. Throws what it says if it ends at once. */
export function startPreview(...args: string[]): Promise<RunningPreview> {
	return startPreviewIn(root, ...args);
}

/** The same, in another folder. */
export async function startPreviewIn(folder: string, ...args: string[]): Promise<RunningPreview> {
	const child = spawn(process.execPath, [join(root, 'preview/index.mts'), '--no-open', ...args], {
		cwd: folder,
		// As it is by now; a test's is a copy of the process's.
		env: process.env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	child.stderr.on('data', (text) => {
		said += text;
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const url = await Promise.race([
		(async () => {
			for await (const line of createInterface(child.stdout)) {
				const address = /^Preview: (\S+)$/.exec(line)?.[1];
				if (address) return address;
			}
			return undefined;
		})(),
		ended.then(() => undefined),
	]);
	if (!url) throw new Error(`The preview didn't start: ${said}`);
	return {
		url,
		async stop(signal = 'SIGTERM') {
			child.kill(signal);
			await ended;
		},
		async crash() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
