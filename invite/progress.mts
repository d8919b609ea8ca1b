import type { RowEvent, RunEvent } from './engine.mts';

/** How far a run is, from what it tells. */
export class Progress {
	/** How many rows there are. */
	readonly total: number;
	/** How many of them are done with; one with several people counts once. */
	done = 0;
	/** How many people ended how. */
	readonly outcomes: Partial<Record<RowEvent['outcome'], number>> = {};
	/** By status, of those whose step went well. */
	readonly statuses: Record<string, number> = {};
	readonly #now: () => number;
	#rows = new Set<number>();
	#begin: number;
	#slowUntil = 0;
	#pausedAt: number | undefined;

	constructor(total: number, now: () => number = Date.now) {
		this.total = total;
		this.#now = now;
		this.#begin = now();
	}

	take(event: RunEvent): void {
		if (event.type === 'slowed') this.#slowUntil = Math.max(this.#slowUntil, this.#now() + event.seconds * 1000);
		if (event.type !== 'row') return;
		const { row, outcome, status } = event;
		this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
		if (outcome === 'done') this.statuses[status] = (this.statuses[status] ?? 0) + 1;
		if (this.#rows.has(row)) return;
		this.#rows.add(row);
		// Rows end nearly in their order: those far behind don't come again.
		if (this.#rows.size > 5000) this.#rows = new Set([...this.#rows].slice(-2500));
		this.done = Math.min(this.total, this.done + 1);
	}

	/** The time of a pause doesn't count. */
	pause(): void {
		this.#pausedAt ??= this.#now();
	}

	resume(): void {
		this.#begin += this.#now() - (this.#pausedAt ?? this.#now());
		this.#pausedAt = undefined;
	}

	/** Seconds until the run goes on, after it was asked to slow down; 0 if it goes on. */
	get waiting(): number {
		return Math.max(0, Math.ceil((this.#slowUntil - this.#now()) / 1000));
	}

	/** Rows per second, and the seconds that are left; undefined before there is anything to tell it by. */
	get pace(): { perSecond: number; left: number } | undefined {
		const seconds = ((this.#pausedAt ?? this.#now()) - this.#begin) / 1000;
		if (!this.done || seconds < 1) return undefined;
		const perSecond = this.done / seconds;
		return { perSecond, left: Math.ceil((this.total - this.done) / perSecond) };
	}
}
