import fc from 'fast-check';
import type { Organization, SandboxFault } from '../../sandbox/index.mts';
import type { Settings } from '../../sandbox/organization.mts';
import type { InvitingAction, Wanted } from '../outcomes/product.ts';
import type { Values } from './integration.ts';
import { accessTo, invite, type Scene, step } from './scenes.ts';
import { DEADLINE_MS, type Ended, type Kind, type Stage, type Subject } from './stage.ts';
import { activeUser, describeAccess, wrongWordsOfInvitationSearch, wrongWordsOfUserSearch, wrongWordsOfWorkspaceSearch } from './truth.ts';

/*
 * Histories: a random organization, in which random steps run while people come and go and requests go wrong. After every
 * step, its words are held against the state.
 */

/** The people whom the steps of a history are about. */
const PEOPLE = ['ana.diaz', 'ben.okoro', 'chen.li', 'dora.novak'].map((name) => `${name}@example.com`);

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
	| { does: 'poll'; trigger: number; trouble: Trouble | undefined };

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
	{ weight: 4, arbitrary: fc.record({ does: fc.constant('poll' as const), trigger: few, trouble }) },
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
		users: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 20 }) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) }),
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
			{ weight: 9, arbitrary: fc.array(event, { minLength: 1, maxLength: 5, size: 'max' }) },
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
		const run = async (
			kind: Kind,
			key: string,
			title: string,
			options: { input?: Values; people?: string[]; judge?(ended: Ended): string[] },
		) => {
			if (!this.#subject.has(kind, key)) return undefined;
			return { scene: await step(stage, kind, key, { ...options, ...(fault && { fault }) }), title, kind };
		};
		const workspaceOf = (index: number) => at([...organization.workspaces], index);
		switch (event.does) {
			case 'invite': {
				const action = at(stage.product.inviting, event.action);
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
			case 'poll':
				return this.#poll(event.trigger, run);
		}
	}

	#wanted(action: InvitingAction, { person, others, workspace, count }: Extract<Step, { does: 'invite' }>): Wanted {
		const all = accessTo(this.#stage, action, Number.POSITIVE_INFINITY);
		const access = action.workspaces.startsWith('any')
			? Array.from({ length: count }, (_, index) => at(all, workspace + index))
			: [at(all, workspace)];
		const emails = Array.from({ length: action.people === 'several' ? others + 1 : 1 }, (_, index) => at(PEOPLE, person + index));
		return { emails, access: [...new Map(access.map((one) => [one.id, one])).values()] };
	}

	async #poll(
		index: number,
		run: (
			kind: Kind,
			key: string,
			title: string,
			options: { judge?(ended: Ended): string[] },
		) => Promise<{ scene: Scene; title: string; kind: Kind } | undefined>,
	) {
		const keys = ['new_user', 'new_invitation', 'invitation_accepted'].filter((key) => this.#subject.has('triggers', key));
		if (!keys.length) return undefined;
		const key = at(keys, index);
		const polled = this.#polled.get(key) ?? { ids: new Set(), last: undefined };
		this.#polled.set(key, polled);
		return run('triggers', key, `Poll ${key}`, {
			judge: ({ items }) => {
				const { last } = polled;
				const now = Date.now();
				const wrong: string[] = [];
				// Of an acceptance some APIs give the user, others the invitation.
				const given = new Set(items.map(({ id, email }) => (key === 'invitation_accepted' ? String(email).toLowerCase() : String(id))));
				const all = this.#thingsOf(key);
				for (const id of given) {
					const thing = all.find((one) => one.id === id);
					if (!thing) wrong.push(`gives ${id}, which is not there`);
					else if (last !== undefined && !polled.ids.has(id) && Date.parse(thing.since) < last)
						wrong.push(`gives ${thing.email} as new, who is old`);
				}
				for (const { id, email, since } of all) {
					const time = Date.parse(since);
					const isRecent = time > now - 30 * 24 * 3600 * 1000;
					if (isRecent && !given.has(id) && time > (last ?? 0)) wrong.push(`leaves out ${email}, who is new`);
				}
				for (const id of given) polled.ids.add(id);
				polled.last = now;
				return wrong;
			},
		});
	}

	/** What a trigger is about, with the moment from which on it is. */
	#thingsOf(key: string): { id: string; email: string; since: string }[] {
		const { activeUsers, invitations } = this.#organization;
		if (key === 'new_user') return Array.from(activeUsers, ({ id, email, createdAt }) => ({ id, email, since: createdAt }));
		const accepted = key === 'invitation_accepted';
		return [...invitations]
			.filter(({ status }) => !accepted || status === 'accepted')
			.map(({ id, email, createdAt, acceptedAt }) =>
				accepted ? { id: email.toLowerCase(), email, since: acceptedAt ?? createdAt } : { id, email, since: createdAt },
			);
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
