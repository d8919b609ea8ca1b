import type { Workspace } from '../../sandbox/organization.mts';
import type { Values } from '../support/integration.ts';

/** The access that a form asks for: a role in a workspace. */
export interface WantedAccess extends Pick<Workspace, 'id' | 'name'> {
	role: string;
}

/** What a form asks for. */
export interface Wanted {
	/** One address, unless the action takes several people. */
	emails: string[];
	access: WantedAccess[];
}

/** An action that invites people. */
export interface InvitingAction {
	key: string;
	/** How many people it takes. */
	people: 'one' | 'several';
	/** How many workspaces it takes: none, that of the connection only, exactly one, or any number, each with its own role or all with one. */
	workspaces: 'none' | 'the only one' | 'one' | 'any, with one role' | 'any, each with its role';
	/** Whether the API takes nobody without a workspace, where it takes any number of them. */
	needsWorkspace?: true;
	/** What is filled in. */
	input(wanted: Wanted): Values;
	/** Whether somebody who belongs to the organization gets into another workspace by it. */
	admitsUsers: boolean;
	/** Whether the API refuses somebody who is there already. Otherwise it decides by itself while the form says nothing. */
	refusesKnown: boolean;
	/** A role that an organization or workspace gives a name of its own: what people write, and what that is. */
	roleNames?: Record<string, string>;
	/** Whether a cell of workspaces can hold the role of each. */
	rolesInCells?: true;
	/** The fields that take the name or the id of a workspace: what is filled in for a text. */
	byName?(text: string, wanted: Wanted): Values;
}

/** Whom, where and with which role a step is asked for, as it is filled in. */
export interface AskedFor {
	/** An address, an id, or whatever else is typed. */
	who: string;
	/** The id or the name of a workspace. */
	workspace: string;
	group: string;
	role: string;
}

/** Cases in which a step says something that isn't true, which is to be fixed: they are expected to fail, and not in the docs. */
interface KnownFault {
	/** What the step says, and what is true. */
	says: string;
	steps: string[];
	situations: string[];
	/** What the form says besides; whatever it says, if left out. */
	with?: string[];
}

/** What the outcome suite can't read from the integration or the simulation of a product: test/providers/<key>.outcomes.ts has it as `product`. */
export interface Product {
	inviting: InvitingAction[];
	/** Whether somebody who is invited is a user at once, without an acceptance. */
	joinsAtOnce: boolean;
	/** Whether the API may answer 403 for what doesn't exist. */
	hidesMissing?: true;
	/** Whether a workspace takes people from outside. */
	isOpen?(workspace: Workspace): boolean;
	/** Refusals that say who is there, as the API documents them: they are no refusal of something else. */
	telling?: { path: RegExp; status: number }[];
	/** The most requests that a search by address takes in an organization of 100,000; undefined where the API can't filter. */
	requestsByAddress?: number;
	/** The most requests that a trigger takes there while few are recent; undefined where the API gives no dates. */
	requestsPerPoll?: number;
	/** What is filled in, of steps about somebody who exists, in the fields that only this product has. */
	ownFields?(asked: AskedFor): Values;
	/** The role in the organization of whom no step may take or change anything. */
	ownerRole?: string;
	/** The actions that may not be about the user whose connection it is. */
	sparesConnected?: string[];
	/** The actions that say `added` of somebody who was there already, too, since the API tells nowhere who is. */
	untold?: string[];
	/** What the API answers about a user where it doesn't tell the role, if it isn't documented that it does. */
	withoutRole?(user: { id: string; email: string; name: string }): unknown;
	known?: KnownFault[];
	/** Keeps addresses as they were written, and filters them in that case only: from so many users on, one in another case isn't found. */
	caseMattersBeyond?: number;
}
