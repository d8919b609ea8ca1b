import type { Words } from './words.ts';

/** Why a request didn't do what was asked, before it is put into words for a person. */
export type Fault =
	/** The provider answered with a failure. */
	| { kind: 'refused'; status: number; words: Words; retryAfter: string | undefined }
	/** No connection came about: the request was certainly not carried out. */
	| { kind: 'unreachable'; reason: 'name' | 'connection' | 'certificate' }
	/** The connection broke, or time ran out, after the request may have been carried out. */
	| { kind: 'unanswered'; reason: 'timeout' | 'connection' | 'size' }
	/** An answer came, but not from the API as documented: a web page, broken JSON, or a redirect. */
	| { kind: 'unreadable'; reason: 'page' | 'json' | 'redirect' };

export class ApiFault extends Error {
	override name = 'ApiFault';
	readonly fault: Fault;
	constructor(fault: Fault) {
		super(`request ${fault.kind}`);
		this.fault = fault;
	}
}

/** Error codes of Node.js that mean that not one byte of the request was sent. */
const NAME_CODES = /^(ENOTFOUND|EAI_)/;
const CONNECTION_CODES = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/;
const CERTIFICATE_CODES = /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/;

/** Tells what a failed `z.request` means; undefined if it failed for a reason of our own. */
export function networkFault(error: unknown): Fault | undefined {
	const { name, code, type } = error as { name?: string; code?: string; type?: string };
	if (name === 'AbortError') return { kind: 'unanswered', reason: 'timeout' };
	if (type === 'max-size') return { kind: 'unanswered', reason: 'size' };
	if (name !== 'FetchError' && !code) return undefined;
	const cause = code ?? '';
	if (NAME_CODES.test(cause)) return { kind: 'unreachable', reason: 'name' };
	if (CONNECTION_CODES.test(cause)) return { kind: 'unreachable', reason: 'connection' };
	if (CERTIFICATE_CODES.test(cause)) return { kind: 'unreachable', reason: 'certificate' };
	return { kind: 'unanswered', reason: 'connection' };
}
