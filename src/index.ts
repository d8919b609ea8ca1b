import { assemble } from './integration.ts';
import { providers } from './providers/index.ts';

/** The integration being built: of all providers, or of the one that the build left in the list. */
export default assemble(providers);
