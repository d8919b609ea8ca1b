/**
 * The scopes that an API key of a workspace user may carry, by area:
 * https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz. Others stay allowed.
 */
const AREAS: Record<string, string[]> = {
	completions: ['write'],
	logs: ['export', 'list', 'view', 'write'],
	analytics: ['view'],
	prompts: ['create', 'read', 'update', 'delete', 'list', 'publish', 'render'],
	configs: ['create', 'read', 'update', 'delete', 'list'],
	guardrails: ['create', 'read', 'update', 'delete', 'list', 'invoke'],
	virtual_keys: ['create', 'read', 'update', 'delete', 'list', 'duplicate', 'copy'],
	providers: ['create', 'read', 'update', 'delete', 'list'],
	policies: ['create', 'read', 'update', 'delete', 'list'],
	mcp: ['invoke'],
	agents: ['invoke'],
	workspaces: ['read', 'update', 'list'],
	workspace_users: ['create', 'read', 'update', 'delete', 'list'],
	workspace_integrations: ['create', 'read', 'update', 'delete', 'list'],
	organisation_integrations: ['list'],
};

const names = Object.entries(AREAS).flatMap(([area, actions]) => actions.map((action) => `${area}.${action}`));

/** Each scope with its label, which is the scope itself: Portkey shows them so. */
export const SCOPES: Record<string, string> = Object.fromEntries(names.map((name) => [name, name]));
