import { join } from 'node:path';
import { type Organization, type Sandbox, startSandbox } from '../../sandbox/index.mts';
import { built, type Failure, failure, tester, type Values } from './integration.ts';

/** A provider's own integration, connected to a sandbox. */
export interface Sandboxed {
	organization: Organization;
	/** What goes wrong from now on. */
	fault: Sandbox['fault'];
	create(key: string, input: Values): Promise<Values>;
	/** The failure that an action must end with. */
	refused(key: string, input: Values): Promise<Failure>;
	search(key: string, input: Values): Promise<Values[]>;
	/** What a poll of a trigger gives. */
	poll(key: string, input?: Values): Promise<Values[]>;
	/** The requests since the last call that were to change something: method, and path below the host. */
	changes(): string[];
}

/** Starts a sandbox for each test of a file, and connects to it. */
export function sandboxed(key: string): () => Sandboxed {
	let sandbox: Sandbox;
	let connected: Sandboxed;
	beforeEach(async () => {
		sandbox = await startSandbox({ contracts: join(__dirname, '../../contracts') });
		const { run, perform } = tester(built(key));
		const connection = sandbox.apis.find((api) => api.key === key)?.connection ?? {};
		let seen = 0;
		connected = {
			organization: sandbox.organization(key),
			fault: (fault) => sandbox.fault(fault),
			create: (create, input) => perform(create, connection, input),
			refused: (create, input) => failure(perform(create, connection, input)),
			search: (search, input) => run(`searches.${search}.operation.perform`, connection, input) as Promise<Values[]>,
			poll: (trigger, input) => run(`triggers.${trigger}.operation.perform`, connection, input) as Promise<Values[]>,
			changes() {
				const fresh = sandbox.requests.slice(seen);
				seen = sandbox.requests.length;
				return fresh.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
			},
		};
	});
	afterEach(() => sandbox.stop());
	return () => connected;
}
