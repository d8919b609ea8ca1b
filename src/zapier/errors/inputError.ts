/**
 * What is wrong with something that a person typed, mapped or chose. The message is written for that person: it names the
 * field by its label and says what to change. Nothing was sent.
 */
export class InputError extends Error {
	override name = 'InputError';
	/** Zapier's error code. */
	readonly code: string;
	constructor(message: string, code = 'invalid_input') {
		super(message);
		this.code = code;
	}
}
