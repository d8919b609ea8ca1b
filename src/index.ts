import * as all from './providers/index.ts';
import { assemble } from './zapier/app.ts';
import type { Provider } from './zapier/provider.ts';

/** The providers of the integration being built, by name: all of them, or the one that the build left in the list. */
export const providers: Provider[] = Object.values(all).toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

export default assemble(providers);
