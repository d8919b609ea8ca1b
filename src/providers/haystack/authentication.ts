import * as z from 'zod/mini';
import { defineAuthentication } from '../../zapier/authentication.ts';
import { optional } from '../../zapier/fields/inputField.ts';
import { path } from '../../zapier/http.ts';
import { secret } from '../../zapier/schemas/credential.ts';
import { hostUrl } from '../../zapier/schemas/host.ts';
import { otherwise } from '../../zapier/schemas/response.ts';

const EUROPE = 'https://api.cloud.deepset.ai';

const fields = {
	api_key: secret({
		label: 'API Key',
		helpText:
			'An API key of your organization with a role that may invite users ([deepset shows how to create one](https://docs.cloud.deepset.ai/docs/generate-api-key)).',
	}),
	base_url: optional(
		hostUrl(['/api/v1', '/api'], {
			label: 'Base URL',
			default: EUROPE,
			helpText:
				'`https://api.cloud.deepset.ai` (Europe), `https://api.us.deepset.ai` (United States), or the address of your own installation. It is the region in which [you sign in](https://cloud.deepset.ai).',
		}),
	),
};

/** https://docs.cloud.deepset.ai/docs/generate-api-key */
export const authentication = defineAuthentication({
	fields,
	baseUrl: ({ base_url = EUROPE }) => base_url,
	headers: ({ api_key }) => ({ authorization: `Bearer ${api_key}` }),
	keyField: 'api_key',
	hostField: 'base_url',
	keyLink: '[the API keys of your account](https://docs.cloud.deepset.ai/docs/generate-api-key)',
	test: {
		method: 'GET',
		path: path`/api/v1/me`,
		advice: {
			401: 'Create a new [API key](https://docs.cloud.deepset.ai/docs/generate-api-key), and check that Base URL is that of your region.',
		},
	},
	label: ({ body }) => {
		const text = otherwise(z.optional(z.string().check(z.minLength(1))), undefined);
		const me = z
			.object({ email: text, given_name: text, organization: otherwise(z.optional(z.object({ name: text })), undefined) })
			.safeParse(body).data;
		const person = me?.email ?? me?.given_name;
		const organization = me?.organization?.name;
		if (person && organization) return `${person} at ${organization}`;
		return person ?? organization ?? 'Haystack user';
	},
});
