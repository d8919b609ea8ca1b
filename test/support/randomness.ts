import { randomInt } from 'node:crypto';
import fc from 'fast-check';

/**
 * What random tests begin with. The same each time, so that a change is judged by what it changes; other numbers are played
 * on purpose, by `RANDOM_SEED=new` (or that of a run to repeat).
 */
export const seed = process.env.RANDOM_SEED === 'new' ? randomInt(2 ** 31) : Number(process.env.RANDOM_SEED || 20_261_121);

fc.configureGlobal({ seed });

export { fc };
