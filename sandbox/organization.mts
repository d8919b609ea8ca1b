import { Table } from './table.mts';

/** A person with access to the organization, or who had it. Dates are ISO 8601 in UTC, in all that follows. */
export interface User {
	readonly id: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	/** In the organization, as the product writes it. */
	readonly role: string;
	/** Works with the organization without belonging to it, such as a client. */
	readonly external: boolean;
	readonly status: 'active' | 'removed';
	readonly createdAt: string;
	/** When they were made, changed, removed or restored last. */
	readonly updatedAt: string;
}

export interface Workspace {
	readonly id: string;
	readonly name: string;
	readonly archived: boolean;
	readonly createdAt: string;
	/** What only this product says of it, under the product's own names. */
	readonly details: Readonly<Record<string, unknown>>;
}

/** Users of a workspace who are named together, such as those who answer its requests. */
export interface Group {
	readonly id: string;
	readonly workspaceId: string;
	readonly name: string;
	/** Ids of users. */
	readonly memberIds: readonly string[];
	readonly createdAt: string;
}

/** That a user is in a workspace. Several roles are one text, such as `3, 7`. */
export interface Membership {
	readonly id: string;
	readonly userId: string;
	readonly workspaceId: string;
	readonly role: string;
	readonly createdAt: string;
}

export interface Invitation {
	readonly id: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	/** In the organization. */
	readonly role: string;
	readonly workspaces: readonly WorkspaceRole[];
	readonly status: 'pending' | 'accepted' | 'cancelled' | 'expired';
	/** How many times it was sent. */
	readonly sent: number;
	/** Id of the user who invited. */
	readonly invitedBy: string;
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly acceptedAt: string | null;
}

/** The role that somebody has, or will have, in a workspace. */
interface WorkspaceRole {
	readonly id: string;
	readonly role: string;
}

interface Role {
	readonly id: string;
	readonly name: string;
}

/** The order of a list: by when things were made, or as a database gives them that nobody told an order. */
export type Order = 'oldest_first' | 'newest_first' | 'mixed';

/** How the product behaves towards this organization. */
export interface Settings {
	/** How many users there may be, those who are invited included. */
	seats: number;
	/** The most that the server gives on one page, whatever was asked for. */
	pageSize: number;
	order: Order;
	/** Whether filters mind the case of letters. */
	caseSensitive: boolean;
	/** Whether the connected person may list users, workspaces, roles and invitations. */
	mayList: boolean;
	/** Whether the plan of the organization has invitations. */
	mayInvite: boolean;
	/** Domains, in lower case, whose addresses can't be invited. */
	blockedDomains: readonly string[];
	/**
	 * What happens where several are invited at once and some of them can't be: nobody is, or the others are and the
	 * answer tells who failed, in one of the shapes that APIs have for this.
	 */
	partialFailure: 'nobody_invited' | 'multi_status' | 'failed_list' | 'error_list';
	/** How something that doesn't exist is answered: by saying so, or as something that one may not see. */
	missing: 'not_found' | 'forbidden';
}

/** The ids that a product gives: the nth of each kind, counted from 1. */
export interface Ids {
	user(n: number): string;
	workspace(n: number, name: string): string;
	membership(n: number): string;
	invitation(n: number): string;
}

/** Somebody new. What is left out is made up. */
export interface NewUser {
	id?: string;
	email: string;
	firstName?: string;
	lastName?: string;
	role?: string;
	external?: boolean;
	createdAt?: string;
	/** Role by id of the workspace. */
	workspaces?: Record<string, string>;
}

interface NewWorkspace {
	id?: string;
	name: string;
	archived?: boolean;
	createdAt?: string;
	details?: Record<string, unknown>;
}

/** `workspaces`: role by id of the workspace. */
interface NewInvitation extends Pick<NewUser, 'id' | 'email' | 'firstName' | 'lastName' | 'role' | 'createdAt' | 'workspaces'> {
	status?: Invitation['status'];
	/** Email of the user who invited; the connected one, if left out. */
	invitedBy?: string;
	acceptedAt?: string;
}

/** An organization as it is declared. */
export interface InitialOrganization {
	id?: string;
	name: string;
	/** Email of the person whose key or token the connection has: one of the users. */
	connected: string;
	users: NewUser[];
	workspaces: NewWorkspace[];
	invitations?: NewInvitation[];
	/** `members`: emails of users; those who are no users are left out. */
	groups?: (Pick<Group, 'id' | 'workspaceId' | 'name' | 'createdAt'> & { members: string[] })[];
	/** The roles there are; the first is what somebody gets for whom none is named. */
	roles: { organization: Role[]; workspace: Role[] };
	settings?: Partial<Settings>;
	/** How many days somebody has to accept an invitation: 7, if left out. */
	daysToAccept?: number;
}

/** What time it is, in milliseconds since 1970. */
export type Clock = () => number;

/** The moment at which declared organizations are as they are declared. */
const START = Date.parse('2026-09-03T10:30:00Z');

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/**
 * The state behind one API: who is there, in which workspaces, and who was invited. Product-neutral; ids and roles are
 * in the product's own form. What a person does outside the API (accept, leave) is a method here.
 */
export class Organization {
	readonly id: string;
	readonly name: string;
	readonly settings: Settings;
	readonly roles: InitialOrganization['roles'];
	/** Those who were removed included. */
	readonly users = new Table<User>();
	/** Those who are there. */
	readonly activeUsers = new Table<User>();
	readonly workspaces = new Table<Workspace>();
	readonly memberships = new Table<Membership>();
	readonly invitations = new Table<Invitation>();
	readonly groups = new Table<Group>();

	readonly #ids: Ids;
	readonly #counts = { user: 0, workspace: 0, membership: 0, invitation: 0 };
	readonly #clock: Clock | undefined;
	readonly #connected: string;
	readonly #daysToAccept: number;
	/** How much later it is than the clock says. */
	#ahead = 0;
	/** Before this moment, no pending invitation expires. */
	#nextExpiry = '9999';
	/** By address in lower case: the active user, and all invitations. */
	readonly #userByEmail = new Map<string, string>();
	readonly #invitationsByEmail = new Map<string, string[]>();
	/** Ids of memberships, by ids of users and workspaces. */
	readonly #membershipsOfUser = new Map<string, Map<string, string>>();
	readonly #membershipsOfWorkspace = new Map<string, Map<string, string>>();

	/**
	 * Without a clock, time starts at 2026-09-03 10:30 UTC and moves on by a second whenever something is made. With one,
	 * all dates of `initial` move along, so that everything is as old as it was declared.
	 */
	constructor(initial: InitialOrganization, ids: Ids, clock?: Clock) {
		this.#ids = ids;
		this.#clock = clock;
		this.#daysToAccept = initial.daysToAccept ?? 7;
		this.id = initial.id ?? 'organization';
		this.name = initial.name;
		this.roles = initial.roles;
		this.settings = {
			seats: Number.POSITIVE_INFINITY,
			pageSize: Number.POSITIVE_INFINITY,
			order: 'oldest_first',
			caseSensitive: false,
			mayList: true,
			mayInvite: true,
			blockedDomains: [],
			partialFailure: 'nobody_invited',
			missing: 'not_found',
			...initial.settings,
		};
		const later = this.#time() - START;
		const moved = (date: string | undefined) => (date === undefined ? {} : { createdAt: new Date(Date.parse(date) + later).toISOString() });
		for (const workspace of initial.workspaces) this.addWorkspace({ ...workspace, ...moved(workspace.createdAt) });
		for (const user of initial.users) this.addUser({ ...user, ...moved(user.createdAt) });
		this.#connected = this.#mustBe(this.user(initial.connected), initial.connected).id;
		for (const { members, ...group } of initial.groups ?? []) {
			const memberIds = members.flatMap((email) => this.user(email)?.id ?? []);
			this.groups.add({ ...group, createdAt: moved(group.createdAt).createdAt ?? group.createdAt, memberIds });
		}
		for (const invitation of initial.invitations ?? []) {
			const { acceptedAt, status, ...rest } = { ...invitation, ...moved(invitation.createdAt) };
			const made = this.invite(rest);
			this.#changeInvitation(made, {
				status: status ?? 'pending',
				acceptedAt: status === 'accepted' ? (moved(acceptedAt).createdAt ?? made.createdAt) : null,
			});
		}
	}

	/** The user whose key or token the connection has. */
	get connected(): User {
		return this.#mustBe(this.users.get(this.#connected), 'user whom the connection belongs to');
	}

	/** What time it is there. */
	get now(): string {
		return new Date(this.#time()).toISOString();
	}

	/** Lets time pass; invitations may expire. */
	advance(time: { days?: number; seconds?: number }): void {
		this.#ahead += (time.days ?? 0) * DAY + (time.seconds ?? 0) * SECOND;
		this.expire();
	}

	/** Ends the invitations whose time is over. Whoever asks for the state of invitations asks for this first. */
	expire(): void {
		if (this.now < this.#nextExpiry) return;
		for (const invitation of [...this.invitations]) {
			if (invitation.status === 'pending' && invitation.expiresAt <= this.now) this.#changeInvitation(invitation, { status: 'expired' });
		}
		const pending = [...this.invitations].filter(({ status }) => status === 'pending');
		this.#nextExpiry = pending.map(({ expiresAt }) => expiresAt).sort()[0] ?? '9999';
	}

	/** The active user with an address, in any case of letters, or else the one with an id, active or removed. */
	user(emailOrId: string): User | undefined {
		return this.users.get(this.#userByEmail.get(emailOrId.toLowerCase()) ?? emailOrId);
	}

	/** All workspaces that somebody is in. */
	membershipsOf({ id }: User): Membership[] {
		return this.#memberships(this.#membershipsOfUser.get(id));
	}

	/** All who are in a workspace. */
	membersOf({ id }: Workspace): Membership[] {
		return this.#memberships(this.#membershipsOfWorkspace.get(id));
	}

	/** Whether somebody is in any workspace. */
	isMemberAnywhere({ id }: User): boolean {
		return (this.#membershipsOfUser.get(id)?.size ?? 0) > 0;
	}

	membership(user: User, workspaceId: string): Membership | undefined {
		const id = this.#membershipsOfUser.get(user.id)?.get(workspaceId);
		return id === undefined ? undefined : this.memberships.get(id);
	}

	/** All invitations of an address, in any case of letters, the oldest first. */
	invitationsOf(email: string): Invitation[] {
		this.expire();
		const ids = this.#invitationsByEmail.get(email.toLowerCase()) ?? [];
		return ids.flatMap((id) => this.invitations.get(id) ?? []);
	}

	/** The invitations of an address that wait for an answer. */
	pendingOf(email: string): Invitation[] {
		return this.invitationsOf(email).filter(({ status }) => status === 'pending');
	}

	/** Whether the domain of an address is one whose addresses can't be invited. */
	isBlocked(email: string): boolean {
		return this.settings.blockedDomains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());
	}

	/** How many more people can be invited. */
	get freeSeats(): number {
		if (this.settings.seats === Number.POSITIVE_INFINITY) return this.settings.seats;
		this.expire();
		const waiting = new Set<string>();
		for (const { status, email } of this.invitations) if (status === 'pending' && !this.user(email)) waiting.add(email.toLowerCase());
		return this.settings.seats - this.activeUsers.size - waiting.size;
	}

	/** @throws {Error} if an active user has this address. */
	addUser({ email, id, firstName, lastName, role, external, createdAt, workspaces = {} }: NewUser): User {
		if (this.#userByEmail.has(email.toLowerCase())) throw new Error(`${email} is a user already`);
		const [first, ...rest] = firstName === undefined ? nameFrom(email) : [];
		const made = createdAt ?? this.#date();
		const user = this.users.add({
			id: id ?? this.#unused('user', this.users),
			email,
			firstName: firstName ?? first ?? '',
			lastName: lastName ?? rest.join(' '),
			role: role ?? this.roles.organization[0]?.id ?? '',
			external: external ?? false,
			status: 'active',
			createdAt: made,
			updatedAt: made,
		});
		this.#userByEmail.set(email.toLowerCase(), user.id);
		this.activeUsers.add(user);
		for (const [workspace, workspaceRole] of Object.entries(workspaces)) this.addToWorkspace(user, workspace, workspaceRole, createdAt);
		return user;
	}

	/** Adds many users at once, `user1@example.com` and so on, a minute after each other, who all came before now. */
	populate(count: number): void {
		const now = this.#time();
		for (let n = 1; n <= count; n++) {
			const createdAt = new Date(now - (count - n + 1) * 60 * SECOND).toISOString();
			this.addUser({ email: `user${n}@example.com`, firstName: 'User', lastName: String(n), createdAt });
		}
	}

	/** Gives a user another role, name or address. Returns what the user is now. */
	changeUser(emailOrId: string, values: Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'role'>>): User {
		const user = this.#mustBe(this.user(emailOrId), emailOrId);
		const changed = this.users.change(user, { ...values, updatedAt: this.#date() });
		if (user.status === 'active') {
			this.activeUsers.replace(changed);
			this.#userByEmail.delete(user.email.toLowerCase());
			this.#userByEmail.set(changed.email.toLowerCase(), changed.id);
		}
		return changed;
	}

	/** Takes somebody out of the organization and of all workspaces. */
	removeUser(emailOrId: string): User {
		const user = this.#mustBe(this.user(emailOrId), emailOrId);
		if (user.status === 'removed') return user;
		for (const membership of this.membershipsOf(user)) this.removeFromWorkspace(membership);
		for (const group of [...this.groups]) this.removeFromGroup(group, user);
		this.#userByEmail.delete(user.email.toLowerCase());
		this.activeUsers.delete(user);
		return this.users.change(user, { status: 'removed', updatedAt: this.#date() });
	}

	/** Brings somebody back who was removed, without workspaces. */
	restoreUser(id: string): User {
		const user = this.#mustBe(this.users.get(id), id);
		if (user.status === 'active') return user;
		if (this.#userByEmail.has(user.email.toLowerCase())) throw new Error(`${user.email} is a user already`);
		this.#userByEmail.set(user.email.toLowerCase(), id);
		return this.activeUsers.add(this.users.change(user, { status: 'active', updatedAt: this.#date() }));
	}

	addWorkspace({ id, name, archived = false, createdAt, details = {} }: NewWorkspace): Workspace {
		return this.workspaces.add({
			id: id ?? this.#unused('workspace', this.workspaces, name),
			name,
			archived,
			createdAt: createdAt ?? this.#date(),
			details,
		});
	}

	/** From then on, nobody can be invited there. */
	archive(workspaceId: string): void {
		this.workspaces.change(this.#mustBe(this.workspaces.get(workspaceId), workspaceId), { archived: true });
	}

	/** Puts a user into a workspace, or gives them another role there. */
	addToWorkspace({ id: userId }: User, workspaceId: string, role: string, createdAt?: string): Membership {
		this.#mustBe(this.workspaces.get(workspaceId), workspaceId);
		const known = this.memberships.get(this.#membershipsOfUser.get(userId)?.get(workspaceId) ?? '');
		if (known) return this.memberships.change(known, { role });
		const id = this.#unused('membership', this.memberships);
		const made = this.memberships.add({ id, userId, workspaceId, role, createdAt: createdAt ?? this.#date() });
		indexed(this.#membershipsOfUser, userId).set(workspaceId, id);
		indexed(this.#membershipsOfWorkspace, workspaceId).set(userId, id);
		return made;
	}

	removeFromWorkspace(membership: Membership): void {
		this.memberships.delete(membership);
		this.#membershipsOfUser.get(membership.userId)?.delete(membership.workspaceId);
		this.#membershipsOfWorkspace.get(membership.workspaceId)?.delete(membership.userId);
	}

	/** Puts a user into a group; one who is there stays. */
	addToGroup(group: Group, { id }: User): Group {
		return this.groups.change(group, { memberIds: [...new Set([...group.memberIds, id])] });
	}

	removeFromGroup(group: Group, { id }: User): Group {
		return this.groups.change(group, { memberIds: group.memberIds.filter((member) => member !== id) });
	}

	/** Sends an invitation. That somebody is there already is the API's business. */
	invite({ email, firstName = '', lastName = '', ...rest }: NewInvitation): Invitation {
		const createdAt = rest.createdAt ?? this.#date();
		const invitation = this.invitations.add({
			id: rest.id ?? this.#unused('invitation', this.invitations),
			email,
			firstName,
			lastName,
			role: rest.role ?? this.roles.organization[0]?.id ?? '',
			workspaces: Object.entries(rest.workspaces ?? {}).map(([id, role]) => ({ id, role })),
			status: 'pending',
			sent: 1,
			invitedBy: (rest.invitedBy === undefined ? undefined : this.user(rest.invitedBy)?.id) ?? this.connected.id,
			createdAt,
			expiresAt: new Date(Date.parse(createdAt) + this.#daysToAccept * DAY).toISOString(),
			acceptedAt: null,
		});
		const key = email.toLowerCase();
		this.#invitationsByEmail.set(key, [...(this.#invitationsByEmail.get(key) ?? []), invitation.id]);
		if (invitation.expiresAt < this.#nextExpiry) this.#nextExpiry = invitation.expiresAt;
		return invitation;
	}

	resend(invitation: Invitation): Invitation {
		return this.#changeInvitation(invitation, { sent: invitation.sent + 1 });
	}

	cancel(invitation: Invitation): Invitation {
		return this.#changeInvitation(invitation, { status: 'cancelled' });
	}

	/**
	 * Somebody accepts all invitations that wait for them: they become a user, if they are none, and are in the workspaces.
	 * @throws {Error} if none waits.
	 */
	accept(email: string): User {
		const pending = this.pendingOf(email);
		const [first] = pending;
		if (!first) throw new Error(`No invitation of ${email} waits for an answer`);
		const { firstName, lastName, role } = first;
		const named = { ...(firstName && { firstName }), ...(lastName && { lastName }) };
		for (const invitation of pending) this.#changeInvitation(invitation, { status: 'accepted', acceptedAt: this.#date() });
		const user = this.user(email) ?? this.addUser({ email: first.email, role, ...named });
		for (const { id, role: workspaceRole } of pending.flatMap(({ workspaces }) => workspaces)) {
			// Whoever was put there meanwhile keeps the role they have.
			if (!this.membership(user, id)) this.addToWorkspace(user, id, workspaceRole);
		}
		return user;
	}

	/** For people to look at: plain JSON. */
	snapshot(): Snapshot {
		this.expire();
		const { organization, workspace: inWorkspaces } = this.roles;
		return {
			users: Array.from(this.users, (user) => ({
				id: user.id,
				email: user.email,
				name: nameOf(user),
				role: roleNames(organization, user.role),
				status: user.status,
			})),
			workspaces: Array.from(this.workspaces, (workspace) => ({
				id: workspace.id,
				name: workspace.name,
				members: this.membersOf(workspace).flatMap(({ userId, role }) => {
					const user = this.users.get(userId);
					return user ? [{ email: user.email, name: nameOf(user), role: roleNames(inWorkspaces, role) }] : [];
				}),
			})),
			invitations: Array.from(this.invitations, ({ id, email, role, status, workspaces }) => ({
				id,
				email,
				role: roleNames(organization, role),
				status,
				workspaces: workspaces.map((workspace) => ({
					id: workspace.id,
					name: this.workspaces.get(workspace.id)?.name ?? workspace.id,
					role: roleNames(inWorkspaces, workspace.role),
				})),
			})),
		};
	}

	#time(): number {
		return (this.#clock?.() ?? START) + this.#ahead;
	}

	/** The date of something new. */
	#date(): string {
		if (!this.#clock) this.#ahead += SECOND;
		return this.now;
	}

	/** The next id that nothing has. */
	#unused(kind: keyof Ids, taken: { get(id: string): unknown }, name = ''): string {
		for (;;) {
			const id = this.#ids[kind](++this.#counts[kind], name);
			if (taken.get(id) === undefined) return id;
		}
	}

	#memberships(ids: Map<string, string> | undefined): Membership[] {
		return [...(ids?.values() ?? [])].flatMap((id) => this.memberships.get(id) ?? []);
	}

	#changeInvitation(invitation: Invitation, values: Partial<Invitation>): Invitation {
		return this.invitations.change(invitation, values);
	}

	#mustBe<Thing>(thing: Thing | undefined, what: string): Thing {
		if (thing === undefined) throw new Error(`The organization has no ${what}`);
		return thing;
	}
}

/** An organization for people to look at. */
export interface Snapshot {
	users: { id: string; email: string; name: string; role: string; status: string }[];
	workspaces: { id: string; name: string; members: { email: string; name: string; role: string }[] }[];
	invitations: { id: string; email: string; role: string; status: string; workspaces: { id: string; name: string; role: string }[] }[];
}

/** The whole name of somebody; of whoever has none, the address. */
export function nameOf({ firstName, lastName, email }: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
	return [firstName, lastName].filter(Boolean).join(' ') || email;
}

/** The names of one or several roles. */
function roleNames(roles: Role[], ids: string): string {
	const nameOfRole = (wanted: string) => roles.find(({ id }) => id === wanted)?.name ?? wanted;
	return ids.split(', ').map(nameOfRole).join(', ');
}

/** The name that an address suggests: `nora.quist@example.com` is Nora Quist. */
function nameFrom(email: string): string[] {
	const words = (email.split('@')[0] ?? '').split(/[._+-]+/).filter(Boolean);
	return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function indexed<Value>(index: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
	const known = index.get(key) ?? new Map<string, Value>();
	index.set(key, known);
	return known;
}
