import type { Response } from './api.mts';
import type { SandboxRequest } from './index.mts';

/** A request before it is answered. */
type Asked = Omit<SandboxRequest, 'status' | 'received'>;

/** Something that goes wrong on the way: either another answer, or none. */
export interface Fault {
	/** Before the API got the request, or after it carried it out. */
	when: 'before' | 'after';
	/** What is answered instead. A body that is no text is sent as JSON. */
	answer?: { status: number; headers?: Record<string, string>; body?: unknown };
	/** The API's own answer breaks off half-way. */
	cut?: true;
	/** The connection is refused or reset; with `timeout`, no answer ever comes. */
	error?: 'refused' | 'reset' | 'timeout';
	/** Which requests it happens to; any, if left out. */
	matches?(request: Asked): boolean;
	/** How many times; until it is cleared, if left out. */
	times?: number;
}

const CODES = { refused: 'ECONNREFUSED', reset: 'ECONNRESET' };

/** What a fault makes of the API's answer, if there is one, counting that it did; undefined if nothing. */
export function takeFault(fault: Fault | undefined, asked: Asked): ((answered: Response | undefined) => Promise<Response>) | undefined {
	if (!fault || fault.times === 0 || fault.matches?.(asked) === false) return undefined;
	if (fault.times !== undefined) fault.times--;
	const { answer, cut, error } = fault;
	return async (answered) => {
		if (cut && answered) return { ...answered, text: answered.text?.slice(0, answered.text.length / 2) };
		if (error === 'timeout') return new Promise<never>(() => {});
		if (error) throw Object.assign(new Error(`The connection was ${error}`), { code: CODES[error] });
		if (!answer) throw new Error('A fault needs an answer or an error');
		const { status, headers, body } = answer;
		if (body === undefined || typeof body === 'string') return { status, headers: { ...headers }, text: body };
		return { status, headers: { 'content-type': 'application/json', ...headers }, text: JSON.stringify(body) };
	};
}
