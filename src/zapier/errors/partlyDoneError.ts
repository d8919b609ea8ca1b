/** Something went wrong after a part of what a step does was done. */
export class PartlyDoneError extends Error {
	override name = 'PartlyDoneError';
	override readonly cause: unknown;
	/** @param done what was done before, and what wasn't: whole sentences. */
	constructor(cause: unknown, done: string) {
		super(done);
		this.cause = cause;
	}
}
