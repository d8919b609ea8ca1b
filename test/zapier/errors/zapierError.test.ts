import type { ZObject } from 'zapier-platform-core';
import { ExistsError } from '../../../src/zapier/errors/existsError.ts';
import type { Account, FailedStep } from '../../../src/zapier/errors/messages.ts';
import { PartlyDoneError } from '../../../src/zapier/errors/partlyDoneError.ts';
import { type Failure, type Refusal, RequestError } from '../../../src/zapier/errors/requestError.ts';
import { InputError, StepError } from '../../../src/zapier/errors/stepError.ts';
import { throttleDelay, toZapierError } from '../../../src/zapier/errors/zapierError.ts';
import { type HttpRequest, path } from '../../../src/zapier/http.ts';
import { failure } from '../../support/integration.ts';
import { zObject } from '../../support/zapier.ts';

const account: Account = {
	provider: 'Acme',
	host: 'api.acme.example',
	keyLink: '[Acme](https://acme.example/keys)',
	keyLabel: 'API Key',
	hostLabel: undefined,
};
const step: FailedStep = {
	stage: 'running',
	effect: undefined,
	labels: () => ({ email: 'Email', role: 'Role', id: 'Workspace', workspace_id: 'Workspace', first_name: 'First Name' }),
	advice: {},
};
const secrets = ['my-secret-key'];
const invitation = { noun: 'the invitation', done: 'sent' };

/** Where a step is, and what its account knows. */
interface When extends Partial<FailedStep>, Partial<Account> {
	/** The method of the request that failed; by default that of the request that the step is about. */
	method?: HttpRequest['method'];
	/** What that request brings about, if it has an effect of its own. */
	requestEffect?: HttpRequest['effect'];
	unresolved?: string[];
}
const INVITING: When = { effect: invitation };
const CONNECTING: When = { stage: 'connecting' };
const FILLING: When = { stage: 'filling a dropdown' };
/** A request that only reads, before the invitation. */
const PREPARING: When = { ...INVITING, method: 'GET' };

let z: ZObject;
beforeAll(async () => {
	z = await zObject();
});

/** What a person reads, and how Zapier goes on, after an error. */
function told(error: unknown, { unresolved, ...when }: When = {}) {
	return failure(Promise.reject(toZapierError(z, error, { ...step, ...when }, { ...account, ...when }, secrets, unresolved)));
}

function refusal(status: number, told: Partial<Refusal> = {}): Refusal {
	return { kind: 'refused', status, message: undefined, code: undefined, fields: [], retryAfter: undefined, body: undefined, ...told };
}

function failed(failure: Failure, when: When = {}) {
	const { method = when.effect ? 'POST' : 'GET', requestEffect } = when;
	return told(new RequestError({ method, path: path`/things`, ...(requestEffect ? { effect: requestEffect } : {}) }, failure), when);
}

function refused(status: number, when: When = {}, words: Partial<Refusal> = {}, retryAfter?: number) {
	return failed(refusal(status, { ...words, retryAfter }), when);
}

describe('a refusal without words', () => {
	const FORBIDDEN_ADVICE =
		'Ask an administrator of your Acme account for the permission, or connect an account that has it (see [Acme](https://acme.example/keys)).';

	test.each<[status: number, when: When, code: string, message: string]>([
		[400, INVITING, 'invalid_request', 'Acme refused the values of this step without saying which. Check each of them.'],
		[422, INVITING, 'invalid_request', 'Acme refused the values of this step without saying which. Check each of them.'],
		[401, CONNECTING, 'unauthorized', "Acme didn't accept the API Key. Copy the API Key again from [Acme](https://acme.example/keys)."],
		[402, INVITING, 'payment_required', "Your Acme plan doesn't include this. Upgrade your Acme plan, then replay this step."],
		[403, INVITING, 'forbidden', `Acme doesn't allow this with the connected API Key. ${FORBIDDEN_ADVICE}`],
		[403, CONNECTING, 'forbidden', `Acme doesn't allow this with the connected API Key. ${FORBIDDEN_ADVICE}`],
		[404, INVITING, 'not_found', "Acme didn't find what this step is about. Check that what this step names still exists in Acme."],
		[400, CONNECTING, 'invalid_request', 'Acme refused the values of this connection without saying which. Check each of them.'],
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
			'Acme had a problem of its own. Check in Acme whether the invitation was sent before you replay this step.',
		],
		[500, {}, 'provider_error', 'Acme had a problem of its own. Try again in a few minutes.'],
		[500, CONNECTING, 'provider_error', 'Acme had a problem of its own. Try again in a few minutes.'],
		[
			502,
			INVITING,
			'provider_error',
			'Acme had a problem of its own. Check in Acme whether the invitation was sent before you replay this step.',
		],
		[
			503,
			INVITING,
			'provider_error',
			'Acme is not available at the moment. Check in Acme whether the invitation was sent before you replay this step.',
		],
		[503, {}, 'provider_error', 'Acme is not available at the moment. Try again in a few minutes.'],
		[400, FILLING, 'invalid_request', 'Acme refused the values of this list without saying which. Check each of them.'],
		[404, FILLING, 'not_found', "Acme didn't find what this list is about. Check that what this list names still exists in Acme."],
		[
			401,
			FILLING,
			'unauthorized',
			"Acme didn't accept the API Key. Reconnect your Acme account with a valid API Key from [Acme](https://acme.example/keys).",
		],
		[403, FILLING, 'forbidden', `Acme doesn't allow this with the connected API Key. ${FORBIDDEN_ADVICE}`],
		[500, FILLING, 'provider_error', 'Acme had a problem of its own. Try again in a few minutes.'],
		[409, INVITING, 'conflict', 'Acme says that this conflicts with what is there. Check the values of this step.'],
		[409, {}, 'conflict', 'Acme refused the request. Check the values of this step.'],
		[500, PREPARING, 'provider_error', 'Acme had a problem of its own. The invitation was not sent, so replay this step in a few minutes.'],
		[502, PREPARING, 'provider_error', 'Acme had a problem of its own. The invitation was not sent, so replay this step in a few minutes.'],
		[
			503,
			PREPARING,
			'provider_error',
			'Acme is not available at the moment. The invitation was not sent, so replay this step in a few minutes.',
		],
	])('of %i, %j: %s', async (status, when, code, message) => {
		expect(await refused(status, when)).toStrictEqual({ name: 'AppError', message, code, status });
	});

	test('of 401 asks for a new connection', async () => {
		expect(await refused(401, INVITING)).toStrictEqual({
			name: 'ExpiredAuthError',
			message: "Acme didn't accept the API Key. Reconnect your Acme account with a valid API Key from [Acme](https://acme.example/keys).",
		});
	});
});

describe('a refusal with words', () => {
	test('repeats them before the advice', async () => {
		const message = 'The workspace is locked.';
		expect(await refused(400, {}, { message })).toMatchObject({
			message: 'The workspace is locked. Change that in this step or in Acme, then replay the step.',
		});
		expect((await refused(401, {}, { message })).message).toBe(
			'The workspace is locked. Reconnect your Acme account with a valid API Key from [Acme](https://acme.example/keys).',
		);
		expect((await refused(500, {}, { message })).message).toBe('The workspace is locked. Try again in a few minutes.');
	});

	test('hides every credential in them', async () => {
		expect((await refused(403, {}, { message: 'No such key: my-secret-key "x".' })).message).not.toContain('my-secret-key');
		expect((await refused(400, {}, { message: 'Bad "my-secret-key".' })).message).toBe(
			'Bad "[hidden]". Change that in this step or in Acme, then replay the step.',
		);
	});

	const CHECK = 'Change that in this step or in Acme, then replay the step.';

	test.each<[title: string, words: Partial<Refusal>, advice: string]>([
		['a field by name', { fields: ['email'] }, 'Change Email in this step.'],
		['a field by its place', { fields: ['body', 'workspaces', 'id'] }, 'Change Workspace in this step.'],
		['several fields', { fields: ['email', 'role'] }, 'Change Email and Role in this step.'],
		['one label twice', { fields: ['id', 'workspace_id'] }, 'Change Workspace in this step.'],
		['a whole label of several words in the message', { message: 'The First Name is too long.' }, 'Change First Name in this step.'],
		['a named field before a label in the message', { message: 'No First Name.', fields: ['email'] }, 'Change Email in this step.'],
		['an unknown field, and a label in the message', { message: 'No First Name.', fields: ['body'] }, 'Change First Name in this step.'],
	])('names the field to change: %s', async (_title, words, advice) => {
		const message = words.message ?? 'Refused.';
		expect((await refused(422, {}, { message, ...words })).message).toBe(`${message} ${advice}`);
		expect((await refused(405, {}, { message, ...words })).message).toBe(`${message} ${advice}`);
	});

	test.each<[title: string, words: Partial<Refusal>]>([
		['a name on the wire in prose', { message: 'Invalid role id.' }],
		['a label of one word in prose', { message: 'No such Role in this Workspace.' }],
		['a part of a label', { message: 'The Name is too long.' }],
		['unknown fields', { fields: ['phone'] }],
		['names that every object has', { fields: ['constructor', '__proto__', 'toString'] }],
	])('blames no field for %s', async (_title, words) => {
		const message = words.message ?? 'Refused.';
		expect((await refused(422, {}, { message, ...words })).message).toBe(`${message} ${CHECK}`);
	});

	test.each([
		["can't be blank.", "Email can't be blank."],
		['is taken.', 'Email is taken.'],
		['must be an address.', 'Email must be an address.'],
		['Bad value.', 'Bad value. Change Email in this step.'],
	])('a complaint without a subject gets the label of its field: %s', async (message, expected) => {
		expect((await refused(422, {}, { message, fields: ['email'] })).message).toBe(expected);
	});

	test('a complaint without a subject stays one where no field is named', async () => {
		expect((await refused(422, {}, { message: "can't be blank.", fields: ['phone'] })).message).toBe(`can't be blank. ${CHECK}`);
	});

	test.each([405, 418])('of %i asks to change what they say, and without them the values', async (status) => {
		expect((await refused(status, {}, { message: 'No seats.' })).message).toBe(`No seats. ${CHECK}`);
		expect((await refused(status, FILLING, { message: 'No seats.' })).message).toBe('No seats. Check the values of this list.');
	});

	test.each([400, 403, 404, 422])('of %i tells what was sent as it was typed', async (status) => {
		const { message } = await refused(status, { ...INVITING, unresolved: ['Workspace “X”'] }, { message: 'No.' });
		expect(message).toMatch(/^No\. .* Workspace “X” was sent as it is: this connection may not list what there is\.$/);
	});

	test.each([401, 402, 500])('of %i says nothing of it', async (status) => {
		expect((await refused(status, { ...INVITING, unresolved: ['Workspace “X”'] })).message).not.toContain('“X”');
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
		[409, 'AppError'],
		[500, 'AppError'],
	])('of %i stands in for ours', async (status, name) => {
		const { message, ...told } = await refused(status, { ...INVITING, advice });
		expect(told).toMatchObject({ name });
		expect(message).toMatch(new RegExp(`\\. Advice ${status}\\.$`));
	});

	test('of values doesn’t go with words that say something else', async () => {
		const words = { message: 'You have already used all licenses.' };
		expect((await refused(400, { ...INVITING, advice }, words)).message).toBe(
			'You have already used all licenses. Change that in this step or in Acme, then replay the step.',
		);
	});

	test.each([401, 403, 409, 500])('of %i goes with any words', async (status) => {
		const { message } = await refused(status, { ...INVITING, advice }, { message: 'Something else.' });
		expect(message).toBe(`Something else. Advice ${status}.`);
	});

	test.each([CONNECTING, FILLING])('of values goes with any words before a Zap runs: %j', async (when) => {
		expect((await refused(400, { ...when, advice }, { message: 'Something else.' })).message).toBe('Something else. Advice 400.');
	});

	test('of values gives way to the fields that the provider names', async () => {
		expect((await refused(400, { ...INVITING, advice }, { message: 'Bad request.', fields: ['email'] })).message).toBe(
			'Bad request. Acme refused the values of this step without saying which. Change Email in this step.',
		);
	});

	test.each(['Request Validation Error.', 'Bad request.', 'Unprocessable Entity.', 'Validation failed.'])(
		'of values goes with “%s”, which says nothing',
		async (message) => {
			expect((await refused(400, { ...INVITING, advice }, { message })).message).toBe(
				`${message} Acme refused the values of this step without saying which. Advice 400.`,
			);
		},
	);

	test('may go with certain words, and then stands in for the fields that the provider names', async () => {
		const advice = { 400: [{ about: /\brole\b/i, say: 'Check the role IDs.' }] };
		expect((await refused(400, { ...INVITING, advice }, { message: 'Invalid role.', fields: ['id'] })).message).toBe(
			'Invalid role. Check the role IDs.',
		);
		expect((await refused(400, { ...INVITING, advice }, { message: 'Too long.', fields: ['id'] })).message).toBe(
			'Too long. Change Workspace in this step.',
		);
	});

	test('of another status does not count', async () => {
		expect((await refused(404, { advice }, { message: 'Refused.' })).message).toBe(
			'Refused. Check that what this step names still exists in Acme.',
		);
	});

	test.each<[title: string, when: When]>([
		['before it', PREPARING],
		['with an effect of its own', { ...INVITING, requestEffect: { noun: 'the access', done: 'given' } }],
	])('goes for the request that the step is about, not for one %s', async (_title, when) => {
		expect((await refused(400, { ...when, advice })).message).not.toContain('Advice');
	});

	test('goes for a step that only reads', async () => {
		expect((await refused(404, { advice: { 404: 'Advice 404.' } })).message).toContain('Advice 404.');
	});
});

describe('a user who is there already', () => {
	test.each([
		[
			'in the words of the provider',
			new ExistsError(refusal(409, { message: 'Ana is a member.' })),
			'Ana is a member. The invitation was not sent.',
		],
		['without words', new ExistsError(refusal(409)), 'The user is already there in Acme. The invitation was not sent.'],
		['found before anything was sent', new ExistsError(undefined, 'Ana is a member.'), 'Ana is a member. The invitation was not sent.'],
		[
			'with advice',
			new ExistsError(refusal(409, { message: 'Ana is a member.' }), '', 'Give access yourself.'),
			'Ana is a member. Give access yourself.',
		],
	])('stops the run softly: %s', async (_title, error, message) => {
		expect(await told(error, INVITING)).toStrictEqual({ name: 'HaltedError', message });
	});
});

describe('what was done before', () => {
	const request: HttpRequest = { method: 'POST', path: path`/things` };

	const requested = (failure: Failure) => new RequestError(request, failure);

	test.each<[title: string, cause: unknown, message: string, code: string]>([
		[
			'a refusal',
			requested(refusal(400, { message: 'No.' })),
			'No. Change that in this step or in Acme, then replay the step. Ana was invited.',
			'partly_done',
		],
		[
			'a broken connection',
			requested({ kind: 'unanswered', reason: 'timeout' }),
			"Acme didn't answer in time. The invitation may have been sent, so look in Acme before you replay this step. Ana was invited.",
			'unanswered',
		],
		['what stops the step by itself', new StepError('Ana owns Acme.', 'owner'), 'Ana owns Acme. Ana was invited.', 'partly_done'],
	])('is told behind %s', async (_title, cause, message, code) => {
		expect(await told(new PartlyDoneError(cause, 'Ana was invited.'), INVITING)).toMatchObject({ name: 'AppError', message, code });
	});
});

describe('too many requests', () => {
	test.each<[retryAfter: number, delay: number, duration: string]>([
		[1, 1, '1 second'],
		[2, 2, '2 seconds'],
		[30, 30, '30 seconds'],
		[89, 89, '89 seconds'],
		[90, 90, '2 minutes'],
		[149, 149, '2 minutes'],
		[150, 150, '3 minutes'],
		[3569, 3569, '59 minutes'],
		[3570, 3570, 'an hour'],
		[3600, 3600, 'an hour'],
		[86400, 3600, 'an hour'],
	])('after %s: held for %i seconds, which reads "%s"', async (retryAfter, delay, duration) => {
		expect(await refused(429, INVITING, {}, retryAfter)).toStrictEqual({
			name: 'ThrottledError',
			message: `Acme is receiving too many requests. Zapier tries this step again by itself in about ${duration}.`,
			delay,
		});
	});

	test('repeats the words, whatever the advice', async () => {
		expect((await refused(429, { advice: { 429: 'No.' } }, { message: 'Slow down.' }, 5)).message).toBe(
			'Slow down. Zapier tries this step again by itself in about 5 seconds.',
		);
	});

	test.each([CONNECTING, FILLING])('there is no step to try again in %j', async (when) => {
		expect(await refused(429, when, {}, 5)).toMatchObject({
			name: 'ThrottledError',
			message: 'Acme is receiving too many requests. Try again in about 5 seconds.',
		});
	});

	test.each<[status: number, when: When, retryAfter: number | undefined, name: string]>([
		[503, {}, 5, 'ThrottledError'],
		[503, PREPARING, 5, 'ThrottledError'],
		[503, FILLING, 5, 'ThrottledError'],
		[503, INVITING, 5, 'AppError'],
		[503, { ...INVITING, method: 'DELETE' }, 5, 'AppError'],
		[503, {}, undefined, 'AppError'],
		[429, INVITING, undefined, 'ThrottledError'],
		[429, {}, undefined, 'ThrottledError'],
		[500, {}, 5, 'AppError'],
		[502, {}, 5, 'AppError'],
		[400, {}, 5, 'AppError'],
	])('a %i in %j after which to wait %j is an %s', async (status, when, retryAfter, name) => {
		expect(await refused(status, when, {}, retryAfter)).toMatchObject({ name });
	});
});

describe('the delay', () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	test.each([
		[0, 1],
		[1, 1],
		[30, 30],
		[3600, 3600],
		[3601, 3600],
		[1e12, 3600],
	])('asked as %i is %i seconds', (retryAfter, seconds) => {
		expect(throttleDelay(retryAfter)).toBe(seconds);
	});

	test.each([
		[0, 60],
		[0.5, 90],
		[0.9999, 120],
	])('not asked is one to two minutes, spread out: %d, %i', (random, seconds) => {
		jest.spyOn(Math, 'random').mockReturnValue(random);
		expect(throttleDelay(undefined)).toBe(seconds);
	});
});

describe('a request that failed on its way', () => {
	const HOST = { hostLabel: 'Base URL' };
	const REDIRECTED = 'api.acme.example redirects to another address, where no credential may go.';
	const NOT_SENT = 'The invitation was not sent, so replay this step in a few minutes.';
	const NOT_SENT_THERE = 'The invitation was not sent: check Base URL in your connection, then replay this step.';
	const MAYBE_SENT = 'The invitation may have been sent, so look in Acme before you replay this step.';

	const notSent: [failure: Exclude<Failure, Refusal>, sentence: string][] = [
		[{ kind: 'unreachable', reason: 'name' }, 'There is no server with the name api.acme.example.'],
		[{ kind: 'unreachable', reason: 'connection' }, "api.acme.example doesn't accept connections."],
		[{ kind: 'unreachable', reason: 'certificate' }, "api.acme.example can't prove who it is: its certificate isn't valid."],
		[{ kind: 'unreadable', reason: 'redirect', status: 307 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'redirect', status: 308 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'page', status: 404 }, 'api.acme.example answered with a web page instead of data.'],
	];
	const maybeSent: typeof notSent = [
		[{ kind: 'unanswered', reason: 'timeout' }, "Acme didn't answer in time."],
		[{ kind: 'unanswered', reason: 'size' }, 'api.acme.example answered with far more data than Acme ever sends.'],
		[{ kind: 'unanswered', reason: 'connection' }, 'The connection to api.acme.example broke before its answer was complete.'],
		[{ kind: 'unreadable', reason: 'page', status: 200 }, 'api.acme.example answered with a web page instead of data.'],
		[{ kind: 'unreadable', reason: 'json', status: 200 }, "api.acme.example answered with something that can't be read."],
		[{ kind: 'unreadable', reason: 'redirect', status: 300 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'redirect', status: 301 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'redirect', status: 302 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'redirect', status: 303 }, REDIRECTED],
		[{ kind: 'unreadable', reason: 'redirect', status: 304 }, REDIRECTED],
	];

	test.each(notSent)('%j: it was not sent', async (failure, sentence) => {
		expect(await failed(failure, INVITING)).toStrictEqual({ name: 'AppError', message: `${sentence} ${NOT_SENT}`, code: failure.kind });
		expect((await failed(failure, { ...INVITING, ...HOST })).message).toBe(`${sentence} ${NOT_SENT_THERE}`);
	});

	test.each(maybeSent)('%j: it may have been sent', async (failure, sentence) => {
		expect(await failed(failure, INVITING)).toStrictEqual({ name: 'AppError', message: `${sentence} ${MAYBE_SENT}`, code: failure.kind });
		expect((await failed(failure, { ...INVITING, ...HOST })).message).toBe(`${sentence} ${MAYBE_SENT}`);
	});

	describe.each([...notSent, ...maybeSent])('%j', (failure, sentence) => {
		test('before the invitation: it was not sent', async () => {
			expect((await failed(failure, PREPARING)).message).toBe(`${sentence} ${NOT_SENT}`);
			expect((await failed(failure, { ...PREPARING, ...HOST })).message).toBe(`${sentence} ${NOT_SENT_THERE}`);
		});

		test.each<[title: string, when: When]>([
			['running', {}],
			['connecting', CONNECTING],
			['filling a dropdown', FILLING],
		])('%s: nothing was to be sent', async (_title, when) => {
			expect((await failed(failure, when)).message).toBe(`${sentence} Try again in a few minutes.`);
			expect((await failed(failure, { ...when, ...HOST })).message).toBe(`${sentence} Check Base URL in your connection.`);
		});
	});

	test('speaks of what the request itself brings about', async () => {
		const when = { ...INVITING, requestEffect: { noun: 'the access', done: 'given' } };
		expect((await failed({ kind: 'unanswered', reason: 'timeout' }, when)).message).toContain('The access may have been given');
		expect((await refused(500, when)).message).toContain('whether the access was given');
	});
});

describe('any other error', () => {
	test.each([
		[new InputError('Fill in Email.'), 'invalid_input'],
		[new InputError('Another one.', 'wrong_connection'), 'wrong_connection'],
		[new StepError('Too long.', 'incomplete_list'), 'incomplete_list'],
	])('of the step is a failure with its own words: %s', async (error, code) => {
		expect(await told(error)).toStrictEqual({ name: 'AppError', message: error.message, code });
	});

	test('is passed on, without credentials', () => {
		const error = new TypeError('broke at my-secret-key');
		expect(toZapierError(z, error, step, account, secrets)).toBe(error);
		expect(error.message).toBe('broke at [hidden]');
	});

	test('that is none becomes one', () => {
		const error = toZapierError(z, 'my-secret-key broke', step, account, secrets);
		expect(error).toBeInstanceOf(Error);
		expect(error.message).toBe('[hidden] broke');
	});

	test.each([new Error('x'), new InputError('x'), new ExistsError(refusal(409))])('%s gets no log of Zapier appended', (error) => {
		expect(toZapierError(z, error, { ...step, effect: invitation }, account, secrets)).toMatchObject({ doNotContextify: true });
	});
});
