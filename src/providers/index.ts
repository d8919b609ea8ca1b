import type { Provider } from '../zapier/provider.ts';
import { atomicwork } from './atomicwork/index.ts';
import { haystack } from './haystack/index.ts';
import { kantata } from './kantata/index.ts';
import { magic_meal_kits } from './magic_meal_kits/index.ts';
import { portkey } from './portkey/index.ts';

/** Every provider: its folder's name is its key. `PROVIDER=<key> npm run build` leaves only that one. */
export const providers: Provider[] = [portkey, kantata, atomicwork, haystack, magic_meal_kits];
