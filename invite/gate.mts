import { setTimeout } from 'node:timers/promises';

export interface Clock {
	/** Milliseconds. */
	now(): number;
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
};

/** So many steps that went well, and one more may run at once. */
const STEPS_TO_RECOVER = 20;

/** Lets a number of steps run at once; fewer after the other side asked to slow down; none while paused. */
export class Gate {
	readonly #most: number;
	readonly #clock: Clock;
	#limit: number;
	#active = 0;
	#went = 0;
	#resumeAt = 0;
	#paused = false;
	#closed = false;
	#change = Promise.withResolvers<void>();

	constructor(most: number, clock: Clock) {
		this.#most = most;
		this.#limit = most;
		this.#clock = clock;
	}

	/** Waits until a step may run. False: none may any more. */
	async enter(): Promise<boolean> {
		while (!this.#closed) {
			const wait = this.#resumeAt - this.#clock.now();
			const change = this.#change.promise;
			if (this.#paused || this.#active >= this.#limit) await change;
			else if (wait > 0) {
				const timer = new AbortController();
				await Promise.race([this.#clock.sleep(wait, timer.signal), change]);
				timer.abort();
			} else {
				this.#active++;
				return true;
			}
		}
		return false;
	}

	/** A step has ended. */
	leave(): void {
		this.#active--;
		if (++this.#went >= STEPS_TO_RECOVER) {
			this.#went = 0;
			this.#limit = Math.min(this.#most, this.#limit + 1);
		}
		this.#changed();
	}

	/** From now on, and for so many seconds, none may run; afterwards half as many at once. */
	slowDown(seconds: number): void {
		this.#resumeAt = Math.max(this.#resumeAt, this.#clock.now() + seconds * 1000);
		this.#limit = Math.max(1, Math.floor(this.#limit / 2));
		this.#went = 0;
		this.#changed();
	}

	pause(): void {
		this.#paused = true;
	}

	resume(): void {
		this.#paused = false;
		this.#changed();
	}

	close(): void {
		this.#closed = true;
		this.#changed();
	}

	#changed(): void {
		this.#change.resolve();
		this.#change = Promise.withResolvers();
	}
}
