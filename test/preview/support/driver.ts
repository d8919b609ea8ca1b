import type { RunningPreview } from '../../../preview/drive/preview.mts';
import type { Api, SheetPlan, SheetRun, SheetStart } from '../../../preview/protocol.mts';

/** A preview with a sheet, as the page uses it. */
export class Driver {
	readonly preview: RunningPreview;
	readonly integration: string;
	connection: string | undefined;

	constructor(preview: RunningPreview, integration: string) {
		this.preview = preview;
		this.integration = integration;
	}

	async call<Method extends keyof Api>(
		method: Method,
		body: Omit<Parameters<Api[Method]>[0], 'integration'>,
	): Promise<ReturnType<Api[Method]> & { failure?: { message: string } }> {
		const answer = await fetch(`${this.preview.url}api/${method}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ integration: this.integration, ...body }),
		});
		return (await answer.json()) as ReturnType<Api[Method]> & { failure?: { message: string } };
	}

	async connect(authData: Record<string, string>): Promise<void> {
		this.connection = (await this.call('connect', { authData })).id;
	}

	async drop(name: string, content: string) {
		const answer = await fetch(`${this.preview.url}sheets/${encodeURIComponent(name)}`, { method: 'PUT', body: content });
		const { upload } = (await answer.json()) as { upload: string };
		return this.call('openSheet', { upload });
	}

	plan(action: string): Promise<SheetPlan> {
		return this.call('planSheet', { action, connection: this.connection });
	}

	async start(start: Omit<SheetStart, 'integration'>): Promise<void> {
		const { failure } = await this.call('startSheet', { connection: this.connection, ...start });
		if (failure) throw new Error(failure.message);
	}

	/** Asks how far it is, until it is so far. */
	async until(far: (run: SheetRun) => boolean): Promise<SheetRun> {
		for (;;) {
			const { run } = await this.call('sheet', {});
			if (run && far(run)) return run;
		}
	}

	async run(start: Omit<SheetStart, 'integration'>): Promise<SheetRun> {
		await this.start(start);
		return this.until(({ state }) => state === 'ended');
	}

	async results(): Promise<string> {
		return (await fetch(`${this.preview.url}results/${this.integration}`)).text();
	}
}
