import * as z from 'zod/mini';
import { defineAuthentication } from '../../zapier/authentication.ts';
import { optional } from '../../zapier/fields/inputField.ts';
import { path } from '../../zapier/http.ts';
import { secret } from '../../zapier/schemas/credential.ts';
import { baseUrl } from '../../zapier/schemas/host.ts';

const CLOUD = 'https://api.portkey.ai/v1';
const CLOUD_ORIGIN = new URL(CLOUD).origin;

const fields = {
	api_key: secret({
		label: 'API Key',
		helpText:
			'An Admin API key of your organization. Create one in [Admin Settings > API Keys](https://app.portkey.ai/api-keys); a workspace key is not enough.',
	}),
	base_url: optional(
		baseUrl({
			label: 'Base URL',
			placeholder: 'https://portkey.example.com/v1',
			helpText:
				'Only if you host [Portkey yourself](https://portkey.ai/docs/self-hosting/hybrid-deployments/architecture): the address of its API, with `/v1` if yours has it.',
		}),
	),
};

/** https://portkey.ai/docs/api-reference/admin-api/introduction: an Admin API key in a header of Portkey's own. */
export const authentication = defineAuthentication({
	fields,
	baseUrl: ({ base_url = CLOUD }) => (base_url === CLOUD_ORIGIN ? CLOUD : base_url),
	headers: ({ api_key }) => ({ 'x-portkey-api-key': api_key }),
	keyField: 'api_key',
	hostField: 'base_url',
	keyLink: '[Portkey](https://app.portkey.ai/api-keys)',
	// https://portkey.ai/docs/api-reference/admin-api/error
	errors: { statusOfCode: { AB01: 400, AB02: 404, AB03: 403, AB04: 500, AB05: 401, AB06: 429, AB07: 409, AB08: 404, AB09: 402 } },
	test: {
		// There is no who-am-I call, so the first workspace has to say whose key it is. Pages count from 0.
		method: 'GET',
		path: path`/admin/workspaces`,
		query: { page_size: 1, current_page: 0 },
		advice: {
			403: 'Use an organization-level Admin API key: a workspace key may not invite anyone ([Portkey explains the two kinds](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz)).',
			404: 'Check Base URL: the API may lie below /v1.',
		},
	},
	label: ({ body }, { base_url }) => {
		const workspaces = z.object({ total: z.optional(z.number()), data: z.array(z.object({ name: z.string() })) }).safeParse(body).data;
		const first = workspaces?.data[0]?.name;
		const host = base_url ? ` on ${new URL(base_url).host}` : '';
		if (!first) return `Organization without workspaces${host}`;
		const others = (workspaces?.total ?? 1) - 1;
		return `${first}${others > 0 ? ` and ${others} more workspace${others > 1 ? 's' : ''}` : ''}${host}`;
	},
});
