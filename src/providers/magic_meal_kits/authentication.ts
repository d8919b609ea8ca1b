import { defineAuthentication } from '../../zapier/authentication.ts';
import { path, saysFailure } from '../../zapier/http.ts';
import { headerValue, secret } from '../../zapier/schemas/credential.ts';
import { host } from '../../zapier/schemas/host.ts';

const HELPER = '[Magic Meal Kits shows how to read it](https://docs.magicmealkits.com/api/notion)';

const fields = {
	deployment: host({
		label: 'Deployment',
		placeholder: 'magic-meal-kits-xxxxx.run.app',
		helpText:
			'The host of your Magic Meal Kits server, from the connection page of the [Magic Meal Kits app](https://make.magicmealkits.com/connections).',
	}),
	api_key: secret({
		label: 'API Key',
		helpText:
			'The key of your Magic Meal Kits server (`MMK_API_KEY`), from the [connection page](https://make.magicmealkits.com/connections) of the app.',
	}),
	notion_token: secret({
		label: 'Notion Token',
		helpText: `The session token of your Notion login (the cookie \`token_v2\`), not that of a Notion integration. It can expire. ${HELPER}.`,
	}),
	notion_space_id: headerValue({
		label: 'Notion Space ID',
		helpText: `The ID of the Notion workspace that people are invited to. ${HELPER}.`,
	}),
	notion_user_id: headerValue({
		label: 'Notion User ID',
		helpText: `The ID of your own Notion user, who sends the invitations. ${HELPER}.`,
	}),
};

/** https://docs.magicmealkits.com/authentication: the server's own key, and the caller's Notion session in three headers. */
export const authentication = defineAuthentication({
	fields,
	baseUrl: ({ deployment }) => `https://${deployment}`,
	headers: ({ api_key, notion_token, notion_space_id, notion_user_id }) => ({
		'x-api-key': api_key,
		'x-notion-token': notion_token,
		'x-notion-space-id': notion_space_id,
		'x-notion-user-id': notion_user_id,
	}),
	keyField: 'api_key',
	hostField: 'deployment',
	keyLink: '[the connection page of Magic Meal Kits](https://make.magicmealkits.com/connections)',
	test: {
		// No documented call proves a key. This one is what the vendor's own clients ask first; a server without it is reachable.
		method: 'GET',
		path: path`/version`,
		acceptStatus: 404,
	},
	errors: { saysFailure: tellsFailure },
	label: (_answer, { deployment }) => deployment,
});

const FAILED = /^(error|failed|failure)$/i;

/**
 * What a success holds isn't documented. The server passes on what Notion answers, whose errors are
 * `{object: "error", status, code, message}` (https://developers.notion.com/reference/errors) or `{errorId, name}`.
 */
function tellsFailure(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	const { ok, status, object, errorId, data, result } = body as Record<string, unknown>;
	if (ok === false || errorId || saysFailure(body)) return true;
	return [status, object].some((value) => typeof value === 'string' && FAILED.test(value)) || tellsFailure(data) || tellsFailure(result);
}
