import type { Ids, InitialOrganization, Order, Organization, User } from './organization.mts';
import type { SortKey, Table } from './table.mts';

export { int64 } from './json.mts';
export { type Group, type Invitation, type Membership, nameOf, type User, type Workspace } from './organization.mts';

/** How one API behaves, beyond what its contract says: `contracts/<key>/simulation.mts` exports one as `simulation`. */
export interface Simulation {
	/** The organization at the start. */
	organization: InitialOrganization;
	ids: Ids;
	/** What operations do, by their operationId. The others answer the contract's example. */
	handlers: Record<string, Handler>;
}

/** A success with another status than the operation's first, such as 207. */
export class OtherSuccess {
	readonly status: number;
	readonly body: unknown;

	constructor(status: number, body: unknown) {
		this.status = status;
		this.body = body;
	}
}

/** Carries an operation out. Returns the body of its success, undefined if it has none, or an `OtherSuccess`. */
type Handler = (call: Call) => unknown;

/** A request as a handler sees it: it is authorized, and valid by the contract. */
export interface Call {
	organization: Organization;
	/** Parameters in the path, decoded. */
	path: Record<string, string>;
	query: Record<string, string | undefined>;
	/** Parsed. An integer that a JavaScript number can't hold is a bigint. */
	body: unknown;
	/** Headers of the answer; handlers may add some, such as `link`. */
	headers: Record<string, string>;
}

interface RefusalDetails {
	/** Which of the response's examples; the first, if left out. */
	example?: string;
	/** Stands where the response's `x-sandbox-message` points. */
	message?: string;
	/** Stands where the response's `x-sandbox-field` points. */
	field?: string;
}

/** Why an operation is not carried out: a response of the contract. */
export class Refusal extends Error {
	readonly status: number;
	readonly details: RefusalDetails;

	constructor(status: number, details: RefusalDetails) {
		super(`refused with ${status}`);
		this.status = status;
		this.details = details;
	}
}

/** Ends an operation with the response that the contract has for a status. */
export function refuse(status: number, details: RefusalDetails = {}): never {
	throw new Refusal(status, details);
}

/** Refuses a request for something that doesn't exist, as the organization's settings say: with 404, or with 403. */
export function missing({ settings }: Organization, details: RefusalDetails = {}): never {
	return settings.missing === 'forbidden' ? refuse(403) : refuse(404, details);
}

interface Paging<Item> {
	/** Of the page, as it was asked for. */
	number: string | undefined;
	/** Of the first page: 0 or 1. */
	first: 0 | 1;
	/** As it was asked for. */
	size: string | undefined;
	/** Where none was asked for. */
	defaultSize: number;
	fits?: ((item: Item) => boolean) | undefined;
	/** In which order, where the request says; the organization's, otherwise. */
	order?: Sorting<Item> | undefined;
}

export interface Sorting<Item> {
	by: SortKey<Item>;
	descending: boolean;
}

export interface Page<Item> {
	items: Item[];
	/** How many there are on all pages. */
	total: number;
	number: number;
	/** How many a page has at most. */
	size: number;
	/** How many pages there are. */
	pages: number;
	/** Whether another page follows. */
	more: boolean;
}

/** The page of a list that was asked for. Refuses with 403 where the connected person may not list. */
export function page<Item extends Dated>({ settings }: Organization, table: Table<Item>, asked: Paging<Item>): Page<Item> {
	mayList(settings);
	const number = asked.number ? Number(asked.number) : asked.first;
	const size = Math.max(1, Math.min(asked.size ? Number(asked.size) : asked.defaultSize, settings.pageSize));
	const offset = Math.max(0, number - asked.first) * size;
	const { items, total } = table.select({ ...(asked.order ?? sortings[settings.order]), fits: asked.fits, offset, size });
	return { items, total, number, size, pages: Math.ceil(total / size), more: offset + size < total };
}

/** A whole list, in the organization's order. Refuses with 403 where the connected person may not list. */
export function everything<Item extends Dated>({ settings }: Organization, table: Table<Item>, fits?: (item: Item) => boolean): Item[] {
	mayList(settings);
	return table.select({ ...sortings[settings.order], fits, offset: 0, size: Number.POSITIVE_INFINITY }).items;
}

function mayList({ mayList: allowed }: Organization['settings']): void {
	if (!allowed) refuse(403);
}

type Dated = { readonly id: string; readonly createdAt: string };

/** By when it was made. */
export const byCreation = ({ createdAt }: Dated): string => createdAt;
/** By when a user was made, changed, removed or restored last. */
export const byUpdate = ({ updatedAt }: User): string => updatedAt;
/** In an order that means nothing, but stays: FNV-1a of the id. */
const mixed = ({ id }: Dated): number => {
	let hash = 0x811c9dc5;
	for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
	return hash;
};

const sortings: Record<Order, Sorting<Dated>> = {
	oldest_first: { by: byCreation, descending: false },
	newest_first: { by: byCreation, descending: true },
	mixed: { by: mixed, descending: false },
};

/** Whether a value is what a filter asks for, as the organization's filters mind case or not. A filter that isn't set lets all through. */
export function equals({ settings }: Organization, value: string, filter: string | undefined): boolean {
	if (!filter) return true;
	return settings.caseSensitive ? value === filter : value.toLowerCase() === filter.toLowerCase();
}

/** Whether a value contains what a filter asks for, in the same way. */
export function contains({ settings }: Organization, value: string, filter: string | undefined): boolean {
	if (!filter) return true;
	return settings.caseSensitive ? value.includes(filter) : value.toLowerCase().includes(filter.toLowerCase());
}

/** The filter for items whose values are those asked for; none, if nothing is asked for. */
export function having<Item>(
	organization: Organization,
	wanted: { [Key in keyof Item]?: string | undefined },
): ((item: Item) => boolean) | undefined {
	const asked = Object.entries<string | undefined>(wanted).filter(([, value]) => value);
	if (!asked.length) return undefined;
	return (item) => asked.every(([key, value]) => equals(organization, String(item[key as keyof Item]), value));
}

/** Whether a user is there, and not removed. */
export function isActive({ status }: User): boolean {
	return status === 'active';
}

/** A UUID that ends with a number. */
export function uuid(n: number): string {
	return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** A text for names in paths: `Website relaunch` → `website-relaunch`. */
export function slug(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '');
}
