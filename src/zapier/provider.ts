import type { Action } from './action.ts';
import type { Connection } from './connection.ts';

/** Everything the integration knows of one product. */
export interface Provider {
	/** Prefix of its action keys, value of the field `provider`, name of its folder, and `PROVIDER` when it is built alone. */
	key: string;
	/** The product's own name. */
	name: string;
	connection: Connection;
	actions: Action[];
}
