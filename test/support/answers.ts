import { failureOf, type Values } from './integration.ts';
import { connect, find, perform, poll } from './lists.ts';
import { answerWith, type Recorded, type Reply } from './wire.ts';

/* An API that answers each request as told, run in the integration of all products. */

const NOT_FOUND: Reply = [404, '{"message":"Not found"}', { 'content-type': 'application/json' }];

/** How the API answers, by method and path below the base URL, such as "GET users/9"; 404 where nothing is told. */
export type Answers = Record<string, Reply | ((request: Recorded) => Reply)>;

/** @param paging the parameters by which its pages are asked for, and what they are for the first page. */
export async function connected(key: string, answers: Answers, paging: Record<string, string> = {}) {
	const { contract, authData } = await connect(key);
	const base = new URL(contract.baseUrl).pathname.replace(/\/?$/, '/');
	const path = ({ method, url }: Recorded) => `${method} ${new URL(url).pathname.replace(base, '')}`;
	const sent = answerWith(contract, (request) => {
		const answer = answers[path(request)] ?? NOT_FOUND;
		return typeof answer === 'function' ? answer(request) : answer;
	});
	const query = ({ url }: Recorded) => {
		const { searchParams } = new URL(url);
		for (const [name, first] of Object.entries(paging)) if (searchParams.get(name) === first) searchParams.delete(name);
		return String(searchParams);
	};
	const create = (action: string, input: Values) => perform(`${key}_${action}`, authData, input);
	return {
		authData,
		create,
		/** How an action fails; undefined if it doesn't. */
		failed: (action: string, input: Values) => failureOf(create(action, input)),
		find: (search: string, input: Values) => find(`${key}_${search}`, authData, input),
		poll: (trigger: string, meta: Values = {}) => poll(`${key}_${trigger}`, authData, meta),
		/** The requests, with their queries but for the first page. */
		requests: () => sent.map((request) => [path(request), query(request)].filter(Boolean).join('?')),
		bodies: () => sent.map(({ body }) => body).filter((body) => body !== undefined),
	};
}
