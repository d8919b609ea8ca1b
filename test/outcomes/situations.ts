import type { Values } from '../support/integration.ts';
import { accessTo, changing, invite, NORA, OMAR, type Scene, step, wantedOf } from '../support/scenes.ts';
import type { Ending, Kind, Stage, Subject } from '../support/stage.ts';
import { wrongWordsOfInvitationSearch, wrongWordsOfUserSearch, wrongWordsOfWorkspaceSearch } from '../support/truth.ts';
import type { InvitingAction, Wanted } from './product.ts';

/** What a step must say, beside what is true in general. */
export interface Expected {
	/** One of several, where products differ. */
	ends: Ending | readonly Ending[];
	/** Of an action that is done. */
	status?: string;
	/** In its message. */
	says?: RegExp;
	never?: RegExp;
	/** Whether anything was done for the people whom it is about. */
	changed?: boolean;
	/** How many items a search or a trigger gives. */
	gives?: number;
	/** How many requests it takes at most. */
	requests?: number;
}

/** One situation of one step of one product. */
export interface Case {
	kind: Kind;
	/** The step's key. */
	step: string;
	/** What the form says besides, for people. */
	with?: string;
	play(stage: Stage): Promise<Scene>;
	expected: Expected | ((stage: Stage) => Expected);
}

export interface Situation {
	name: string;
	/** None where a product can't come into this situation. */
	cases(subject: Subject): Case[];
}

export interface Group {
	title: string;
	/** What docs/outcomes.md says above the table. */
	note?: string;
	/** Whether docs/outcomes.md leaves it out. */
	unlisted?: true;
	situations: Situation[];
}

const SOFT = /nothing to fix|Nothing needs|Nobody was invited again|is a user already|already there/i;

/** The choices of "If the User Already Exists", and none of them. */
const IF_EXISTS = ['', 'halt', 'continue', 'ensure'] as const;
type IfExists = (typeof IF_EXISTS)[number];

function choicesOf(subject: Subject, action: InvitingAction): IfExists[] {
	const offered = subject.choicesOf('creates', action.key, 'if_exists');
	return IF_EXISTS.filter((choice) => choice === '' || offered.includes(choice));
}

/** A case for each action that invites. */
function each(cases: (action: InvitingAction, subject: Subject) => Omit<Case, 'kind' | 'step'>[]): Situation['cases'] {
	return (subject) =>
		subject.product.inviting.flatMap((action) =>
			cases(action, subject).map((one) => ({ ...one, kind: 'creates' as const, step: action.key })),
		);
}

/** A case for each choice of what happens to somebody who exists. */
function eachChoice(
	make: (action: InvitingAction, ifExists: IfExists, subject: Subject) => Omit<Case, 'kind' | 'step' | 'with'> | undefined,
) {
	return each((action, subject) =>
		choicesOf(subject, action).flatMap((ifExists) => {
			const made = make(action, ifExists, subject);
			return made ? [{ ...made, ...(ifExists && { with: ifExists }) }] : [];
		}),
	);
}

/** The API refuses, or answers, the invitation itself. */
const answered = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	({ when: 'before', answer: { status, body, headers }, matches: changing }) as const;

function addMember({ organization }: Stage, { emails, access }: Wanted): void {
	for (const email of emails) organization.addUser({ email, workspaces: Object.fromEntries(access.map(({ id, role }) => [id, role])) });
}

const newcomer: Situation = {
	name: 'A new person is invited',
	cases: eachChoice((action, ifExists) => ({
		play: (stage) => invite(stage, action, { ifExists }),
		expected: { ends: 'done', status: 'invited', changed: true },
	})),
};

const several: Situation = {
	name: 'A new person is invited to several workspaces',
	cases: each((action) =>
		action.workspaces.startsWith('any')
			? [
					{
						play: (stage) => invite(stage, action, { wanted: wantedOf(stage, action, [NORA], 3) }),
						expected: { ends: 'done', status: 'invited', changed: true },
					},
					{
						with: 'no workspace',
						play: (stage) => invite(stage, action, { wanted: { emails: [NORA], access: [] } }),
						expected: action.needsWorkspace
							? { ends: 'fails', says: /^Fill in /, changed: false }
							: { ends: 'done', status: 'invited', changed: true },
					},
				]
			: [],
	),
};

/** What is said of somebody who has what is asked for. */
function saidOfKnown(action: InvitingAction, ifExists: IfExists): Expected {
	if (!action.refusesKnown && ifExists === '') return { ends: 'done' };
	if (ifExists === '' || ifExists === 'halt') return { ends: 'stops softly', changed: false };
	return { ends: 'done', changed: action.refusesKnown ? false : undefined } as Expected;
}

const member: Situation = {
	name: 'The person is a member with this very access',
	cases: eachChoice((action, ifExists) => ({
		play(stage) {
			const wanted = wantedOf(stage, action);
			addMember(stage, wanted);
			return invite(stage, action, { wanted, ifExists });
		},
		expected: saidOfKnown(action, ifExists),
	})),
};

/** Whether it invites to nothing but the workspace of the connection, or the organization. */
const hasNoOther = ({ workspaces }: InvitingAction) => workspaces === 'the only one' || workspaces === 'none';

const elsewhere: Situation = {
	name: 'The person is a user, but not in this workspace',
	cases: eachChoice((action, ifExists) =>
		hasNoOther(action)
			? undefined
			: {
					play(stage) {
						stage.organization.addUser({ email: NORA });
						return invite(stage, action, { ifExists });
					},
					expected: action.admitsUsers
						? { ends: 'done', status: 'invited', changed: true }
						: ifExists === 'ensure'
							? { ends: 'done', status: 'access_given', changed: true }
							: saidOfKnown(action, ifExists),
				},
	),
};

const otherRole: Situation = {
	name: 'The person is in this workspace with another role',
	cases: eachChoice((action, ifExists) =>
		action.workspaces === 'none'
			? undefined
			: {
					play(stage) {
						const wanted = wantedOf(stage, action);
						const [other] = stage.organization.roles.workspace;
						addMember(stage, { ...wanted, access: wanted.access.map((one) => ({ ...one, role: other?.id ?? '' })) });
						return invite(stage, action, { wanted, ifExists });
					},
					expected:
						ifExists === 'ensure' && !action.admitsUsers
							? { ends: 'done', status: 'access_given', changed: true }
							: saidOfKnown(action, ifExists),
				},
	),
};

const invitedAlready: Situation = {
	name: 'The person was invited, and has not answered',
	cases: eachChoice((action, ifExists, { product }) =>
		product.joinsAtOnce
			? undefined
			: {
					play(stage) {
						const wanted = wantedOf(stage, action);
						stage.organization.invite({ email: NORA, workspaces: Object.fromEntries(wanted.access.map(({ id, role }) => [id, role])) });
						return invite(stage, action, { wanted, ifExists });
					},
					expected:
						ifExists === 'ensure' && !action.admitsUsers
							? { ends: 'done', status: 'resent', changed: true }
							: saidOfKnown(action, ifExists),
				},
	),
};

const invitedBefore: Situation = {
	name: 'An invitation of the person was cancelled, and another expired',
	cases: each((action, { product }) =>
		product.joinsAtOnce
			? []
			: [
					{
						play(stage) {
							const { organization } = stage;
							organization.cancel(organization.invite({ email: NORA }));
							organization.invite({ email: NORA, createdAt: '2020-01-01T00:00:00Z' });
							organization.expire();
							return invite(stage, action);
						},
						expected: { ends: 'done', status: 'invited', changed: true },
					},
				],
	),
};

const twoRoles: Situation = {
	name: 'One workspace is named with two roles',
	cases: each((action) =>
		action.workspaces === 'any, each with its role'
			? [
					{
						play(stage) {
							const [first] = accessTo(stage, action);
							const [one, two] = stage.organization.roles.workspace;
							if (!first || !one || !two) throw new Error('The simulation needs a workspace and two roles');
							const asked = {
								emails: [NORA],
								access: [
									{ ...first, role: one.id },
									{ ...first, role: two.id },
								],
							};
							return invite(stage, action, { wanted: asked });
						},
						expected: { ends: 'fails', says: /is named 2 times, with .+ and .+\. Keep one/, changed: false },
					},
				]
			: [],
	),
};

/** Refusals with "already", or of other kinds, that say nothing of the person. */
function refusedAsExisting(name: string, prepare: (stage: Stage, wanted: Wanted) => void, says: RegExp, needsWorkspace = false): Situation {
	return {
		name,
		cases: eachChoice((action, ifExists) =>
			needsWorkspace && hasNoOther(action)
				? undefined
				: {
						play(stage) {
							const wanted = wantedOf(stage, action);
							prepare(stage, wanted);
							return invite(stage, action, { wanted, ifExists });
						},
						expected: { ends: 'fails', says, never: SOFT, changed: false },
					},
		),
	};
}

const seats = refusedAsExisting(
	"A seat limit is not 'already a member'",
	({ organization }) => {
		organization.settings.seats = 1_000;
		organization.settings.seats -= organization.freeSeats;
	},
	/limit|licen[cs]e|seat|plan/i,
);

const archived = refusedAsExisting(
	"An archived workspace is not 'already a member'",
	({ organization }, { access }) => {
		for (const { id } of access) organization.archive(id);
	},
	/archived|exist|not found|workspace/i,
	true,
);

/** Answers to the invitation itself that no simulation has. */
function answeredAsExisting(name: string, status: number, message: string, ends: Ending): Situation {
	return {
		name,
		cases: eachChoice((action, ifExists) => ({
			play: (stage) => invite(stage, action, { ifExists, fault: answered(status, { message }) }),
			expected: { ends, says: new RegExp(message.slice(0, 20)), never: SOFT, changed: false },
		})),
	};
}

const earlierConflict: Situation = {
	name: "A conflict of a request before the invitation is not 'already a member'",
	cases: each((action) => [
		{
			async play(stage) {
				const fault = {
					when: 'before',
					answer: { status: 409, body: { message: 'The user already belongs to the organization' } },
					matches: ({ method }: { method: string }) => method === 'GET',
				} as const;
				return invite(stage, action, { fault, ifExists: 'continue' });
			},
			expected: ({ sandbox }) =>
				sandbox.requests.some(({ method, status }) => method === 'GET' && status === 409)
					? { ends: 'fails', never: SOFT, changed: false }
					: { ends: 'done' },
		},
	]),
};

const acceptedIsCancelled: Situation = {
	name: 'An accepted invitation is cancelled',
	cases: (subject) =>
		subject.has('creates', 'cancel_invitation')
			? [
					{
						kind: 'creates',
						step: 'cancel_invitation',
						play(stage) {
							const { id } = stage.organization.invite({ email: NORA });
							stage.organization.accept(NORA);
							return step(stage, 'creates', 'cancel_invitation', { input: { invitation_id: id }, people: [NORA] });
						},
						expected: { ends: 'fails', says: /has accepted/, changed: false },
					},
				]
			: [],
};

const already: Group = {
	title: 'Somebody is there already, or isn’t',
	situations: [
		newcomer,
		several,
		member,
		elsewhere,
		otherRole,
		invitedAlready,
		invitedBefore,
		twoRoles,
		seats,
		archived,
		answeredAsExisting("An expired token is not 'already a member'", 400, 'The token has already expired', 'fails'),
		answeredAsExisting("'Already used all licenses' is not 'already a member'", 422, 'Your team has already used all licenses', 'fails'),
		answeredAsExisting(
			"'Already reached' with a conflict is not 'already a member'",
			400,
			'The plan has already reached its limit',
			'fails',
		),
		earlierConflict,
		acceptedIsCancelled,
	],
};

/** Several people at once, of whom one can't be invited. */
function oneFails(
	name: string,
	partialFailure: 'nobody_invited' | 'multi_status' | 'failed_list' | 'error_list',
	expected: Expected,
): Situation {
	return {
		name,
		cases: eachChoice((action, ifExists) =>
			action.people === 'one'
				? undefined
				: {
						play(stage) {
							Object.assign(stage.organization.settings, { partialFailure, blockedDomains: ['blocked.example'] });
							return invite(stage, action, { ifExists, wanted: wantedOf(stage, action, [NORA, 'omar.reyes@blocked.example']) });
						},
						expected,
					},
		),
	};
}

const people: Group = {
	title: 'Several people in one request',
	situations: [
		{
			name: 'One of them is a user already',
			cases: eachChoice((action, ifExists) =>
				action.people === 'one'
					? undefined
					: {
							play(stage) {
								stage.organization.addUser({ email: OMAR });
								return invite(stage, action, { ifExists, wanted: wantedOf(stage, action, [NORA, OMAR]) });
							},
							expected: { ends: 'done', status: 'invited', changed: true },
						},
			),
		},
		oneFails('One of them can’t be invited, and nobody is', 'nobody_invited', {
			ends: 'fails',
			changed: false,
			says: /doesn't say which of the 2 users/,
		}),
		oneFails('One of them can’t be invited, as a 207 says', 'multi_status', {
			ends: 'fails',
			changed: true,
			says: /could not invite omar.*Invited: nora/,
		}),
		oneFails('One of them can’t be invited, as a list of the failed says', 'failed_list', {
			ends: 'fails',
			changed: true,
			says: /could not invite omar.*Invited: nora/,
		}),
		oneFails('One of them can’t be invited, as a list of errors says', 'error_list', {
			ends: 'fails',
			changed: true,
			says: /could not invite omar.*doesn't say whether nora/,
		}),
		{
			name: 'The same address occurs twice',
			cases: each((action) =>
				action.people === 'one'
					? []
					: [
							{
								play: (stage) =>
									invite(stage, action, { input: { ...action.input(wantedOf(stage, action)), emails: `${NORA}, ${NORA.toUpperCase()}` } }),
								expected: { ends: 'done', status: 'invited', changed: true },
							},
						],
			),
		},
	],
};

/** Something that goes wrong on the way of the invitation. */
function onTheWay(
	name: string,
	fault:
		| Parameters<typeof answered>
		| {
				when: 'before' | 'after';
				error?: 'refused' | 'reset' | 'timeout';
				status?: number;
				headers?: Record<string, string>;
				body?: unknown;
		  },
	expected: Expected,
): Situation {
	return {
		name,
		cases: each((action) => [
			{
				play(stage) {
					if (Array.isArray(fault)) return invite(stage, action, { fault: answered(...fault) });
					const { when, error, status = 500, headers = {}, body } = fault as Exclude<typeof fault, unknown[]>;
					return invite(stage, action, {
						fault: { when, matches: changing, times: 1, ...(error ? { error } : { answer: { status, headers, body } }) },
					});
				},
				expected,
			},
		]),
	};
}

const PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>';
const failure = (name: string, body: unknown): Situation => onTheWay(name, [200, body], { ends: 'fails', changed: false, never: SOFT });

const success: Group = {
	title: 'A success that is none',
	situations: [
		failure('A failure inside a success: `error`', { error: 'the workspace is full' }),
		failure('A failure inside a success: `errors`', { errors: [{ message: 'the workspace is full' }] }),
		failure('A failure inside a success: `"success": "false"`', { success: 'false', message: 'the workspace is full' }),
		failure('A failure inside a success: `"success": false`', { success: false }),
		onTheWay(
			'A login page with status 200',
			{ when: 'before', status: 200, headers: { 'content-type': 'text/html' }, body: PAGE },
			{
				ends: 'fails',
				changed: false,
				says: /web page/,
			},
		),
		onTheWay('A success without a body', { when: 'after', status: 200, body: '' }, { ends: 'done', status: 'invited', changed: true }),
	],
};

const MAYBE = /may have been sent|whether the invitation was sent/;

const way: Group = {
	title: 'On the way',
	situations: [
		onTheWay('The connection is refused', { when: 'before', error: 'refused' }, { ends: 'fails', says: /was not sent/, changed: false }),
		onTheWay(
			'The connection is reset before the API acts',
			{ when: 'before', error: 'reset' },
			{ ends: 'fails', says: MAYBE, changed: false },
		),
		onTheWay(
			'The connection is reset after the API acted',
			{ when: 'after', error: 'reset' },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay('The API acts, and never answers', { when: 'after', error: 'timeout' }, { ends: 'fails', says: MAYBE, changed: true }),
		onTheWay(
			'A server error after the API acted',
			{ when: 'after', status: 500, body: { message: 'Oops' } },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay(
			'A proxy’s error page after the API acted',
			{ when: 'after', status: 502, body: PAGE },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay(
			'503 with Retry-After, after the API acted',
			{ when: 'after', status: 503, headers: { 'retry-after': '5' } },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay(
			'Too many requests',
			{ when: 'before', status: 429, headers: { 'retry-after': '5' } },
			{ ends: 'held and replayed', changed: false },
		),
		onTheWay(
			'A 302 after the API acted',
			{ when: 'after', status: 302, headers: { location: 'https://example.com/' } },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay(
			'A 303 after the API acted',
			{ when: 'after', status: 303, headers: { location: 'https://example.com/' } },
			{ ends: 'fails', says: MAYBE, changed: true },
		),
		onTheWay(
			'A 307',
			{ when: 'before', status: 307, headers: { location: 'https://example.com/' } },
			{ ends: 'fails', says: /was not sent/, changed: false },
		),
		onTheWay(
			'A 308',
			{ when: 'before', status: 308, headers: { location: 'https://example.com/' } },
			{ ends: 'fails', says: /was not sent/, changed: false },
		),
		{
			name: 'A request before the invitation fails',
			cases: each((action) => [
				{
					async play(stage) {
						const fault = { when: 'before', error: 'reset', matches: ({ method }: { method: string }) => method === 'GET' } as const;
						return invite(stage, action, { fault, ifExists: 'continue' });
					},
					expected: ({ sandbox }) =>
						sandbox.requests.some(changing) ? { ends: 'done' } : { ends: 'fails', says: /was not sent/, never: /may have/, changed: false },
				},
			]),
		},
		onTheWay('"Invalid role id" blames no other field', [422, { message: 'Invalid role id' }], {
			ends: 'fails',
			says: /^Invalid role id\./,
			never: /Change (Workspace|Project|Email)/,
			changed: false,
		}),
	],
};

/** Somebody who can be found, in a large organization. */
const NOBODY = 'nobody.here@example.com';

function findUser(
	name: string,
	{
		prepare,
		email = NORA,
		input = () => ({}),
		expected,
		only = () => true,
	}: {
		prepare(stage: Stage): void;
		email?: string;
		input?(stage: Stage): Values;
		expected: Expected | ((subject: Subject) => Expected);
		only?(subject: Subject): boolean;
	},
): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('searches', 'find_user') && only(subject)
				? [
						{
							kind: 'searches',
							step: 'find_user',
							play(stage) {
								prepare(stage);
								const more = input(stage);
								return step(stage, 'searches', 'find_user', {
									input: { email, ...more },
									people: [email],
									judge: (ended) => wrongWordsOfUserSearch(stage.organization, email, ended, more.workspace_id as string | undefined),
								});
							},
							expected: typeof expected === 'function' ? expected(subject) : expected,
						},
					]
				: [],
	};
}

function populate({ organization }: Stage, count: number, pageSize: number): void {
	organization.populate(count);
	organization.settings.pageSize = pageSize;
}

const mixed = ({ organization }: Stage) => {
	organization.addUser({ email: 'Nora.Quist@Example.com' });
};
const hasWorkspaceField = (subject: Subject) => subject.has('searches', 'find_user', 'workspace_id');
const somewhere = ({ organization }: Stage) => [...organization.workspaces].find(({ archived }) => !archived)?.id ?? '';

const finding: Group = {
	title: 'Who is found',
	situations: [
		findUser('Nobody has the address', { prepare: () => {}, expected: { ends: 'done', gives: 0 } }),
		findUser('A member of the organization who is in no workspace', {
			prepare: ({ organization }) => void organization.addUser({ email: NORA }),
			expected: { ends: 'done', gives: 1 },
		}),
		findUser('Somebody who is only invited', {
			prepare: ({ organization }) => void organization.invite({ email: NORA }),
			expected: { ends: 'done', gives: 0 },
			only: ({ product }) => !product.joinsAtOnce,
		}),
		findUser('Somebody who was removed', {
			prepare({ organization }) {
				organization.addUser({ email: NORA });
				organization.removeUser(NORA);
			},
			expected: { ends: 'done', gives: 0 },
		}),
		findUser('An address that is stored with capitals', { prepare: mixed, expected: { ends: 'done', gives: 1 } }),
		findUser('An address that is typed with capitals', {
			prepare: ({ organization }) => void organization.addUser({ email: NORA }),
			email: 'NORA.Quist@Example.com',
			expected: { ends: 'done', gives: 1 },
		}),
		findUser('Stored with capitals, in an organization of 2,500 with pages of 100', {
			prepare(stage) {
				populate(stage, 2_500, 100);
				mixed(stage);
			},
			expected: ({ product }) => (product.caseMattersBeyond ? { ends: 'done', gives: 0 } : { ends: 'done', gives: 1 }),
			only: ({ product }) => !product.caseMattersBeyond,
		}),
		findUser('The last of 2,500, with pages of fewer than asked for', {
			prepare(stage) {
				populate(stage, 2_499, 37);
				stage.organization.addUser({ email: NORA });
			},
			expected: { ends: 'done', gives: 1 },
		}),
		findUser('Nobody among 2,500, with pages of fewer than asked for', {
			prepare: (stage) => populate(stage, 2_500, 37),
			email: NOBODY,
			expected: { ends: 'done', gives: 0 },
		}),
		findUser('One of 100,000', {
			prepare: (stage) => populate(stage, 100_000, 100),
			email: 'user50000@example.com',
			only: ({ product }) => product.requestsByAddress !== undefined,
			expected: ({ product: { requestsByAddress } }) => ({
				ends: 'done',
				gives: 1,
				...(requestsByAddress && { requests: requestsByAddress }),
			}),
		}),
		findUser('A list that can’t be looked through in the time of a step', {
			prepare(stage) {
				populate(stage, 2_500, 100);
				slow(stage, 2_000);
			},
			email: NOBODY,
			expected: { ends: 'fails', says: /too long to look through/ },
			only: ({ product }) => product.requestsByAddress === undefined,
		}),
		findUser('A member of the organization, who is not in the workspace that is named', {
			prepare: ({ organization }) => void organization.addUser({ email: NORA }),
			input: (stage) => ({ workspace_id: somewhere(stage) }),
			expected: { ends: 'done', gives: 0 },
			only: hasWorkspaceField,
		}),
		findUser('A member of the workspace that is named', {
			prepare(stage) {
				stage.organization.addUser({ email: NORA, workspaces: { [somewhere(stage)]: stage.organization.roles.workspace[0]?.id ?? '' } });
			},
			input: (stage) => ({ workspace_id: somewhere(stage) }),
			expected: { ends: 'done', gives: 1 },
			only: hasWorkspaceField,
		}),
	],
};

/** From now on, each request takes so long. */
export function slow({ sandbox }: Stage, milliseconds: number): void {
	const { now } = Date;
	let later = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now() + later);
	sandbox.fault({
		when: 'before',
		matches: () => {
			later += milliseconds;
			return false;
		},
	});
}

function findWorkspace(name: string, wanted: string, prepare: (stage: Stage) => void, expected: Expected, more: Values = {}): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('searches', 'find_workspace')
				? [
						{
							kind: 'searches',
							step: 'find_workspace',
							play(stage) {
								prepare(stage);
								return step(stage, 'searches', 'find_workspace', {
									input: { name: wanted, ...more },
									judge: (ended) => (more.match ? [] : wrongWordsOfWorkspaceSearch(stage.organization, wanted, ended)),
								});
							},
							expected,
						},
					]
				: [],
	};
}

/** Many workspaces with the name inside theirs, and the one that is meant on a later page. */
function manyAlike({ organization }: Stage): void {
	for (let n = 1; n <= 30; n++) organization.addWorkspace({ name: `A Lighthouse ${n}` });
	organization.addWorkspace({ name: 'Lighthouse' });
	organization.settings.pageSize = 10;
}

const workspaces: Group = {
	title: 'Which workspace is found',
	situations: [
		findWorkspace('The exact name is on the second page, behind partial ones', 'Lighthouse', manyAlike, { ends: 'done', gives: 1 }),
		findWorkspace('The exact name in another case of letters', 'LIGHTHOUSE', manyAlike, { ends: 'done', gives: 1 }),
		findWorkspace('Only a part of a name was given, and the whole name is asked for', 'Lightho', manyAlike, { ends: 'done', gives: 0 }),
		findWorkspace(
			'Only a part of a name was given, and a part will do',
			'Lightho',
			manyAlike,
			{ ends: 'done', gives: 31 },
			{ match: 'contains' },
		),
		findWorkspace(
			'A part will do, and the exact name is there',
			'lighthouse',
			manyAlike,
			{ ends: 'done', gives: 1 },
			{ match: 'contains' },
		),
	],
};

function findInvitation(name: string, prepare: (stage: Stage) => void, gives: number, status?: string): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('searches', 'find_invitation')
				? [
						{
							kind: 'searches',
							step: 'find_invitation',
							...(status && { with: status }),
							play(stage) {
								prepare(stage);
								return step(stage, 'searches', 'find_invitation', {
									input: { email: NORA, ...(status && { status }) },
									people: [NORA],
									judge: (ended) => wrongWordsOfInvitationSearch(stage.organization, NORA, ended, status),
								});
							},
							expected: { ends: 'done', gives },
						},
					]
				: [],
	};
}

const cancelled = ({ organization }: Stage) => void organization.cancel(organization.invite({ email: NORA }));
const expired = ({ organization }: Stage) => {
	organization.invite({ email: NORA, createdAt: '2020-01-01T00:00:00Z' });
	organization.expire();
};

const invitations: Group = {
	title: 'Which invitation is found',
	situations: [
		findInvitation('A pending one', ({ organization }) => void organization.invite({ email: NORA }), 1),
		findInvitation('A cancelled one keeps nobody from being invited', cancelled, 0),
		findInvitation('An expired one keeps nobody from being invited', expired, 0),
		findInvitation('A cancelled one, where it is asked for', cancelled, 1, 'cancelled'),
		findInvitation('An expired one, where it is asked for', expired, 1, 'expired'),
	],
};

/** Runs a trigger on new users. @param setTheScene gives whom it must give, and whom it must not. */
function newUser(
	name: string,
	setTheScene: (stage: Stage) => { newcomers: string[]; old?: string[] },
	expected: Expected | ((subject: Subject) => Expected),
	only: (subject: Subject) => boolean = () => true,
): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('triggers', 'new_user') && only(subject)
				? [
						{
							kind: 'triggers',
							step: 'new_user',
							play(stage) {
								const { newcomers, old = [] } = setTheScene(stage);
								return step(stage, 'triggers', 'new_user', {
									people: newcomers,
									judge({ items }) {
										const given = new Set(items.map(({ email }) => email));
										return [
											...newcomers.filter((email) => !given.has(email)).map((email) => `leaves out ${email}, who is new`),
											...(subject.product.requestsPerPoll
												? old.filter((email) => given.has(email)).map((email) => `gives ${email}, who is not new`)
												: []),
										];
									},
								});
							},
							expected: typeof expected === 'function' ? expected(subject) : expected,
						},
					]
				: [],
	};
}

/** Many users, of whom all but the last few are old. */
function populateLongAgo(stage: Stage, count: number, pageSize: number): void {
	populate(stage, count, pageSize);
	const { organization } = stage;
	const later = new Date(Date.now() + 40 * 24 * 3600 * 1000);
	jest.spyOn(Date, 'now').mockReturnValue(later.getTime());
	organization.addUser({ email: NORA });
}

const orders = ['oldest_first', 'newest_first', 'mixed'] as const;

const polling: Group = {
	title: 'Who is new',
	situations: [
		...orders.map((order) =>
			newUser(
				`The newest of 2,500, with pages of fewer than asked for, ${order.replace('_', ' ')}`,
				(stage) => {
					populateLongAgo(stage, 2_500, 37);
					stage.organization.settings.order = order;
					return { newcomers: [NORA], old: ['user2500@example.com', 'user1@example.com'] };
				},
				{ ends: 'done' },
			),
		),
		...orders.slice(0, 2).map((order) =>
			newUser(
				`The newest of 100,000, ${order.replace('_', ' ')}`,
				(stage) => {
					populateLongAgo(stage, 100_000, 100);
					stage.organization.settings.order = order;
					return { newcomers: [NORA], old: ['user100000@example.com'] };
				},
				({ product }) => ({ ends: 'done', requests: product.requestsPerPoll ?? Number.POSITIVE_INFINITY }),
				({ product }) => product.requestsPerPoll !== undefined,
			),
		),
		newUser(
			'Somebody old was removed, and the list slides',
			(stage) => {
				populateLongAgo(stage, 300, 50);
				stage.organization.removeUser('user299@example.com');
				return { newcomers: [NORA], old: ['user300@example.com', 'user298@example.com', 'user1@example.com'] };
			},
			{ ends: 'done' },
		),
	],
};

const plain = (input: Values, from: unknown, to: unknown): Values =>
	JSON.parse(JSON.stringify(input).replaceAll(JSON.stringify(from), JSON.stringify(to)));

/** An address as it is pasted. */
function pasted(name: string, text: string): Situation {
	return {
		name,
		cases: each((action) => [
			{
				play(stage) {
					const wanted = wantedOf(stage, action);
					return invite(stage, action, { wanted, input: plain(action.input(wanted), NORA, text) });
				},
				expected: { ends: 'done', status: 'invited', changed: true },
			},
		]),
	};
}

/** A name where the API takes an id. */
function named(
	name: string,
	text: (wanted: Wanted, stage: Stage) => string,
	expected: Expected,
	prepare: (stage: Stage) => void = () => {},
): Situation {
	return {
		name,
		cases: each((action) => {
			const { byName } = action;
			if (!byName) return [];
			return [
				{
					play(stage) {
						const wanted = wantedOf(stage, action);
						prepare(stage);
						return invite(stage, action, { wanted, input: byName(text(wanted, stage), wanted) });
					},
					expected,
				},
			];
		}),
	};
}

const nameOfFirst = ({ access: [first] }: Wanted) => first?.name ?? '';

const writing: Group = {
	title: 'What people write',
	situations: [
		pasted('An address with a name', `Nora Quist <${NORA}>`),
		pasted('An address as a link', `mailto:${NORA}`),
		pasted('An address with invisible characters', `\u200b${NORA}\u00a0`),
		pasted('An address in quotation marks', `"${NORA}"`),
		{
			name: 'Two addresses in a field for one',
			cases: each((action) =>
				action.people === 'several'
					? []
					: [
							{
								play(stage) {
									const wanted = wantedOf(stage, action);
									return invite(stage, action, { wanted, input: plain(action.input(wanted), NORA, `${NORA}, ${OMAR}`) });
								},
								expected: { ends: 'fails', says: /Looping by Zapier/, changed: false },
							},
						],
			),
		},
		named('The name of a workspace', nameOfFirst, { ends: 'done', status: 'invited', changed: true }),
		named('The name of a workspace, in another case of letters', (wanted) => nameOfFirst(wanted).toUpperCase(), {
			ends: 'done',
			status: 'invited',
			changed: true,
		}),
		named('A name that no workspace has', (wanted) => nameOfFirst(wanted).replace(/.$/, ''), {
			ends: 'fails',
			says: /Did you mean “/,
			changed: false,
		}),
		named('A name that two workspaces have', nameOfFirst, { ends: 'fails', says: /is the name of 2/, changed: false }, (stage) => {
			const [first] = [...stage.organization.workspaces].toSorted((a, b) => b.name.localeCompare(a.name));
			stage.organization.addWorkspace({ name: first?.name ?? '' });
		}),
		named('A name, where the connection may not list', nameOfFirst, { ends: 'fails', changed: false }, ({ organization }) => {
			organization.settings.mayList = false;
		}),
		{
			name: 'A name among 2,500 workspaces, with pages of fewer than asked for',
			cases: each(({ byName, ...action }) =>
				byName
					? [
							{
								play(stage) {
									const { organization } = stage;
									for (let n = 0; n < 2_499; n++) organization.addWorkspace({ name: `Team ${n}` });
									const { id, name } = organization.addWorkspace({ name: 'Zebra' });
									organization.settings.pageSize = 37;
									const wanted = { emails: [NORA], access: [{ id, name, role: organization.roles.workspace[1]?.id ?? '' }] };
									return invite(stage, action, { wanted, input: byName('zebra', wanted) });
								},
								expected: { ends: 'done', status: 'invited', changed: true },
							},
						]
					: [],
			),
		},
		{
			name: 'Workspaces with their roles in one cell',
			cases: each(({ byName, ...action }) =>
				byName && action.rolesInCells
					? [': ', ' as '].map((sign) => ({
							with: `"…${sign}…; …${sign}…"`,
							play(stage: Stage) {
								const wanted = wantedOf(stage, action, [NORA], 2);
								const text = wanted.access
									.map((one) => `${one.name}${sign}${stage.organization.roles.workspace.find(({ id }) => id === one.role)?.name}`)
									.join('; ');
								const alone = { emails: [NORA], access: [] };
								return invite(stage, action, { wanted, input: byName(text, alone) });
							},
							expected: { ends: 'done', status: 'invited', changed: true } as const,
						}))
					: [],
			),
		},
		{
			name: 'A role by the name that the organization or the workspace gives it',
			cases: each((action) =>
				Object.entries(action.roleNames ?? {}).map(([text, role]) => ({
					with: text,
					play(stage: Stage) {
						const { emails, access } = wantedOf(stage, action);
						const wanted = { emails, access: access.map((one) => ({ ...one, role })) };
						const typed = { emails, access: access.map((one) => ({ ...one, role: text })) };
						return invite(stage, action, { wanted, input: action.input(typed) });
					},
					expected: { ends: 'done', status: 'invited', changed: true } as const,
				})),
			),
		},
		{
			name: 'An id with a comma between its thousands',
			cases: each(({ byName, ...action }) =>
				byName && action.workspaces.startsWith('any')
					? [
							{
								play: (stage) => invite(stage, action, { input: byName('1,234', wantedOf(stage, action)) }),
								expected: { ends: 'fails', says: /one number or several/, changed: false },
							},
						]
					: [],
			),
		},
		{
			name: 'A workspace that no longer exists, which the API may hide',
			cases: each(({ byName, ...action }, { product }) =>
				byName
					? (product.hidesMissing ? (['not_found', 'forbidden'] as const) : (['not_found'] as const)).map((missing) => ({
							with: missing.replace('_', ' '),
							play(stage: Stage) {
								const { organization } = stage;
								Object.assign(organization.settings, { missing });
								const [first] = [...organization.workspaces];
								const gone = (first?.id ?? '').replace(/.$/, (last) => (last === '7' ? '8' : '7'));
								const wanted = wantedOf(stage, action);
								return invite(stage, action, { wanted, input: byName(gone, wanted) });
							},
							expected: { ends: 'fails', says: /exist|ID|see|found/i, changed: false } as const,
						}))
					: [],
			),
		},
	],
};

/** Every situation of the suite, in the order of docs/outcomes.md. */
export const groups: Group[] = [already, people, success, way, finding, workspaces, invitations, polling, writing];
