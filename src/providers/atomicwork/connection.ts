import { z } from 'zod';
import { path } from '../../zapier/api.ts';
import { defineConnection } from '../../zapier/connection.ts';
import { field } from '../../zapier/field.ts';
import { credential, tenantOf } from '../../zapier/hosts.ts';
import { int64 } from './int64.ts';

const DOMAIN = 'atomicwork.com';

const form = z.object({
	tenant: tenantOf(DOMAIN).register(field, {
		label: 'Tenant',
		placeholder: 'acme',
		helpText: 'The first part of the address of your Atomicwork: `acme` if you sign in at `https://acme.atomicwork.com`.',
	}),
	api_key: credential().register(field, {
		label: 'API Key',
		type: 'password',
		helpText:
			'An API key of your workspace, which an administrator can create ([Atomicwork’s documentation](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite)).',
	}),
	workspace_id: int64().optional().register(field, {
		label: 'Workspace ID',
		placeholder: '42',
		helpText:
			'The ID of the workspace that the API key belongs to. [Atomicwork recommends](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite) to send it with every request.',
	}),
});

/** https://developers.atomicwork.com: a key belongs to one workspace, which the second header may name. */
export const connection = defineConnection({
	form,
	baseUrl: ({ tenant }) => `https://${tenant}.${DOMAIN}/api/v1`,
	headers: ({ api_key, workspace_id }) => ({ 'x-api-key': api_key, ...(workspace_id ? { 'x-workspace-id': workspace_id } : {}) }),
	keyField: 'api_key',
	hostField: 'tenant',
	keyPage:
		'[your Atomicwork administrator](https://developers.atomicwork.com/api-reference/atomicwork-public-api/users/postapi-v-1-users-invite)',
	test: {
		method: 'GET',
		path: path`/workspaces`,
		query: { page: 1, per_page: 1 },
		label: (_answer, { tenant, workspace_id }) => `${tenant}.${DOMAIN}${workspace_id ? `, workspace ${workspace_id}` : ''}`,
	},
});
