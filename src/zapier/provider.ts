import type { Action } from './action.ts';
import type { Connection } from './connection.ts';
import type { ChoiceLoader } from './inputFields.ts';
import type { Search } from './search.ts';
import type { Trigger } from './trigger.ts';

/** Everything the integration knows of one product. */
export interface Provider {
	/** Prefix of its keys, value of the field `provider`, name of its folder, and `PROVIDER` when it is built alone. */
	key: string;
	/** The product's own name. */
	name: string;
	connection: Connection;
	actions: Action[];
	searches?: Search[];
	/** Triggers, and the lists behind dropdowns. */
	triggers?: Trigger[];
	/** Choices of fields that only the account can tell, by the name that fields give in `choicesFrom`. */
	choices?: Record<string, ChoiceLoader>;
}
