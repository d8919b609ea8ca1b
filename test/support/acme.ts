import { type Authentication, defineAuthentication } from '../../src/zapier/authentication.ts';
import { optional } from '../../src/zapier/fields/inputField.ts';
import { path } from '../../src/zapier/http.ts';
import type { Placement, Provider } from '../../src/zapier/provider.ts';
import { headerValue, secret } from '../../src/zapier/schemas/credential.ts';
import { baseUrl } from '../../src/zapier/schemas/host.ts';

/** The host of an invented product. */
export const ACME = 'https://api.acme.example';

export const acmeConnection = { api_key: 'my-secret-key', user: 'jane' };

/** How people connect to it. */
export function acmeAuthentication(test: { acceptStatus?: number; advice?: Record<number, string> } = {}): Authentication {
	return defineAuthentication({
		fields: {
			api_key: secret({ label: 'API Key' }),
			second_key: optional(secret({ label: 'Second Key' })),
			user: headerValue({ label: 'User' }),
			base_url: optional(baseUrl({ label: 'Base URL' })),
		},
		baseUrl: ({ base_url = `${ACME}/v1` }) => base_url,
		headers: ({ api_key, user }) => ({ 'x-api-key': api_key, 'x-user': user }),
		keyField: 'api_key',
		hostField: 'base_url',
		keyLink: '[Acme](https://acme.example/keys)',
		errors: { statusOfCode: { A4: 404 } },
		test: { method: 'GET', path: path`/me`, ...test },
		label: ({ status, body }, { user }) => `${user}: ${status} ${JSON.stringify(body)}`,
	});
}

/** The product in an integration of its own. */
export function placeAcme(provider: Partial<Provider> = {}): Placement {
	return {
		provider: {
			key: 'acme',
			name: 'Acme',
			description: 'Acme is a product.',
			authentication: acmeAuthentication(),
			creates: [],
			...provider,
		},
		prefix: '',
		suffix: '',
		requireConnection: () => {},
	};
}
