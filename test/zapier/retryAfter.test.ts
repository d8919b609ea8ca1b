import { secondsToWait } from '../../src/zapier/retryAfter.ts';

const NOW = Date.parse('2027-01-31T09:00:00Z');
const NOW_S = NOW / 1000;

/** The seconds that these headers ask for. */
const wait = (headers: Record<string, string>, now = NOW) => secondsToWait(new Headers(headers), now);

test.each<[retryAfter: string, seconds: number]>([
	['0', 0],
	['1', 1],
	['0.2', 1],
	['1.2', 2],
	['1.25', 2],
	[' 30 ', 30],
	['3600', 3600],
	['999999999', 999_999_999],
	['Sun, 31 Jan 2027 09:00:30 GMT', 30],
	['Sun, 31 Jan 2027 09:00:00 GMT', 0],
	['Sun, 31 Jan 2027 08:00:00 GMT', 0],
	['Sun, 31 Jan 2027 23:00:00 GMT', 50_400],
	['Sunday, 31-Jan-27 09:00:30 GMT', 30],
	['Sun Jan 31 09:00:30 2027', 30],
	['Sun, 31 Jan 2027 10:00:30 +0100', 30],
	['1000000000', 0],
	['1000000000000', 0],
	['Wed, 21 Oct 2015 07:28:00 GMT', 0],
	[`${NOW_S + 30}`, 30],
	[`${NOW_S + 0.5}`, 1],
	[`${NOW_S - 30}`, 0],
	[`${NOW + 30_000}`, 30],
	[`${NOW + 1}`, 1],
	[`${NOW - 30_000}`, 0],
])('Retry-After: %s is %i seconds', (retryAfter, seconds) => {
	expect(wait({ 'retry-after': retryAfter })).toBe(seconds);
});

test.each([
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
	'Sunny, later',
	'Sun',
	'x Sun, 31 Jan 2027 09:00:30 GMT',
])('Retry-After: %j tells nothing', (retryAfter) => {
	expect(wait({ 'retry-after': retryAfter })).toBeUndefined();
});

test('a number beyond any time is a long wait', () => {
	expect(wait({ 'retry-after': '99999999999999999999999' })).toBeGreaterThan(3600);
	expect(wait({ 'retry-after': '99999999999' })).toBeGreaterThan(3600);
});

test.each<[headers: Record<string, string>, seconds: number | undefined]>([
	[{}, undefined],
	[{ 'ratelimit-reset': '30' }, 30],
	[{ 'x-ratelimit-reset': '30' }, 30],
	[{ 'X-RateLimit-Reset': `${NOW_S + 30}` }, 30],
	[{ 'X-RateLimit-Reset': `${NOW + 30_000}` }, 30],
	[{ 'retry-after': '5', 'ratelimit-reset': '30', 'x-ratelimit-reset': '60' }, 5],
	[{ 'retry-after': 'soon', 'ratelimit-reset': '30', 'x-ratelimit-reset': '60' }, 30],
	[{ 'retry-after': '0', 'x-ratelimit-reset': '60' }, 0],
	[{ 'x-ratelimit-remaining': '30' }, undefined],
])('%j ask for %j seconds', (headers, seconds) => {
	expect(wait(headers)).toBe(seconds);
});

test('a part of a second is a whole one', () => {
	const retryAfter = { 'retry-after': 'Sun, 31 Jan 2027 09:00:30 GMT' };
	expect(wait(retryAfter, NOW + 1)).toBe(30);
	expect(wait(retryAfter, NOW - 1)).toBe(31);
});

test('counts from now', () => {
	expect(secondsToWait(new Headers({ 'retry-after': new Date(Date.now() + 3600_000).toUTCString() }))).toBeGreaterThan(3500);
});
