import { defineAuthentication } from '../../zapier/authentication.ts';
import { optional } from '../../zapier/fields/inputField.ts';
import { path } from '../../zapier/http.ts';
import { secret } from '../../zapier/schemas/credential.ts';
import { subdomainOf } from '../../zapier/schemas/host.ts';
import { int64 } from '../../zapier/schemas/int64.ts';

const DOMAIN = 'atomicwork.com';

const fields = {
	tenant: subdomainOf(DOMAIN, {
		label: 'Tenant',
		placeholder: 'acme',
		helpText: 'The first part of the address of your Atomicwork: `acme` if you sign in at `https://acme.atomicwork.com`.',
	}),
	api_key: secret({
		label: 'API Key',
		helpText:
			'An API key of your workspace, which an administrator can create ([Atomicwork’s documentation](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite)).',
	}),
	workspace_id: optional(
		int64({
			label: 'Workspace ID',
			placeholder: '42',
			helpText:
				'The ID of the workspace that the API key belongs to. [Atomicwork recommends](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite) to send it with every request.',
		}),
	),
};

/** https://developers.atomicwork.com: a key belongs to one workspace, which the second header may name. */
export const authentication = defineAuthentication({
	fields,
	baseUrl: ({ tenant }) => `https://${tenant}.${DOMAIN}/api/v1`,
	headers: ({ api_key, workspace_id }) => ({ 'x-api-key': api_key, ...(workspace_id ? { 'x-workspace-id': workspace_id } : {}) }),
	keyField: 'api_key',
	hostField: 'tenant',
	keyLink:
		'[your Atomicwork administrator](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite)',
	test: {
		method: 'GET',
		path: path`/workspaces`,
		query: { page: 1, per_page: 1 },
	},
	label: (_answer, { tenant, workspace_id }) => `${tenant}.${DOMAIN}${workspace_id ? `, workspace ${workspace_id}` : ''}`,
});
