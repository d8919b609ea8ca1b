import type { Organization, Sandbox, SandboxFault, SandboxRequest } from '../../sandbox/index.mts';
import { startSandbox } from '../../sandbox/index.mts';
import type { Provider } from '../../src/zapier/provider.ts';
import type { Product } from '../outcomes/product.ts';
import { built, type Failure, failureOf, providers, tester, type Values } from './integration.ts';

/** How a run ends, in the words of docs/errors.md. */
export type Ending = 'done' | 'fails' | 'stops softly' | 'held and replayed' | 'asks to reconnect';

const ENDINGS: Record<string, Ending> = {
	AppError: 'fails',
	HaltedError: 'stops softly',
	ThrottledError: 'held and replayed',
	ExpiredAuthError: 'asks to reconnect',
};

/** How a step ended, and what it sent. */
export interface Ended {
	ending: Ending;
	failure: Failure | undefined;
	/** What later steps get; of a search or a trigger, the items. */
	result: Values;
	items: Values[];
	requests: SandboxRequest[];
}

export type Kind = 'creates' | 'searches' | 'triggers';

/** How long the integration waits. */
export const DEADLINE_MS = 25_000;

/** Timers that a fake one would stop others with. */
const REAL = ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] as const;

const all = built('all');
const { run } = tester(all);

/** A product, as its steps and what it declares tell. */
export class Subject {
	readonly key: string;
	readonly name: string;
	readonly product: Product;
	readonly #provider: Provider;

	constructor(provider: Provider) {
		const { key, name } = provider;
		this.key = key;
		this.name = name;
		this.#provider = provider;
		this.product = (require(`../providers/${key}.outcomes.ts`) as { product: Product }).product;
	}

	/** The keys of all its steps of a kind. */
	stepsOf(kind: Kind): string[] {
		return (this.#provider[kind] ?? []).map(({ key }) => key);
	}

	/** What an action may give as its status. */
	statusesOf(step: string): string[] {
		const output = this.#provider.creates.find(({ key }) => key === step)?.output;
		return [...(output?.status?.options ?? [])];
	}

	/** Whether an action takes or changes what somebody has, so that it acts only on who is named exactly. */
	isDestructive(step: string): boolean {
		return this.#provider.creates.some(({ key, destructive }) => key === step && destructive);
	}

	/** What stands in an empty field, as an example of what it takes. */
	placeholderOf(kind: Kind, step: string, field: string): string {
		return this.#fields(kind, step).find(({ key }) => key === field)?.placeholder ?? '';
	}

	/** Whether there is such a step, and it has such a field. */
	has(kind: Kind, step: string, field?: string): boolean {
		const found = all[kind][`${this.key}_${step}`];
		return found !== undefined && (field === undefined || this.#fields(kind, step).some(({ key }) => key === field));
	}

	/** The keys of the fields that a step has whatever is filled in, and of those that depend on it, as far as its sample names them. */
	fieldsOf(kind: Kind, step: string): string[] {
		return [...new Set([...this.#fields(kind, step).flatMap(({ key }) => key ?? []), 'role', 'group_id', 'confirm_data_loss'])];
	}

	/** What a step is called. */
	labelOf(kind: Kind, step: string): string {
		return (all[kind][`${this.key}_${step}`]?.display.label ?? step).replace(` in ${this.name}`, '');
	}

	/** The values that a dropdown of a step offers. */
	choicesOf(kind: Kind, step: string, field: string): string[] {
		const { choices = [] } = this.#fields(kind, step).find(({ key }) => key === field) ?? {};
		return Array.isArray(choices) ? choices.map((choice) => String((choice as Values).value ?? choice)) : Object.keys(choices as object);
	}

	#fields(kind: Kind, step: string) {
		return (all[kind][`${this.key}_${step}`]?.operation.inputFields ?? []) as { key?: string; choices?: unknown; placeholder?: string }[];
	}
}

/** A product, with an organization behind its API. */
export class Stage {
	readonly key: string;
	readonly product: Product;
	readonly subject: Subject;
	readonly sandbox: Sandbox;
	readonly #connection: Values;

	constructor(subject: Subject, sandbox: Sandbox) {
		const { key, product } = subject;
		this.key = key;
		this.product = product;
		this.subject = subject;
		this.sandbox = sandbox;
		this.#connection = { provider: key, ...sandbox.apis.find((api) => api.key === key)?.connection };
	}

	get organization(): Organization {
		return this.sandbox.organization(this.key);
	}

	set organization(organization: Organization) {
		this.sandbox.replace(this.key, organization);
	}

	/** Runs a step as Zapier does. */
	async run(kind: Kind, key: string, input: Values = {}): Promise<Ended> {
		const before = this.sandbox.requests.length;
		const name = `${this.key}_${key}`;
		let result: unknown;
		const running = run(`${kind}.${name}.operation.perform`, this.#connection, input);
		const failure = await failureOf(
			running.then((value) => {
				result = value;
			}),
		);
		const ending = failure ? ENDINGS[failure.name] : 'done';
		if (!ending) throw new Error(`${name} ended with ${failure?.name}: ${failure?.message}`);
		return {
			ending,
			failure,
			result: (Array.isArray(result) ? {} : (result ?? {})) as Values,
			items: (Array.isArray(result) ? result : []) as Values[],
			requests: this.sandbox.requests.slice(before),
		};
	}

	/** The same, while a fault waits for a request. */
	async runUnder(fault: SandboxFault, kind: Kind, key: string, input: Values = {}): Promise<Ended> {
		const { matches = () => true } = fault;
		const { promise: stuck, resolve } = Promise.withResolvers<void>();
		const fakes = fault.error === 'timeout';
		if (fakes) jest.useFakeTimers({ doNotFake: [...REAL] });
		this.sandbox.fault({
			...fault,
			matches(request) {
				const hit = matches(request);
				if (hit) resolve();
				return hit;
			},
		});
		try {
			const running = this.run(kind, key, input);
			if (fakes) {
				// A fault that never happens must not be waited for.
				await Promise.race([stuck, running]);
				await jest.advanceTimersByTimeAsync(DEADLINE_MS);
			}
			return await running;
		} finally {
			if (fakes) jest.useRealTimers();
			this.sandbox.fault();
		}
	}
}

/** All products. */
export const subjects = providers.map((provider) => new Subject(provider));

/** A product on its own sandbox. What time it is there is what the tests' clock says. */
export async function openStage(subject: Subject): Promise<Stage> {
	return new Stage(subject, await startSandbox({ apis: [subject.key], clock: () => Date.now() }));
}
