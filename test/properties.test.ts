import type { Create } from '../src/zapier/creates.ts';
import { InputError } from '../src/zapier/errors/stepError.ts';
import { type Form, fieldsOf } from '../src/zapier/fields/inputField.ts';
import { readInput } from '../src/zapier/schemas/input.ts';
import { inputFor, type Mapped } from './support/arbitraries.ts';
import { type Contract, type ContractOperation, loadContract, requestExamples } from './support/contract.ts';
import { built, failureOf, providers, tester, type Values } from './support/integration.ts';
import { fc, seed } from './support/randomness.ts';
import { answerFrom, type Recorded } from './support/wire.ts';

/*
 * Whatever a Zap maps into an action: either nothing is sent, and the message names a field of the action; or exactly
 * one request changes something at the provider, which follows the contract and carries exactly what was asked.
 *
 * `RANDOM_SEED=… npx jest properties` repeats a run; `PROPERTY_RUNS=…` sets how many inputs each provider gets.
 */
const runs = Number(process.env.PROPERTY_RUNS || 600);

const { perform } = tester(built('all'));

describe.each(providers)('$name', (provider) => {
	const tested = provider.creates.filter(({ destructive }) => !destructive);
	/** The first action, which invites, gets as many inputs as were asked for; the others share an eighth of as many, but get enough. */
	const others = Math.max(30, Math.ceil(runs / 8 / Math.max(1, tested.length - 1)));
	const creates = tested.map((create, index) => ({ create, label: create.label, numRuns: index === 0 ? runs : others }));

	test.each(creates)(
		`$label: $numRuns inputs (RANDOM_SEED=${seed})`,
		async ({ create, numRuns }) => {
			const contract = await loadContract(provider.key);
			const connection = { provider: provider.key, ...contract.connection };
			const requests = answerFrom(contract);
			const key = `${provider.key}_${create.key}`;
			const ends = { sent: 0, refused: 0 };
			let usualHeaders: Values | undefined;

			const check = async (mapped: Mapped) => {
				requests.length = 0;
				const expectation = expected(create, mapped);
				const failure = await failureOf(perform(key, connection, structuredClone(mapped.raw)));
				const [request, ...more] = requests.filter(({ method }) => method !== 'GET');
				expect(more).toStrictEqual([]);
				if (!request || expectation instanceof InputError) {
					ends.refused++;
					// A name may have been looked for.
					expect(requests.filter(({ method }) => method !== 'GET')).toStrictEqual([]);
					// What was asked for may be so already, or what was named not there: test/destructive.test.ts says which.
					if (create.destructive && !(expectation instanceof InputError)) return;
					expect(failure).toMatchObject({ name: 'AppError', code: 'invalid_input' });
					if (expectation instanceof InputError) expect(failure?.message).toBe(expectation.message);
					expect(namesField(failure?.message, create)).toBe(true);
					return;
				}
				ends.sent++;
				expect(failure).toBeUndefined();
				expect(contract.problems(request)).toStrictEqual([]);
				expectExactly(request, expectation, create, contract, requests.length > 1);
				const { 'content-length': _length, ...headers } = request.headers;
				usualHeaders ??= headers;
				expect(headers).toStrictEqual(usualHeaders);
			};
			await fc.assert(fc.asyncProperty(inputFor(create.input), check), { seed, numRuns });
			// Neither of the two may be tested by chance only.
			expect(ends.sent).toBeGreaterThan(numRuns / 20);
			expect(ends.refused).toBeGreaterThan(numRuns / 50);
		},
		300_000,
	);
});

/** What the form makes of an input: the values, or the error. Where the input is known to be right, it must be the former. */
function expected(create: Create, { raw, expected }: Mapped): Values | InputError {
	try {
		const values = readInput(create.input, raw);
		if (expected) expect(values).toStrictEqual(expected);
		return values;
	} catch (error) {
		if (!(error instanceof InputError) || expected) throw error;
		return error;
	}
}

/** Does a message name a field, or a column of line items? */
function namesField(message = '', { input }: Create): boolean {
	const labels = fieldsOf(input).flatMap(({ field: { label, children } }) => {
		return [label, ...(children ? fieldsOf(children).map(({ field }) => field.label) : [])];
	});
	return labels.some((label) => message.includes(label));
}

/** The request carries every value that came through the form, and nothing else. */
function expectExactly(request: Recorded, values: Values, create: Create, contract: Contract, prepared: boolean): void {
	const operation = contract.match(request.method, request.url);
	if (!operation) throw new Error(`${request.url} is not in the contract`);
	const body = request.rawBody ? parseExactly(request.rawBody) : undefined;
	const asked = leaves(withoutControls(create.input, values)).sort();
	const given = body === undefined ? [] : leaves(withoutConstants(body, operation));
	const place = partsOfPath(request.url, contract.baseUrl, operation.path);
	const query = [...new URL(request.url).searchParams.values()];
	// Where the action asks for something first, a part of the path comes from that answer.
	const sent = [...given, ...query, ...place.filter((part) => !prepared || asked.includes(part))].sort();
	// What counts for several workspaces may be sent with each of them.
	const each = (texts: string[]) => (values.if_exists === 'ensure' ? [...new Set(texts)] : texts);
	expect(each(sent)).toStrictEqual(each(asked));
	expect(given.filter((text) => text.trim() === '')).toStrictEqual([]);

	const dictionaries = fieldsOf(create.input).filter(({ field }) => field.dict);
	const entries = dictionaries.flatMap(({ key }) => Object.entries((values[key] ?? {}) as Values));
	expect(entriesOf(body)).toEqual(expect.arrayContaining(entries));
	const known = [
		...Object.keys(create.labels()),
		...entries.map(([name]) => name),
		...requestExamples(operation).flatMap(({ value }) => keysOf(value)),
	];
	expect(keysOf(body).filter((key) => !known.includes(key))).toStrictEqual([]);
}

/** A body without what is always the same by the contract. */
function withoutConstants(body: unknown, { requestBody }: ContractOperation): unknown {
	const schema = requestBody?.content['application/json']?.schema as { properties?: Record<string, { const?: unknown }> } | undefined;
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
	return Object.fromEntries(Object.entries(body).filter(([key, value]) => value !== (schema?.properties?.[key]?.const ?? Number.NaN)));
}

/** Fields that only steer the form or the step are not sent. */
function withoutControls(form: Form, values: Values): Values {
	const controls = new Set(['if_exists', ...fieldsOf(form).map(({ field }) => field.shownWhile)]);
	const shown = Object.entries(values).filter(([key]) => !controls.has(key));
	// What is referred to twice is sent once.
	const once = (key: string, value: unknown) => {
		const field = form[key]?.field;
		if (!Array.isArray(value) || !(field?.idForm || field?.children)) return value;
		return [...new Map(value.map((item) => [JSON.stringify(item), item])).values()];
	};
	return Object.fromEntries(shown.map(([key, value]) => [key, once(key, value)]));
}

/** JSON, its numbers as they are written. */
function parseExactly(json: string): unknown {
	return JSON.parse(json, (_key, value, context?: { source: string }) => (typeof value === 'number' ? context?.source : value));
}

/** Every single value, as text. An empty object counts as one, since nothing that is empty may be sent but a list of nothing. */
function leaves(value: unknown): string[] {
	if (value === null || typeof value !== 'object') return [String(value)];
	const inside = Object.values(value);
	return inside.length || Array.isArray(value) ? inside.flatMap(leaves) : [''];
}

function keysOf(value: unknown): string[] {
	return entriesOf(value).map(([key]) => key);
}

/** The entries of every object inside a value; the positions in lists are none. */
function entriesOf(value: unknown): [string, unknown][] {
	if (value === null || typeof value !== 'object') return [];
	if (Array.isArray(value)) return value.flatMap(entriesOf);
	return Object.entries(value).flatMap((entry) => [entry, ...entriesOf(entry[1])]);
}

/** What stands in the places that the contract's path leaves open. */
function partsOfPath(url: string, baseUrl: string, template: string): string[] {
	const parts = url.slice(baseUrl.length).split('?')[0]?.split('/') ?? [];
	return template.split('/').flatMap((part, index) => (part.startsWith('{') ? [decodeURIComponent(parts[index] ?? '')] : []));
}
