import { z } from 'zod';

const LARGEST = 2n ** 63n - 1n;

/**
 * An id of Atomicwork: an int64, of which a JavaScript number would lose digits above 2^53. So it is a text until it is
 * sent, and an input field of the type text.
 */
export function int64() {
	return z
		.string()
		.regex(/^[1-9]\d{0,18}$/, { error: 'must be a number without other characters, such as 42.', abort: true })
		.refine((digits) => BigInt(digits) <= LARGEST, 'is larger than any ID of Atomicwork.');
}
