/* Every provider, a line each: its folder's name is its key. `PROVIDER=<key> npm run build` leaves only that one. */
export { atomicwork } from './atomicwork/index.ts';
export { haystack } from './haystack/index.ts';
export { kantata } from './kantata/index.ts';
export { magic_meal_kits } from './magic_meal_kits/index.ts';
export { portkey } from './portkey/index.ts';
