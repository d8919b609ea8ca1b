import type { SandboxFault } from '../../sandbox/index.mts';
import type { User } from '../../sandbox/organization.mts';
import { anotherPlace, change, changing, NORA, OMAR, placeFor } from '../support/scenes.ts';
import type { Stage, Subject } from '../support/stage.ts';
import type { Place } from '../support/truth.ts';
import { type Case, type Expected, type Group, type Situation, slow } from './situations.ts';

/*
 * What happens to somebody besides being invited: they are created, added, get another role, are removed and restored, and
 * their invitation is sent again or cancelled. Each situation holds of every product that has such a step.
 */

const ADDING = ['add_user_to_workspace', 'add_user_to_group'];
const CHANGING_ROLES = ['update_user_role', 'update_user_in_workspace'];
const REMOVING = ['remove_user', 'remove_user_from_workspace', 'remove_user_from_group'];
const INVITATIONS = ['resend_invitation', 'cancel_invitation'];
const ALL = ['create_user', ...ADDING, ...CHANGING_ROLES, ...REMOVING, 'restore_user', ...INVITATIONS];
const SOMEWHERE = ALL.filter((key) => /_(workspace|group)$/.test(key));
const OF_USERS = ALL.filter((key) => key !== 'create_user' && !INVITATIONS.includes(key));

/** What a step says that did something, and one that had nothing to do. */
const statusOf = (key: string): [done: string, nothing: string] => {
	if (key === 'create_user') return ['created', 'already_exists'];
	if (key === 'restore_user') return ['restored', 'already_active'];
	if (key === 'cancel_invitation') return ['cancelled', ''];
	if (key === 'resend_invitation') return ['resent', ''];
	if (ADDING.includes(key)) return ['added', 'already_member'];
	return REMOVING.includes(key) ? ['removed', 'already_removed'] : ['role_changed', 'unchanged'];
};

const done = (key: string): Expected => ({ ends: 'done', status: statusOf(key)[0], changed: true });
const nothingToDo = (key: string): Expected => ({ ends: 'done', status: statusOf(key)[1], changed: false });
/** Some say so, others that they don't find the person. */
const nothingDone = (key: string): Expected => ({ ...nothingToDo(key), ends: ['done', 'fails'] });
const refused: Expected = { ends: 'fails', changed: false };

/* How things are before. */

interface Given {
	stage: Stage;
	at: Place;
	key: string;
}

type Before = (given: Given) => unknown;

/** The role that a step is asked for, and another. */
function rolesFor({ organization: { roles } }: Stage, key: string): { asked: string; other: string } {
	const [other, asked] = key === 'update_user_role' ? roles.organization : roles.workspace;
	return { asked: asked?.id ?? '', other: other?.id ?? '' };
}

/** The field that names somebody, or their invitation. */
const personField = (subject: Subject, key: string) =>
	['user', 'user_id', 'invitation_id'].find((field) => subject.has('creates', key, field)) ?? 'email';

/** An id in the form that the step takes, where it takes one: where ids have letters, with some. */
function idFor({ subject }: Stage, key: string): { id?: string } {
	const field = personField(subject, key);
	return field === 'email' ? {} : { id: subject.placeholderOf('creates', key, field) };
}

const nobody: Before = () => {};

const aUser: Before = ({ stage, key }) => stage.organization.addUser({ email: NORA, ...idFor(stage, key) });

function putIn({ stage, at, key }: Given, role: string): User {
	const { organization } = stage;
	const inOrganization = key === 'update_user_role';
	const inWorkspace = inOrganization ? rolesFor(stage, '').asked : role;
	const user = organization.addUser({
		email: NORA,
		...idFor(stage, key),
		...(inOrganization && { role }),
		workspaces: { [at.workspace.id]: inWorkspace },
	});
	if (at.group) organization.addToGroup(at.group, user);
	return user;
}

const withAnotherRole: Before = (given) => putIn(given, rolesFor(given.stage, given.key).other);
const withThisRole: Before = (given) => putIn(given, rolesFor(given.stage, given.key).asked);

const elsewhere: Before = (given) => withAnotherRole({ ...given, at: anotherPlace(given.stage, given.at) });

const removed: Before = (given) => {
	withAnotherRole(given);
	given.stage.organization.removeUser(NORA);
};

const pending: Before = ({ stage, key }) => stage.organization.invite({ email: NORA, ...idFor(stage, key) });
const accepted: Before = (given) => {
	pending(given);
	given.stage.organization.accept(NORA);
};
const cancelled: Before = (given) => {
	pending(given);
	given.stage.organization.pendingOf(NORA).map((invitation) => given.stage.organization.cancel(invitation));
};
const expired: Before = ({ stage, key }) => {
	stage.organization.invite({ email: NORA, ...idFor(stage, key), createdAt: '2010-01-01T00:00:00Z' });
	stage.organization.expire();
};

/** A state in which a step has something to do. */
const ready: Before = (given) => {
	const { key } = given;
	if (key === 'create_user') return nobody(given);
	if (key === 'restore_user') return removed(given);
	if (INVITATIONS.includes(key)) return pending(given);
	return ADDING.includes(key) ? elsewhere(given) : withAnotherRole(given);
};

/** A state in which a step has nothing to do. */
const settled: Before = (given) => {
	const { key } = given;
	if (key === 'remove_user') return removed(given);
	if (INVITATIONS.includes(key)) return accepted(given);
	return REMOVING.includes(key) ? elsewhere(given) : withThisRole(given);
};

/* How people write whom they mean. */

const NAMED = {
	address: ({ email }: Named) => email,
	'address in capitals': ({ email }: Named) => email.toUpperCase(),
	'address with a name': ({ email }: Named) => `Nora Quist <${email}>`,
	ID: ({ id }: Named) => id,
	'ID in capitals': ({ id }: Named) => id.toUpperCase(),
	name: () => 'Nora Quist',
};

type Naming = keyof typeof NAMED;
type Named = { id: string; email: string };

const BY_ADDRESS: Naming[] = ['address', 'address in capitals'];
const BY_ID: Naming[] = ['ID', 'ID in capitals'];
const EVERY_WAY = [...BY_ADDRESS, ...BY_ID];

/** The ways that make sense: a number has no capitals, and whoever is created has an address only. */
function waysToName(subject: Subject, key: string, named: Naming[]): Naming[] {
	const field = personField(subject, key);
	if (field === 'email')
		return named.some((naming) => BY_ADDRESS.includes(naming)) ? named.filter((naming) => BY_ADDRESS.includes(naming)) : ['address'];
	return hasLetters(subject, key) ? named : named.filter((naming) => naming !== 'ID in capitals');
}

/** Whether the ids that name somebody have letters. */
const hasLetters = (subject: Subject, key: string) => /[a-z]/.test(subject.placeholderOf('creates', key, personField(subject, key)));

interface About {
	before: Before;
	named?: Naming[];
	/** Whom it is about; Nora, if left out. */
	email?(stage: Stage): string;
	/** Where, if not where people can be invited to. */
	place?(stage: Stage): Place;
	/** What is filled in for the workspace or the group, if not their ids. */
	typed?(given: Given): { workspace?: string; group?: string };
	role?(stage: Stage, key: string): string;
	fault?: SandboxFault;
	with?: string;
	expected(key: string, subject: Subject, naming: Naming): Case['expected'];
	only?(subject: Subject, key: string): boolean;
}

/** A situation of steps about somebody, in each way to name them. */
function about(name: string, keys: string[], ...several: About[]): Situation {
	return { name, cases: (subject) => several.flatMap((one) => casesOf(subject, keys, one)) };
}

function casesOf(subject: Subject, keys: string[], one: About): Case[] {
	const { before, named = ['address'], email = () => NORA, place, typed, role, fault, expected, only = () => true } = one;
	return keys
		.filter((key) => subject.has('creates', key) && only(subject, key))
		.flatMap((key) =>
			waysToName(subject, key, named).map((naming): Case => {
				const said = [one.with, named.length > 1 ? naming : undefined].filter(Boolean).join(', ');
				return {
					kind: 'creates',
					step: key,
					...(said && { with: said }),
					play(stage) {
						const at = place?.(stage) ?? placeFor(stage, key);
						before({ stage, at, key });
						return change(stage, key, {
							...at,
							email: email(stage),
							who: NAMED[naming](whoIsMeant(stage, key, email(stage))),
							typed: typed?.({ stage, at, key }),
							role: role?.(stage, key) ?? rolesFor(stage, key).asked,
							fault: fault && { ...fault },
						});
					},
					expected: expected(key, subject, naming),
				};
			}),
		);
}

/** The user with an address, removed or not; otherwise what a user, or an invitation, of this address would be. */
function whoIsMeant(stage: Stage, key: string, email: string): Named {
	const user = INVITATIONS.includes(key) ? undefined : [...stage.organization.users].findLast((one) => one.email === email);
	return user ?? { email, id: '', ...idFor(stage, key) };
}

/** Each step where it has something to do, and where it has nothing to do. */
export const plain: Situation[] = [
	about('something to do', ALL, { before: ready, expected: done }),
	about('nothing to do', ALL, { before: settled, expected: nothingDone }),
];

/** Somebody else with the same name, who comes first. */
const namesake =
	(before: Before): Before =>
	(given) => {
		const omar = given.stage.organization.addUser({ email: OMAR, firstName: 'Nora', lastName: 'Quist' });
		given.stage.organization.addToWorkspace(omar, given.at.workspace.id, rolesFor(given.stage, '').other);
		before(given);
	};

const hides =
	(before: Before): Before =>
	(given) => {
		before(given);
		given.stage.organization.settings.missing = 'forbidden';
	};

const HOW_NAMED = 'In parentheses is how the step names the person, or the invitation, where there are several ways.';

const users: Group = {
	title: 'Users are created, added and given roles',
	note: HOW_NAMED,
	situations: [
		about('Nobody has the address', ['create_user'], { before: nobody, named: BY_ADDRESS, expected: done }),
		about('A user has the address', ['create_user'], { before: aUser, named: BY_ADDRESS, expected: nothingToDo }),
		about('Somebody who was removed had the address', ['create_user'], { before: removed, expected: done }),
		about('The user is in another workspace or group only', ADDING, { before: elsewhere, named: EVERY_WAY, expected: done }),
		about('The user is there with this role', ADDING, {
			before: withThisRole,
			named: EVERY_WAY,
			expected: (key, { product }) => (product.untold?.includes(key) ? { ...done(key), changed: false } : nothingToDo(key)),
		}),
		about('The user is there with another role', ['add_user_to_workspace'], {
			before: withAnotherRole,
			named: EVERY_WAY,
			expected: (key, subject) =>
				subject.statusesOf(key).includes('role_changed') ? { ends: 'done', status: 'role_changed', changed: true } : nothingToDo(key),
		}),
		about('The user has another role', CHANGING_ROLES, { before: withAnotherRole, named: EVERY_WAY, expected: done }),
		about('The user has another role, which the API doesn’t tell', ['update_user_role'], {
			before(given) {
				const { subject, sandbox } = given.stage;
				const { id, email } = putIn(given, rolesFor(given.stage, given.key).other);
				const answer = { status: 200, body: subject.product.withoutRole?.({ id, email, name: 'Nora Quist' }) };
				sandbox.fault({ when: 'before', answer, matches: ({ method, path }) => method === 'GET' && path.endsWith(`/${id}`) });
			},
			named: ['ID'],
			expected: () => ({ ends: 'done', status: 'access_given', changed: true }),
			only: ({ product }) => product.withoutRole !== undefined,
		}),
		about('The user has this role', CHANGING_ROLES, { before: withThisRole, named: EVERY_WAY, expected: nothingToDo }),
		about('The user is in another workspace only, and is to get a role in this one', ['update_user_in_workspace'], {
			before: elsewhere,
			named: EVERY_WAY,
			expected: () => ({ ...refused, says: /isn't a member of/ }),
		}),
		about('The workspace is archived', ['create_user', 'add_user_to_workspace'], {
			before(given) {
				ready(given);
				given.stage.organization.archive(given.at.workspace.id);
			},
			expected: () => ({ ...refused, says: /archived|exist|not found|workspace/i }),
		}),
		about('No seat is free', ['create_user', 'restore_user'], {
			before(given) {
				const { organization } = given.stage;
				ready(given);
				organization.settings.seats = 1_000;
				organization.settings.seats -= organization.freeSeats;
			},
			expected: () => ({ ...refused, says: /limit|licen[cs]e|seat|plan/i }),
		}),
		about('The role doesn’t exist', ['create_user', ...ADDING, ...CHANGING_ROLES], {
			before: ready,
			role: () => '987654',
			expected: () => refused,
			only: (_subject, key) => !key.endsWith('_group'),
		}),
	],
};

const people: Group = {
	title: 'Who is meant',
	note: HOW_NAMED,
	situations: [
		about('The address is written with a name', [...OF_USERS, ...INVITATIONS], {
			before: ready,
			named: ['address with a name'],
			expected: () => ({ ends: ['done', 'fails'] }),
		}),
		about('One user has the name', OF_USERS, {
			before: ready,
			named: ['name'],
			expected: (key, subject) => (subject.isDestructive(key) ? { ...refused, says: /is neither an email address nor an ID/ } : done(key)),
		}),
		about('Two users have the name', OF_USERS, { before: namesake(ready), named: ['name'], expected: () => refused }),
		about('Nobody has the address', OF_USERS, { before: nobody, expected: () => ({ ...refused, says: /wasn't found/ }) }),
		about('Nobody has the ID', OF_USERS, {
			before: nobody,
			named: ['ID'],
			// Who was never a user of the organization was never removed from it.
			expected: (key) => (REMOVING.slice(1).includes(key) ? nothingDone(key) : refused),
		}),
		about('The user was removed', [...ADDING, ...CHANGING_ROLES], {
			before: removed,
			named: ['address', 'ID'],
			expected: () => refused,
		}),
		about('The connection may not list who is there', OF_USERS, {
			before(given) {
				ready(given);
				given.stage.organization.settings.mayList = false;
			},
			named: ['address'],
			expected: () => (stage) => (stage.sandbox.requests.some(changing) ? { ends: 'done', changed: true } : refused),
		}),
		about('The connection may not list who is there, and the user is there with another role', ['add_user_to_workspace'], {
			before(given) {
				withAnotherRole(given);
				given.stage.organization.settings.mayList = false;
			},
			named: ['ID'],
			expected: () => ({ ends: ['done', 'fails'] }),
		}),
		about('It is the user whose connection it is', OF_USERS, {
			before({ stage: { organization }, at: { workspace } }) {
				const { connected } = organization;
				organization.addToWorkspace(connected, workspace.id, organization.roles.workspace[0]?.id ?? '');
			},
			named: ['address', 'ID'],
			email: ({ organization }) => organization.connected.email,
			expected: () => refused,
			only: ({ product }, key) => product.sparesConnected?.includes(key) ?? false,
		}),
		about('It is the owner of the organization', [...CHANGING_ROLES, ...REMOVING, 'add_user_to_workspace'], {
			before(given) {
				withAnotherRole(given);
				given.stage.organization.changeUser(NORA, { role: given.stage.product.ownerRole ?? '' });
			},
			named: ['address', 'ID'],
			expected: () => ({ ...refused, says: /owner/ }),
			only: ({ product }) => product.ownerRole !== undefined,
		}),
	],
};

const leaving: Group = {
	title: 'Users are removed and restored',
	note: HOW_NAMED,
	situations: [
		about('The user is there', REMOVING, { before: withAnotherRole, named: EVERY_WAY, expected: done }),
		about('The user is in another workspace or group only', REMOVING.slice(1), {
			before: elsewhere,
			named: EVERY_WAY,
			// Where it isn't told who is there, nobody can say that somebody isn't.
			expected: (key, subject) => (subject.statusesOf(key).includes('already_removed') ? nothingToDo(key) : refused),
		}),
		about(
			'The user was removed from the organization',
			REMOVING,
			{ before: removed, named: EVERY_WAY, expected: nothingDone },
			{
				before: hides(removed),
				named: BY_ID,
				with: 'the API hides it',
				expected: nothingDone,
				only: ({ product }) => !!product.hidesMissing,
			},
		),
		about('Somebody else removes the user while the step runs', ['remove_user'], {
			before(given) {
				const { organization, sandbox } = given.stage;
				const { id } = withAnotherRole(given) as User;
				organization.removeUser(id);
				// They are there while the step looks, and no longer when it acts.
				sandbox.fault({
					when: 'before',
					matches(request) {
						if (changing(request)) organization.removeUser(NORA);
						else if (!sandbox.requests.some(changing)) organization.restoreUser(id);
						return false;
					},
				});
			},
			named: ['address', 'ID'],
			expected: nothingToDo,
			// Elsewhere, a list tells who was removed.
			only: (subject) => !subject.has('creates', 'restore_user'),
		}),
		about('The user was removed, and came back as another', ['remove_user'], {
			before(given) {
				removed(given);
				given.stage.organization.addUser({ email: NORA });
			},
			expected: done,
		}),
		about('The user was removed', ['restore_user'], { before: removed, named: EVERY_WAY, expected: done }),
		about('The user is active', ['restore_user'], { before: aUser, named: EVERY_WAY, expected: nothingToDo }),
		about('The user was removed, and another has the address', ['restore_user'], {
			before(given) {
				removed(given);
				given.stage.organization.addUser({ email: NORA });
			},
			expected: nothingToDo,
		}),
	],
};

/** What is filled in for the workspace; of a step about groups, for the group. */
const named =
	(text: (one: { id: string; name: string }) => string): NonNullable<About['typed']> =>
	({ at: { workspace, group } }) =>
		group ? { group: text(group) } : { workspace: text(workspace) };

const places: Group = {
	title: 'Which workspace or group is meant',
	situations: [
		about(
			'It is named',
			SOMEWHERE,
			{ with: 'its name', before: ready, typed: named(({ name }) => name), expected: done },
			{ with: 'its name in capitals', before: ready, typed: named(({ name }) => name.toUpperCase()), expected: done },
		),
		about('Another one has the name as well', SOMEWHERE, {
			before(given) {
				const {
					stage: { organization },
					at: { workspace, group },
				} = given;
				ready(given);
				if (group) organization.groups.add({ ...group, id: `${group.id}9`, memberIds: [] });
				else organization.addWorkspace({ name: workspace.name });
			},
			typed: named(({ name }) => name),
			expected: () => ({ ...refused, says: /is the name of 2/ }),
		}),
		about('Only a part of the name is given', SOMEWHERE, {
			before: ready,
			typed: named(({ name }) => name.slice(0, -1)),
			expected: () => ({ ...refused, says: /wasn't found/ }),
		}),
		about(
			'It doesn’t exist',
			SOMEWHERE,
			{ before: ready, typed: named(lost), expected: () => refused },
			{
				before: hides(ready),
				typed: named(lost),
				with: 'the API hides it',
				expected: () => refused,
				only: ({ product }) => !!product.hidesMissing,
			},
		),
		about('It is a group of another workspace', SOMEWHERE, {
			before: ready,
			typed: ({ stage, at }) => ({ group: [...stage.organization.groups].find((one) => one.workspaceId !== at.workspace.id)?.id ?? '' }),
			expected: () => ({ ...refused, says: /wasn't found/ }),
			only: (_subject, key) => key.endsWith('_group'),
		}),
		about(
			'It is one that nobody can be invited to',
			['remove_user_from_workspace'],
			...(['its name', 'its ID'] as const).map(
				(way): About => ({
					with: way,
					before: withAnotherRole,
					place: closed,
					typed: named(({ id, name }) => (way === 'its ID' ? id : name)),
					expected: done,
					only: ({ product }) => product.isOpen !== undefined,
				}),
			),
		),
	],
};

/** A workspace that takes nobody from outside. */
function closed({ organization, product }: Stage): Place {
	const workspace = [...organization.workspaces].find((one) => !product.isOpen?.(one));
	if (!workspace) throw new Error('The simulation needs a workspace that nobody can be invited to');
	return { workspace, group: undefined };
}

/** An ID like another, which nothing has. */
function lost({ id }: { id: string }): string {
	return id.replace(/.$/, (last) => (last === '7' ? '8' : '7'));
}

const invitations: Group = {
	title: 'Invitations are sent again and cancelled',
	note: HOW_NAMED,
	situations: [
		about(
			'It is pending',
			INVITATIONS,
			{ before: pending, named: [...BY_ADDRESS, 'ID'], expected: done },
			// Whether letters of an ID have a case is the API's to decide.
			{
				before: pending,
				named: ['ID in capitals'],
				with: 'ID in capitals',
				expected: () => ({ ends: ['done', 'fails'] }),
				only: hasLetters,
			},
		),
		about('It was accepted', INVITATIONS, { before: accepted, named: ['address', 'ID'], expected: () => refused }),
		about('It was cancelled', INVITATIONS, { before: cancelled, named: ['address', 'ID'], expected: () => refused }),
		about('It has expired', INVITATIONS, { before: expired, named: ['address', 'ID'], expected: () => refused }),
		about('There is none', INVITATIONS, { before: nobody, named: ['address', 'ID'], expected: () => refused }),
		about(
			'The connection may not look at invitations',
			INVITATIONS,
			...(['pending', 'accepted'] as const).map(
				(state): About => ({
					with: state,
					before(given) {
						(state === 'pending' ? pending : accepted)(given);
						given.stage.organization.settings.mayList = false;
					},
					named: ['address', 'ID'],
					expected: () => (stage) => (stage.sandbox.requests.some(changing) ? { ends: ['done', 'fails'] } : refused),
				}),
			),
		),
		about('It was accepted, the connection may not look at it, and the API says that it is cancelled', ['cancel_invitation'], {
			before(given) {
				accepted(given);
				given.stage.organization.settings.mayList = false;
			},
			named: ['ID'],
			fault: { when: 'before', answer: { status: 200, body: {} }, matches: changing },
			expected: () => refused,
		}),
	],
};

/* What goes wrong. */

const PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>';
const OPEN = /may have been|whether .+ was\b/;

/** Something that happens to the request that is to change something. */
function onTheWay(
	name: string,
	{
		status,
		body,
		headers = {},
		...fault
	}: Pick<SandboxFault, 'when' | 'error'> & { status?: number; body?: unknown; headers?: Record<string, string> },
	expected: Expected,
): Situation {
	const answer = status === undefined ? {} : { answer: { status, body, headers } };
	return about(name, ALL, { before: ready, named: ['ID'], fault: { ...fault, ...answer, matches: changing }, expected: () => expected });
}

const refusal = (status: number) =>
	onTheWay(`It is refused with ${status}`, { when: 'before', status, body: { message: 'This is refused' } }, refused);

const failing = { ...refused, never: OPEN } as const;
const open: Expected = { ends: 'fails', says: OPEN };

const refusals: Group = {
	title: 'A change is refused',
	unlisted: true,
	situations: [400, 402, 403, 404, 409, 422].map((status) => refusal(status)),
};

const way: Group = {
	title: 'A change goes wrong on the way',
	situations: [
		onTheWay(
			'Too many requests',
			{ when: 'before', status: 429, headers: { 'retry-after': '5' } },
			{ ends: 'held and replayed', changed: false },
		),
		onTheWay('A failure inside a success', { when: 'before', status: 200, body: { success: false, error: 'This is refused' } }, failing),
		onTheWay('A login page with status 200', { when: 'before', status: 200, headers: { 'content-type': 'text/html' }, body: PAGE }, open),
		onTheWay('The connection is refused', { when: 'before', error: 'refused' }, failing),
		onTheWay('The connection is reset before the API acts', { when: 'before', error: 'reset' }, { ...open, changed: false }),
		onTheWay('The connection is reset after the API acted', { when: 'after', error: 'reset' }, { ...open, changed: true }),
		onTheWay('The API acts, and never answers', { when: 'after', error: 'timeout' }, { ...open, changed: true }),
		onTheWay('A server error before the API acts', { when: 'before', status: 500, body: { message: 'Oops' } }, { ...open, changed: false }),
		onTheWay('A server error after the API acted', { when: 'after', status: 500, body: { message: 'Oops' } }, { ...open, changed: true }),
		onTheWay(
			'503 with Retry-After, after the API acted',
			{ when: 'after', status: 503, headers: { 'retry-after': '5' } },
			{ ...open, changed: true },
		),
	],
};

/** Something that happens to every request that only reads, while there is something to do, and while there is nothing. */
function unread(name: string, fault: Omit<SandboxFault, 'matches'>): Situation {
	const given = (state: string, before: Before, naming: Naming): About => ({
		with: `${state} to do, ${naming}`,
		before,
		named: [naming],
		fault: { ...fault, matches: (request) => !changing(request) },
		// Where nothing was sent that could change anything, nothing may be said to be open.
		expected: () => (stage) => ({
			ends: ['done', 'fails'],
			...(!stage.sandbox.requests.some(changing) && { changed: false, never: OPEN }),
		}),
		only: (subject, key) => naming === 'address' || personField(subject, key) !== 'email',
	});
	return about(name, ALL, given('something', ready, 'address'), given('something', ready, 'ID'), given('nothing', settled, 'ID'));
}

const answer = (status: number, body: unknown) => ({ when: 'before', answer: { status, body } }) as const;

const reading: Group = {
	title: 'What is there can’t be read before it is changed',
	unlisted: true,
	situations: [
		unread('It may not be read', answer(403, { message: 'You may not do this' })),
		unread('A server error', answer(500, { message: 'Oops' })),
		unread('A failure inside a success', answer(200, { success: false, error: 'Not now' })),
		unread('The answers are cut off', { when: 'after', cut: true }),
		unread('The connection breaks', { when: 'after', error: 'reset' }),
		about('By the ID, the API doesn’t find a user who is there', ['remove_user'], {
			before(given) {
				const { id } = idFor(given.stage, given.key);
				withAnotherRole(given);
				given.stage.sandbox.fault({
					...answer(404, { message: 'Not found' }),
					matches: ({ method, path }) => method === 'GET' && path.endsWith(`/${id}`),
				});
			},
			named: ['address', 'ID'],
			expected: () => ({ ends: ['done', 'fails'] }),
		}),
		about(
			'The lists are too long for the time of a step',
			ALL,
			...([ready, settled] as const).map(
				(before): About => ({
					with: before === ready ? 'something to do' : 'nothing to do',
					before(given) {
						before(given);
						crowd(given.stage);
						slow(given.stage, 3_000);
					},
					expected: () => (stage) => ({
						ends: ['done', 'fails'],
						...(!stage.sandbox.requests.some(changing) && { changed: false, never: OPEN }),
					}),
				}),
			),
		),
	],
};

/** Puts many people before whoever comes next, everywhere, and in pages of a few. */
function crowd({ organization }: Stage, count = 60): void {
	const role = organization.roles.workspace[0]?.id ?? '';
	for (let n = 1; n <= count; n++) {
		const user = organization.addUser({ email: `user${n}@example.com`, createdAt: '2026-01-01T00:00:00Z' });
		for (const { id } of organization.workspaces) organization.addToWorkspace(user, id, role);
	}
	organization.settings.pageSize = 5;
}

/** Every situation of somebody who is there, was there or is to be, in the order of docs/outcomes.md. */
export const lives: Group[] = [users, leaving, people, places, invitations, way, refusals, reading];
