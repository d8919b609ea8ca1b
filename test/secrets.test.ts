import { fieldsOf } from '../src/zapier/fields/inputField.ts';
import type { Provider } from '../src/zapier/provider.ts';
import { type Contract, loadContract } from './support/contract.ts';
import { providers, type Values } from './support/integration.ts';
import { collect, disguises, emitted, handler, integration, logged } from './support/leaks.ts';
import { methodOf, operationsOf } from './support/operations.ts';
import { answerWith, type Recorded } from './support/wire.ts';

/** The connection of a contract with every secret replaced by a value that occurs nowhere else. */
function plant(provider: Provider, contract: Contract): { authData: Values; secrets: string[] } {
	const secrets: string[] = [];
	const entries = fieldsOf(provider.authentication.fields).flatMap(({ key, field }) => {
		if (field.type !== 'password') return contract.connection[key] ? [[key, contract.connection[key]]] : [];
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
			// One of each kind that is read in a way of its own.
			for (status of [200, 400, 401, 429]) {
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
		const raw = (url: string) =>
			handler({ command: 'request', bundle: { authData, request: { url, method: 'GET' } } }).catch(() => undefined);
		const before = sent.length;
		await raw(new URL('/', contract.baseUrl).href);
		expect(sent.length).toBe(before + 1);
		expect(elsewhere).toEqual([]);
		// A raw request of Zapier's, to wherever: the connection's credentials stay at home.
		await raw('https://elsewhere.example.com/');
		expect(elsewhere.length).toBe(1);
		for (const secret of secrets.flatMap(disguises)) expect(JSON.stringify(elsewhere)).not.toContain(secret);
	});

	test('samples, fields and the definition hold no credential', async () => {
		const contract = await loadContract(provider.key);
		const definition = JSON.stringify(integration);
		for (const { key, field } of fieldsOf(provider.authentication.fields)) {
			if (field.type === 'password') expect(definition).not.toContain(contract.connection[key]);
		}
	});
});

function around(text: string, secret: string): string {
	const at = text.indexOf(secret);
	return text.slice(Math.max(0, at - 120), at + secret.length + 20);
}
