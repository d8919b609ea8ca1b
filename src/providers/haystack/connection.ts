import { z } from 'zod';
import { path } from '../../zapier/api.ts';
import { defineConnection } from '../../zapier/connection.ts';
import { field } from '../../zapier/field.ts';
import { credential, hostUrl } from '../../zapier/hosts.ts';

const EUROPE = 'https://api.cloud.deepset.ai';

const form = z.object({
	api_key: credential().register(field, {
		label: 'API Key',
		type: 'password',
		helpText:
			'An API key of your organization with a role that may invite users ([deepset shows how to create one](https://docs.cloud.deepset.ai/docs/generate-api-key)).',
	}),
	base_url: hostUrl(['/api/v1', '/api']).optional().register(field, {
		label: 'Base URL',
		default: EUROPE,
		helpText:
			'`https://api.cloud.deepset.ai` (Europe), `https://api.us.deepset.ai` (United States), or the address of your own installation. It is the region in which [you sign in](https://cloud.deepset.ai).',
	}),
});

/** https://docs.cloud.deepset.ai/docs/generate-api-key */
export const connection = defineConnection({
	form,
	baseUrl: ({ base_url = EUROPE }) => base_url,
	headers: ({ api_key }) => ({ authorization: `Bearer ${api_key}` }),
	keyField: 'api_key',
	hostField: 'base_url',
	keyPage: '[the API keys of your account](https://docs.cloud.deepset.ai/docs/generate-api-key)',
	test: {
		method: 'GET',
		path: path`/api/v1/me`,
		advice: {
			401: 'Create a new [API key](https://docs.cloud.deepset.ai/docs/generate-api-key), and check that Base URL is that of your region.',
		},
		label: ({ body }) => {
			const text = z.string().min(1).optional().catch(undefined);
			const me = z
				.object({ email: text, given_name: text, organization: z.object({ name: text }).optional().catch(undefined) })
				.safeParse(body).data;
			const person = me?.email ?? me?.given_name;
			const organization = me?.organization?.name;
			if (person && organization) return `${person} at ${organization}`;
			return person ?? organization ?? 'Haystack user';
		},
	},
});
