import {
	type Failure,
	isRefusedWith,
	networkFailure,
	RequestError,
	refusalOf,
	refusedStatusOf,
} from '../../../src/zapier/errors/requestError.ts';
import { path } from '../../../src/zapier/http.ts';

const failed = (code?: string, more: object = {}) => Object.assign(new Error('request failed'), { name: 'FetchError', code, ...more });

describe('a failed request', () => {
	test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('%s: there is no such name', (code) => {
		expect(networkFailure(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'name' });
	});

	test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])('%s: nothing listens there', (code) => {
		expect(networkFailure(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'connection' });
	});

	test.each([
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'HOSTNAME_MISMATCH',
	])('%s: the host can’t prove who it is', (code) => {
		expect(networkFailure(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'certificate' });
	});

	test.each([
		'ECONNRESET',
		'ETIMEDOUT',
		'EPIPE',
		'EPROTO',
		'ERR_SSL_BAD_RECORD_TYPE',
		'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
		'ERR_STREAM_PREMATURE_CLOSE',
		'HPE_INVALID_CONSTANT',
		'XENOTFOUND',
		'XECONNREFUSED',
		'ECONNREFUSEDX',
		'XCERT_HAS_EXPIRED',
		'',
		undefined,
	])('%s: it may have been carried out', (code) => {
		expect(networkFailure(failed(code))).toStrictEqual({ kind: 'unanswered', reason: 'connection' });
	});

	test('a code alone tells it, whatever the error is called', () => {
		expect(networkFailure(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))).toStrictEqual({
			kind: 'unreachable',
			reason: 'name',
		});
		expect(networkFailure(Object.assign(new Error('socket'), { code: 'ECONNRESET' }))).toStrictEqual({
			kind: 'unanswered',
			reason: 'connection',
		});
	});

	test('our own deadline is a timeout', () => {
		expect(networkFailure(Object.assign(new Error('The user aborted a request.'), { name: 'AbortError' }))).toStrictEqual({
			kind: 'unanswered',
			reason: 'timeout',
		});
	});

	test('an answer without end is one of size', () => {
		expect(networkFailure(failed(undefined, { type: 'max-size' }))).toStrictEqual({ kind: 'unanswered', reason: 'size' });
	});

	test.each([new Error('boom'), new TypeError('boom'), new SyntaxError('boom'), {}, 'boom'])('%s is none of the network', (error) => {
		expect(networkFailure(error)).toBeUndefined();
	});
});

describe('a RequestError', () => {
	const request = { method: 'POST', path: path`/things` } as const;
	const refused: Failure = { kind: 'refused', status: 400, message: 'No.', code: 'x', fields: [], retryAfter: undefined, body: undefined };
	const unreadable: Failure = { kind: 'unreadable', reason: 'page', status: 200 };

	test('carries the request and its failure', () => {
		const error = new RequestError(request, unreadable);
		expect(error).toBeInstanceOf(Error);
		expect(error).toMatchObject({ name: 'RequestError', message: 'POST unreadable', request, failure: unreadable });
	});

	test.each<[error: unknown, refusal: unknown]>([
		[new RequestError(request, refused), refused],
		[new RequestError(request, unreadable), undefined],
		[new Error('boom'), undefined],
		['boom', undefined],
	])('%s is about the refusal %j', (error, refusal) => {
		expect(refusalOf(error)).toBe(refusal);
	});

	test.each<[error: unknown, status: number | undefined]>([
		[new RequestError(request, refused), 400],
		// A failure that came with a success status may stand for any other.
		[new RequestError(request, { ...refused, status: 200 }), 200],
		[new RequestError(request, { ...unreadable, status: 404 }), 404],
		[new RequestError(request, { ...unreadable, status: 400 }), 400],
		[new RequestError(request, { ...unreadable, status: 399 }), undefined],
		[new RequestError(request, unreadable), undefined],
		[new RequestError(request, { kind: 'unanswered', reason: 'timeout' }), undefined],
		[{ failure: { ...unreadable, status: 404 } }, undefined],
		[new Error('boom'), undefined],
	])('%s refuses with the status %p', (error, status) => {
		expect(refusedStatusOf(error)).toBe(status);
	});

	test.each([
		[409, [401, 409], true],
		[409, [401], false],
		[409, [], false],
	])('%i is one of %j: %j', (status, statuses, is) => {
		expect(isRefusedWith(new RequestError(request, { ...refused, status }), ...statuses)).toBe(is);
	});

	test.each([[new Error('boom')], [{ failure: { kind: 'refused', status: 409 } }], [undefined]])('%s is no refusal', (error) => {
		expect(isRefusedWith(error, 409)).toBe(false);
	});
});
