import { createIntegration, type Integration } from '../../../invite/integration.mts';

/** What may go wrong with a request. */
export type Fault =
	| 'none'
	/** Answered with an error, and not carried out. */
	| 'refused'
	/** Answered with an error, and carried out for all but the last person. */
	| 'refused in part'
	/** The same, carried out for the first person only. */
	| 'refused but for one'
	/** Answered with an error that leaves open whom it is about, and not carried out. */
	| 'refused, perhaps'
	| 'throttled'
	| 'unauthorized'
	/** The connection breaks: before, or after, it was carried out. */
	| 'reset before'
	| 'reset after'
	/** A failure of the server, before or after. */
	| '500 before'
	| '500 after';

export const FAULTS: Fault[] = ['none', 'refused', 'throttled', 'reset before', 'reset after', '500 before', '500 after'];

interface Invited {
	people: string[];
	workspace: string;
}

interface Options {
	/** Does the product offer a search for its invitations? */
	searchable?: boolean;
	/** Does the server answer 409 to a second invitation, or does it send another one? */
	minds?: boolean;
}

/** The classes of Zapier's core, of which it has no types. */
const errors = require('zapier-platform-core/src/errors');

const HOST = 'https://api.organization.test';
const SECRET = 'secret-of-the-organization';

/** A small product that nobody here knows: an app for Zapier, and the server behind it, which keeps count. */
export class Organization {
	/** Every invitation that was carried out, in order. */
	readonly invited: Invited[] = [];
	/** Every request that would change something, carried out or not. */
	readonly asked: Invited[] = [];
	/** Whom each step was for, whether or not it sent anything. */
	readonly steps: string[][] = [];
	/** Is there no way to the server? */
	unreachable = false;
	/** Decides what goes wrong with the next of them. */
	fault: (people: string[]) => Fault = () => 'none';
	/** In seconds, for "throttled". */
	retryAfter = 2;
	/** Is called as each of them arrives. */
	arrives: (people: string[]) => void | Promise<void> = () => {};
	/** Is called as somebody is looked for. */
	looks: (email: string) => void = () => {};
	/** How many searches are still to be told to slow down. */
	throttledLooks = 0;
	readonly authData = { api_key: SECRET, tenant: 'acme' };
	readonly #options: Options;

	constructor(options: Options = {}) {
		this.#options = options;
	}

	/** How often a person was invited to a workspace. */
	times(person: string, workspace = ''): number {
		return this.invited.filter((invitation) => invitation.people.includes(person) && invitation.workspace === workspace).length;
	}

	#find(email: string): Invited[] {
		return this.invited.filter(({ people }) => people.some((person) => person.toLowerCase() === email.toLowerCase()));
	}

	/** Undefined: the connection breaks. */
	async #answer({ people, workspace = '' }: Invited): Promise<{ status: number; body: object } | undefined> {
		await this.arrives(people);
		const fault = this.fault(people);
		this.asked.push({ people, workspace });
		if (fault === 'reset before') return undefined;
		if (fault === '500 before') return { status: 500, body: { message: 'Broken' } };
		if (fault === 'refused') return { status: 400, body: { message: `The role is wrong for ${SECRET}` } };
		if (fault === 'refused in part') {
			if (people.length > 1) this.invited.push({ people: people.slice(0, -1), workspace });
			return { status: 422, body: { message: 'Not everybody' } };
		}
		if (fault === 'refused but for one') {
			this.invited.push({ people: people.slice(0, 1), workspace });
			return { status: 422, body: { message: 'Not everybody' } };
		}
		if (fault === 'refused, perhaps') return { status: 423, body: { message: 'Not somebody' } };
		if (fault === 'unauthorized') return { status: 401, body: { message: 'No such key' } };
		if (fault === 'throttled') return { status: 429, body: { message: 'Slow down' } };
		if (this.#options.minds && people.some((person) => this.times(person, workspace)))
			return { status: 409, body: { message: 'Already there' } };
		this.invited.push({ people, workspace });
		if (fault === 'reset after') return undefined;
		if (fault === '500 after') return { status: 500, body: { message: 'Broken' } };
		return { status: 200, body: { id: `inv-${this.invited.length}` } };
	}

	integration(): Promise<Integration> {
		return createIntegration(this.#app(), (app) => this.#handler(app as App));
	}

	/** As much of Zapier's handler as this app needs, with its error classes, so that thousands of runs take seconds. */
	#handler(app: App) {
		const z = {
			errors,
			request: async (asked: HttpRequest) => {
				let request = asked;
				for (const before of app.beforeRequest) request = before(request);
				if (this.unreachable) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
				const sent = request.body && JSON.parse(request.body);
				const email = request.params?.email ?? '';
				if (!sent) {
					this.looks(email);
					if (this.throttledLooks-- > 0) throw new errors.ThrottledError('Slow down', this.retryAfter);
				}
				const answer = sent ? await this.#answer(sent) : { status: 200, body: this.#find(email).map(() => ({ id: '1', email })) };
				if (!answer) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
				if (answer.status === 429) throw new errors.ThrottledError('Slow down', this.retryAfter);
				const response = { status: answer.status, data: answer.body, request };
				for (const after of app.afterResponse) after(response);
				return response;
			},
		};
		return async ({ command, method = '', bundle }: { command?: string; method?: string; bundle?: Bundle }) => {
			if (command === 'definition') return { results: app };
			const found = method.split('.').reduce<Z>((at, step) => at[step], app);
			if (typeof found === 'function') return { results: await found(z, bundle) };
			return { results: (found as Z[]).flatMap((field) => (typeof field === 'function' ? field(z, bundle) : field)) };
		};
	}

	async #post(z: Z, { inputData }: Bundle, people: string[]): Promise<object> {
		this.steps.push(people ?? []);
		if (!people?.length || people.some((person) => !person.includes('@')))
			throw new z.errors.Error(`${people} isn't an address`, 'invalid_input');
		let response: Z;
		try {
			response = await z.request({
				url: `${HOST}/invitations`,
				method: 'POST',
				body: JSON.stringify({ people, workspace: inputData.workspace_id ?? '', role: inputData.role }),
			});
		} catch (error) {
			if ((error as Error).name === 'ThrottledError') throw error;
			const unreachable = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
			throw new z.errors.Error('No answer', unreachable ? 'unreachable' : 'unanswered');
		}
		const { status, data } = response;
		if (status === 409) throw new z.errors.HaltedError(data.message);
		if (status === 401) throw new z.errors.ExpiredAuthError(data.message);
		if (status === 423 || (status === 422 && people.length > 1)) throw new z.errors.Error(data.message, 'partly_done', status);
		if (status >= 400) throw new z.errors.Error(data.message, status >= 500 ? 'provider_error' : 'invalid_request', status);
		return { id: data.id, status: 'invited' };
	}

	#app(): Record<string, unknown> {
		const { searchable } = this.#options;
		const create = (key: string, label: string, inputFields: unknown[], perform: (z: Z, bundle: Bundle) => unknown) => ({
			key,
			noun: 'invitation',
			display: { label, description: `${label}.` },
			operation: { inputFields, perform, sample: { id: '1', status: 'invited' } },
		});
		const others = [
			{ key: 'role', label: 'Role', required: true, choices: { admin: 'Admin', member: 'Member' }, altersDynamicFields: true },
			{ key: 'workspace_id', label: 'Workspace', dynamic: 'workspaces.id.name' },
			(_z: Z, { inputData }: Bundle) => (inputData.role === 'admin' ? [{ key: 'reason', label: 'Reason', required: true }] : []),
		];
		return {
			version: '1.0.0',
			platformVersion: '19.1.0',
			authentication: {
				type: 'custom',
				fields: [
					{ key: 'api_key', label: 'API Key', required: true, type: 'password' },
					{ key: 'tenant', label: 'Tenant', required: true, isNoSecret: true },
				],
				test: () => ({ label: 'acme' }),
			},
			creates: {
				remove_user: create('remove_user', 'Remove User', [{ key: 'email', required: true }], (z, bundle) =>
					this.#post(z, bundle, [bundle.inputData.email ?? '']),
				),
				invite_user: create('invite_user', 'Invite User', [{ key: 'email', label: 'Email', required: true }, ...others], (z, bundle) =>
					this.#post(z, bundle, [bundle.inputData.email ?? '']),
				),
				invite_users: create('invite_users', 'Invite Users', [{ key: 'emails', required: true, list: true }, ...others], (z, bundle) =>
					this.#post(z, bundle, bundle.inputData.emails as unknown as string[]),
				),
			},
			...(searchable && {
				searches: {
					find_invitation: {
						key: 'find_invitation',
						noun: 'invitation',
						display: { label: 'Find Invitation', description: 'Finds an invitation.' },
						operation: {
							inputFields: [{ key: 'email', required: true }],
							perform: async (z: Z, { inputData }: Bundle) =>
								(await z.request({ url: `${HOST}/invitations`, params: { email: inputData.email ?? '' } })).data,
							sample: { id: '1' },
						},
					},
				},
				searchOrCreates: {
					find_invitation: {
						key: 'find_invitation',
						display: { label: 'Find or Create', description: 'Finds or creates.' },
						search: 'find_invitation',
						create: 'invite_user',
					},
					find_invitation_of_several: {
						key: 'find_invitation_of_several',
						display: { label: 'Find or Create Several', description: 'Finds or creates several.' },
						search: 'find_invitation',
						create: 'invite_users',
					},
				},
			}),
		};
	}
}

// biome-ignore lint/suspicious/noExplicitAny: what Zapier hands to an app, whose types need an app of their own.
type Z = any;
interface HttpRequest {
	url: string;
	method?: string;
	params?: Record<string, string>;
	body?: string;
}

type App = Record<string, unknown> & {
	beforeRequest: ((request: HttpRequest) => HttpRequest)[];
	afterResponse: ((response: object) => object)[];
};

type Bundle = { inputData: Record<string, string>; authData: Record<string, string> };
