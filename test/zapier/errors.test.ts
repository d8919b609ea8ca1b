import type { ZObject } from 'zapier-platform-core';
import { type Context, isConflict, throttleDelay, toZapierError } from '../../src/zapier/errors.ts';
import { ApiFault, type Fault } from '../../src/zapier/fault.ts';
import { InputError } from '../../src/zapier/input.ts';
import type { Words } from '../../src/zapier/words.ts';
import { failure } from '../support/integration.ts';
import { zObject } from './zapier.ts';

const context: Context = {
	provider: 'Acme',
	host: 'api.acme.example',
	keyPage: '[Acme](https://acme.example/keys)',
	keyLabel: 'API Key',
	hostLabel: undefined,
	connecting: false,
	effect: undefined,
	labels: { email: 'Email', role: 'Role', id: 'Workspace', workspace_id: 'Workspace' },
	advice: {},
	secrets: ['my-secret-key'],
};
const INVITING = { effect: 'the invitation' };
const CONNECTING = { connecting: true };

let z: ZObject;
beforeAll(async () => {
	z = await zObject();
});

/** What a person reads, and how Zapier goes on, after an error. */
function told(error: unknown, overrides: Partial<Context> = {}) {
	return failure(Promise.reject(toZapierError(z, error, { ...context, ...overrides })));
}

function refusal(status: number, words: Partial<Words> = {}, retryAfter?: string): Fault {
	return { kind: 'refused', status, words: { message: undefined, code: undefined, fields: [], ...words }, retryAfter };
}

function refused(status: number, overrides: Partial<Context> = {}, words: Partial<Words> = {}, retryAfter?: string) {
	return told(new ApiFault(refusal(status, words, retryAfter)), overrides);
}

describe('a refusal without words', () => {
	const FORBIDDEN_ADVICE =
		'Ask an administrator of your Acme account for the permission, or connect an account that has it (see [Acme](https://acme.example/keys)).';

	test.each<[status: number, when: Partial<Context>, code: string, message: string]>([
		[400, INVITING, 'invalid_request', "Acme didn't accept the values of this step. Check the values of this step."],
		[422, INVITING, 'invalid_request', "Acme didn't accept the values of this step. Check the values of this step."],
		[401, CONNECTING, 'unauthorized', "Acme didn't accept the API Key. Copy the API Key again from [Acme](https://acme.example/keys)."],
		[402, INVITING, 'payment_required', "Your Acme plan doesn't include this. Upgrade your Acme plan, then replay this step."],
		[403, INVITING, 'forbidden', `Acme doesn't allow this with the connected API Key. ${FORBIDDEN_ADVICE}`],
		[403, CONNECTING, 'forbidden', `Acme doesn't allow this with the connected API Key. ${FORBIDDEN_ADVICE}`],
		[404, INVITING, 'not_found', "Acme didn't find what this step is about. Check that what this step names still exists in Acme."],
		[400, CONNECTING, 'invalid_request', "Acme didn't accept the values of this connection. Check the values of this connection."],
		[402, CONNECTING, 'payment_required', "Your Acme plan doesn't include this. Upgrade your Acme plan, then connect again."],
		[405, CONNECTING, 'refused', 'Acme refused the request. Check the values of this connection.'],
		[404, CONNECTING, 'not_found', 'Acme has nothing at this address. Check the API Key.'],
		[404, { ...CONNECTING, hostLabel: 'Base URL' }, 'not_found', 'Acme has nothing at this address. Check Base URL.'],
		[405, INVITING, 'refused', 'Acme refused the request. Check the values of this step.'],
		[418, {}, 'refused', 'Acme refused the request. Check the values of this step.'],
		[499, {}, 'refused', 'Acme refused the request. Check the values of this step.'],
		[
			500,
			INVITING,
			'provider_error',
			'Acme had a problem of its own. Check in Acme whether the invitation arrived before you replay this step.',
		],
		[500, {}, 'provider_error', 'Acme had a problem of its own. Try again in a few minutes.'],
		[500, CONNECTING, 'provider_error', 'Acme had a problem of its own. Try again in a few minutes.'],
		[
			502,
			INVITING,
			'provider_error',
			'Acme had a problem of its own. Check in Acme whether the invitation arrived before you replay this step.',
		],
		[
			503,
			INVITING,
			'provider_error',
			'Acme is not available at the moment. Check in Acme whether the invitation arrived before you replay this step.',
		],
		[503, {}, 'provider_error', 'Acme is not available at the moment. Try again in a few minutes.'],
	])('of %i, %j: %s', async (status, when, code, message) => {
		expect(await refused(status, when)).toStrictEqual({ name: 'AppError', message, code, status });
	});

	test('of 401 asks for a new connection', async () => {
		expect(await refused(401, INVITING)).toStrictEqual({
			name: 'ExpiredAuthError',
			message: "Acme didn't accept the API Key. Reconnect your Acme account with a valid API Key from [Acme](https://acme.example/keys).",
		});
	});

	test('of 409 stops the run softly', async () => {
		expect(await refused(409, INVITING)).toStrictEqual({
			name: 'HaltedError',
			message: 'The user is already there in Acme. Nothing needs to be mended: the invitation was not sent again.',
		});
	});
});

describe('a refusal with words', () => {
	test('repeats them before the advice', async () => {
		const message = 'The workspace is locked.';
		expect(await refused(400, {}, { message })).toMatchObject({ message: 'The workspace is locked. Check the values of this step.' });
		expect((await refused(401, {}, { message })).message).toBe(
			'The workspace is locked. Reconnect your Acme account with a valid API Key from [Acme](https://acme.example/keys).',
		);
		expect((await refused(409, INVITING, { message })).message).toBe(
			'The workspace is locked. Nothing needs to be mended: the invitation was not sent again.',
		);
		expect((await refused(500, {}, { message })).message).toBe('The workspace is locked. Try again in a few minutes.');
	});

	test('hides every credential in them', async () => {
		expect((await refused(403, {}, { message: 'No such key: my-secret-key "x".' })).message).not.toContain('my-secret-key');
		expect((await refused(400, {}, { message: 'Bad "my-secret-key".' })).message).toBe('Bad "[hidden]". Check the values of this step.');
	});

	test.each<[title: string, words: Partial<Words>, advice: string]>([
		['a field by name', { fields: ['email'] }, 'Change Email in this step.'],
		['a field by its place', { fields: ['body', 'workspaces', 'id'] }, 'Change Workspace in this step.'],
		['several fields', { fields: ['email', 'role'] }, 'Change Email and Role in this step.'],
		['one label twice', { fields: ['id', 'workspace_id'] }, 'Change Workspace in this step.'],
		['a field in the message', { message: 'Unknown Role.' }, 'Change Role in this step.'],
		['two fields in the message', { message: 'role or email?' }, 'Change Email and Role in this step.'],
		['a label twice in the message', { message: 'id, workspace_id.' }, 'Change Workspace in this step.'],
		['a named field before one in the message', { message: 'No such role.', fields: ['email'] }, 'Change Email in this step.'],
		['an unknown field, and one in the message', { message: 'No such role.', fields: ['body'] }, 'Change Role in this step.'],
		['a part of a word in the message', { message: 'Unknown roles, idle emails.' }, 'Check the values of this step.'],
		['unknown fields', { fields: ['phone'] }, 'Check the values of this step.'],
		['names that every object has', { fields: ['constructor', '__proto__', 'toString'] }, 'Check the values of this step.'],
	])('names the field to change: %s', async (_title, words, advice) => {
		expect((await refused(422, {}, { message: 'Refused.', ...words })).message).toBe(`${words.message ?? 'Refused.'} ${advice}`);
		expect((await refused(405, {}, { message: 'Refused.', ...words })).message).toBe(`${words.message ?? 'Refused.'} ${advice}`);
	});

	test('leaves fields alone where the values are not at fault', async () => {
		expect((await refused(402, {}, { fields: ['email'] })).message).not.toContain('Change Email');
		expect((await refused(500, {}, { fields: ['email'] })).message).not.toContain('Change Email');
	});
});

describe('the advice of a provider', () => {
	const advice = { 400: 'Advice 400.', 401: 'Advice 401.', 403: 'Advice 403.', 409: 'Advice 409.', 500: 'Advice 500.' };

	test.each([
		[400, 'AppError'],
		[401, 'ExpiredAuthError'],
		[403, 'AppError'],
		[409, 'HaltedError'],
		[500, 'AppError'],
	])('of %i stands in for ours', async (status, name) => {
		expect(await refused(status, { ...INVITING, advice }, { message: 'Refused.' })).toMatchObject({
			name,
			message: `Refused. Advice ${status}.`,
		});
	});

	test('of 409 goes for every status that means it', async () => {
		expect(await refused(400, { ...INVITING, advice }, { message: 'Already there.' })).toMatchObject({
			name: 'HaltedError',
			message: 'Already there. Advice 409.',
		});
	});

	test('of another status does not count', async () => {
		expect((await refused(404, { advice }, { message: 'Refused.' })).message).toBe(
			'Refused. Check that what this step names still exists in Acme.',
		);
	});
});

describe('a conflict', () => {
	test.each<[status: number, message: string | undefined]>([
		[409, undefined],
		[409, 'Anything.'],
		[400, 'The user is already a member.'],
		[422, 'ALREADY invited.'],
	])('is a %i that says %j', (status, message) => {
		expect(isConflict(refusal(status, { message }))).toBe(true);
	});

	test.each<[status: number, message: string | undefined]>([
		[400, undefined],
		[422, 'The user is no member.'],
		[400, 'alreadyx'],
		[400, 'xalready'],
		[403, 'The user is already a member.'],
		[404, 'already'],
		[500, 'already'],
		[401, 'already'],
	])('is not a %i that says %j', (status, message) => {
		expect(isConflict(refusal(status, { message }))).toBe(false);
	});

	test('is none for what only reads', async () => {
		expect(await refused(409, {}, { message: 'Already there.' })).toMatchObject({ name: 'AppError', code: 'refused', status: 409 });
		expect((await refused(409)).message).toBe('Acme refused the request. Check the values of this step.');
		expect(await refused(422, CONNECTING, { message: 'Already there.' })).toMatchObject({ name: 'AppError' });
	});

	test('is no fault of the network', () => {
		expect(isConflict({ kind: 'unanswered', reason: 'timeout' })).toBe(false);
	});

	test('ends the run softly', async () => {
		expect(await refused(422, INVITING, { message: 'Already there.' })).toMatchObject({ name: 'HaltedError' });
	});
});

describe('too many requests', () => {
	test.each<[retryAfter: string, delay: number, duration: string]>([
		['1', 1, '1 second'],
		['2', 2, '2 seconds'],
		['30', 30, '30 seconds'],
		['89', 89, '89 seconds'],
		['90', 90, '2 minutes'],
		['149', 149, '2 minutes'],
		['150', 150, '3 minutes'],
		['3569', 3569, '59 minutes'],
		['3570', 3570, 'an hour'],
		['3600', 3600, 'an hour'],
		['86400', 3600, 'an hour'],
	])('after %s: held for %i seconds, which reads "%s"', async (retryAfter, delay, duration) => {
		expect(await refused(429, INVITING, {}, retryAfter)).toStrictEqual({
			name: 'ThrottledError',
			message: `Acme is receiving too many requests. Zapier tries this step again by itself in about ${duration}.`,
			delay,
		});
	});

	test('repeats the words, whatever the advice', async () => {
		expect((await refused(429, { advice: { 429: 'No.' } }, { message: 'Slow down.' }, '5')).message).toBe(
			'Slow down. Zapier tries this step again by itself in about 5 seconds.',
		);
	});

	test('while connecting there is no step to try again', async () => {
		expect(await refused(429, CONNECTING, {}, '5')).toMatchObject({
			name: 'ThrottledError',
			message: 'Acme is receiving too many requests. Try again in about 5 seconds.',
		});
	});

	test('a 503 that says when to come back counts, no other status does', async () => {
		expect(await refused(503, {}, {}, '5')).toMatchObject({ name: 'ThrottledError', delay: 5 });
		expect(await refused(503, {}, {}, 'soon')).toMatchObject({ name: 'ThrottledError' });
		expect(await refused(500, {}, {}, '5')).toMatchObject({ name: 'AppError' });
		expect(await refused(502, {}, {}, '5')).toMatchObject({ name: 'AppError' });
		expect(await refused(400, {}, {}, '5')).toMatchObject({ name: 'AppError' });
	});

	test('without a time it is held for a while of its own', async () => {
		const { delay } = await refused(429);
		expect(delay).toBeGreaterThanOrEqual(60);
		expect(delay).toBeLessThanOrEqual(120);
	});
});

describe('the delay', () => {
	const NOW = '2027-01-31T09:00:00Z';

	beforeEach(() => {
		jest.useFakeTimers({ now: new Date(NOW) });
	});

	afterEach(() => {
		jest.useRealTimers();
		jest.restoreAllMocks();
	});

	test.each<[retryAfter: string, seconds: number]>([
		['0', 1],
		['1', 1],
		['0.2', 1],
		['1.2', 2],
		[' 30 ', 30],
		['3600', 3600],
		['3601', 3600],
		['99999999999999999999999', 3600],
		['Sun, 31 Jan 2027 09:00:30 GMT', 30],
		['Sun, 31 Jan 2027 09:00:00 GMT', 1],
		['Sun, 31 Jan 2027 08:00:00 GMT', 1],
		['Sun, 31 Jan 2027 23:00:00 GMT', 3600],
		['Sunday, 31-Jan-27 09:00:30 GMT', 30],
		['Wed, 21 Oct 2015 07:28:00 GMT', 1],
	])('asked as %j is %i seconds', (retryAfter, seconds) => {
		expect(throttleDelay(retryAfter)).toBe(seconds);
	});

	test('of a part of a second is a whole one', () => {
		jest.setSystemTime(new Date('2027-01-31T09:00:00.001Z'));
		expect(throttleDelay('Sun, 31 Jan 2027 09:00:30 GMT')).toBe(30);
		jest.setSystemTime(new Date('2027-01-31T08:59:59.999Z'));
		expect(throttleDelay('Sun, 31 Jan 2027 09:00:30 GMT')).toBe(31);
	});

	test.each([
		undefined,
		'',
		' ',
		'soon',
		'-5',
		'+5',
		'1e3',
		'5s',
		'.5',
		'5.',
		'1 2',
		'NaN',
		'Infinity',
		'2027-01-31T10:00:00Z',
		'31 Jan 2027 09:00:30 GMT',
		'Retry 5',
		'Wait 60',
		'Sunny, later',
		'Sun',
		'x Sun, 31 Jan 2027 09:00:30 GMT',
	])('asked as %j is one to two minutes, spread out', (retryAfter) => {
		const random = jest.spyOn(Math, 'random');
		expect([0, 0.5, 0.9999].map((value) => random.mockReturnValue(value) && throttleDelay(retryAfter))).toStrictEqual([60, 90, 120]);
	});
});

describe('a request that failed on its way', () => {
	const HOST = { hostLabel: 'Base URL' };

	test.each<[fault: Fault, sentence: string]>([
		[{ kind: 'unreachable', reason: 'name' }, 'There is no server with the name api.acme.example.'],
		[{ kind: 'unreachable', reason: 'connection' }, "api.acme.example doesn't accept connections."],
		[{ kind: 'unreachable', reason: 'certificate' }, "api.acme.example can't prove who it is: its certificate isn't valid."],
		[{ kind: 'unreadable', reason: 'redirect' }, 'api.acme.example redirects to another address, where no credential may go.'],
	])('%j: it was not sent', async (fault, sentence) => {
		const expected = (advice: string) => ({ name: 'AppError', message: `${sentence} ${advice}`, code: fault.kind });
		expect(await told(new ApiFault(fault), INVITING)).toStrictEqual(
			expected('The invitation was not sent, so replay this step in a few minutes.'),
		);
		expect(await told(new ApiFault(fault), { ...INVITING, ...HOST })).toStrictEqual(
			expected('The invitation was not sent: check Base URL in your connection, then replay this step.'),
		);
		expect(await told(new ApiFault(fault))).toStrictEqual(expected('Try again in a few minutes.'));
		expect(await told(new ApiFault(fault), HOST)).toStrictEqual(expected('Check Base URL in your connection.'));
	});

	test.each<[fault: Fault, sentence: string]>([
		[{ kind: 'unanswered', reason: 'timeout' }, "Acme didn't answer in time."],
		[{ kind: 'unanswered', reason: 'size' }, 'api.acme.example answered with far more data than Acme ever sends.'],
		[{ kind: 'unanswered', reason: 'connection' }, 'The connection to api.acme.example broke before its answer was complete.'],
		[{ kind: 'unreadable', reason: 'page' }, 'api.acme.example answered with a web page instead of data.'],
		[{ kind: 'unreadable', reason: 'json' }, "api.acme.example answered with something that can't be read."],
	])('%j: it may have been sent', async (fault, sentence) => {
		const expected = (advice: string) => ({ name: 'AppError', message: `${sentence} ${advice}`, code: fault.kind });
		expect(await told(new ApiFault(fault), { ...INVITING, ...HOST })).toStrictEqual(
			expected('The invitation may have been sent, so look in Acme before you replay this step.'),
		);
		expect(await told(new ApiFault(fault))).toStrictEqual(expected('Try again in a few minutes.'));
		expect(await told(new ApiFault(fault), HOST)).toStrictEqual(expected('Check Base URL in your connection.'));
	});

	test('an unknown host is called by the provider', async () => {
		expect((await told(new ApiFault({ kind: 'unreachable', reason: 'name' }), { host: undefined })).message).toBe(
			'There is no server with the name Acme. Try again in a few minutes.',
		);
	});
});

describe('any other error', () => {
	test('of the input is a failure with its own words', async () => {
		expect(await told(new InputError('Fill in Email.'))).toStrictEqual({
			name: 'AppError',
			message: 'Fill in Email.',
			code: 'invalid_input',
		});
	});

	test('is passed on, without credentials', async () => {
		const error = new TypeError('broke at my-secret-key');
		expect(toZapierError(z, error, context)).toBe(error);
		expect(error.message).toBe('broke at [hidden]');
	});

	test('that is none becomes one', async () => {
		const error = toZapierError(z, 'my-secret-key broke', context);
		expect(error).toBeInstanceOf(Error);
		expect(error.message).toBe('[hidden] broke');
	});

	test('gets no log of Zapier appended', () => {
		expect(toZapierError(z, new Error('x'), context)).toMatchObject({ doNotContextify: true });
		expect(toZapierError(z, new ApiFault(refusal(409)), { ...context, ...INVITING })).toMatchObject({ doNotContextify: true });
	});
});
