import type { Authentication } from './authentication.ts';
import type { Create } from './creates.ts';
import type { Dropdown } from './dropdowns.ts';
import type { Search } from './searches.ts';
import type { Trigger } from './triggers.ts';

/** Everything the integration knows of one product. */
export interface Provider {
	/** Prefix of its keys, value of the field `provider`, name of its folder, and `PROVIDER` when it is built alone. */
	key: string;
	/** The product's own name. */
	name: string;
	/** What the product is, for the public: "Acme Notes is a …", in 40 to 140 characters. Zapier shows it with its own integration. */
	description: string;
	authentication: Authentication;
	creates: Create[];
	searches?: Search[];
	/** What starts Zaps. */
	triggers?: Trigger[];
	/** The lists behind fields that take an id. */
	dropdowns?: Dropdown[];
}

/** Where a provider stands in an integration: its keys and labels, beside others or alone. */
export interface Placement {
	provider: Provider;
	/** Put before its keys: "acme_notes_", or nothing. */
	prefix: string;
	/** Put behind its labels: " in Acme Notes", or nothing. */
	suffix: string;
	/** Refuses a connection of another provider. @throws {InputError} */
	requireConnection(authData: { provider?: string | undefined }): void;
}
