import { ApiFault, type Fault, networkFault } from '../../src/zapier/fault.ts';

const failed = (code?: string, more: object = {}) => Object.assign(new Error('request failed'), { name: 'FetchError', code, ...more });

describe('a failed request', () => {
	test.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('%s: there is no such name', (code) => {
		expect(networkFault(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'name' });
	});

	test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])('%s: nothing listens there', (code) => {
		expect(networkFault(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'connection' });
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
		'EPROTO',
	])('%s: the host can’t prove who it is', (code) => {
		expect(networkFault(failed(code))).toStrictEqual({ kind: 'unreachable', reason: 'certificate' });
	});

	test.each([
		'ECONNRESET',
		'ETIMEDOUT',
		'EPIPE',
		'ERR_STREAM_PREMATURE_CLOSE',
		'HPE_INVALID_CONSTANT',
		'XENOTFOUND',
		'XECONNREFUSED',
		'ECONNREFUSEDX',
		'XCERT_HAS_EXPIRED',
		'',
		undefined,
	])('%s: it may have been carried out', (code) => {
		expect(networkFault(failed(code))).toStrictEqual({ kind: 'unanswered', reason: 'connection' });
	});

	test('a code alone tells it, whatever the error is called', () => {
		expect(networkFault(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))).toStrictEqual({
			kind: 'unreachable',
			reason: 'name',
		});
		expect(networkFault(Object.assign(new Error('socket'), { code: 'ECONNRESET' }))).toStrictEqual({
			kind: 'unanswered',
			reason: 'connection',
		});
	});

	test('our own deadline is a timeout', () => {
		expect(networkFault(Object.assign(new Error('The user aborted a request.'), { name: 'AbortError' }))).toStrictEqual({
			kind: 'unanswered',
			reason: 'timeout',
		});
	});

	test('an answer without end is one of size', () => {
		expect(networkFault(failed(undefined, { type: 'max-size' }))).toStrictEqual({ kind: 'unanswered', reason: 'size' });
	});

	test.each([new Error('boom'), new TypeError('boom'), new SyntaxError('boom'), {}, 'boom'])('%s is none of the network', (error) => {
		expect(networkFault(error)).toBeUndefined();
	});
});

test('an ApiFault carries its fault', () => {
	const fault: Fault = { kind: 'unreadable', reason: 'page' };
	const error = new ApiFault(fault);
	expect(error).toBeInstanceOf(Error);
	expect(error.name).toBe('ApiFault');
	expect(error.message).toBe('request unreadable');
	expect(error.fault).toBe(fault);
});
