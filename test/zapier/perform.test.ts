import nock from 'nock';
import type { Bundle } from 'zapier-platform-core';
import { defineDropdown } from '../../src/zapier/dropdowns.ts';
import { InputError } from '../../src/zapier/errors/stepError.ts';
import { plainText } from '../../src/zapier/fields/outputField.ts';
import { path } from '../../src/zapier/http.ts';
import { perform } from '../../src/zapier/perform.ts';
import type { Placement } from '../../src/zapier/provider.ts';
import { INT64, reference } from '../../src/zapier/schemas/reference.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import type { Session } from '../../src/zapier/session.ts';
import { noLabels, type Step } from '../../src/zapier/step.ts';
import { ACME, acmeConnection, placeAcme } from '../support/acme.ts';
import { failure, type Values } from '../support/integration.ts';
import { withZ } from '../support/zapier.ts';

const placement = placeAcme();

const ask = async ({ name }: Values, { send }: Session) => (await send({ method: 'POST', path: path`/things`, body: { name } })).body;

function run<Result>(
	performStep: Step<Result>['perform'],
	authData: Values = acmeConnection,
	inputData: Values = { name: 'Jane' },
	place: Placement = placement,
): Promise<Result> {
	const step: Step<Result> = {
		stage: 'running',
		input: { name: text({ label: 'Name' }) },
		effect: { noun: 'the invitation', done: 'sent' },
		labels: () => ({ name: 'Name' }),
		advice: { 403: 'Ask Jane.' },
		perform: performStep,
	};
	return withZ((zapier) => perform(zapier, { authData, inputData } as unknown as Bundle, place, step));
}

describe('a step', () => {
	test('sends with the connection what the form stands for, and gives the result', async () => {
		nock(ACME, { reqheaders: { 'x-api-key': 'my-secret-key', 'x-user': 'jane' } })
			.post('/v1/things', { name: 'Jane' })
			.reply(200, '{"id":"1"}');
		expect(await run(ask, acmeConnection, { name: ' Jane ' })).toStrictEqual({ id: '1' });
	});

	test('gives no credential back, however it was copied; what is none stays', async () => {
		const authData = { ...acmeConnection, api_key: ' my-secret-key ', second_key: 'my-other-key', base_url: '' };
		const echo = { text: 'my-secret-key, " my-secret-key " and my-other-key of jane' };
		expect(await run(async () => echo, authData)).toStrictEqual({ text: '[hidden], "[hidden]" and [hidden] of jane' });
	});

	test.each<[title: string, authData: Values, inputData: Values, message: string]>([
		['a connection that is wrong', {}, { name: 'Jane' }, 'Fill in API Key and User.'],
		['an input that is wrong', acmeConnection, {}, 'Fill in Name.'],
		['both, the connection first', {}, {}, 'Fill in API Key and User.'],
	])('is not even begun with %s', async (_title, authData, inputData, message) => {
		const begun = jest.fn();
		expect(await failure(run(begun, authData, inputData))).toMatchObject({ name: 'AppError', message, code: 'invalid_input' });
		expect(begun).not.toHaveBeenCalled();
	});

	test('is not begun with a connection of another provider', async () => {
		const begun = jest.fn();
		const requireConnection = () => {
			throw new InputError('Another one.', 'wrong_connection');
		};
		expect(await failure(run(begun, {}, {}, { ...placement, requireConnection }))).toMatchObject({ code: 'wrong_connection' });
		expect(begun).not.toHaveBeenCalled();
	});

	describe('about a person', () => {
		const person = { id: plainText, name: plainText, email: plainText };
		const sample = { id: '7', name: 'Ana', email: 'ana@x.com' };
		const list = async () => ({ items: [sample], raw: [sample], total: 1 });
		const people = placeAcme({ dropdowns: [defineDropdown({ key: 'people', noun: 'person', output: person, sample, list })] });
		const about = (destructive: boolean | undefined, who: string) => {
			const input = { who: reference({ label: 'Person', dynamic: 'people.id.name', idForm: INT64 }) };
			const step: Step<unknown> = {
				stage: 'running',
				input,
				effect: undefined,
				labels: noLabels,
				advice: {},
				...(destructive === undefined ? {} : { destructive }),
				perform: async (given) => given,
			};
			const bundle = { authData: acmeConnection, inputData: { who } } as unknown as Bundle;
			return withZ((zapier) => perform(zapier, bundle, people, step));
		};

		test.each([undefined, false])('takes a name (destructive: %p)', async (destructive) => {
			expect(await about(destructive, 'Ana')).toStrictEqual({ who: '7' });
		});

		test('takes no name if it destroys something, but an address', async () => {
			expect((await failure(about(true, 'Ana'))).message).toMatch(/^Person “Ana” is neither an email address nor an ID/);
			expect(await about(true, 'ana@x.com')).toStrictEqual({ who: '7' });
		});
	});

	test.each<[status: number, body: string, expected: object]>([
		[400, '{"message":"bad my-secret-key","field":"name"}', { message: 'bad [hidden]. Change Name in this step.' }],
		[403, '{}', { message: "Acme doesn't allow this with the connected API Key. Ask Jane." }],
		[401, '{}', { name: 'ExpiredAuthError', message: expect.stringContaining('[Acme](https://acme.example/keys)') }],
		[200, '{"success":false,"code":"A4"}', { code: 'not_found', status: 404 }],
	])('fails after %i %s in words about its own account and fields', async (status, body, expected) => {
		nock(ACME).post('/v1/things').reply(status, body);
		expect(await failure(run(ask))).toMatchObject(expected);
	});

	test.each([
		[ACME, acmeConnection, 'The invitation was not sent, so replay this step in a few minutes.'],
		[
			'https://own.acme.example:8443',
			{ ...acmeConnection, base_url: 'https://own.acme.example:8443/v1' },
			'The invitation was not sent: check Base URL in your connection, then replay this step.',
		],
	])('names the field of the host %s only if the person filled it in', async (origin, authData, advice) => {
		nock(origin)
			.post('/v1/things')
			.replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
		expect((await failure(run(ask, authData))).message).toBe(`${new URL(origin).host} doesn't accept connections. ${advice}`);
	});
});
