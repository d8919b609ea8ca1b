import type { HttpRequest } from '../http.ts';
import type { ErrorBody } from './errorBody.ts';

/** The provider answered, and refused what was asked. */
export interface Refusal extends ErrorBody {
	kind: 'refused';
	/** Of the response; or, for a failure that came with a 2xx, that which the provider's own error code stands for. */
	status: number;
	/** Seconds until the provider takes requests again; undefined if it doesn't tell. */
	retryAfter: number | undefined;
	/** What came, parsed and without credentials; undefined if it is no JSON. */
	body: unknown;
}

/** Why a request didn't do what was asked, before it is put into words for a person. */
export type Failure =
	| Refusal
	/** No connection came about: the request was certainly not carried out. */
	| { kind: 'unreachable'; reason: 'name' | 'connection' | 'certificate' }
	/** The connection broke, or time ran out, after the request may have been carried out. */
	| { kind: 'unanswered'; reason: 'timeout' | 'connection' | 'size' }
	/** A response came, but not from the API as documented: a web page, broken JSON, or a redirect. */
	| { kind: 'unreadable'; reason: 'page' | 'json' | 'redirect'; status: number };

/** A request that failed. */
export class RequestError extends Error {
	override name = 'RequestError';
	readonly request: HttpRequest;
	readonly failure: Failure;
	constructor(request: HttpRequest, failure: Failure) {
		super(`${request.method} ${failure.kind}`);
		this.request = request;
		this.failure = failure;
	}
}

/** The refusal that an error is about; undefined for any other error. */
export function refusalOf(error: unknown): Refusal | undefined {
	return error instanceof RequestError && error.failure.kind === 'refused' ? error.failure : undefined;
}

/** Is an error a refusal with one of these statuses? */
export function isRefusedWith(error: unknown, ...statuses: number[]): boolean {
	const refusal = refusalOf(error);
	return refusal !== undefined && statuses.includes(refusal.status);
}

/** The status of a refusal, or of a web page that says so; undefined for any other error. */
export function refusedStatusOf(error: unknown): number | undefined {
	const { status = 0 } = error instanceof RequestError && 'status' in error.failure ? error.failure : {};
	return refusalOf(error)?.status ?? (status >= 400 ? status : undefined);
}

/** Error codes of Node.js that mean that not one byte of the request was sent. */
const NAME_CODES = /^(ENOTFOUND|EAI_)/;
const CONNECTION_CODES = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/;
const CERTIFICATE_CODES = /^(CERT_|ERR_TLS|ERR_SSL_WRONG_VERSION|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/;

/** Tells what a failed `z.request` means; undefined if it failed for a reason of our own. */
export function networkFailure(error: unknown): Failure | undefined {
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
