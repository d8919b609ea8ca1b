import type { Refusal } from './requestError.ts';

/** Nobody was invited, because everybody is there already, as the provider's own documentation has it. */
export class ExistsError extends Error {
	override name = 'ExistsError';
	/** How the provider refused the invitation; undefined if it was asked first, and nothing was sent. */
	readonly refusal: Refusal | undefined;
	/** What was found, where the provider wasn't asked to invite: a sentence. */
	constructor(refusal: Refusal | undefined, found = '') {
		super(found);
		this.refusal = refusal;
	}
}
