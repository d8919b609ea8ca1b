import { STATUS_CODES } from 'node:http';

/** Something that goes wrong between the integration and an API. */
export type Fault = { key: string; label: string; description: string; when: 'before' | 'after' } & (
	| { answer: { status: number; headers: Record<string, string>; body: string } }
	| { error: 'refused' | 'reset' | 'timeout' }
);

const PAGE = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>';

/** All that can go wrong; `after` needs somebody who carries the request out first. */
export const faults: Fault[] = [
	status(400, 'The API finds fault with the request.'),
	status(401, 'The credentials are refused.'),
	status(403, 'The credentials are known, but may not do this.'),
	status(404, 'What the request is about isn’t there.'),
	status(409, 'It is there already, or something else stands against it.'),
	status(422, 'The API understands the request, and refuses a value.'),
	status(429, 'Too many requests: try again after 60 seconds.', { 'retry-after': '60' }),
	status(500, 'The API itself fails.'),
	status(503, 'The API is down for a while.'),
	{
		key: 'timeout',
		label: 'No answer',
		description: 'The request arrives, and no answer ever comes. A step ends after 30 seconds.',
		when: 'before',
		error: 'timeout',
	},
	{
		key: 'reset',
		label: 'Connection breaks',
		description: 'The connection breaks before an answer comes.',
		when: 'before',
		error: 'reset',
	},
	{
		key: 'refused',
		label: 'Connection refused',
		description: 'Nobody answers at this address.',
		when: 'before',
		error: 'refused',
	},
	page('page', 200, 'A web page instead of JSON, as sign-in pages and captive portals send it.'),
	page('gateway', 502, 'An error page of a gateway in front of the API.'),
	{
		key: 'empty',
		label: '200, empty',
		description: 'Success, with nothing in it.',
		when: 'before',
		answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '' },
	},
	{
		key: 'object',
		label: '200, empty object',
		description: 'Success, with an empty JSON object.',
		when: 'before',
		answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
	},
	{
		key: 'lost',
		label: 'Carried out, answer lost',
		description: 'The API does what it was asked for, and the connection breaks before its answer arrives.',
		when: 'after',
		error: 'reset',
	},
	{
		key: 'late',
		label: 'Carried out, no answer',
		description: 'The API does what it was asked for, and no answer ever comes.',
		when: 'after',
		error: 'timeout',
	},
	{
		key: 'failed-after',
		label: 'Carried out, then 500',
		description: 'The API does what it was asked for, and answers that it failed.',
		when: 'after',
		answer: { status: 500, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: STATUS_CODES[500] }) },
	},
];

function status(code: number, description: string, headers: Record<string, string> = {}): Fault {
	const body = JSON.stringify({ message: STATUS_CODES[code] });
	return {
		key: String(code),
		label: `${code} ${STATUS_CODES[code]}`,
		description,
		when: 'before',
		answer: { status: code, headers: { 'content-type': 'application/json', ...headers }, body },
	};
}

function page(key: string, code: number, description: string): Fault {
	return {
		key,
		label: `${code}, a web page`,
		description,
		when: 'before',
		answer: { status: code, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE },
	};
}
