import { providers } from './providers/index.ts';
import { assemble } from './zapier/app.ts';

/** The integration being built: of all providers, or of the one that the build left in the list. */
export default assemble(providers);
