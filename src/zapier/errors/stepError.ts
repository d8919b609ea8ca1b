/** Why a step can't go on, in a message that is written for a person and says what to do. */
export class StepError extends Error {
	override name = 'StepError';
	/** Zapier's error code. */
	readonly code: string;
	constructor(message: string, code: string) {
		super(message);
		this.code = code;
	}
}

/**
 * What is wrong with something that a person typed, mapped or chose. The message names the field by its label and says what
 * to change. Nothing was sent that changes anything.
 */
export class InputError extends StepError {
	override name = 'InputError';
	constructor(message: string, code = 'invalid_input') {
		super(message, code);
	}
}
