import { z } from 'zod';
import type { Outcome } from './action.ts';
import { field } from './field.ts';

/** The result of an invitation: what the provider's answer gives, and how it went. */
export function invited<Shape extends z.ZodRawShape>(shape: Shape) {
	return z.object({
		...shape,
		status: z.enum(['invited', 'already_exists']).register(field, { label: 'Status' }),
	});
}

/** The status of an invitation in its result. */
export function statusOf(outcome: Outcome): 'invited' | 'already_exists' {
	return outcome === 'done' ? 'invited' : outcome;
}
