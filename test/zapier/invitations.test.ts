import { ExistsError } from '../../src/zapier/errors/existsError.ts';
import { type Refusal, RequestError } from '../../src/zapier/errors/requestError.ts';
import { plainText } from '../../src/zapier/fields/outputField.ts';
import { outputFields } from '../../src/zapier/fields/outputFields.ts';
import { type HttpRequest, path } from '../../src/zapier/http.ts';
import { defineInvitation, INVITATION, InvitationStatus, ifExistsField, wentAs } from '../../src/zapier/invitations.ts';
import { readInput } from '../../src/zapier/schemas/input.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import type { Session } from '../../src/zapier/session.ts';

const NOW = new Date('2026-11-02T09:30:15.123Z');
beforeAll(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterAll(() => jest.useRealTimers());

const request = (email: string): HttpRequest => ({ method: 'POST', path: path`/invitations/${email}` });

const refusal: Refusal = {
	kind: 'refused',
	status: 409,
	message: 'Ana is a member.',
	code: undefined,
	fields: [],
	retryAfter: undefined,
	body: undefined,
};

/** An invitation that the API knows how to refuse with 409. */
const declared = {
	key: 'invite_user',
	label: 'Invite User',
	description: 'Invites a user.',
	input: { email: text({ label: 'Email' }) },
	request: ({ email }: { email: string }) => request(email),
	exists: ({ status }: Refusal) => (status === 409 ? ('already_member' as const) : undefined),
	output: { email: plainText, role: plainText },
	result: ({ email }: { email: string }, response: unknown) => ({ email, role: response ? 'member' : '' }),
	sample: { email: 'jane.doe@example.com', role: 'member' },
};
const workspaces = () => [{ id: '42', role: 'admin' }, { id: '43', name: 'Lab', outcome: 'added' as const }, { id: '44' }];
const ensure = async ({ email }: { email: string }) => ({
	status: 'access_given' as const,
	result: { role: `${email}'s` },
	workspaces: [{ id: '42', outcome: 'role_changed' as const }],
});

/** A session whose API answers so; what was sent. */
function sessionThat(answer: () => unknown) {
	const sent: string[] = [];
	const send = async ({ path: where }: HttpRequest) => {
		sent.push(where);
		return answer();
	};
	return { session: { send, names: new Map([['42', 'Desk']]) } as unknown as Session, sent };
}
const invites = () => sessionThat(() => ({ status: 200 }));
const refuses = (failure: Partial<Refusal> = {}) =>
	sessionThat(() => {
		throw new RequestError(request('x'), { ...refusal, ...failure });
	});

/** What is made of the form first: of all that it gets. */
const resolve = async ({ email, ...others }: { email: string }) => ({ ...others, email: `${email}.com` });

const INVITED = { status: 'invited', was_invited: true, invited_at: '2026-11-02T09:30:15Z' };

describe('somebody who isn’t there yet', () => {
	test('is invited', async () => {
		const { session, sent } = invites();
		expect(await defineInvitation(declared).perform({ email: 'a@x' }, session)).toStrictEqual({ email: 'a@x', role: 'member', ...INVITED });
		expect(sent).toEqual(['/invitations/a%40x']);
	});

	test('is invited to workspaces, by the names that are known', async () => {
		expect(await defineInvitation({ ...declared, workspaces }).perform({ email: 'a@x' }, invites().session)).toMatchObject({
			...INVITED,
			workspaces: [
				{ id: '42', name: 'Desk', role: 'admin', outcome: 'invited' },
				{ id: '43', name: 'Lab', role: null, outcome: 'added' },
				{ id: '44', name: null, role: null, outcome: 'invited' },
			],
		});
	});

	test.each([undefined, resolve])('is invited with what the form says of them, and not of the step: %p', async (first) => {
		const asked: unknown[] = [];
		const invitation = defineInvitation({
			...declared,
			...(first ? { resolve: first } : {}),
			request: (input: { email: string }) => {
				asked.push(input);
				return request(input.email);
			},
		});
		await invitation.perform({ email: 'a@x', if_exists: 'halt' }, invites().session);
		expect(asked).toStrictEqual([{ email: first ? 'a@x.com' : 'a@x' }]);
	});

	test('is invited with what is made of the form first', async () => {
		const { session, sent } = invites();
		expect(await defineInvitation({ ...declared, resolve }).perform({ email: 'a@x', if_exists: 'halt' }, session)).toMatchObject({
			email: 'a@x.com',
		});
		expect(sent).toEqual(['/invitations/a%40x.com']);
	});
});

describe('somebody who is there', () => {
	test.each([[undefined], ['halt']])('stops the step: %s', async (if_exists) => {
		const run = defineInvitation({ ...declared, ensure, existsAdvice: 'Look there.' }).perform(
			{ email: 'a@x', if_exists },
			refuses().session,
		);
		await expect(run).rejects.toThrow(ExistsError);
		await expect(run).rejects.toMatchObject({ refusal, advice: 'Look there.', message: '' });
	});

	test('is passed on, without access that nobody knows of', async () => {
		const create = defineInvitation({ ...declared, ensure, workspaces });
		expect(await create.perform({ email: 'a@x', if_exists: 'continue' }, refuses().session)).toStrictEqual({
			email: 'a@x',
			role: '',
			status: 'already_member',
			was_invited: false,
			invited_at: null,
			workspaces: [],
		});
	});

	test('gets the access asked for', async () => {
		const create = defineInvitation({ ...declared, ensure, workspaces });
		expect(await create.perform({ email: 'a@x', if_exists: 'ensure' }, refuses().session)).toStrictEqual({
			email: 'a@x',
			role: "a@x's",
			status: 'access_given',
			was_invited: false,
			invited_at: null,
			workspaces: [{ id: '42', name: 'Desk', role: null, outcome: 'role_changed' }],
		});
	});

	test('stops the step where no access can be given', async () => {
		const run = defineInvitation(declared).perform({ email: 'a@x', if_exists: 'ensure' }, refuses().session);
		await expect(run).rejects.toThrow(ExistsError);
	});

	test.each(['continue', 'ensure'])('isn’t guessed from another refusal: %s', async (if_exists) => {
		const run = defineInvitation({ ...declared, ensure }).perform({ email: 'a@x', if_exists }, refuses({ status: 400 }).session);
		await expect(run).rejects.toThrow(RequestError);
	});

	test('isn’t guessed from anything else that goes wrong', async () => {
		const { session } = sessionThat(() => {
			throw new RangeError('broken');
		});
		await expect(defineInvitation({ ...declared, ensure }).perform({ email: 'a@x', if_exists: 'continue' }, session)).rejects.toThrow(
			new RangeError('broken'),
		);
	});
});

describe('the definition', () => {
	test('is of an action that sends an invitation', () => {
		const invitation = defineInvitation(declared);
		expect(invitation).toMatchObject({
			key: 'invite_user',
			noun: 'invitation',
			stage: 'running',
			effect: { noun: 'the invitation', done: 'sent' },
			sample: { email: 'jane.doe@example.com', status: 'invited', was_invited: true, invited_at: '2026-11-02T09:30:00Z' },
		});
		expect(invitation.labels()).toEqual({ email: 'Email', if_exists: 'If the User Already Exists' });
		expect(INVITATION).toEqual({ noun: 'the invitation', done: 'sent' });
	});

	test('tells how it went, and of workspaces only where there are any', () => {
		const fields = (more: object) => outputFields(defineInvitation({ ...declared, ...more }).output).map(({ key, label }) => [key, label]);
		const went = ['email', 'role', 'status', 'was_invited', 'invited_at'];
		expect(fields({}).map(([key]) => key)).toEqual(went);
		expect(fields({ workspaces }).at(-1)).toEqual(['workspaces', 'Workspaces']);
		expect(fields({ workspaces, workspacesLabel: 'Projects' }).at(-1)).toEqual(['workspaces', 'Projects']);
		expect(outputFields(defineInvitation({ ...declared, workspaces }).output).at(-1)).toMatchObject({
			children: [{ key: 'id' }, { key: 'name' }, { key: 'role' }, { key: 'outcome' }],
		});
		expect(InvitationStatus.options).toEqual(['invited', 'already_member', 'already_invited', 'already_exists', 'access_given', 'resent']);
	});

	test.each([
		[false, ['halt', 'continue']],
		[true, ['halt', 'continue', 'ensure']],
	])('offers to give access where the API has a way: %s', (canEnsure, choices) => {
		const create = defineInvitation({ ...declared, ...(canEnsure ? { ensure } : {}) });
		const field = create.input.if_exists?.field;
		expect(field).toMatchObject({
			label: 'If the User Already Exists',
			default: 'halt',
			helpText: 'What to do when the user is already a member or already invited. Nobody is invited twice.',
		});
		expect(Object.keys(field?.choices ?? {})).toEqual(choices);
		expect(readInput(create.input, { email: 'a', if_exists: 'continue with the next step' })).toEqual({
			email: 'a',
			if_exists: 'continue',
		});
	});
});

test('what is done about who is there may have no preset, and be said otherwise', () => {
	const field = ifExistsField({ canEnsure: true, helpText: 'Leave it empty.' }).field;
	expect(field).toStrictEqual({
		label: 'If the User Already Exists',
		helpText: 'Leave it empty.',
		choices: { halt: 'Stop this run', continue: 'Continue with the next step', ensure: 'Give the user the access asked for' },
	});
	const without = ifExistsField({ canEnsure: false, preset: 'halt', helpText: 'x' }).field;
	expect(without).toMatchObject({ default: 'halt', choices: { halt: 'Stop this run', continue: 'Continue with the next step' } });
	expect(without.choices).not.toHaveProperty('ensure');
});

test.each([
	['invited', true, true],
	['resent', false, true],
	['already_member', false, false],
	['access_given', false, false],
])('%s: was invited now: %s, dated: %s', (status, was_invited, isDated) => {
	expect(wentAs(status)).toEqual({ status, was_invited, invited_at: isDated ? '2026-11-02T09:30:15Z' : null });
});
