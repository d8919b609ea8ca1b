import type { Organization } from '../../sandbox/index.mts';
import { anotherPlace, NORA, OMAR, placeFor, step } from '../support/scenes.ts';
import type { Stage, Subject } from '../support/stage.ts';
import { type Place, wrongWordsOfMemberSearch, wrongWordsOfPendingSearch } from '../support/truth.ts';
import type { Group, Situation } from './situations.ts';

/* What searches find, and triggers give, of those who are in a workspace, were invited or were removed. */

interface Given {
	stage: Stage;
	organization: Organization;
	at: Place;
}

/** How things are before, for a search of Nora. */
type Before = (given: Given) => unknown;

interface Look {
	before: Before;
	/** How many are found. */
	gives: number;
	/** What is typed. */
	email?: string;
	only?(subject: Subject): boolean;
}

/** A situation of one search. */
function look(key: string, name: string, { before, gives, email = NORA, only = () => true }: Look): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('searches', key) && only(subject)
				? [
						{
							kind: 'searches',
							step: key,
							play(stage) {
								const { organization } = stage;
								const at = placeFor(stage, key);
								before({ stage, organization, at });
								return step(stage, 'searches', key, {
									input: { email, workspace_id: at.workspace.id },
									people: [NORA],
									judge: (ended) =>
										key === 'find_workspace_member'
											? wrongWordsOfMemberSearch(organization, email, at.workspace, ended)
											: wrongWordsOfPendingSearch(organization, email, ended, stage.product.joinsAtOnce),
								});
							},
							expected: { ends: 'done', gives },
						},
					]
				: [],
	};
}

const roleOf = ({ roles }: Organization) => roles.workspace[1]?.id ?? '';

const joins =
	(email = NORA): Before =>
	({ organization, at: { workspace } }) =>
		organization.addUser({ email, workspaces: { [workspace.id]: roleOf(organization) } });

const joinsAnother: Before = (given) => joins()({ ...given, at: anotherPlace(given.stage, given.at) });

/** Puts many people into the workspace, in pages of a few. */
function crowd({ organization, at: { workspace } }: Given, count = 60): void {
	for (let n = 1; n <= count; n++) {
		const user = organization.addUser({ email: `user${n}@example.com`, createdAt: longAgo(count - n) });
		organization.addToWorkspace(user, workspace.id, organization.roles.workspace[0]?.id ?? '', longAgo(count - n));
	}
	organization.settings.pageSize = 7;
}

/** More than a month ago, and so many minutes. */
const longAgo = (minutes: number) => new Date(Date.now() - 40 * 24 * 3600 * 1000 - minutes * 60_000).toISOString();
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();

const members: Group = {
	title: 'Who is found in a workspace',
	situations: [
		look('find_workspace_member', 'Nobody has the address', { before: () => {}, gives: 0 }),
		look('find_workspace_member', 'A member', { before: joins(), gives: 1 }),
		look('find_workspace_member', 'A user who is in no workspace', {
			before: ({ organization }) => organization.addUser({ email: NORA }),
			gives: 0,
		}),
		look('find_workspace_member', 'A member of another workspace', { before: joinsAnother, gives: 0 }),
		look('find_workspace_member', 'Somebody who is only invited', {
			before: ({ organization, at: { workspace } }) =>
				organization.invite({ email: NORA, workspaces: { [workspace.id]: roleOf(organization) } }),
			gives: 0,
		}),
		look('find_workspace_member', 'Somebody who was removed from the organization', {
			before(given) {
				joins()(given);
				given.organization.removeUser(NORA);
			},
			gives: 0,
		}),
		look('find_workspace_member', 'An address that is stored with capitals', { before: joins('Nora.Quist@Example.com'), gives: 1 }),
		look('find_workspace_member', 'An address that is typed with capitals', {
			before: joins(),
			email: 'NORA.Quist@Example.com',
			gives: 1,
		}),
		look('find_workspace_member', 'The last of 61, with pages of fewer than asked for', {
			before(given) {
				crowd(given);
				joins()(given);
			},
			gives: 1,
		}),
	],
};

/** Invites Nora; where nobody has to accept, she is a user at once. */
const isInvited =
	(email = NORA): Before =>
	({ stage, organization }) => {
		if (stage.product.joinsAtOnce) organization.addUser({ email });
		return organization.invite({ email, createdAt: daysAgo(5) });
	};

const accepts: Before = (given) => {
	isInvited()(given);
	given.organization.accept(NORA);
};

const isCancelled: Before = ({ organization }) => organization.cancel(organization.invite({ email: NORA }));

const pending: Group = {
	title: 'Which pending invitation is found',
	situations: [
		look('find_pending_invitation', 'One that waits for an answer', { before: isInvited(), gives: 1 }),
		look('find_pending_invitation', 'One that was accepted', { before: accepts, gives: 0 }),
		look('find_pending_invitation', 'One that was cancelled', {
			before: isCancelled,
			gives: 0,
			only: ({ product }) => !product.joinsAtOnce,
		}),
		look('find_pending_invitation', 'One of a user who was removed', {
			before(given) {
				isInvited()(given);
				given.organization.removeUser(NORA);
			},
			gives: 0,
			only: ({ product }) => product.joinsAtOnce,
		}),
		look('find_pending_invitation', 'Nobody was invited', { before: () => {}, gives: 0 }),
		look('find_pending_invitation', 'A user who was never invited', {
			before: ({ organization }) => organization.addUser({ email: NORA }),
			gives: 0,
		}),
		look('find_pending_invitation', 'An address that is stored with capitals', { before: isInvited('Nora.Quist@Example.com'), gives: 1 }),
		look('find_pending_invitation', 'An address that is typed with capitals', {
			before: isInvited(),
			email: 'NORA.Quist@Example.com',
			gives: 1,
		}),
		look('find_pending_invitation', 'One behind 60 others, with pages of fewer than asked for', {
			before(given) {
				isInvited()(given);
				for (let n = 1; n <= 60; n++) isInvited(`user${n}@example.com`)(given);
				given.organization.settings.pageSize = 7;
			},
			gives: 1,
		}),
	],
};

/** Whom, or what, a trigger must give, and must not. */
interface Told {
	news: string[];
	not?: string[];
}

/** A situation of one trigger, in each order in which a list may be. */
function poll(key: string, name: string, setTheScene: (given: Given) => Told): Situation {
	return {
		name,
		cases: (subject) =>
			subject.has('triggers', key)
				? (['oldest_first', 'newest_first', 'mixed'] as const).map((order) => ({
						kind: 'triggers',
						step: key,
						with: order.replace('_', ' '),
						play(stage) {
							const { organization } = stage;
							const at = placeFor(stage, key);
							const { news, not = [] } = setTheScene({ stage, organization, at });
							organization.settings.order = order;
							return step(stage, 'triggers', key, {
								...(subject.has('triggers', key, 'workspace_id') && { input: { workspace_id: at.workspace.id } }),
								people: news.filter((one) => one.includes('@')),
								judge({ items }) {
									const given = items.map(({ email, name }) => String(email ?? name));
									const ids = new Set(items.map(({ id }) => id));
									return [
										...news.filter((one) => !given.includes(one)).map((one) => `leaves out ${one}`),
										...not.filter((one) => given.includes(one)).map((one) => `gives ${one}`),
										...(ids.size === items.length ? [] : ['gives one id twice']),
									];
								},
							});
						},
						expected: { ends: 'done' },
					}))
				: [],
	};
}

const nora: Told = { news: [NORA], not: [OMAR] };
const notNora: Told = { news: [], not: [NORA, OMAR] };

const polling: Group = {
	title: 'What triggers give',
	situations: [
		poll('user_removed', 'A user was removed, and another is there', ({ organization }) => {
			for (const email of [NORA, OMAR]) organization.addUser({ email });
			organization.removeUser(NORA);
			return nora;
		}),
		poll('user_removed', 'The user who was removed is there again', ({ organization }) => {
			organization.restoreUser(organization.removeUser(organization.addUser({ email: NORA }).id).id);
			return notNora;
		}),
		poll('user_removed', 'A user was removed after 60 others, with pages of fewer than asked for', (given) => {
			const { organization } = given;
			crowd(given);
			organization.addUser({ email: OMAR });
			const { id } = organization.addUser({ email: NORA });
			for (let n = 1; n <= 60; n++) organization.removeUser(`user${n}@example.com`);
			organization.removeUser(id);
			return nora;
		}),
		poll('new_invitation', 'Somebody is invited, and somebody else has joined', ({ organization }) => {
			organization.addUser({ email: OMAR });
			organization.invite({ email: NORA });
			return nora;
		}),
		poll('invitation_accepted', 'An invitation was accepted, and another waits', (given) => {
			accepts(given);
			isInvited(OMAR)(given);
			return nora;
		}),
		poll('invitation_accepted', 'An invitation was cancelled, and another has expired', ({ organization }) => {
			organization.cancel(organization.invite({ email: NORA }));
			organization.invite({ email: OMAR, createdAt: daysAgo(20) });
			organization.expire();
			return { news: [], not: [NORA] };
		}),
		poll('invitation_accepted', 'The oldest of 61 invitations is the first to be accepted, with pages of fewer than asked for', (given) => {
			isInvited()(given);
			for (let n = 1; n <= 60; n++) isInvited(`user${n}@example.com`)(given);
			given.organization.settings.pageSize = 7;
			given.organization.accept(NORA);
			return { news: [NORA], not: ['user1@example.com'] };
		}),
		poll('invitation_expired', 'An invitation has expired, and another waits', ({ organization }) => {
			organization.invite({ email: NORA, createdAt: daysAgo(8) });
			organization.invite({ email: OMAR });
			return nora;
		}),
		poll('invitation_expired', 'An invitation was accepted, and another was cancelled', (given) => {
			accepts(given);
			given.organization.cancel(given.organization.invite({ email: OMAR }));
			return notNora;
		}),
		poll('new_workspace_member', 'A new user has joined, and another is in another workspace', (given) => {
			joins()(given);
			joins(OMAR)({ ...given, at: anotherPlace(given.stage, given.at) });
			return nora;
		}),
		poll('new_workspace_member', 'A user of long ago has joined, behind 60 others, with pages of fewer than asked for', (given) => {
			const { organization, at } = given;
			const user = organization.addUser({ email: NORA, createdAt: longAgo(100) });
			crowd(given);
			organization.addToWorkspace(user, at.workspace.id, roleOf(organization), daysAgo(0));
			return nora;
		}),
		poll('new_workspace_member', 'A member was taken out again', (given) => {
			joins()(given);
			const [user] = [given.organization.user(NORA)];
			const membership = user && given.organization.membership(user, given.at.workspace.id);
			if (membership) given.organization.removeFromWorkspace(membership);
			return notNora;
		}),
		poll('new_workspace_member', 'A member was removed from the organization', (given) => {
			joins()(given);
			given.organization.removeUser(NORA);
			return notNora;
		}),
		poll('new_workspace', 'A workspace was made', ({ organization }) => {
			organization.addWorkspace({ name: 'Lighthouse', createdAt: daysAgo(0) });
			return { news: ['Lighthouse'] };
		}),
		poll('new_workspace', 'A workspace was made after 60 others, with pages of fewer than asked for', ({ organization }) => {
			for (let n = 1; n <= 60; n++) organization.addWorkspace({ name: `Team ${n}`, createdAt: longAgo(60 - n) });
			organization.addWorkspace({ name: 'Lighthouse', createdAt: daysAgo(0) });
			organization.settings.pageSize = 7;
			return { news: ['Lighthouse'] };
		}),
	],
};

/** Every situation of these searches and triggers, in the order of docs/outcomes.md. */
export const looks: Group[] = [members, pending, polling];
