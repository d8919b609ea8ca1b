import { type AddressOutcome, outcomesIn, requireAdded, requireNobodyFailed } from '../../src/providers/atomicwork/outcomes.ts';
import type { Person } from '../../src/providers/atomicwork/users.ts';

/*
 * What Atomicwork's words mean. No answer of it is documented, so only words that say one thing are understood, whole: a word that
 * merely holds one may say the opposite.
 */

const [nora, omar] = ['nora.quist@example.com', 'omar.reyes@example.com'];
const noraIsUser = new Map([[nora, { id: '7', email: nora } as Person]]);

/** What an answer says of Nora; undefined if nothing. */
function ofNora(body: unknown, named: AddressOutcome['status'] = 'unknown', users = new Map<string, Person>()) {
	return outcomesIn(body, [nora, omar], named as 'unknown', users).find(({ email }) => email === nora)?.status;
}

const WORDS: Record<AddressOutcome['status'], unknown[]> = {
	failed: [
		'failed',
		'failure',
		'failures',
		'error',
		'errors',
		'invalid',
		'rejected',
		false,
		400,
		499,
		'599',
		'FAILED',
		'Failed.',
		'failed!',
	],
	existing: [
		...['existing', 'exists', 'already_exists', 'already existing', 'user_exists', 'userAlreadyExists', 'user-already-exists'],
		...['duplicate', 'duplicates', 'DUPLICATE', 'already duplicate', 'User  already exists'],
	],
	invited: [
		...['invited', 'added', 'sent', 'email_sent', 'user_invited', 'invite_sent', 'invitation_sent', 'Invitation sent', 'EMAIL_INVITE_SENT'],
		...['email_invitation_sent', 'user_invitation_sent', 'sent_successfully', 'invited successfully', 'Invitation sent successfully.'],
		...['ok', 'OK!', 'success', 'successful', 'succeeded', true, 200, '201', 299],
	],
	unknown: [
		...['not failed', 'failed over', 'failedish', 'no_errors', 'invalidated', 'valid', 'unrejected', 'true?', 'untrue', 'falsehood'],
		...['exist', 'does not exist', 'exists elsewhere', 'pre_existing', 'no_duplicates', 'duplicated', 'user', 'already'],
		...[
			'not invited',
			'uninvited',
			'resent',
			'unsent',
			'sent back',
			'added seats',
			'not_added',
			'not ok',
			'ok?',
			'unsuccessful',
			'success rate',
		],
		...['invitation', 'email', 'sent successfully not', 'successfully'],
		...[100, 300, 399, 600, 2000, 1200, 4000, 1400, '20', '40x', 'http 200', 'o.k', 'pending', 'BLOCKED', '?'],
	],
};
const words = Object.entries(WORDS).flatMap(([status, list]) => list.map((word): [unknown, string] => [word, status]));
const texts = words.filter((entry): entry is [string, string] => typeof entry[0] === 'string');

describe('what a word says', () => {
	test.each(words)('as a status: %j is %s', (word, status) => {
		expect(ofNora([{ email: nora, status: word }], 'existing')).toBe(status);
	});

	test.each(texts.filter(([word]) => !/^(\d+|user|email|invitation)$/.test(word)))('as a key: %j is %s', (word, status) => {
		expect(ofNora({ [word]: [nora] }, 'existing')).toBe(status);
	});

	test.each(texts.filter(([word]) => !/^(\d+|success|email)$/.test(word)))('as a key beside an address: %j is %s', (word, status) => {
		expect(ofNora([{ email: nora, [word]: 'so it is' }], 'existing')).toBe(status === 'unknown' ? 'existing' : status);
		expect(ofNora([{ email: nora, [word]: false }], 'existing')).toBe(status === 'invited' ? 'unknown' : 'existing');
	});

	test.each(texts)('below an address: %j is %s', (word, status) => {
		expect(ofNora({ [nora]: word }, 'existing')).toBe(status);
	});
});

test.each([[undefined], [null], ['']])('a status that is left open says nothing: %j', (status) => {
	expect(ofNora([{ email: nora, status }], 'existing')).toBe('existing');
	expect(ofNora({ [nora]: status }, 'existing')).toBe('existing');
});

describe('a key', () => {
	test.each(['emails', 'users', 'addresses', 'ids', 'id', 'user_ids', 'userId', 'count', 'invitations', 'invites', 'invitees'])(
		'“failed” may go with: %s',
		(what) => {
			expect(ofNora({ [`failed_${what}`]: [nora] }, 'invited')).toBe('failed');
		},
	);

	test.each(['people', 'emails_count_of_others', 'userss'])('“failed” says something else with: %s', (what) => {
		expect(ofNora({ [`failed_${what}`]: [nora] }, 'invited')).toBe('unknown');
	});

	test.each([
		...['0', '12', 'id', 'ids', 'data', 'details', 'email', 'emails', 'group', 'groups', 'agent_group', 'agentGroups', 'invitation'],
		...['invitations', 'invite', 'invites', 'invitee', 'invitees', 'items', 'member', 'members', 'people', 'response'],
		...['result', 'results', 'user', 'users', 'workspace', 'workspaces', 'user_id', 'userIds', 'data_ids'],
	])('that says nothing leaves what stands above: %s', (key) => {
		expect(ofNora({ invited: { [key]: { list: undefined, email: nora } } }, 'existing')).toBe('invited');
		expect(ofNora({ [key]: [{ email: nora }] }, 'existing')).toBe('existing');
	});

	test.each([
		'12a',
		'a12',
		'idle',
		'mydata',
		'database',
		'item',
		'agent_groups_left',
		'user_idle',
		'reinvited',
		'other users',
		'skipped',
		'responses',
	])('that isn’t understood is not known: %s', (key) => {
		expect(ofNora({ invited: { [key]: [nora] } }, 'existing')).toBe('unknown');
		expect(ofNora({ [key]: [nora] }, 'existing')).toBe('unknown');
	});

	test.each(['email', 'email_id', 'email_address', 'address', 'user_email'])('names somebody by address: %s', (key) => {
		expect(ofNora([{ [key]: nora.toUpperCase(), status: 'invited' }])).toBe('invited');
	});

	test.each<[body: unknown, status: string | undefined]>([
		[[{ user_id: 7, status: 'invited' }], 'invited'],
		[[{ id: '7', status: 'invited' }], 'invited'],
		[{ invited: [7] }, 'invited'],
		[{ invited: ['7'] }, 'invited'],
		[{ invited_user_ids: [7] }, 'invited'],
		[{ invited: { 7: { seats: 1 } } }, 'invited'],
		[{ results: { users: { 7: 'sent' } } }, 'invited'],
		// Seven may also be how many, or something else's id.
		[{ invited: 7 }, undefined],
		[{ invited_count: 7 }, undefined],
		[{ added_user_id: 7 }, 'invited'],
		[{ skipped_user_id: 7 }, 'unknown'],
		[{ user_id: 7, status: 'sent' }, 'invited'],
		[{ workspaces: [{ id: 7, status: 'sent' }] }, undefined],
		[{ workspace_ids: { 7: 'sent' } }, undefined],
		[{ groups: { 7: 'sent' } }, undefined],
		[{ roles: { 7: 'sent' } }, undefined],
		[{ role_ids: { 7: 'sent' } }, undefined],
		[{ workspace_id: { 7: 'sent' } }, undefined],
		[{ workspace_users: { 7: 'sent' } }, 'invited'],
		[{ user_id_count: 7 }, undefined],
		[[{ email: omar, id: 8, status: 'sent' }], undefined],
		[[{ user_id: 77, status: 'sent' }], undefined],
	])('names somebody by the ID of a user: %j', (body, status) => {
		expect(ofNora(body, 'existing', noraIsUser)).toBe(status);
	});
});

describe('the reason of a failure', () => {
	const reasonOf = (body: unknown) => outcomesIn(body, [nora], 'unknown', new Map())[0]?.reason;

	test.each<[body: unknown, reason: string | undefined]>([
		[[{ email: nora, error: 'blocked' }], 'blocked'],
		[[{ email: nora, errors: ['blocked', 'late'] }], 'blocked'],
		[[{ email: nora, status: 'failed', message: 'blocked' }], 'blocked'],
		[[{ email: nora, status: 'failed', reason: ' blocked ' }], 'blocked'],
		[[{ email: nora, status: 'failed', code: 'E7' }], 'E7'],
		[[{ email: nora, status: 'failed', code: 'E7', message: 'blocked' }], 'blocked'],
		[[{ email: nora, error: { code: 'E7', message: 'blocked' } }], 'blocked'],
		[[{ email: nora, error: { code: 'E7', reason: 'blocked' } }], 'blocked'],
		[[{ email: nora, error: { detail: { error: 'blocked' } } }], 'blocked'],
		[[{ email: nora, error: { code: 0, detail: 'blocked' } }], 'blocked'],
		[
			[
				{ email: nora, error: 'No' },
				{ email: nora, error: 'blocked' },
			],
			'blocked',
		],
		[
			{
				failed: [
					{ email: nora, reason: 'blocked' },
					{ email: nora, reason: 'late' },
				],
			},
			'blocked',
		],
		[{ errors: { [nora]: 'blocked' } }, 'blocked'],
		[{ failed: [nora] }, undefined],
		[[{ email: nora, status: 'failed', error: null, errors: [], message: '' }], undefined],
		[[{ email: nora, status: 'failed', error: 0 }], undefined],
		[[{ email: nora, status: 'failed', error: 'none' }], undefined],
		[[{ email: nora, status: 'sent', message: 'Welcome' }], undefined],
	])('%j', (body, reason) => {
		expect(reasonOf(body)).toBe(reason);
	});
});

describe('what became of several users', () => {
	const rosa = 'rosa.diaz@example.com';
	const everybody = [nora, omar, rosa];

	test.each<[outcomes: AddressOutcome[], message: string, code: string]>([
		[
			[{ email: nora, status: 'failed', reason: 'No seat in v1.2 left!?' }],
			`Atomicwork could not invite ${nora} (No seat in v1.2 left). It doesn't say whether ${omar} and ${rosa} were invited: look there before you replay this step.`,
			'partly_done',
		],
		[
			[
				{ email: nora, status: 'failed' },
				{ email: omar, status: 'unknown' },
				{ email: rosa, status: 'existing' },
			],
			`Atomicwork could not invite ${nora}. Users already: ${rosa}. It doesn't say whether ${omar} was invited: look there before you replay this step.`,
			'partly_done',
		],
		[
			[
				{ email: nora, status: 'failed' },
				{ email: omar, status: 'invited' },
				{ email: rosa, status: 'failed', reason: 'late' },
			],
			`Atomicwork could not invite ${nora} and ${rosa} (late). Invited: ${omar}.`,
			'partly_done',
		],
		[everybody.map((email) => ({ email, status: 'failed' })), `Atomicwork could not invite ${nora}, ${omar}, and ${rosa}.`, 'refused'],
	])('of whom somebody failed is said of each: %j', (outcomes, message, code) => {
		expect(() => requireNobodyFailed(outcomes, everybody)).toThrow(expect.objectContaining({ message, code }));
	});

	test('of whom nobody failed is known by their addresses', () => {
		const outcomes: AddressOutcome[] = [
			{ email: nora, status: 'invited' },
			{ email: omar, status: 'unknown' },
		];
		expect([...requireNobodyFailed(outcomes, everybody)]).toEqual([
			[nora, 'invited'],
			[omar, 'unknown'],
		]);
	});
});

describe('adding a user', () => {
	const person = { id: '7', email: nora } as Person;

	test.each<[body: unknown]>([
		[{}],
		[undefined],
		[{ data: [{ email: nora }] }],
		[{ user_ids: [7] }],
		[{ added: [nora] }],
		[[{ user_id: 7, status: 'sent' }]],
	])('is taken for done by: %j', (body) => {
		expect(() => requireAdded(body, person)).not.toThrow();
	});

	test.each<[body: unknown, message: string, code: string]>([
		[{ failed: [nora] }, `Atomicwork could not add ${nora}.`, 'refused'],
		[[{ user_id: 7, error: 'blocked.' }], `Atomicwork could not add ${nora} (blocked).`, 'refused'],
		[{ existing: [nora] }, `Atomicwork doesn't say whether ${nora} was added: look there before you replay this step.`, 'partly_done'],
		[{ skipped: [7] }, `Atomicwork doesn't say whether ${nora} was added: look there before you replay this step.`, 'partly_done'],
	])('is not taken for done by: %j', (body, message, code) => {
		expect(() => requireAdded(body, person)).toThrow(expect.objectContaining({ message, code }));
	});
});
