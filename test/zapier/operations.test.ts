import * as z from 'zod';
import { defineAction, ifExists } from '../../src/zapier/action.ts';
import { type Answer, type ApiRequest, path, type Send } from '../../src/zapier/api.ts';
import { ApiFault, type Fault } from '../../src/zapier/fault.ts';
import { field } from '../../src/zapier/field.ts';
import { InputError } from '../../src/zapier/input.ts';
import { labelsOf } from '../../src/zapier/operation.ts';
import { invited, statusOf } from '../../src/zapier/result.ts';
import { defineSearch } from '../../src/zapier/search.ts';
import { defineDropdown, defineTrigger } from '../../src/zapier/trigger.ts';

const words = { key: 'invite_user', noun: 'invitation', label: 'Invite User', description: 'Invites a user.' };
const nameField = () => z.string().register(field, { label: 'Name' });

/** A provider that answers as told, and notes what it was asked. */
function sender(answer: Answer | Fault = { status: 200, body: { id: '1' } }) {
	const asked: ApiRequest[] = [];
	const send: Send = async (request) => {
		asked.push(request);
		if ('kind' in answer) throw new ApiFault(answer);
		return answer;
	};
	return { send, asked };
}

const conflict: Fault = { kind: 'refused', status: 409, words: { message: undefined, code: undefined, fields: [] }, retryAfter: undefined };

describe('the labels of a form', () => {
	const form = z.object({
		email: z.email().register(field, { label: 'Email' }),
		places: z
			.array(z.object({ place_id: z.string().register(field, { label: 'Place' }) }))
			.optional()
			.register(field, { label: 'Places' }),
	});

	test('are found by key, those of line items as well', () => {
		expect(labelsOf(form)).toStrictEqual({ email: 'Email', places: 'Places', place_id: 'Place' });
	});

	test('are found by the name on the wire, where the form has such a field', () => {
		expect(labelsOf(form, { id: 'place_id', mail: 'email', gone: 'nothing' })).toStrictEqual({
			email: 'Email',
			places: 'Places',
			place_id: 'Place',
			id: 'Place',
			mail: 'Email',
		});
	});
});

describe('an action', () => {
	const request = ({ name }: { name: string }): ApiRequest => ({ method: 'POST', path: path`/users`, body: { name } });
	const action = defineAction({
		...words,
		input: z.object({ name: nameField(), if_exists: ifExists() }),
		request,
		output: invited({ name: z.string(), id: z.unknown() }),
		result: (body, { name }, outcome) => ({ name, id: (body as { id?: string } | undefined)?.id, status: statusOf(outcome) }),
		sample: { name: 'Jane', id: '1', status: 'invited' },
		effect: 'the invitation',
		wireNames: { title: 'name' },
		advice: { 404: 'Look again.' },
	});

	test('sends what the form stands for, once, and tells the result', async () => {
		const { send, asked } = sender();
		expect(await action.perform(send, { name: ' Jane ' })).toStrictEqual({ name: 'Jane', id: '1', status: 'invited' });
		expect(asked).toStrictEqual([{ method: 'POST', path: '/users', body: { name: 'Jane' } }]);
	});

	test('sends nothing for an input that is wrong', async () => {
		const { send, asked } = sender();
		await expect(action.perform(send, {})).rejects.toThrow(new InputError('Fill in Name.'));
		expect(asked).toStrictEqual([]);
	});

	test('goes on after a conflict only if told to', async () => {
		await expect(action.perform(sender(conflict).send, { name: 'Jane' })).rejects.toBeInstanceOf(ApiFault);
		await expect(action.perform(sender(conflict).send, { name: 'Jane', if_exists: 'halt' })).rejects.toBeInstanceOf(ApiFault);
		expect(await action.perform(sender(conflict).send, { name: 'Jane', if_exists: 'continue' })).toStrictEqual({
			name: 'Jane',
			id: undefined,
			status: 'already_exists',
		});
	});

	test('goes on after nothing but a conflict', async () => {
		const goOn = { name: 'Jane', if_exists: 'Continue with the next step' };
		await expect(action.perform(sender({ ...conflict, status: 403 }).send, goOn)).rejects.toBeInstanceOf(ApiFault);
		await expect(action.perform(sender({ kind: 'unanswered', reason: 'timeout' }).send, goOn)).rejects.toBeInstanceOf(ApiFault);
		const broken = new Error('broken');
		await expect(action.perform(() => Promise.reject(broken), goOn)).rejects.toBe(broken);
	});

	test('without that choice ends with the conflict', async () => {
		const plain = defineAction({
			...words,
			input: z.object({ name: nameField() }),
			request,
			output: z.object({}),
			result: () => ({}),
			sample: {},
			effect: 'the invitation',
		});
		await expect(plain.perform(sender(conflict).send, { name: 'Jane', if_exists: 'continue' })).rejects.toBeInstanceOf(ApiFault);
		expect(plain).toMatchObject({ labels: { name: 'Name' }, advice: {} });
	});

	test('may ask for something first', async () => {
		const twice = defineAction({
			...words,
			input: z.object({ name: nameField() }),
			request: async (input, send) => {
				await send({ method: 'GET', path: path`/me` });
				return request(input);
			},
			output: z.object({}),
			result: () => ({}),
			sample: {},
			effect: 'the invitation',
		});
		const { send, asked } = sender();
		await twice.perform(send, { name: 'Jane' });
		expect(asked.map(({ method }) => method)).toStrictEqual(['GET', 'POST']);
	});

	test('keeps what others read of it', () => {
		expect(action).toMatchObject({ ...words, effect: 'the invitation', advice: { 404: 'Look again.' } });
		expect(action.labels).toStrictEqual({ name: 'Name', if_exists: 'If the User Already Exists', title: 'Name' });
		expect(action.sample).toStrictEqual({ name: 'Jane', id: '1', status: 'invited' });
	});
});

test('the status of an invitation', () => {
	expect(statusOf('done')).toBe('invited');
	expect(statusOf('already_exists')).toBe('already_exists');
	const result = invited({ id: z.string() });
	for (const status of ['invited', 'already_exists']) expect(result.parse({ id: '1', status })).toStrictEqual({ id: '1', status });
	expect(result.safeParse({ id: '1', status: 'done' }).success).toBe(false);
	expect(result.safeParse({ status: 'invited' }).success).toBe(false);
	expect(field.get(result.shape.status)).toStrictEqual({ label: 'Status' });
});

describe('a search', () => {
	const search = defineSearch({
		...words,
		input: z.object({ name: nameField() }),
		output: z.object({ id: z.string() }),
		sample: { id: '1' },
		find: async (send, { name }) => [
			{ id: String(((await send({ method: 'GET', path: path`/users/${name}` })).body as { id: string }).id) },
		],
		orCreate: { action: 'invite_user', label: 'Find or Invite User', description: 'Finds a user or invites one.' },
	});

	test('finds by what the form says', async () => {
		const { send, asked } = sender();
		expect(await search.perform(send, { name: 'Jane' })).toStrictEqual([{ id: '1' }]);
		expect(asked).toStrictEqual([{ method: 'GET', path: '/users/Jane' }]);
	});

	test('asks nothing for an input that is wrong', async () => {
		const { send, asked } = sender();
		await expect((async () => search.perform(send, {}))()).rejects.toThrow(new InputError('Fill in Name.'));
		expect(asked).toStrictEqual([]);
	});

	test('keeps what others read of it', () => {
		expect(search).toMatchObject({ ...words, labels: { name: 'Name' }, advice: {}, orCreate: { action: 'invite_user' } });
		expect(defineSearch({ ...search, find: async () => [], advice: { 404: 'x' } }).advice).toStrictEqual({ 404: 'x' });
	});
});

describe('a trigger', () => {
	const output = z.object({ id: z.string() });

	test('lists what is there for the poll', async () => {
		const list = jest.fn(async () => [{ id: '1' }]);
		const trigger = defineTrigger({ ...words, output, sample: { id: '1' }, list });
		const { send } = sender();
		expect(await trigger.perform(send, { page: 0, sampleOnly: true })).toStrictEqual([{ id: '1' }]);
		expect(list.mock.calls).toStrictEqual([[send, { page: 0, sampleOnly: true }]]);
		expect(trigger).toMatchObject({ ...words, hidden: false, labels: {}, advice: {} });
		expect(trigger.input.shape).toStrictEqual({});
		expect(defineTrigger({ ...words, output, sample: { id: '1' }, list, advice: { 403: 'x' } }).advice).toStrictEqual({ 403: 'x' });
	});

	test('gives each item once, where it comes first', async () => {
		const items = [
			{ id: '2', at: 1 },
			{ id: '1', at: 2 },
			{ id: '2', at: 3 },
		];
		const once = [
			{ id: '2', at: 1 },
			{ id: '1', at: 2 },
		];
		const { send } = sender();
		const poll = { page: 0, sampleOnly: false };
		expect(await defineTrigger({ ...words, output, sample: { id: '1' }, list: async () => items }).perform(send, poll)).toStrictEqual(once);
		const dropdown = defineDropdown({ key: 'places', noun: 'place', output, sample: { id: '1' }, list: async () => items });
		expect(await dropdown.perform(send, poll)).toStrictEqual(once);
	});

	test('behind a dropdown is hidden, and read page by page', async () => {
		const list = jest.fn(async () => [{ id: '1' }]);
		const dropdown = defineDropdown({ key: 'places', noun: 'place', output, sample: { id: '1' }, list });
		const { send } = sender();
		expect(await dropdown.perform(send, { page: 3, sampleOnly: false })).toStrictEqual([{ id: '1' }]);
		expect(list.mock.calls).toStrictEqual([[send, 3]]);
		expect(dropdown).toMatchObject({
			key: 'places',
			noun: 'place',
			label: 'List of Places',
			description: 'Triggers when a list of places is needed for a dropdown.',
			hidden: true,
			labels: {},
			advice: {},
		});
		expect(defineDropdown({ key: 'places', noun: 'place', output, sample: { id: '1' }, list, advice: { 403: 'x' } }).advice).toStrictEqual({
			403: 'x',
		});
	});
});
