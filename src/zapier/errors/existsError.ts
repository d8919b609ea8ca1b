import type { Refusal } from './requestError.ts';

/** The provider refused an invitation because the user is there already, as its own documentation says it. Nothing was sent again. */
export class ExistsError extends Error {
	override name = 'ExistsError';
	readonly refusal: Refusal;
	constructor(refusal: Refusal) {
		super('the user exists');
		this.refusal = refusal;
	}
}
