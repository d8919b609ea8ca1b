import nock from 'nock';
import zapier from 'zapier-platform-core';
import { fieldOf, fieldsOf } from '../src/zapier/fields/inputField.ts';
import type { Provider } from '../src/zapier/provider.ts';
import { type Contract, loadContract } from './support/contract.ts';
import { built, providers, type Values } from './support/integration.ts';
import { methodOf, operationsOf } from './support/operations.ts';
import { answerWith, type Recorded } from './support/wire.ts';

type Event = { command: string; method?: string; bundle: Values; [option: string]: unknown };
/** Zapier's own handler, which core's types leave out. */
const { createAppHandler } = zapier as unknown as { createAppHandler(app: object): (event: Event) => Promise<{ results: unknown }> };
const integration = built('all');
const handler = createAppHandler(integration);

const LOGS = 'https://logs.example.com';

/** Every text in which a secret may leave: as it is, in a URL, in JSON, in base64. */
const disguises = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	JSON.stringify(secret).slice(1, -1),
	Buffer.from(secret).toString('base64'),
	Buffer.from(secret).toString('base64url'),
];

let emitted: string[];
let logged: string[];

beforeEach(() => {
	emitted = [];
	logged = [];
	process.env.LOGGING_ENDPOINT = `${LOGS}/input`;
	for (const stream of ['log', 'error', 'warn', 'info', 'debug'] as const) {
		jest.spyOn(console, stream).mockImplementation((...parts: unknown[]) => void emitted.push(parts.map(String).join(' ')));
	}
	// The log stream that Zapier keeps.
	nock(LOGS)
		.persist()
		.post('/input')
		.reply(async (request: Request) => {
			logged.push(await request.text());
			return [200, '{}'];
		});
});

afterEach(() => {
	delete process.env.LOGGING_ENDPOINT;
	jest.restoreAllMocks();
});

/** Runs a method and collects all that leaves: result, error with its stack, console, log lines, log stream. */
async function collect(method: string, authData: Values, inputData: Values): Promise<void> {
	try {
		const { results } = await handler({
			command: 'execute',
			method,
			bundle: { authData, inputData, meta: {} },
			token: 'log-token',
			logToStdout: true,
			detailedLogToStdout: true,
			customLogger: (message: string, data: unknown) => emitted.push(message, JSON.stringify(data)),
		});
		emitted.push(JSON.stringify(results));
	} catch (error) {
		const { name, message, stack, ...rest } = error as Error;
		emitted.push(name, message, String(stack), JSON.stringify(rest));
	}
}

/** The connection of a contract with every secret replaced by a value that occurs nowhere else. */
function plant(provider: Provider, contract: Contract): { authData: Values; secrets: string[] } {
	const secrets: string[] = [];
	const entries = fieldsOf(provider.authentication.fields).flatMap(([key, schema]) => {
		if (fieldOf(key, schema).type !== 'password') return contract.connection[key] ? [[key, contract.connection[key]]] : [];
		const secret = `planted+${provider.key}/${key}"%41=`;
		secrets.push(secret);
		return [[key, secret]];
	});
	return { authData: { provider: provider.key, ...Object.fromEntries(entries) }, secrets };
}

const bodies: [name: string, build: (echo: string) => string][] = [
	[
		'JSON',
		(echo) =>
			JSON.stringify({
				success: false,
				message: `The key ${echo} is wrong`,
				error: echo,
				data: { message: echo, note: [echo] },
				[echo]: echo,
			}),
	],
	[
		'a success in JSON',
		(echo) =>
			JSON.stringify({
				id: echo,
				invite_link: `https://x.example/?k=${echo}`,
				data: [{ id: echo, email: echo, name: echo }],
				note: { deep: [echo] },
			}),
	],
	['a web page', (echo) => `<html><title>Proxy</title><body><h1>Denied</h1>header: ${echo}</body></html>`],
	['text', (echo) => `bad key ${echo}`],
];

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
	test.each(bodies)('a provider that repeats the credentials in %s: they are in nothing that leaves', async (_what, build) => {
		const contract = await loadContract(provider.key);
		const { authData, secrets } = plant(provider, contract);
		expect(secrets.length).toBeGreaterThan(0);
		const echo = secrets.flatMap(disguises).join(' | ');
		let status = 200;
		const headers = { 'content-type': 'application/json', 'x-echo': secrets.join(' ') };
		const sent = answerWith(contract, () => [status, build(echo), headers]);
		for (const operation of operationsOf(provider, contract)) {
			for (status of [200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 503]) {
				const before = sent.length;
				await collect(methodOf(operation, `${provider.key}_`), authData, operation.input);
				expect(sent.length).toBeGreaterThan(before);
			}
		}
		expect(emitted.length).toBeGreaterThan(0);
		expect(logged.join('').length).toBeGreaterThan(0);
		for (const secret of secrets.flatMap(disguises)) {
			expect([...emitted, ...logged].filter((text) => text.includes(secret)).map((text) => around(text, secret))).toEqual([]);
		}
	});

	test('the credentials go to the host of the provider and to no other, redirected or not', async () => {
		const contract = await loadContract(provider.key);
		const { authData, secrets } = plant(provider, contract);
		const elsewhere: Recorded[] = answerWith({ baseUrl: 'https://elsewhere.example.com' }, () => [200, '{}']);
		const location = 'https://elsewhere.example.com/';
		const sent = answerWith(contract, ({ method }) => [method === 'GET' ? 302 : 307, '', { location }]);
		for (const operation of operationsOf(provider, contract))
			await collect(methodOf(operation, `${provider.key}_`), authData, operation.input);
		expect(sent.length).toBeGreaterThan(1);
		for (const { headers } of sent) {
			for (const secret of secrets) expect(Object.values(headers).join(' ')).toContain(secret);
		}
		// A raw request of Zapier's, to wherever: the connection's credentials stay at home.
		await handler({ command: 'request', bundle: { authData, request: { url: 'https://elsewhere.example.com/', method: 'GET' } } }).catch(
			() => undefined,
		);
		expect(elsewhere.length).toBe(1);
		for (const secret of secrets.flatMap(disguises)) expect(JSON.stringify(elsewhere)).not.toContain(secret);
	});

	test('samples, fields and the definition hold no credential', async () => {
		const contract = await loadContract(provider.key);
		const definition = JSON.stringify(integration);
		for (const [key, schema] of fieldsOf(provider.authentication.fields)) {
			if (fieldOf(key, schema).type === 'password') expect(definition).not.toContain(contract.connection[key]);
		}
	});
});

test("Portkey's new API key, should it ever be in an answer, is in nothing that leaves", async () => {
	const contract = await loadContract('portkey');
	const created = ['pk-created-9f3b/7c+1d', 'pk-created-in-depth-5e2a', 'pk-created-in-text-77c0'];
	const body = {
		id: 'i-1',
		invite_link: 'https://app.portkey.ai/x',
		api_key: created[0],
		workspace_api_key: { key: created[1] },
		note: `key: ${created[2]}`,
	};
	answerWith(contract, () => [200, JSON.stringify(body), { 'content-type': 'application/json' }]);
	await collect(
		'creates.portkey_invite_user.operation.perform',
		{ provider: 'portkey', ...contract.connection },
		{
			email: 'jane.doe@example.com',
			role: 'member',
			workspaces: [{ workspace_id: 'ws-1', workspace_role: 'member' }],
			create_key: true,
			key_scopes: ['logs.view'],
		},
	);
	expect(emitted.join('\n')).toContain('https://app.portkey.ai/x');
	for (const key of created) expect([...emitted, ...logged].filter((text) => text.includes(key))).toEqual([]);
});

function around(text: string, secret: string): string {
	const at = text.indexOf(secret);
	return text.slice(Math.max(0, at - 120), at + secret.length + 20);
}
