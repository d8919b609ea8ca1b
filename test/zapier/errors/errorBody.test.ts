import { isHtml, readErrorBody } from '../../../src/zapier/errors/errorBody.ts';

/** What a JSON body says. */
function said(body: unknown) {
	return readErrorBody(body, JSON.stringify(body));
}

describe('the message', () => {
	test.each<[title: string, body: unknown, message: string | undefined]>([
		['{message}', { message: 'Not allowed' }, 'Not allowed.'],
		['{msg}', { msg: 'Not allowed' }, 'Not allowed.'],
		['{error}', { error: 'Not allowed' }, 'Not allowed.'],
		['{error: {message}}', { error: { message: 'Not allowed', type: 'x' } }, 'Not allowed.'],
		['{error: true, reason}', { error: true, reason: 'Not allowed' }, 'Not allowed.'],
		['{error: 403, detail}', { error: 403, detail: 'Not allowed' }, 'Not allowed.'],
		['{error, error_description}', { error: 'invalid_grant', error_description: 'The code expired.' }, 'The code expired.'],
		['{error_description}', { error_description: 'The code expired.' }, 'The code expired.'],
		['{detail}', { detail: 'Not allowed' }, 'Not allowed.'],
		['{title}', { title: 'Not allowed' }, 'Not allowed.'],
		['{reason}', { reason: 'Not allowed' }, 'Not allowed.'],
		['{data: {message, errorCode}}', { success: false, data: { message: 'Not allowed', errorCode: 'E03' } }, 'Not allowed.'],
		['{result: {message}}', { result: { message: 'Not allowed' } }, 'Not allowed.'],
		['data before result', { data: { message: 'one' }, result: { message: 'two' } }, 'one.'],
		['texts of which one is blank', { errors: [' ', 'one', 'two', 'three'] }, 'one; two.'],
		['fields, of which three are enough', { a: ['one'], b: ['two'], c: ['three'], d: ['four'] }, 'one; two; three.'],
		['data in data in data in data', { data: { data: { data: { data: { message: 'deep' } } } } }, undefined],
		['{detail: [{loc, msg}]}', { detail: [{ loc: ['body', 'email'], msg: 'bad email', type: 'x' }] }, 'bad email.'],
		['{errors: [{message, field}]}', { errors: [{ type: 'x', message: 'bad email', field: 'email' }] }, 'bad email.'],
		['{errors: [text]}', { errors: ['one', 'two'] }, 'one; two.'],
		['a text', 'Not allowed', 'Not allowed.'],
		['a list of texts', ['one', 'two'], 'one; two.'],
		['message before detail', { detail: 'second', message: 'first' }, 'first.'],
		['an empty message', { message: '', error: 'Not allowed' }, 'Not allowed.'],
		['no message', { message: null, error: 'Not allowed' }, 'Not allowed.'],
		['message before errors', { errors: ['second'], message: 'first' }, 'first.'],
		['{errors: {field: [text]}}', { errors: { email: ['is taken'], role: ['is unknown'] } }, 'is taken; is unknown.'],
		['{field: [text]}', { email: ['is taken', 'is short'] }, 'is taken; is short.'],
		['{message, errors: {field: [text]}}', { message: 'Refused', errors: { email: ['is taken'] } }, 'Refused.'],
		['{field: []}', { email: [], role: [7, null, ' '] }, undefined],
		['{error: {}, message}', { error: {}, message: 'Not allowed' }, 'Not allowed.'],
		['{data: {errors: {field: [text]}}}', { data: { errors: { email: ['is taken'] } } }, 'is taken.'],
		['errors and data', { errors: ['one'], data: { message: 'two' } }, 'one; two.'],
		['the same thing twice', { errors: ['one', { message: 'one' }, 'two'] }, 'one; two.'],
		['three of many', { errors: ['one', 'two', 'three', 'four'] }, 'one; two; three.'],
		['several lines', { message: ' one\r\n\ttwo  three\u0000\u200bfour ' }, 'one two three four.'],
		['an ending of its own', { message: 'Really?' }, 'Really?'],
		['an exclamation', { message: 'No!' }, 'No!'],
		['two sentences', { message: 'No. Not now' }, 'No. Not now.'],
		['dots', { message: 'Wait…' }, 'Wait…'],
		['nothing a person could read', { message: ' \n\u200b ' }, undefined],
		['only a number', { message: 7 }, undefined],
		['only true', { error: true }, undefined],
		['an empty object', {}, undefined],
		['an empty list', [], undefined],
		['null', null, undefined],
		['another key', { status: 'Not allowed' }, undefined],
		['half a character', { message: 'a\ud800b' }, 'a b.'],
		['three levels', { errors: [{ error: { message: 'deep' } }] }, undefined],
		['two levels', { error: { errors: [{ message: 'deep' }] } }, undefined],
		['a list in an error', { error: { errors: ['deep'] } }, 'deep.'],
	])('of %s', (_title, body, message) => {
		expect(said(body).message).toBe(message);
	});

	test('is cut where nobody reads on', () => {
		expect(said({ message: 'x'.repeat(300) }).message).toBe(`${'x'.repeat(300)}.`);
		expect(said({ message: 'x'.repeat(301) }).message).toBe(`${'x'.repeat(300)}…`);
		expect(said({ message: `${'x'.repeat(299)} yy` }).message).toBe(`${'x'.repeat(299)}…`);
		expect(said({ message: `${'x'.repeat(299)}😀` }).message?.isWellFormed()).toBe(true);
	});

	test('may be the body itself, if it is no page', () => {
		expect(readErrorBody(undefined, 'Service unavailable\n').message).toBe('Service unavailable.');
		expect(readErrorBody(undefined, '').message).toBeUndefined();
		expect(readErrorBody(undefined, 'x'.repeat(300)).message).toBe(`${'x'.repeat(300)}.`);
		expect(readErrorBody(undefined, 'x'.repeat(301)).message).toBeUndefined();
		expect(readErrorBody(undefined, '<html><body>Bad gateway</body></html>').message).toBeUndefined();
		expect(readErrorBody({}, 'Service unavailable').message).toBeUndefined();
	});

	test.each(['{"message":"Not al', ' \n["one', '"half', '[', '{'])('isn’t the beginning of JSON: %j', (text) => {
		expect(readErrorBody(undefined, text).message).toBeUndefined();
	});

	test.each(['He said "no"', 'Not {allowed}', 'x [1]', 'x["a"]'])('may hold what JSON begins with: %j', (text) => {
		expect(readErrorBody(undefined, text).message).toBe(`${text}.`);
	});
});

describe('the code', () => {
	test.each<[body: unknown, code: string | undefined]>([
		[{ data: { message: 'x', errorCode: 'E03' } }, 'E03'],
		[{ error: 'x', code: 'FORBIDDEN' }, 'FORBIDDEN'],
		[{ error: { message: 'x', code: 'a1' } }, 'a1'],
		[{ code: 'outer', error: { code: 'inner' } }, 'outer'],
		[{ code: 'second', errorCode: 'first' }, 'first'],
		[{ errors: [{ message: 'x', code: 'first' }, { code: 'second' }] }, 'first'],
		[{ code: 403, message: 'x' }, undefined],
		[{ message: 'x' }, undefined],
		['E03', undefined],
	])('of %j is %s', (body, code) => {
		expect(said(body).code).toBe(code);
	});
});

describe('the fields', () => {
	test.each<[body: unknown, fields: string[]]>([
		[{ detail: [{ loc: ['body', 'email'], msg: 'x' }] }, ['body', 'email']],
		[{ detail: [{ loc: ['body', 'workspaces', 0, 'id'], msg: 'x' }] }, ['body', 'workspaces', 'id']],
		[
			{
				errors: [
					{ message: 'x', field: 'email' },
					{ message: 'y', field: 'role' },
				],
			},
			['email', 'role'],
		],
		[{ message: 'x', field: 'email' }, ['email']],
		[{ field: 'email' }, ['email']],
		[{ message: 'x', field: 7, loc: 'body' }, []],
		[{ message: 'x' }, []],
		[{ errors: ['email'] }, []],
		[{ errors: { email: ['is taken'], role: ['is unknown'] } }, ['email', 'role']],
		[{ email: ['is taken'], role: [] }, ['email']],
		[{ message: 'x', email: ['is taken'] }, []],
		[{ detail: [{ loc: ['query', 0, null, 'id'], msg: 'x' }] }, ['query', 'id']],
	])('of %j are %j', (body, fields) => {
		expect(said(body).fields).toStrictEqual(fields);
	});
});

describe('an answer without end', () => {
	const MANY = 1_000_000;

	test.each<[title: string, body: unknown]>([
		['locations', { message: 'x', loc: Array(MANY).fill('email') }],
		['errors', { errors: Array(MANY).fill({ message: 'x', field: 'email' }) }],
		['errors with locations', { detail: [{ msg: 'x', loc: Array(MANY).fill('email') }] }],
		['messages of a field', { email: Array(MANY).fill('x') }],
		['texts', Array(MANY).fill('x')],
		['fields', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, ['x']]))],
	])('of %s is read up to what a person reads', (_title, body) => {
		const { message, fields } = readErrorBody(body, '');
		expect(message).toBe('x.');
		expect(fields.length).toBeLessThanOrEqual(20);
	});
});

describe('a web page', () => {
	test.each([
		'<!doctype html><html>',
		'<!DOCTYPE HTML>',
		' \n<html lang="en">',
		'<HEAD>',
		'<body class="x">',
		'<?xml version="1.0"?>',
		'Bad gateway</h1>',
		'x</HTML>',
		'x</body>',
		'x</head>',
		'x</title>',
		'<p>x</p>',
		'x</div>',
	])('is %j', (text) => {
		expect(isHtml(text)).toBe(true);
	});

	test.each(['', 'Not found', '{"message": "<b>x</b>"}', 'a < b > c', '<htmlx>', 'see <html> there', '<headers>', '</pre>'])(
		'is not %j',
		(text) => {
			expect(isHtml(text)).toBe(false);
		},
	);
});
