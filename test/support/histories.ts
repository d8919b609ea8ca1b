import fc from 'fast-check';
import type { Organization, SandboxFault } from '../../sandbox/index.mts';
import type { Invitation, Settings, Workspace } from '../../sandbox/organization.mts';
import type { InvitingAction, Wanted } from '../outcomes/product.ts';
import type { Values } from './integration.ts';
import { accessTo, invite, type Scene, step } from './scenes.ts';
import { DEADLINE_MS, type Ended, type Kind, type Stage, type Subject } from './stage.ts';
import {
	accessOf,
	activeUser,
	type Change,
	describeAccess,
	wrongWordsOfChange,
	wrongWordsOfInvitationSearch,
	wrongWordsOfUserSearch,
	wrongWordsOfWorkspaceSearch,
} from './truth.ts';

/*
 * Histories: a random organization, in which random steps run while people come and go and requests go wrong. After every
 * step, its words are held against the state.
 */

/** The people whom the steps of a history are about. */
const PEOPLE = ['ana.diaz', 'ben.okoro', 'chen.li', 'dora.novak'].map((name) => `${name}@example.com`);

/** Actions that change what somebody has, in the order of a life. */
const CHANGES = [
	'create_user',
	'invite_user_to_account',
	'update_user_role',
	'add_user_to_workspace',
	'update_user_in_workspace',
	'add_user_to_group',
	'remove_user_from_group',
	'remove_user_from_workspace',
	'remove_user',
	'restore_user',
] as const;

const TRIGGERS = [
	'new_user',
	'new_invitation',
	'invitation_accepted',
	'invitation_expired',
	'new_workspace_member',
	'user_removed',
	'new_workspace',
] as const;

/** Triggers of which some products give the user, others the event, each with an id of its own. */
const PERSON_TRIGGERS = new Set<string>(['invitation_accepted', 'invitation_expired', 'new_workspace_member', 'user_removed']);

const FAULTS = [
	'refused',
	'reset before',
	'reset after',
	'slow before',
	'slow after',
	'429',
	'500 before',
	'500 after',
	'503',
	'cut',
	'failure inside',
	'denied',
] as const;

/** What goes wrong, and with which request of the step, counted from 0. */
interface Trouble {
	kind: (typeof FAULTS)[number];
	request: number;
}

/** A step that runs. Numbers choose among what there is, so that it means something whatever shrinking leaves out. */
type Step =
	| {
			does: 'invite';
			person: number;
			others: number;
			action: number;
			ifExists: string | undefined;
			workspace: number;
			count: number;
			trouble: Trouble | undefined;
	  }
	| { does: 'find user'; person: number; capitals: boolean; workspace: number | undefined; trouble: Trouble | undefined }
	| { does: 'find workspace'; workspace: number; capitals: boolean; trouble: Trouble | undefined }
	| { does: 'find invitation'; person: number; status: string | undefined; trouble: Trouble | undefined }
	| { does: 'resend' | 'cancel'; person: number; trouble: Trouble | undefined }
	| { does: 'add'; person: number; workspace: number; trouble: Trouble | undefined }
	| { does: 'changes'; action: number; person: number; byId: boolean; workspace: number; role: number; trouble: Trouble | undefined }
	| { does: 'find member'; person: number; workspace: number; trouble: Trouble | undefined }
	| { does: 'find pending'; person: number; trouble: Trouble | undefined }
	| { does: 'poll'; trigger: number; workspace: number; trouble: Trouble | undefined };

/** What people do outside the steps. */
interface Doing {
	does: 'accepts' | 'leaves' | 'joins' | 'is invited by somebody';
	person: number;
	capitals: boolean;
}

type Event = Step | Doing | { does: 'days pass'; days: number };

export interface History {
	users: number;
	pageSize: number;
	order: Settings['order'];
	caseSensitive: boolean;
	/** How many more may come; undefined: any number. */
	freeSeats: number | undefined;
	/** How each of the people begins. */
	people: ('away' | 'user' | 'user with capitals' | 'member' | 'invited')[];
	events: Event[];
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq });
const person = fc.nat({ max: PEOPLE.length - 1 });
const few = fc.nat({ max: 3 });
const trouble = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(undefined) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom(...FAULTS), request: fc.nat({ max: 2 }) }) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			does: fc.constant('invite' as const),
			person,
			others: fc.nat({ max: 2 }),
			action: few,
			ifExists: fc.constantFrom(undefined, 'halt', 'continue', 'ensure'),
			workspace: few,
			count: fc.integer({ min: 1, max: 2 }),
			trouble,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({ does: fc.constant('find user' as const), person, capitals: fc.boolean(), workspace: maybe(few, 2), trouble }),
	},
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('find workspace' as const), workspace: few, capitals: fc.boolean(), trouble }) },
	{
		weight: 1,
		arbitrary: fc.record({
			does: fc.constant('find invitation' as const),
			person,
			status: maybe(fc.constantFrom('pending', 'accepted', 'cancelled', 'expired'), 1),
			trouble,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ does: fc.constantFrom('resend' as const, 'cancel' as const), person, trouble }) },
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('add' as const), person, workspace: few, trouble }) },
	{
		weight: 6,
		arbitrary: fc.record({
			does: fc.constant('changes' as const),
			action: fc.nat({ max: 11 }),
			person,
			byId: fc.boolean(),
			workspace: few,
			role: few,
			trouble,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('find member' as const), person, workspace: few, trouble }) },
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('find pending' as const), person, trouble }) },
	{ weight: 5, arbitrary: fc.record({ does: fc.constant('poll' as const), trigger: fc.nat({ max: 7 }), workspace: few, trouble }) },
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constantFrom('accepts' as const, 'leaves' as const, 'joins' as const, 'is invited by somebody' as const),
			person,
			capitals: fc.boolean(),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('days pass' as const), days: fc.integer({ min: 1, max: 40 }) }) },
);

export const history: fc.Arbitrary<History> = fc
	.record({
		users: fc.oneof({ weight: 5, arbitrary: fc.nat({ max: 20 }) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) }),
		pageSize: fc.integer({ min: 1, max: 100 }),
		order: fc.constantFrom('oldest_first' as const, 'newest_first' as const, 'mixed' as const),
		caseSensitive: fc.boolean(),
		freeSeats: maybe(fc.nat({ max: 3 }), 1),
		people: fc.array(
			fc.constantFrom('away' as const, 'user' as const, 'user with capitals' as const, 'member' as const, 'invited' as const),
			{
				minLength: PEOPLE.length,
				maxLength: PEOPLE.length,
			},
		),
		events: fc.oneof(
			{ weight: 19, arbitrary: fc.array(event, { minLength: 1, maxLength: 4, size: 'max' }) },
			{ weight: 1, arbitrary: fc.array(event, { minLength: 1, maxLength: 20, size: 'max' }) },
		),
	})
	// Pages of one in an organization of 300 would only take time.
	.map((one) => ({ ...one, pageSize: Math.max(one.pageSize, Math.ceil(one.users / 12)) }));

const capitalized = (email: string): string =>
	email.replace(/(^|[.@])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
const at = <T>(list: T[], index: number): T => list[index % list.length] as T;

/** Whom Zapier knows of a trigger: it runs the Zap for every id that it sees for the first time. */
interface Polled {
	ids: Set<string>;
	/** When the trigger last gave anything; undefined before. */
	last: number | undefined;
}

type RunStep = (
	kind: Kind,
	key: string,
	title: string,
	options: { input?: Values; people?: string[]; judge?(ended: Ended): string[] },
) => Promise<{ scene: Scene; title: string; kind: Kind } | undefined>;

/** A history as it goes on. */
class Run {
	/** What happened so far, line by line. */
	readonly story: string[] = [];
	readonly #stage: Stage;
	readonly #subject: Subject;
	readonly #tick: (milliseconds: number) => void;
	readonly #polled = new Map<string, Polled>();

	constructor(stage: Stage, subject: Subject, tick: (milliseconds: number) => void) {
		this.#stage = stage;
		this.#subject = subject;
		this.#tick = tick;
	}

	get #organization(): Organization {
		return this.#stage.organization;
	}

	/** @throws {Error} with the story, if a word is not true. */
	async happen(event: Event): Promise<void> {
		this.#tick(60_000);
		if (event.does === 'days pass') {
			this.#tick(event.days * 24 * 3600 * 1000);
			this.#organization.expire();
			this.story.push(`${event.days} days pass.`);
			return;
		}
		if (!('trouble' in event)) {
			const email = at(PEOPLE, event.person);
			if (this.#live(event.does, email, event.capitals))
				this.story.push(`${email} ${event.does}: ${describeAccess(this.#organization, email)}.`);
			return;
		}
		const played = await this.#play(event);
		if (!played) return;
		const { scene, title, kind } = played;
		const wrong = [...scene.wrong];
		// Nothing but trouble keeps a step from reading.
		if (!event.trouble && kind !== 'creates' && scene.ended.failure) wrong.push('fails, although nothing went wrong');
		const { trouble } = event;
		this.story.push(
			`${title}${trouble ? `, while request ${trouble.request + 1} meets "${trouble.kind}"` : ''}. ${scene.words} Then: ${scene.access || '–'}`,
		);
		if (wrong.length) throw new Error(`${wrong.join('; ')}.\n${this.story.map((line, index) => `${index + 1}. ${line}`).join('\n')}`);
	}

	/** Whether the product declares that the API can't be asked for this address, since its filter minds case. */
	#isHidden(email: string, typed: string): boolean {
		const { settings, activeUsers } = this.#organization;
		const { caseMattersBeyond = Number.POSITIVE_INFINITY } = this.#stage.product;
		const stored = activeUser(this.#organization, email)?.email ?? '';
		return settings.caseSensitive && activeUsers.size > caseMattersBeyond && ![typed, typed.toLowerCase()].includes(stored);
	}

	/** What people do outside the steps. Gives whether anything happened. */
	#live(does: Doing['does'], email: string, capitals: boolean): boolean {
		const organization = this.#organization;
		const user = activeUser(organization, email);
		if (does === 'accepts' && organization.pendingOf(email).length) organization.accept(email);
		else if (does === 'leaves' && user) organization.removeUser(email);
		else if (does === 'joins' && !user) organization.addUser({ email: capitals ? capitalized(email) : email });
		else if (does === 'is invited by somebody' && !this.#stage.product.joinsAtOnce && !user && !organization.pendingOf(email).length)
			organization.invite({ email });
		else return false;
		return true;
	}

	async #play(event: Step): Promise<{ scene: Scene; title: string; kind: Kind } | undefined> {
		const stage = this.#stage;
		const organization = this.#organization;
		const fault = this.#faultOf(event.trouble);
		const run: RunStep = async (kind, key, title, options) => {
			if (!this.#subject.has(kind, key)) return undefined;
			return { scene: await step(stage, kind, key, { ...options, ...(fault && { fault }) }), title, kind };
		};
		const workspaceOf = (index: number) => at([...organization.workspaces], index);
		switch (event.does) {
			case 'invite': {
				// Those to the organization alone are among the changes.
				const action = at(
					stage.product.inviting.filter(({ workspaces }) => workspaces !== 'none'),
					event.action,
				);
				const wanted = this.#wanted(action, event);
				const ifExists = this.#subject.choicesOf('creates', action.key, 'if_exists').includes(event.ifExists ?? '')
					? event.ifExists
					: undefined;
				const title = `${this.#subject.labelOf('creates', action.key)} ${wanted.emails.join(', ')} to ${wanted.access.map(({ name, role }) => `${name} (${role})`).join(', ')}${ifExists ? ` (${ifExists})` : ''}`;
				return { scene: await invite(stage, action, { wanted, ifExists, ...(fault && { fault }) }), title, kind: 'creates' };
			}
			case 'find user': {
				const email = at(PEOPLE, event.person);
				const typed = event.capitals ? capitalized(email) : email;
				const workspace =
					event.workspace !== undefined && this.#subject.has('searches', 'find_user', 'workspace_id')
						? workspaceOf(event.workspace)
						: undefined;
				return run('searches', 'find_user', `Find user ${typed}${workspace ? ` in ${workspace.name}` : ''}`, {
					input: { email: typed, ...(workspace && { workspace_id: workspace.id }) },
					people: [email],
					judge: (ended) =>
						this.#isHidden(email, typed) && !ended.items.length ? [] : wrongWordsOfUserSearch(organization, email, ended, workspace?.id),
				});
			}
			case 'find workspace': {
				const { name } = workspaceOf(event.workspace);
				const typed = event.capitals ? name.toUpperCase() : name;
				return run('searches', 'find_workspace', `Find workspace ${typed}`, {
					input: { name: typed },
					judge: (ended) => wrongWordsOfWorkspaceSearch(organization, typed, ended),
				});
			}
			case 'find invitation': {
				const email = at(PEOPLE, event.person);
				const { status } = event;
				return run('searches', 'find_invitation', `Find ${status ?? 'any'} invitation of ${email}`, {
					input: { email, ...(status && { status }) },
					people: [email],
					judge: (ended) => wrongWordsOfInvitationSearch(organization, email, ended, status),
				});
			}
			case 'resend':
			case 'cancel': {
				const email = at(PEOPLE, event.person);
				const invitation = organization.invitationsOf(email).at(-1);
				if (!invitation) return undefined;
				return run('creates', `${event.does}_invitation`, `${event.does} the invitation of ${email}, which is ${invitation.status}`, {
					input: { invitation_id: invitation.id },
					people: [email],
					judge: () => {
						const now = organization.invitations.get(invitation.id);
						const isDone = event.does === 'cancel' ? now?.status === 'cancelled' : now?.sent === invitation.sent + 1;
						return isDone ? [] : [`says that it did ${event.does} the invitation, which it did not`];
					},
				});
			}
			case 'add': {
				const email = at(PEOPLE, event.person);
				const user = activeUser(organization, email);
				const [role] = organization.roles.workspace;
				const { id, name } = workspaceOf(event.workspace);
				if (!user || !role) return undefined;
				return run('creates', 'add_user_to_workspace', `Add ${email} to ${name}`, {
					input: { workspace_id: id, user_id: user.id, role: role.id },
					people: [email],
					judge: ({ result }) => {
						const given = organization.membership(user, id)?.role;
						// Who is there already may keep another role.
						const isTrue = result.status === 'already_member' ? given !== undefined : given === role.id;
						return isTrue ? [] : [`says that ${email} was added, who was not`];
					},
				});
			}
			case 'changes': {
				const keys = CHANGES.filter((key) => this.#subject.has('creates', key));
				return keys.length ? this.#change(at(keys, event.action), event, run) : undefined;
			}
			case 'find member': {
				const email = at(PEOPLE, event.person);
				const { id, name } = workspaceOf(event.workspace);
				return run('searches', 'find_workspace_member', `Find ${email} in ${name}`, {
					input: { email, workspace_id: id },
					people: [email],
					judge: (ended) =>
						this.#isHidden(email, email) && !ended.items.length ? [] : wrongWordsOfUserSearch(organization, email, ended, id),
				});
			}
			case 'find pending': {
				const email = at(PEOPLE, event.person);
				return run('searches', 'find_pending_invitation', `Find a pending invitation of ${email}`, {
					input: { email },
					people: [email],
					judge: ({ items }) => {
						// Those to a workspace are in no list of the account's.
						const isPending = organization.pendingOf(email).some(({ workspaces }) => !workspaces.length);
						if (isPending === items.length > 0) return [];
						return [isPending ? `finds none, although ${email} is invited` : `finds one of ${email}, who is not invited`];
					},
				});
			}
			case 'poll':
				return this.#poll(event.trigger, workspaceOf(event.workspace), run);
		}
	}

	/** Changes what somebody has; whatever it says, nobody else may have more or less for it. */
	#change(
		key: (typeof CHANGES)[number],
		{ person, byId, workspace: index, role, trouble }: Extract<Step, { does: 'changes' }>,
		run: RunStep,
	): ReturnType<RunStep> {
		const organization = this.#organization;
		const email = at(PEOPLE, person);
		const before = activeUser(organization, email);
		const workspace = at([...organization.workspaces], index);
		const { id: workspaceId, name } = workspace;
		const roles = key === 'update_user_role' ? organization.roles.organization : organization.roles.workspace;
		const roleId = at(roles, role).id;
		const group = [...organization.groups].find((one) => one.workspaceId === workspaceId);
		const values: Values = {
			user: byId && before ? before.id : email,
			email,
			full_name: 'Somebody New',
			email_address: email,
			workspace_id: workspaceId,
			workspaces: [{ workspace_id: workspaceId, workspace_role_ids: [roleId] }],
			role: roleId,
			group_id: group?.id ?? '1',
			confirm_data_loss: 'yes',
		};
		const fields = this.#subject.fieldsOf('creates', key);
		const input = Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field)));
		const { known = [], untold = [] } = this.#stage.product;
		const change: Change = {
			step: key,
			email,
			workspace,
			group,
			role: roleId,
			was: accessOf(organization, email),
			toWorkspace: 'workspace_id' in input || 'workspaces' in input,
			untold: untold.includes(key),
		};
		// An invitation says other words; and what is known to be wrong needs not be found again.
		const isJudged = key !== 'invite_user_to_account' && !(trouble && known.some(({ steps }) => steps.includes(key)));
		const others = () => PEOPLE.filter((one) => one !== email).map((one) => JSON.stringify(accessOf(organization, one)));
		const othersBefore = others();
		const judge = (ended: Ended): string[] => {
			const { result } = ended;
			const user = activeUser(organization, email);
			const given = user && organization.membership(user, workspaceId)?.role;
			const isInGroup = !!user && !!group && !!organization.groups.get(group.id)?.memberIds.includes(user.id);
			const isSo: Record<(typeof CHANGES)[number], boolean> = {
				create_user: user !== undefined,
				invite_user_to_account: user !== undefined || organization.pendingOf(email).length > 0,
				restore_user: user !== undefined,
				remove_user: user === undefined,
				update_user_role: user?.role === roleId,
				// Who is there already may keep another role.
				add_user_to_workspace: result.status === 'already_member' ? given !== undefined : given === roleId,
				update_user_in_workspace: given === roleId,
				remove_user_from_workspace: given === undefined,
				add_user_to_group: isInGroup,
				remove_user_from_group: !isInGroup,
			};
			return [
				...(isJudged ? wrongWordsOfChange(organization, change, ended) : []),
				...(isSo[key] ? [] : [`says that it did ${key} for ${email}, which is not so`]),
				...(others().join() === othersBefore.join() ? [] : ['changed what somebody else has']),
			];
		};
		return run('creates', key, `${key} of ${email} (${name}, ${roleId})`, { input, people: [email], judge });
	}

	#wanted(action: InvitingAction, { person, others, workspace, count }: Extract<Step, { does: 'invite' }>): Wanted {
		const all = accessTo(this.#stage, action, Number.POSITIVE_INFINITY);
		const access = action.workspaces.startsWith('any')
			? Array.from({ length: count }, (_, index) => at(all, workspace + index))
			: [at(all, workspace)];
		const emails = Array.from({ length: action.people === 'several' ? others + 1 : 1 }, (_, index) => at(PEOPLE, person + index));
		return { emails, access: [...new Map(access.map((one) => [one.id, one])).values()] };
	}

	#poll(index: number, { id: workspaceId, name }: Workspace, run: RunStep): ReturnType<RunStep> {
		const keys = TRIGGERS.filter((key) => this.#subject.has('triggers', key));
		if (!keys.length) return Promise.resolve(undefined);
		const key = at(keys, index);
		const ofWorkspace = this.#subject.has('triggers', key, 'workspace_id');
		const zap = ofWorkspace ? `${key} of ${workspaceId}` : key;
		const polled = this.#polled.get(zap) ?? { ids: new Set(), last: undefined };
		this.#polled.set(zap, polled);
		return run('triggers', key, `Poll ${key}${ofWorkspace ? ` of ${name}` : ''}`, {
			...(ofWorkspace && { input: { workspace_id: workspaceId } }),
			judge: ({ items }) => {
				const { last } = polled;
				const now = Date.now();
				const wrong: string[] = [];
				// By the person where ids are of the event, which products count in ways of their own.
				const byPerson = PERSON_TRIGGERS.has(key);
				const things = this.#thingsOf(key, workspaceId).map((thing) => ({ ...thing, id: byPerson ? thing.label.toLowerCase() : thing.id }));
				const given = items.map((item) => ({ id: String(item.id), thing: byPerson ? String(item.email).toLowerCase() : String(item.id) }));
				for (const { id, thing: wanted } of given) {
					const same = things.filter((one) => one.id === wanted);
					const isOld = same.length > 0 && same.every(({ since }) => last !== undefined && since !== undefined && Date.parse(since) < last);
					if (!same.length) wrong.push(`gives ${wanted}, which is not there`);
					else if (isOld && !polled.ids.has(id)) wrong.push(`gives ${wanted} as new, who is old`);
				}
				for (const { id, label, since } of things) {
					const time = since === undefined ? now : Date.parse(since);
					const isRecent = time > now - 30 * 24 * 3600 * 1000;
					if (isRecent && time > (last ?? 0) && !given.some(({ thing }) => thing === id)) wrong.push(`leaves out ${label}, who is new`);
				}
				for (const { id } of given) polled.ids.add(id);
				polled.last = now;
				return wrong;
			},
		});
	}

	/** What a trigger is about, with the moment from which on it is; undefined where nothing tells. */
	#thingsOf(key: (typeof TRIGGERS)[number], workspaceId: string): { id: string; label: string; since: string | undefined }[] {
		const { users, activeUsers, invitations, workspaces, memberships } = this.#organization;
		const invited = (status: string, since: (one: Invitation) => string) =>
			[...invitations].filter((one) => one.status === status).map((one) => ({ id: one.id, label: one.email, since: since(one) }));
		switch (key) {
			case 'new_user':
				return Array.from(activeUsers, ({ id, email, createdAt }) => ({ id, label: email, since: createdAt }));
			case 'user_removed':
				return [...users]
					.filter(({ status }) => status === 'removed')
					.map(({ id, email, updatedAt }) => ({ id, label: email, since: updatedAt }));
			case 'new_workspace':
				return [...workspaces]
					.filter(({ archived }) => !archived)
					.map(({ id, name, createdAt }) => ({ id, label: name, since: createdAt }));
			case 'new_workspace_member':
				return [...memberships]
					.filter((one) => one.workspaceId === workspaceId && users.get(one.userId)?.status === 'active')
					.map(({ id, userId, createdAt }) => ({ id, label: users.get(userId)?.email ?? '', since: createdAt }));
			case 'new_invitation':
				return Array.from(invitations, ({ id, email, createdAt }) => ({ id, label: email, since: createdAt }));
			case 'invitation_accepted':
				// Where whoever is invited is a user at once, the list is one of users: of those who are there, by their last invitation.
				return invited('accepted', ({ acceptedAt, createdAt }) => acceptedAt ?? createdAt).filter(
					({ label }) =>
						!this.#stage.product.joinsAtOnce ||
						(activeUser(this.#organization, label) && this.#organization.invitationsOf(label).at(-1)?.status === 'accepted'),
				);
			case 'invitation_expired':
				return invited('expired', ({ expiresAt }) => expiresAt);
		}
	}

	#faultOf(trouble: Trouble | undefined): SandboxFault | undefined {
		if (!trouble) return undefined;
		let count = 0;
		const matches = () => count++ === trouble.request;
		const answer = (status: number, body: unknown, headers = {}) => ({ answer: { status, body, headers } });
		const faults: Record<Trouble['kind'], Omit<SandboxFault, 'matches'>> = {
			refused: { when: 'before', error: 'refused' },
			'reset before': { when: 'before', error: 'reset' },
			'reset after': { when: 'after', error: 'reset' },
			'slow before': { when: 'before', error: 'timeout' },
			'slow after': { when: 'after', error: 'timeout' },
			'429': { when: 'before', ...answer(429, { message: 'Slow down' }, { 'retry-after': '7' }) },
			'500 before': { when: 'before', ...answer(500, { message: 'Oops' }) },
			'500 after': { when: 'after', ...answer(500, { message: 'Oops' }) },
			'503': { when: 'after', ...answer(503, { message: 'Not now' }, { 'retry-after': '7' }) },
			cut: { when: 'after', cut: true },
			'failure inside': { when: 'before', ...answer(200, { success: false, error: 'the workspace is full' }) },
			denied: { when: 'before', ...answer(403, { message: 'You may not do this' }) },
		};
		return { ...faults[trouble.kind], matches };
	}
}

const START = Date.parse('2026-11-02T09:30:00Z');

/** Plays a history. @throws {Error} with the story, if a word of a step is not true. */
export async function playHistory(
	stage: Stage,
	subject: Subject,
	{ users, events, freeSeats, people, ...settings }: History,
): Promise<void> {
	let now = START;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
	try {
		stage.sandbox.requests.length = 0;
		const organization = stage.sandbox.newOrganization(subject.key);
		stage.organization = organization;
		organization.populate(users);
		Object.assign(organization.settings, settings);
		const [role] = organization.roles.workspace;
		const [first] = organization.workspaces;
		for (const [index, state] of people.entries()) {
			const email = at(PEOPLE, index);
			if (state === 'user') organization.addUser({ email });
			if (state === 'user with capitals') organization.addUser({ email: capitalized(email) });
			if (state === 'member' && first && role) organization.addUser({ email, workspaces: { [first.id]: role.id } });
			if (state === 'invited' && first && role && !stage.product.joinsAtOnce)
				organization.invite({ email, workspaces: { [first.id]: role.id } });
		}
		if (freeSeats !== undefined) {
			organization.settings.seats = 1_000_000;
			organization.settings.seats += freeSeats - organization.freeSeats;
		}
		const run = new Run(stage, subject, (milliseconds) => {
			now += milliseconds;
		});
		run.story.push(
			`${users} users more, pages of ${settings.pageSize}, ${settings.order}, filters ${settings.caseSensitive ? 'mind' : "don't mind"} case, ${freeSeats ?? 'any number of'} seats free. ${PEOPLE.map((email) => `${email}: ${describeAccess(organization, email)}`).join('; ')}.`,
		);
		for (const event of events) {
			await run.happen(event);
			if ('trouble' in event && event.trouble?.kind.startsWith('slow')) now += DEADLINE_MS;
		}
	} finally {
		clock.mockRestore();
	}
}
