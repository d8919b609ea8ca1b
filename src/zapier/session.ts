import type { ZObject } from 'zapier-platform-core';
import type { AuthData, Authentication, AuthValues } from './authentication.ts';
import { StepError } from './errors/stepError.ts';
import { type HttpRequest, type HttpResponse, sendRequest } from './http.ts';

/** Zapier ends a step, with all its requests, after 30 s and with a message that helps nobody; this leaves time for ours. */
const DEADLINE_MS = 25_000;

/** With less time left than this, a request that changes something might be carried out without its answer being seen. */
const TIME_FOR_A_CHANGE_MS = 5_000;
const TOO_LATE =
	'What had to be looked up first took so long that no time was left to send the request, so it was not sent. Replay this step, or give it fewer people or workspaces at a time.';

/** One connection in use, for the time of one step. */
export interface Session {
	/** What the person filled in to connect, checked. */
	auth: AuthValues;
	/** Scheme, host and base path of the API. */
	baseUrl: string;
	/** Sends a request with this connection. @throws {RequestError}, and {StepError} if too little time is left to change something. */
	send(request: HttpRequest): Promise<HttpResponse>;
	/** Milliseconds until the step must end. */
	timeLeft(): number;
	/** The names of what was looked up, by id. */
	names: Map<string, string>;
	/** What was sent as it was typed, since it couldn't be looked up. */
	unresolved: string[];
}

/**
 * Opens a connection for one step.
 * @param secrets the values that may appear nowhere.
 * @throws {InputError} if what the person filled in leads nowhere.
 */
export function openSession(
	z: ZObject,
	authentication: Authentication,
	authData: AuthData,
	secrets: string[],
	end = Date.now() + DEADLINE_MS,
): Session {
	const auth = authentication.read(authData);
	const endpoint = {
		...authentication.errors,
		baseUrl: authentication.baseUrl(auth),
		headers: authentication.headers(auth),
		secrets,
	};
	const session: Session = {
		auth,
		baseUrl: endpoint.baseUrl,
		timeLeft() {
			return end - Date.now();
		},
		names: new Map(),
		unresolved: [],
		send(request) {
			const timeLeft = session.timeLeft();
			if (request.method !== 'GET' && timeLeft < TIME_FOR_A_CHANGE_MS) return Promise.reject(new StepError(TOO_LATE, 'not_sent'));
			return sendRequest(z, endpoint, request, timeLeft);
		},
	};
	return session;
}
