import { maskFor } from '../../invite/mask.mts';
import type { Field } from '../../preview/protocol.mts';
import { failureOf } from '../../preview/server/failures.mts';
import { toInputData } from '../../preview/server/values.mts';

const DATA = {
	1: {
		Email: 'ada@example.com',
		'Your name?': 'Ada',
		a__b: 'flat',
		person: { first: 'Ada', tags: ['x', 'y'] },
		rows: [
			{ id: 1, name: 'one' },
			{ id: 2, name: 'two' },
		],
		count: 4,
	},
};

describe('what arrives in a step', () => {
	const cases: [string, unknown, Field, unknown][] = [
		['a text', 'Hello', { key: 'f' }, 'Hello'],
		['a mapped value', '{{1__Email}}', { key: 'f' }, 'ada@example.com'],
		['a question with signs in it', '{{1__Your name?}}', { key: 'f' }, 'Ada'],
		['a text with a mapped value in it', 'Dear {{1__person__first}}!', { key: 'f' }, 'Dear Ada!'],
		['a key with underscores', '{{1__a__b}}', { key: 'f' }, 'flat'],
		['a list in a text', '{{1__person__tags}}', { key: 'f' }, 'x,y'],
		['an object in a text', '{{1__person}}', { key: 'f' }, '{"first":"Ada","tags":["x","y"]}'],
		['a number in a text', '{{1__count}}', { key: 'f' }, '4'],
		['a whole number', '1,204 seats', { key: 'f', type: 'integer' }, 1],
		['a mapped number', '{{1__count}}', { key: 'f', type: 'integer' }, 4],
		['a yes', 'yes', { key: 'f', type: 'boolean' }, true],
		['a no', 'no', { key: 'f', type: 'boolean' }, false],
		['a list', ['a', '', '{{1__Email}}'], { key: 'f', list: true }, ['a', 'ada@example.com']],
		['a list that is mapped into a list', ['{{1__person__tags}}', 'z'], { key: 'f', list: true }, ['x', 'y', 'z']],
		['a dictionary', { home: '{{1__Email}}', '': 'x' }, { key: 'f', dict: true }, { home: 'ada@example.com' }],
		['rows', [{ a: '1', b: '' }, {}], { key: 'f', children: [{ key: 'a', type: 'integer' }, { key: 'b' }] }, [{ a: 1 }]],
		[
			'rows of an earlier step',
			[{ a: '{{1__rows[]name}}', b: 'same' }],
			{ key: 'f', children: [{ key: 'a' }, { key: 'b' }] },
			[
				{ a: 'one', b: 'same' },
				{ a: 'two', b: 'same' },
			],
		],
		['an address with a given form', 'acme', { key: 'f', inputFormat: 'https://{{input}}.example.com' }, 'https://acme.example.com'],
		['nothing', '', { key: 'f', type: 'integer' }, undefined],
		['an answer that nobody gave', '{{1__nothing}}', { key: 'f' }, undefined],
	];
	test.each(cases)('%s', (_what, typed, field, expected) => {
		expect(toInputData({ f: typed }, [field], DATA).f).toEqual(expected);
	});

	test('a date has its time and zone', () => {
		const field = { key: 'f', type: 'datetime' };
		expect(toInputData({ f: '2027-01-31T09:00:00Z' }, [field], {}).f).toMatch(/^2027-01-31T\d\d:\d\d:00[+-]\d\d:\d\d$/);
	});
});

describe('what is shown', () => {
	const secret = 'p@ss "word"/1';
	const { text, headers, value } = maskFor([{ key: 'site', isNoSecret: true }], { site: 'acme.example.com', key: secret, short: 'abc' });
	test.each([
		['itself', secret],
		['in an address', encodeURIComponent(secret)],
		['in a form', new URLSearchParams({ key: secret }).toString()],
		['in JSON', JSON.stringify({ key: secret })],
		['in base64', Buffer.from(secret).toString('base64')],
	])('has no credential: %s', (_where, shown) => {
		expect(text(`before ${shown} after`)).toMatch(/^before .*•••••• ?.*after$/);
		expect(text(shown)).not.toMatch(/pass|word|ss /);
	});

	test('has what is no credential', () => {
		expect(text('acme.example.com, abc')).toBe('acme.example.com, abc');
		expect(headers({ 'x-api-key': 'unknown to the connection', host: 'acme.example.com' })).toEqual({
			'x-api-key': '••••••',
			host: 'acme.example.com',
		});
		expect(value({ list: [secret, 1, null], [secret]: true })).toEqual({ list: ['••••••', 1, null], '••••••': true });
	});
});

describe('what Zapier does about an error', () => {
	const named = (name: string, message: string) => Object.assign(new Error(message), { name });
	test.each([
		['HaltedError', 'Stop', /stops this run softly/],
		['ThrottledError', JSON.stringify({ message: 'Slowly', delay: 7 }), /replays it after 7 seconds/],
		['ThrottledError', JSON.stringify({ message: 'Slowly' }), /replays it later/],
		['ExpiredAuthError', 'Old', /asks its owner to reconnect/],
		['RefreshAuthError', 'Old', /refreshes the connection/],
		['AppError', JSON.stringify({ message: 'No', code: 'x', status: 400 }), /The run fails/],
		['CheckError', 'No id', /until the integration is changed/],
		['TypeError', 'x is undefined', /exception/],
	])('%s', (name, message, consequence) => {
		const failure = failureOf(named(name, `${message}\nWhat happened:\n  GET https://example.com`));
		expect(failure).toMatchObject({ name, consequence: expect.stringMatching(consequence) });
		expect(failure.message).toMatch(/^(Stop|Slowly|Old|No|No id|x is undefined)$/);
		expect(failure.details).toBe('What happened:\n  GET https://example.com');
	});
});
