import { type Answer, type Carry, type Contract, type Incoming, parseBody } from './contract.mts';
import { type Clock, type InitialOrganization, Organization } from './organization.mts';
import type { Simulation } from './simulation.mts';

/** An answer as it goes out. */
export interface Response {
	status: number;
	headers: Record<string, string>;
	/** Undefined if there is no body. */
	text: string | undefined;
}

/** One API: its contract, and what it does beyond that. */
export interface Api extends Pick<Contract, 'title' | 'connection' | 'document' | 'origins' | 'hosts'> {
	/** The name of its folder. */
	key: string;
	/** The operation that a request is for, or undefined if there is none. */
	operationId(incoming: Incoming): string | undefined;
	answer(incoming: Incoming): Promise<Response>;
	/** The live state. @throws {Error} if the API has no simulation. */
	organization: Organization;
	/** A new organization, as it was declared but for what `changes` says. */
	newOrganization(changes?: Partial<InitialOrganization>): Organization;
	/** Goes back to the organization that was declared. */
	reset(): void;
}

/**
 * Joins a contract with its simulation. Without one, every operation answers its documented example.
 * @throws {Error} if a handler is for no operation of the contract.
 */
export function createApi(key: string, contract: Contract, simulation: Simulation | undefined, clock: Clock | undefined): Api {
	const { title, connection, document, origins, hosts, operationIds } = contract;
	const handlers = simulation?.handlers ?? {};
	for (const name of Object.keys(handlers)) {
		if (!operationIds.includes(name)) throw new Error(`${key}: the contract has no operation ${name}, which the simulation handles`);
	}

	let live: Organization | undefined;
	const current = () => {
		live ??= newOrganization();
		return live;
	};
	function newOrganization(changes: Partial<InitialOrganization> = {}): Organization {
		if (!simulation) throw new Error(`contracts/${key} has no simulation.mts, and so no organization`);
		return new Organization({ ...simulation.organization, ...changes }, simulation.ids, clock);
	}

	const carry: Carry = (operationId, call) => {
		const handler = handlers[operationId];
		if (!handler) return undefined;
		const organization = current();
		organization.expire();
		return { body: handler({ ...call, organization }) };
	};

	return {
		key,
		title,
		connection,
		document,
		origins,
		hosts,
		operationId: (incoming) => contract.route(incoming)?.operationId,
		async answer(incoming) {
			const route = contract.route(incoming);
			return toResponse(route ? await contract.answer(incoming, route, carry) : noOperation(key, incoming));
		},
		get organization() {
			return current();
		},
		set organization(organization) {
			live = organization;
		},
		newOrganization,
		reset() {
			live = undefined;
		},
	};
}

/** The sandbox speaks for itself: what the provider would say is not known. */
function noOperation(key: string, { method, url }: Incoming): Answer {
	return { status: 501, headers: {}, body: { message: `The contract ${key} has no ${method} ${new URL(url).pathname}` } };
}

function toResponse({ status, headers, body }: Answer): Response {
	if (body === undefined) return { status, headers, text: undefined };
	return { status, headers: { 'content-type': 'application/json', ...headers }, text: JSON.stringify(body) };
}

export { type Incoming, parseBody };
