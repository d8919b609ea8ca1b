/** Something went wrong after a part of what a step does was done, or may have been. */
export class PartlyDoneError extends Error {
	override name = 'PartlyDoneError';
	override readonly cause: unknown;
	/** @param done what was done before, what wasn't, and what isn't known: whole sentences. */
	constructor(cause: unknown, done: string) {
		super(done);
		this.cause = cause;
	}
}
