import nock from 'nock';
import { path } from '../../src/zapier/http.ts';
import { openSession, type Session } from '../../src/zapier/session.ts';
import { ACME, acmeAuthentication, acmeConnection } from '../support/acme.ts';
import { withZ } from '../support/zapier.ts';

/** What a session does that has so many milliseconds left. */
function within<Result>(milliseconds: number, what: (session: Session) => Promise<Result>): Promise<Result> {
	return withZ((zapier) => what(openSession(zapier, acmeAuthentication(), acmeConnection, [], Date.now() + milliseconds)));
}

describe('with little time left, a session', () => {
	test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('doesn’t begin to change anything: %s', async (method) => {
		const api = nock(ACME).intercept('/v1/things', method).reply(200, {});
		await expect(within(4_000, ({ send }) => send({ method, path: path`/things` }))).rejects.toMatchObject({
			name: 'StepError',
			code: 'not_sent',
			message: expect.stringContaining('it was not sent'),
		});
		expect(api.isDone()).toBe(false);
	});

	test('still reads', async () => {
		nock(ACME).get('/v1/things').reply(200, { id: '1' });
		expect(await within(4_000, async ({ send }) => (await send({ method: 'GET', path: path`/things` })).body)).toEqual({ id: '1' });
	});
});

test('a session with time left sends', async () => {
	nock(ACME).post('/v1/things').reply(200, { id: '1' });
	expect(await within(20_000, async ({ send }) => (await send({ method: 'POST', path: path`/things` })).body)).toEqual({ id: '1' });
});

test('a session has 25 seconds, and has looked nothing up', async () => {
	const session = await withZ(async (zapier) => openSession(zapier, acmeAuthentication(), acmeConnection, []));
	expect(session).toMatchObject({ names: new Map(), unresolved: [] });
	expect(session.timeLeft()).toBeLessThanOrEqual(25_000);
	expect(session.timeLeft()).toBeGreaterThan(0);
});
