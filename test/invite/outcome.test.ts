import type { StepRequest } from '../../invite/integration.mts';
import { doneOf, type Outcome, outcomeOf } from '../../invite/outcome.mts';

/** The classes of Zapier's core, of which it has no types. */
const errors = require('zapier-platform-core/src/errors');

function asked(method: string, status: number | undefined, sent = true): StepRequest {
	return { method, url: 'https://api.example.test/invitations', body: undefined, sent, status };
}

const lookedUp = asked('GET', 200);
const refusedBy = (status: number, code: string) => new errors.Error('Refused.', code, status);
const unconnected = () => Object.assign(new Error('request failed'), { name: 'FetchError', code: 'ECONNREFUSED' });
const left = (status: number) =>
	new errors.ResponseError({ status, content: 'No such role', headers: new Headers(), request: { url: 'https://api.example.test' } });

describe('how a step ended', () => {
	test.each<[string, Error, StepRequest[], Outcome['kind']]>([
		['somebody is there already', new errors.HaltedError('A member already.'), [asked('POST', 409)], 'done'],
		['a wrong value, before anything was sent', new errors.Error('No address.', 'invalid_input'), [], 'failed'],
		['a wrong value, after a lookup', new errors.Error('No such role.', 'invalid_input'), [lookedUp], 'failed'],
		['a refusal', refusedBy(422, 'invalid_request'), [lookedUp, asked('POST', 422)], 'failed'],
		['a failure of the server', refusedBy(500, 'provider_error'), [asked('POST', 500)], 'uncertain'],
		['a failure of the server at a lookup', refusedBy(500, 'provider_error'), [asked('GET', 500)], 'failed'],
		['no answer', new errors.Error('No answer.', 'unanswered'), [asked('POST', undefined)], 'uncertain'],
		['no answer to a lookup', new errors.Error('No answer.', 'unanswered'), [asked('GET', undefined)], 'failed'],
		['no connection', new errors.Error('No such server.', 'unreachable'), [asked('POST', undefined)], 'failed'],
		['a web page', new errors.Error('A web page.', 'unreadable'), [asked('POST', 200)], 'uncertain'],
		['a redirect that keeps the method', new errors.Error('Elsewhere.', 'unreadable'), [asked('POST', 308)], 'failed'],
		['a redirect after the deed', new errors.Error('Elsewhere.', 'unreadable'), [asked('POST', 302)], 'uncertain'],
		['a failure in an answer of success', refusedBy(400, 'invalid_request'), [asked('POST', 200)], 'failed'],
		['an answer of success that names who failed', new errors.Error('Some failed.', 'partly_done'), [asked('POST', 200)], 'uncertain'],
		['a refusal that names who failed', new errors.Error('Some failed.', 'partly_done'), [asked('POST', 422)], 'uncertain'],
		['a refusal that leaves open whom it is about', refusedBy(422, 'partly_done'), [asked('POST', 422)], 'uncertain'],
		['an answer of success that says that all failed', new errors.Error('All failed.', 'refused'), [asked('POST', 200)], 'failed'],
		['too many requests', new errors.ThrottledError('Slower.', 7), [asked('POST', 429)], 'throttled'],
		['a connection that is not valid any more', new errors.ExpiredAuthError('Reconnect.'), [asked('POST', 401)], 'disconnected'],
		['a session that has ended', new errors.RefreshAuthError(), [asked('POST', 401)], 'disconnected'],
		['a refusal after the first part was done', refusedBy(403, 'forbidden'), [asked('POST', 201), asked('POST', 403)], 'uncertain'],
		[
			'too many requests after the first part',
			new errors.ThrottledError('Slower.', 7),
			[asked('POST', 201), asked('PUT', 429)],
			'uncertain',
		],
		[
			'an expired connection after the first part',
			new errors.ExpiredAuthError('No.'),
			[asked('POST', 201), asked('PUT', 401)],
			'uncertain',
		],
		['a refusal of the second way, too', refusedBy(404, 'not_found'), [asked('POST', 409), asked('PUT', 404)], 'failed'],
		['a connection refused, as Node.js says it', unconnected(), [asked('POST', undefined)], 'failed'],
		['a connection refused after an unanswered request', unconnected(), [asked('POST', undefined), asked('GET', undefined)], 'uncertain'],
		['a refusal that was left to Zapier’s core', left(422), [asked('POST', 422)], 'failed'],
		['an exception of its own after the deed', new TypeError('undefined is not a function'), [asked('POST', 201)], 'uncertain'],
	])('%s', (_what, error, requests, kind) => {
		expect(outcomeOf({ error, requests }).kind).toBe(kind);
	});

	test('is told in the words of the answer where the integration has none', () => {
		expect(outcomeOf({ error: left(422), requests: [asked('POST', 422)] })).toMatchObject({ message: 'The answer was 422: No such role' });
	});

	test('is told of each of several people, as far as the result tells', () => {
		const users = [
			{ email: 'ana@x.com', status: 'existing' },
			{ email: 'bo@x.com', status: 'unknown' },
		];
		const result = { id: '1', status: 'invited', users };
		expect(doneOf(result, 'ANA@x.com')).toMatchObject({ kind: 'done', status: 'existing' });
		expect(doneOf(result, 'bo@x.com')).toMatchObject({
			kind: 'uncertain',
			message: expect.stringContaining('doesn’t tell of this person'),
		});
		expect(doneOf(result, 'cy@x.com')).toMatchObject({ kind: 'done', status: 'invited' });
	});
});
